"""What answers in place of an original may be slow, endless, somebody else, or nobody: each is one clear error."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from api.original import OverHttp
from domain.errors import InvalidError, MirrorError
from ledger.proofs.tiles import Tile

PATIENCE = 1.0
TOKEN = "t" * 32
Answer = Callable[[socket.socket], None]


@contextmanager
def answering(answer: Answer) -> Iterator[tuple[str, list[bytes]]]:
    """A server of one's own, which does to each connection what it likes; yields its address and what it was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    try:
                        asked.append(connection.recv(65_536))
                        answer(connection)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        server.shutdown(socket.SHUT_RDWR)
    thread.join(10)


def said(head: str, body: bytes = b"") -> Answer:
    """Answer at once."""
    return lambda connection: connection.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)


def drop_by_drop(first: bytes) -> Answer:
    """Send a byte now and then, each well within the patience, without end."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(b"x")
            time.sleep(PATIENCE / 10)

    return answer


def endless(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65_536)


OK = "HTTP/1.1 200 OK"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (endless, r"the original's answer to /v1/checkpoint is longer than 16384 bytes"),
        (said(f"{OK}\nContent-Length: 99999999", b"x" * 20_000), r"longer than 16384 bytes"),
        (said(f"{OK}\nContent-Encoding: gzip", b"\x1f\x8b"), r"is compressed, which was not asked for"),
        (said(f"{OK}\nContent-Length: 10", b"short"), r"does not answer /v1/checkpoint \(RemoteProtocolError\)"),
        (said("HTTP/1.1 302 Found\nLocation: http://127.0.0.1:1/\nContent-Length: 0"), r"with status 302"),
        (said("HTTP/1.1 404 Not Found\nContent-Length: 0"), r"answers /v1/checkpoint with status 404"),
        (said("HTTP/1.1 500 Oh\nContent-Length: 0"), r"with status 500"),
        (said("SSH-2.0-nobody"), r"does not answer /v1/checkpoint \(RemoteProtocolError\)"),
        (said(""), r"does not answer /v1/checkpoint \(RemoteProtocolError\)"),
        (lambda _: None, r"does not answer /v1/checkpoint \(RemoteProtocolError\)"),
        (lambda _: time.sleep(2 * PATIENCE), r"did not answer /v1/checkpoint within 1 seconds"),
        (drop_by_drop(b"HTTP/1.1 200 OK\r\nX-Long: "), r"did not answer /v1/checkpoint within 1 seconds"),
        (drop_by_drop(b"HTTP/1.1 200 OK\r\n\r\n"), r"did not answer /v1/checkpoint within 1 seconds"),
    ],
)
def test_each_is_one_error_and_takes_no_longer_than_the_patience(answer: Answer, told: str) -> None:
    with answering(answer) as (url, _), OverHttp(url, patience=PATIENCE) as original:
        begun = time.monotonic()
        with pytest.raises(MirrorError, match=told):
            original.checkpoint()
        assert time.monotonic() - begun < 5 * PATIENCE


def test_nobody_is_an_error_too() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    with (
        OverHttp(url, patience=PATIENCE) as original,
        pytest.raises(MirrorError, match=r"does not answer .*ConnectError"),
    ):
        original.checkpoint()


def test_a_tile_is_no_longer_than_it_can_be() -> None:
    with (
        answering(said(OK, b"x" * 97)) as (url, _),
        OverHttp(url, patience=PATIENCE) as original,
        pytest.raises(MirrorError, match=r"answer to /v1/tile/0/000\.p/3 is longer than 96 bytes"),
    ):
        original.tile(Tile(0, 0, 3))


@pytest.mark.parametrize("page", [b"{}", b"\n", b"{}\n\n", b"{}\n{}", b"{}\n\n{}\n"])
def test_events_are_lines(page: bytes) -> None:
    with (
        answering(said(OK, page)) as (url, _),
        OverHttp(url, patience=PATIENCE) as original,
        pytest.raises(MirrorError, match="is not one event on each line"),
    ):
        original.events(after=0, limit=10)


def test_the_token_goes_to_the_events_alone_and_never_where_a_redirect_leads() -> None:
    head = "HTTP/1.1 307 Go\nLocation: %s/v1/events\nContent-Length: 0\nConnection: close"
    with (
        answering(said(f"{OK}\nConnection: close", b"{}\n")) as (elsewhere, heard),
        answering(said(head % elsewhere)) as (url, asked),
        OverHttp(url, token=TOKEN, patience=PATIENCE) as original,
    ):
        for question in (
            original.checkpoint,
            lambda: original.tile(Tile(0, 0)),
            lambda: original.events(after=0, limit=1),
        ):
            with pytest.raises(MirrorError, match="status 307") as told:
                question()
            assert TOKEN not in str(told.value)

    assert [f"authorization: bearer {TOKEN}" in one.decode().lower() for one in asked] == [False, False, True]
    assert heard == []


@pytest.mark.parametrize(
    ("url", "told"),
    [
        *(
            (one, "an original has an address like https://NAME")
            for one in ("", "example.org", "ftp://example.org", "https://")
        ),
        *(
            (one, "without password or question")
            for one in ("https://a:b@example.org", "https://example.org?x=1", "https://example.org/#x")
        ),
        ("https://example.org:port", "that is no address"),
        ("http://example.org", "a token is not sent in the clear"),
        ("http://127.0.0.1.example.org", "a token is not sent in the clear"),
        ("http://localhost.example.org", "a token is not sent in the clear"),
    ],
)
def test_an_address_that_is_none_or_not_safe_for_a_token_is_refused(url: str, told: str) -> None:
    with pytest.raises(InvalidError, match=told):
        OverHttp(url, token=TOKEN, patience=PATIENCE)


@pytest.mark.parametrize("url", ["https://example.org", "http://127.0.0.1:8000/", "http://[::1]:1", "http://localhost"])
def test_a_token_may_go_to_others_in_secret_and_to_this_machine(url: str) -> None:
    with OverHttp(url, token=TOKEN, patience=PATIENCE):
        pass


def test_an_instance_may_stand_under_a_path() -> None:
    with (
        answering(said(f"{OK}\nConnection: close", b"note")) as (url, asked),
        OverHttp(f"{url}/khronika/", patience=PATIENCE) as original,
    ):
        assert original.checkpoint() == b"note"

    assert asked[0].startswith(b"GET /khronika/v1/checkpoint HTTP/1.1\r\n")
