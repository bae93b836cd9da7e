"""The real command and a real server, over the shipped register, on each database."""

import io
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.cli.main import main
from tests.conftest import DATABASES, Databases

ROOT = Path(__file__).parents[2]
KHRONIKA = Path(sys.executable).with_name("khronika")


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Command:
    """Runs ``khronika`` over one database: the entry point in this process, or as an installed command."""

    url: str

    def __call__(self, *arguments: str, stdin: str = "") -> Result:
        # Streams with bytes below, as real ones have: some answers are bytes.
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setenv("KHRONIKA_DATABASE_URL", self.url)
            patch.setattr(sys, "argv", ["khronika", *arguments])
            patch.setattr(sys, "stdin", io.StringIO(stdin))
            patch.chdir(ROOT)
            with pytest.raises(SystemExit) as end:
                main()
        code = end.value.code
        said = [stream.buffer.getvalue().decode() for stream in (out, err)]
        return Result(code if isinstance(code, int) else 0, *said)

    def installed(self, *arguments: str, cwd: Path = ROOT) -> Result:
        environment = {**os.environ, "KHRONIKA_DATABASE_URL": self.url}
        done = subprocess.run(
            [KHRONIKA, *arguments], check=False, capture_output=True, text=True, env=environment, cwd=cwd, timeout=120
        )
        assert "Traceback" not in done.stdout + done.stderr
        return Result(done.returncode, done.stdout, done.stderr)

    def ok(self, *arguments: str, stdin: str = "") -> Result:
        done = self(*arguments, stdin=stdin)
        assert done.code == 0, done.err
        return done


@pytest.fixture
def khronika(database_url: str) -> Command:
    """The command over a fresh database."""
    return Command(database_url)


@contextmanager
def loaded(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Load the shipped register into a database of a kind, to be copied and left alone."""
    databases = Databases(kind, request, folder)
    url = databases.make()
    Command(url).ok("load", "registers/belarus")
    yield url
    databases.drop()


@pytest.fixture(scope="session")
def register_in_sqlite(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with loaded("sqlite", request, tmp_path_factory.mktemp("register")) as url:
        yield url


@pytest.fixture(scope="session")
def register_in_postgresql(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, postgres_template: str
) -> Iterator[str]:
    assert postgres_template  # asked for before, so that it is there until after
    with loaded("postgresql", request, tmp_path_factory.mktemp("register")) as url:
        yield url


def holding_the_register(databases: Databases) -> Command:
    """Return the command over a new database that holds the shipped register, which is loaded once for all tests."""
    return Command(databases.copy(databases.request.getfixturevalue(f"register_in_{databases.kind}")))


@pytest.fixture
def recorded(databases: Databases) -> Command:
    """The command over a database of its own that holds the shipped register."""
    return holding_the_register(databases)


@pytest.fixture(scope="module", params=DATABASES)
def belarus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    """The command over a database that holds the shipped register; tests only ask."""
    databases = Databases(request.param, request, tmp_path_factory.mktemp("belarus"))
    yield holding_the_register(databases)
    databases.drop()


@dataclass(frozen=True)
class Server:
    """A real server, and the command over the same database."""

    client: httpx2.Client
    command: Command
    process: subprocess.Popen[str]


@pytest.fixture(scope="module")
def server(belarus: Command) -> Iterator[Server]:
    """``khronika serve`` over the shipped register."""
    with serving(belarus) as found:
        yield found


class serving:  # noqa: N801 -- reads as a verb where it is used
    """Run ``khronika serve`` on a free port until the block ends."""

    said = ""

    def __init__(self, command: Command) -> None:
        self.command = command

    def __enter__(self) -> Server:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {**os.environ, "KHRONIKA_DATABASE_URL": self.command.url}
        self.process = subprocess.Popen(
            [KHRONIKA, "serve", "--port", str(port)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
        )
        self.client = httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
        for _ in range(1200):  # a busy machine is slow to start a process
            try:
                self.client.get("/v1/health")
                break
            except httpx2.TransportError:
                assert self.process.poll() is None, self.process.communicate()[0]
                time.sleep(0.05)
        return Server(self.client, self.command, self.process)

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self.process.terminate()
        self.said = self.process.communicate(timeout=20)[0]
        assert "Traceback" not in self.said
