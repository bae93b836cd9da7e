"""A service that is told to stop finishes what it is asked, takes nothing new, and ends well."""

import signal
import socket
import threading
import time
from datetime import UTC, datetime

import httpx2
import pytest

from ledger.ledger import Ledger
from projections.database import engine_of
from projections.projector import Projector
from tests.api.conftest import Command
from tests.api.processes import free_port, running, soon
from tests.ledger.batches import drafts

SIGNALS = [signal.SIGTERM, signal.SIGINT]


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("with_projector", [True, False])
def test_a_service_ends_well_within_seconds(khronika: Command, number: int, *, with_projector: bool) -> None:
    port = free_port()
    option = "--projector" if with_projector else "--no-projector"
    with (
        running(khronika.url, "serve", "--port", str(port), option) as service,
        httpx2.Client(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        soon(lambda: answers(client), "it serves")
        began = time.monotonic()

        # The client's connection is still open.
        assert service.ends(number) == 0
        assert time.monotonic() - began < 5
    assert service.said == [f"Khronika serves http://127.0.0.1:{port}\n"]


def test_told_to_stop_before_it_answers_it_ends_as_well(khronika: Command) -> None:
    with running(khronika.url, "serve", "--port", str(free_port())) as service:
        service.says("serves")

        assert service.ends(signal.SIGTERM) == 0


def test_a_running_request_is_answered_and_a_new_one_is_not_taken(khronika: Command) -> None:
    """The question waits for an event to be projected, and this happens only after the service was told to stop."""
    port = free_port()
    answers_got: list[httpx2.Response] = []
    engine = engine_of(khronika.url)
    with (
        Ledger(khronika.url, now=lambda: datetime.now(UTC)) as ledger,
        running(khronika.url, "serve", "--port", str(port), "--no-projector") as service,
        httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client,
    ):
        soon(lambda: answers(client), "it serves")
        ledger.record(drafts(1))
        asking = threading.Thread(
            target=lambda: answers_got.append(client.get("/v1/counts", params={"as_known": 1})), daemon=True
        )
        asking.start()
        time.sleep(0.5)
        service.process.send_signal(signal.SIGTERM)
        soon(lambda: not listens(port), "nothing new is taken")
        assert service.process.poll() is None
        Projector(ledger, engine).catch_up()
        asking.join(10)

        assert [answer.status_code for answer in answers_got] == [200]
        assert answers_got[0].json()["basis"]["as_known"]["size"] == 1
        assert service.process.wait(timeout=10) == 0
    engine.dispose()


def answers(client: httpx2.Client) -> bool:
    try:
        return client.get("/v1/health").status_code == 200
    except httpx2.TransportError:
        return False


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
