"""Processes that serve: started on a free port, asked over one connection that is kept, ended by their id."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from domain.dates import iso
from projections.basis import Basis
from tests.benchmarks.measure import ROOT, MismatchError

TRIES: Final = 400


@dataclass(frozen=True, slots=True)
class Served:
    """A server and a connection to it."""

    connection: http.client.HTTPConnection
    pid: int

    def get(self, path: str) -> bytes:
        """Ask for a path; raise `MismatchError` for anything but an answer."""
        self.connection.request("GET", path)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != http.HTTPStatus.OK:
            raise MismatchError(f"{path} answers {response.status}")
        return body


@contextmanager
def serving(command: Sequence[str], url: str) -> Iterator[Served]:
    """Run a command, with ``PORT`` in its arguments replaced by a free port, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    arguments = [str(port) if one == "PORT" else one for one in command]
    environment = {**os.environ, "KHRONIKA_DATABASE_URL": url}
    process = subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        for _ in range(TRIES):
            try:
                connection.connect()
                break
            except OSError:
                time.sleep(0.05)
        yield Served(connection, process.pid)
    finally:
        connection.close()
        process.terminate()
        process.wait(timeout=20)


def query(basis: Basis) -> str:
    """Write a basis as the parameters of a question about a day."""
    written: list[tuple[str, str]] = [
        ("as_of", iso(basis.day)),
        ("as_known", str(basis.head.size)),
        ("definition", basis.definition.id),
        ("variant", basis.variant.value),
        *(("recognized_by", body) for body in sorted(basis.recognized_by)),
    ]
    return urlencode(written)
