"""Fresh databases of one kind, and a record written into one of them."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final, NoReturn

import psycopg
from sqlalchemy import Engine
from tqdm import tqdm

from ledger.ledger import Ledger
from migrations import schema
from projections.database import engine_of
from projections.projector import Projector
from projections.questions import Questions
from tests.benchmarks.histories import Calendar, history
from tests.benchmarks.measure import timed
from tests.conftest import url_of

SQLITE: Final = "SQLite"
POSTGRESQL: Final = "PostgreSQL"
KINDS: Final = (SQLITE, POSTGRESQL)


@dataclass(frozen=True, slots=True)
class Databases:
    """Makes databases: ``empty`` or with the schema; returns their URLs."""

    kind: str
    folder: Path
    empty: Callable[[], str]

    def migrated(self) -> str:
        """Make a database with the schema and an empty log."""
        url = self.empty()
        engine = engine_of(url, create=True)
        schema.migrate(engine)
        engine.dispose()
        return url


@contextmanager
def sqlite(folder: Path) -> Iterator[Databases]:
    """Make files in a folder, in one of its own for each database."""
    numbers = count(1)
    yield Databases(SQLITE, folder, lambda: f"sqlite:///{folder}/{next(numbers)}.sqlite3")


@contextmanager
def postgresql(folder: Path, server: AbstractContextManager[str]) -> Iterator[Databases]:
    """Make databases on a server, and drop them at the end."""
    made: list[str] = []
    with server as url, psycopg.connect(url, autocommit=True) as connection:

        def empty() -> str:
            made.append(f"khronika_bench_{os.getpid()}_{len(made)}")
            connection.execute(f"CREATE DATABASE {made[-1]}".encode())
            return url_of(url, made[-1])

        try:
            yield Databases(POSTGRESQL, folder, empty)
        finally:
            for name in made:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@dataclass(frozen=True, slots=True)
class Record:
    """A recorded and projected history with all rooms over it, and how long both took in seconds."""

    databases: Databases
    seed: int
    events: int
    url: str
    engine: Engine
    ledger: Ledger
    questions: Questions
    recording: float
    projecting: float

    def many(self, most: int) -> int:
        """Return how often to measure something: ``most`` times, on a tiny record less often."""
        return min(most, max(1, self.events // 4))

    @property
    def kind(self) -> str:
        """The database, as the page prints it."""
        return self.databases.kind


@contextmanager
def recorded(databases: Databases, seed: int, events: int) -> Iterator[Record]:
    """Record a history in its own batches, project it from zero, and open all rooms over it."""
    url, calendar = databases.migrated(), Calendar()
    engine = engine_of(url)
    try:
        with Ledger(url, now=calendar) as ledger:
            writing, size = timed(lambda: write(ledger, calendar, seed, events, databases.kind))
            projector = Projector(ledger, engine)
            projecting = project(projector, size, databases.kind)
            settle(url)
            calendar.turn_past_the_end()
            questions = Questions(ledger, engine, now=calendar)
            yield Record(databases, seed, size, url, engine, ledger, questions, writing, projecting)
    finally:
        engine.dispose()


def write(ledger: Ledger, calendar: Calendar, seed: int, events: int, kind: str) -> int:
    """Record a history batch by batch, each at its own moment; return the size of the log."""
    with tqdm(total=events, desc=f"recording, {kind}", unit=" events", unit_scale=True, disable=None) as bar:
        for batch in history(seed, events):
            calendar.time = batch.recorded_at
            ledger.record(batch.drafts)
            bar.update(len(batch.drafts))
    return ledger.size()


def project(projector: Projector, size: int, kind: str) -> float:
    """Project a whole log; return the seconds it took."""
    with tqdm(total=size, desc=f"projecting, {kind}", unit=" events", unit_scale=True, disable=None) as bar:
        seconds, reached = timed(lambda: projector.catch_up(lambda position, _: _moved(bar, position)))
    assert reached == size
    return seconds


def _moved(bar: "tqdm[NoReturn]", position: int) -> None:
    bar.update(position - bar.n)


def settle(url: str) -> None:
    """Let PostgreSQL do now what its autovacuum would do in the minutes to come."""
    if url.startswith("postgresql"):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
