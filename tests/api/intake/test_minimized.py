"""What must not be kept of somebody's list is in no byte of the database, neither in its tables nor in its log."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from api.intake.formats import FORMATS
from api.intake.formats.table import Table
from ledger.proposals import State
from tests.api.conftest import Command
from tests.api.intake.canaries import FORBIDDEN, Lists, formats
from tests.conftest import opened

CANARIES = dict(formats())
NAMES = {*FORMATS, Table.name}


@pytest.mark.parametrize("name", sorted(CANARIES.keys() & NAMES))
def test_no_forbidden_cell_enters_the_database_proposed_accepted_or_rejected(
    khronika: Command, tmp_path: Path, name: str
) -> None:
    lists: Lists = CANARIES[name]
    with watched(khronika.url):
        first = [*lists(made(tmp_path, "first"), "keptaccepted"), "--observed", "2023-03-31"]
        second = [*lists(made(tmp_path, "second"), "keptrejected"), "--observed", "2023-04-01"]
        written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()).lower()
        words = {word.lower() for word in FORBIDDEN.values() if word.lower().encode() in written}

        said = [khronika.ok("import", name, *first)]
        proposed = found(khronika.url, words | {"keptaccepted"})
        said.append(khronika.ok("import", name, *first, "--accept", "--by", "archivist"))
        accepted = found(khronika.url, words | {"keptaccepted"})
        said.append(khronika.ok("import", name, *second))
        reject(khronika.url)
        rejected = found(khronika.url, words | {"keptrejected"})

    assert words
    for places, kept in ((proposed, "keptaccepted"), (accepted, "keptaccepted"), (rejected, "keptrejected")):
        assert {word for each in places.values() for word in each} == {kept}
    # A word of a kept column is found in each place that is searched: the search can fail.
    assert all(kept for kept in accepted.values())
    assert not {word for word in words for one in said if word in (one.out + one.err).lower()}


def test_every_format_has_its_canaries() -> None:
    assert set(CANARIES) >= NAMES


def made(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def reject(url: str) -> None:
    """Reject whatever is open."""
    with opened(url) as house:
        waiting = house.ledger.proposals.open()
        house.ledger.proposals.decide(waiting, State.REJECTED, by="reviewer", at=house.clock())

    assert waiting


class watched:  # noqa: N801 -- reads as a verb where it is used
    """Keep a reader on an SQLite file, so that what is written stays in its write-ahead log too."""

    def __init__(self, url: str) -> None:
        self.reader = sqlite3.connect(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None

    def __enter__(self) -> None:
        if self.reader is not None:
            self.reader.execute("PRAGMA journal_mode = WAL")
            self.reader.execute("BEGIN")
            self.reader.execute("SELECT COUNT(*) FROM proposal").fetchall()

    def __exit__(self, *_: object) -> None:
        if self.reader is not None:
            self.reader.close()


def found(url: str, words: set[str]) -> dict[str, set[str]]:
    """Return which of some words stand in each place where a database keeps bytes, whatever their case."""
    read = list(_of_sqlite(Path(url.removeprefix("sqlite:///"))) if url.startswith("sqlite") else _of_postgres(url))
    return {place: {word for word in words if word.encode() in data.lower()} for place, data in read}


def _of_sqlite(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what was written since the reader came, with its index, and the file, as it is and as it will be."""
    yield "write-ahead log", b"".join(Path(f"{path}{end}").read_bytes() for end in ("-wal", "-shm"))
    with closing(sqlite3.connect(path)) as connection:
        yield "database", path.read_bytes() + connection.serialize()


def _of_postgres(url: str) -> Iterator[tuple[str, bytes]]:
    """Yield every table, and the write-ahead log, if the server's folder is at hand."""
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        dumped = b""
        for (table,) in tables:
            with connection.cursor().copy(f"COPY {table} TO STDOUT (FORMAT BINARY)") as data:
                dumped += b"".join(bytes(part) for part in data)
        yield "tables", dumped
        ((folder,),) = connection.execute("SHOW data_directory").fetchall()
    try:
        log = [one.read_bytes() for one in Path(folder, "pg_wal").iterdir() if one.is_file()]
    except OSError:
        return  # The server runs on another machine, or as somebody else.
    yield "write-ahead log", b"".join(log)
