"""A flipped bit in an SQLite file is found, or it changes nothing that anybody reads: there is no third case."""

import os
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from ledger.verify.findings import Finding, Reader
from ledger.verify.log import verify_log
from migrations.verification import verify_file, verify_schema
from projections.database import engine_of, snapshot
from projections.verification import derived, reader_of, slots, verify_slots
from tests.conftest import opened
from tests.projections.test_rows_are_replay import crowd, record

pytestmark = pytest.mark.long

SEED = int(os.environ.get("KHRONIKA_SEED", "2026"))
FLIPS = int(os.environ.get("KHRONIKA_FLIPS", "2000" if "KHRONIKA_FUZZ" in os.environ else "500"))
PEOPLE = 8
MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder of our own is made in it
"""Where a file is written and gone again faster than on a disk, on the systems that have it."""
Content = list[tuple[str, list[tuple[object, ...]]]]


class FoundError(Exception):
    """Something was found; one finding is enough."""


def stop(finding: Finding) -> None:
    raise FoundError(str(finding))


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as made:
        yield Path(made)


def small(path: Path) -> None:
    """Make pages small, so that little of the file is empty."""
    with sqlite3.connect(path, isolation_level=None) as connection:
        for statement in ("PRAGMA journal_mode=DELETE", "PRAGMA page_size=512", "VACUUM", "PRAGMA journal_mode=WAL"):
            connection.execute(statement)
    connection.close()


def content(path: Path) -> Content:
    """Everything that the file says: the schema and every row of every table, each value with its type."""
    connection = sqlite3.connect(path)
    try:
        master = connection.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
        ).fetchall()
        found: Content = [("", master)]
        for name in sorted(name for kind, name, _, _ in master if kind == "table"):
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 -- names that we made
            typed = sorted(repr([(type(value).__name__, value) for value in row]) for row in rows)
            found.append((name, [(row,) for row in typed]))
        return found
    finally:
        connection.close()


def finds(connection: Connection, afresh: Reader) -> bool:
    """Whether verification finds anything: as the command does it, but up to the first finding.

    Rows are compared with those that were derived before, from the same events.
    """
    reader = reader_of(connection)
    try:
        verify_schema(connection, reader, stop)
        verify_file(reader, stop)
        log = verify_log(reader, stop)
        verify_slots(reader, afresh, slots(reader, stop, log.size), stop)
    except FoundError:
        return True
    return False


def outcome(path: Path, afresh: Reader, whole: Content) -> str:
    engine = engine_of(f"sqlite:///{path}")
    try:
        with snapshot(engine) as connection:
            found = finds(connection, afresh)
    except (SQLAlchemyError, UnicodeDecodeError):
        return "not opened"  # SQLite says why in a message that may itself hold the damaged text
    finally:
        engine.dispose()
    if found:
        return "found"
    return "harmless" if content(path) == whole else "missed"


@pytest.mark.fuzz
def test_every_flipped_bit_is_found_or_harmless(
    sqlite_template: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, flipped = folder / "whole.sqlite3", folder / "flipped.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    dice = random.Random(SEED)
    figures: Counter[str] = Counter()
    with ExitStack() as stack:
        with opened(f"sqlite:///{path}") as house:
            record(house, [crowd(seed) for seed in range(PEOPLE)])
            size = house.ledger.size()
            afresh = stack.enter_context(derived(house.ledger, size))
        small(path)
        data, whole = path.read_bytes(), content(path)
        for _ in range(FLIPS):
            bit = dice.randrange(len(data) * 8)
            changed = bytearray(data)
            changed[bit // 8] ^= 1 << bit % 8
            for left in folder.glob(f"{flipped.name}*"):
                left.unlink()
            flipped.write_bytes(changed)
            figures[outcome(flipped, afresh, whole)] += 1

    with capsys.disabled():
        told = ", ".join(f"{count} {what}" for what, count in sorted(figures.items()))
        print(f"\n{size} facts in {len(data)} bytes, {FLIPS} flipped bits, seed {SEED}: {told}")  # noqa: T201 -- the figures are what this test is for
    assert figures["missed"] == 0
    assert figures["found"] > FLIPS // 4
