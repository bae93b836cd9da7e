"""The projector as a process of its own: it follows, waits, outlives a database that fails, and ends when told to."""

import signal
import time
from datetime import UTC, datetime
from typing import Self

import pytest
from sqlalchemy import text

from ledger.ledger import Ledger
from projections.database import engine_of
from projections.projector import Projector
from tests.api.conftest import Command
from tests.api.processes import running, soon
from tests.conftest import Databases
from tests.ledger.batches import drafts

STARTED = "Khronika projects from position"


def now() -> datetime:
    return datetime.now(UTC)


class recording:  # noqa: N801 -- reads as a verb where it is used
    """A ledger to record in, and the position of the read models."""

    def __init__(self, url: str) -> None:
        self.ledger = Ledger(url, now=now)
        self.engine = engine_of(url)
        self.position = Projector(self.ledger, self.engine).position

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ledger.close()
        self.engine.dispose()

    def caught_up(self) -> bool:
        return self.position() == self.ledger.size()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_follows_what_is_recorded_and_ends_well_when_told_to(khronika: Command, number: int) -> None:
    with recording(khronika.url) as house:
        house.ledger.record(drafts(3))
        with running(khronika.url, "project") as projector:
            projector.says(STARTED)
            soon(house.caught_up, "what was there is projected")
            for _ in range(3):
                house.ledger.record(drafts(2))
                soon(house.caught_up, "what is recorded is projected")
            began = time.monotonic()

            assert projector.ends(number) == 0
            assert time.monotonic() - began < 5
        assert projector.said[-1] == "projected: position 9\n"


def test_once_projects_what_is_there_and_ends(khronika: Command) -> None:
    with recording(khronika.url) as house:
        house.ledger.record(drafts(4))
        done = khronika.installed("project", "--once")

        assert (done.code, done.out) == (0, "projected: position 4\n")
        assert house.position() == 4


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_news_come_at_once_where_the_database_announces_them(database_url: str) -> None:
    """It waits for a notification and not for the next look, which comes after seconds."""
    with Ledger(database_url, now=now) as reader, Ledger(database_url, now=now) as writer, reader.listening() as news:
        assert not news(0.2)
        writer.record(drafts(1))
        began = time.monotonic()

        assert news(10.0)
        assert time.monotonic() - began < 5
        assert not news(0.2)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_news_may_have_come_after_half_a_second_elsewhere(database_url: str) -> None:
    with Ledger(database_url, now=now) as reader, reader.listening() as news:
        began = time.monotonic()

        assert news(10.0)
        assert 0.4 < time.monotonic() - began < 5


def test_it_outlives_a_database_that_fails_and_says_so(khronika: Command) -> None:
    """The tables of the read models are gone for a while: the type of each failure is logged, and then it goes on."""
    with recording(khronika.url) as house, running(khronika.url, "project") as projector:
        projector.says(STARTED)
        with house.engine.begin() as connection:
            connection.execute(text("ALTER TABLE tracking RENAME TO elsewhere"))
        house.ledger.record(drafts(1))
        projector.says("could not follow the log: ")
        projector.says("could not follow the log: ")
        with house.engine.begin() as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO tracking"))

        soon(house.caught_up, "it goes on")
        assert projector.ends(signal.SIGTERM) == 0
    assert all(" " not in line.rsplit(": ", 1)[1] for line in projector.said if "could not" in line)


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_it_outlives_connections_that_are_cut(khronika: Command) -> None:
    with recording(khronika.url) as house, running(khronika.url, "project") as projector:
        projector.says(STARTED)
        house.ledger.record(drafts(1))
        soon(house.caught_up, "it follows")
        with house.engine.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        projector.says("could not follow the log: ")

        house.ledger.record(drafts(1))
        soon(house.caught_up, "it goes on")
        assert projector.ends(signal.SIGTERM) == 0


def test_asked_to_end_with_much_to_do_it_finishes_its_transaction_and_no_other(khronika: Command) -> None:
    """Whole transactions are there when it ends, and the next one goes on with the rest."""
    with recording(khronika.url) as house:
        for _ in range(4):
            house.ledger.record(drafts(5_000))
        with running(khronika.url, "project") as projector:
            projector.says(STARTED)
            soon(lambda: house.position() > 0, "it has begun")
            assert projector.ends(signal.SIGTERM) == 0
        reached = house.position()

        assert 0 < reached < 20_000
        assert projector.said[-1] == f"projected: position {reached}\n"


def test_without_a_schema_it_says_what_to_do(databases: Databases) -> None:
    done = Command(databases.make_empty()).installed("project")

    assert done.code == 2
    assert "khronika migrate" in done.err
