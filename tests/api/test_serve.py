"""Where the service listens, and by which names it may be called: this machine alone, unless told otherwise."""

import httpx2
import pytest

from api.cli.serve import answered_to
from domain.errors import InvalidError
from tests.api.conftest import Command
from tests.api.processes import free_port, running, soon

EVERYWHERE = "0.0.0.0"  # noqa: S104 -- only loopback is called


def status(port: int, host: str) -> int:
    return httpx2.get(f"http://127.0.0.1:{port}/v1/health", headers={"Host": host}, timeout=30).status_code


def answers(port: int) -> bool:
    try:
        return status(port, "127.0.0.1") == 200
    except httpx2.TransportError:
        return False


def test_it_listens_elsewhere_when_told_to_and_answers_to_the_names_it_was_given(database_url: str) -> None:
    port = free_port()
    names = ("--allow-host", "khronika.example", "--allow-host", "192.0.2.7")
    with running(database_url, "serve", "--host", EVERYWHERE, "--port", str(port), *names) as server:
        server.says(f"Khronika serves http://{EVERYWHERE}:{port}")
        soon(lambda: answers(port), "the service never answered")

        for called in (f"127.0.0.1:{port}", "localhost", "khronika.example", "Khronika.Example:8000", "192.0.2.7"):
            assert status(port, called) == 200, called
        for called in ("example", "evil.khronika.example", "192.0.2.8", EVERYWHERE, "*", ""):
            assert status(port, called) == 400, called


def test_without_a_word_it_is_reached_on_this_machine_alone(database_url: str) -> None:
    port = free_port()
    with running(database_url, "serve", "--port", str(port)) as server:
        server.says(f"Khronika serves http://127.0.0.1:{port}")
        soon(lambda: answers(port), "the service never answered")

        assert status(port, "127.0.0.1") == 200
        with pytest.raises(httpx2.TransportError):
            httpx2.get(f"http://127.0.0.2:{port}/v1/health", timeout=5)


def test_an_address_is_a_name_of_its_own_unless_it_means_all_of_them() -> None:
    assert answered_to("192.0.2.7", ()) == ["192.0.2.7"]
    assert answered_to("2001:db8::7", ("khronika.example",)) == ["[2001:db8::7]", "khronika.example"]
    assert answered_to("::", ("2001:db8::8",)) == ["[2001:db8::8]"]
    assert answered_to(EVERYWHERE, ()) == answered_to("localhost", ()) == []


@pytest.mark.parametrize(
    "name", ["*", "*.example", "http://khronika.example", "khronika.example:8000", "a b", "", "-a"]
)
def test_what_is_no_name_is_refused(belarus: Command, name: str) -> None:
    """A wildcard above all: it would let a page of another site in."""
    with pytest.raises(InvalidError, match="is no host name"):
        answered_to(EVERYWHERE, (name,))
    assert belarus("serve", "--allow-host", name).code == 2
