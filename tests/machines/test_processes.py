"""Several processes over one PostgreSQL: two services, a projector that is killed, and somebody who records."""

import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx2
import pytest

from domain import facts as f
from domain.people import FactId, PersonId
from ledger.copying import copy
from ledger.events import Draft, new_id
from ledger.ledger import Ledger
from tests.api.processes import free_port, running, soon
from tests.conftest import Databases, House, opened
from tests.projections.test_rows_are_replay import rows
from tests.scribe import Scribe

MOST_ROUNDS = 2_000
KILLS = 6
CROWD = 300
DAY = "2017-03-04"
pytestmark = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)


def record(url: str, enough: threading.Event) -> None:
    """Record people, arrests and releases, and correct and retract some of them, each as a batch of its own."""
    chance = random.Random(2026)
    known: list[tuple[FactId, PersonId]] = []
    with Ledger(url, now=lambda: datetime.now(UTC)) as ledger:
        scribe = Scribe(ledger)
        for _ in range(MOST_ROUNDS):
            if enough.wait(0.02):
                return
            person = scribe.person()
            arrest = scribe.fact(f.Detained, person, occurred=f"2017-03-0{chance.randint(1, 5)}")
            scribe.fact(f.Released, person, occurred=f"2017-03-0{chance.randint(5, 9)}", deprivation=arrest)
            known.append((arrest, person))
            fact, whose = known.pop(chance.randrange(len(known)))
            if chance.random() < 0.3:
                scribe.retract(fact)
            else:
                scribe.correct(fact, f.CriminallyDetained, whose, occurred=f"2017-02-{chance.randint(10, 28)}")


def crowd(ledger: Ledger) -> None:
    """Record many arrests as one batch, so that projecting them takes a while."""
    scribe = Scribe(ledger)
    drafts = []
    for _ in range(CROWD):
        person = PersonId(new_id())
        arrest = scribe.make(f.Detained, person, occurred=DAY)
        drafts += [Draft(person, 1, f.PersonRegistered(), "tester", "crowd")]  # type: ignore[arg-type]  # a person is a fact
        drafts += [Draft(new_id(), 1, arrest, "tester", "crowd")]
    ledger.record(drafts)


@contextmanager
def recording(url: str) -> Iterator[None]:
    """Somebody records until the block ends."""
    enough = threading.Event()
    writer = threading.Thread(target=record, args=(url, enough), daemon=True)
    writer.start()
    yield
    assert writer.is_alive()
    enough.set()
    writer.join(60)
    assert not writer.is_alive()


@pytest.fixture
def services(database_url: str) -> Iterator[list[httpx2.Client]]:
    """Clients of two services without a projector."""
    ports = free_port(), free_port()
    first, second = (running(database_url, "serve", "--port", str(port), "--no-projector") for port in ports)
    with first, second:
        clients = [httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) for port in ports]
        for client in clients:
            soon(lambda client=client: answers(client), "it serves")  # type: ignore[misc]  # one client each
        yield clients
        for client in clients:
            client.close()
        assert [service.ends(signal.SIGTERM) for service in (first, second)] == [0, 0]


def answers(client: httpx2.Client) -> bool:
    try:
        return client.get("/v1/health").status_code == 200
    except httpx2.TransportError:
        return False


def asked(client: httpx2.Client, size: int | None = None) -> httpx2.Response:
    known = {} if size is None else {"as_known": size}
    return client.get("/v1/counts", params={"as_of": DAY, "definition": "held", **known})


def assert_agree(services: list[httpx2.Client], ledger: Ledger) -> bool:
    """Two services say the same at one basis; at the newest size too, or that it is too early. Return which."""
    one, other = services
    first = asked(one)
    size = first.json()["basis"]["as_known"]["size"]
    assert first.status_code == 200
    assert asked(other, size).json() == first.json()
    newest = ledger.size()
    early = [asked(service, newest) for service in services]
    in_time = [answer.json() for answer in early if answer.status_code == 200]
    assert all(answer["basis"]["as_known"]["size"] == newest for answer in in_time)
    assert all(answer == in_time[0] for answer in in_time)
    for answer in early:
        assert answer.status_code in {200, 503}
        assert answer.status_code == 200 or int(answer.headers["retry-after"]) > 0
    return len(in_time) == len(early)


def assert_rows_are_those_of_a_fresh_projection(house: House, fresh: str) -> None:
    """The log copied to a new database and projected there in one go gives the same rows."""
    with opened(fresh) as other:
        copy(house.ledger, other.ledger)
        other.projector.catch_up()

        assert rows(other) == rows(house)
    assert len(rows(house)["liberty"]) > CROWD


def test_two_services_agree_while_somebody_records_and_the_projector_is_killed(
    databases: Databases, database_url: str, services: list[httpx2.Client]
) -> None:
    moments = random.Random(2026)
    left = []
    with opened(database_url) as house:
        with recording(database_url):
            for _ in range(KILLS):
                with running(database_url, "project") as projector:
                    projector.says("projects from position")
                    for _ in range(4):
                        assert_agree(services, house.ledger)
                    crowd(house.ledger)
                    size = house.ledger.size()
                    time.sleep(moments.uniform(0.0, 0.2))
                    assert projector.ends(signal.SIGKILL) == -signal.SIGKILL
                    left.append(size - house.projector.position())
        early = asked(services[0], house.ledger.size())

        # Some kills came before the crowd was projected.
        assert any(one > CROWD for one in left)
        assert early.status_code == 503
        assert early.headers["retry-after"] == "1"
        with running(database_url, "project") as projector:
            soon(lambda: house.projector.position() == house.ledger.size(), "the projector goes on")

            assert assert_agree(services, house.ledger)
            assert projector.ends(signal.SIGTERM) == 0
        assert_rows_are_those_of_a_fresh_projection(house, databases.make())


def test_two_projectors_at_once_do_no_harm(databases: Databases, database_url: str) -> None:
    with opened(database_url) as house:
        with running(database_url, "project") as one, running(database_url, "project") as other:
            for projector in (one, other):
                projector.says("projects from position")
            with recording(database_url):
                for _ in range(3):
                    crowd(house.ledger)
                    time.sleep(0.5)
            soon(lambda: house.projector.position() == house.ledger.size(), "both together get there")

            assert (one.ends(signal.SIGTERM), other.ends(signal.SIGTERM)) == (0, 0)
        assert "could not follow" not in "".join(one.said + other.said)
        assert_rows_are_those_of_a_fresh_projection(house, databases.make())
