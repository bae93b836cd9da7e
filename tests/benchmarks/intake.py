"""How fast a table that somebody keeps becomes proposals, and how much memory that takes."""

import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path
from typing import Final

import psutil

from api.bootstrap import service
from api.intake.formats.table import Table
from api.intake.importing import Import
from api.intake.statements import ListFile
from api.intake.table_map import read_map
from domain.dates import day_of
from ledger.proposals import State
from tests.benchmarks.databases import SQLITE, Record
from tests.benchmarks.measure import ROOT, Figure, MismatchError, Profile, Target, profiled, timed
from tests.benchmarks.registers import COMMAND

NAME = "intake"
PROFILED_ROWS = 20_000
START_SECONDS: Final = 0.3
LOOK_SECONDS: Final = 0.02
SEEN: Final = "2024-01-01"
MAP: Final = """\
register: invented
issuer: Nobody
title: A table of people who do not exist
language: en
key: No
points:
  person: {type: person-registered}
  name: {type: named, fields: {text: {column: Name}, language: be, script: Latn}}
  detained: {type: detained, fields: {occurred: {column: Detained, date: D/M/YYYY}}}
"""


def measure(record: Record) -> Iterator[Figure]:
    """Import a table of as many rows as the record has events; look at the memory of the command."""
    folder, rows = record.databases.folder, record.events
    table, how = write(folder, record.seed, rows), write_map(folder)
    url = record.databases.migrated()
    took, _ = timed(lambda: propose(url, table, how))
    _check(url, rows)
    target = Target(20_000) if record.kind == SQLITE else None
    yield Figure(NAME, record.kind, "rows of a table to proposals, three facts each", rows / took, "/s", target)
    for part in (rows // 10, rows):
        most = _memory(record.databases.migrated(), write(folder, record.seed, part), how)
        # Without its number, a figure has one name for a record of any size.
        what = "the whole table" if part == rows else "a tenth of it"
        yield Figure(NAME, record.kind, f"memory of khronika import, {what}", most / 1e6, "MB")


def profile(record: Record) -> Profile:
    """Import a shorter table under the profiler."""
    folder, rows = record.databases.folder, min(PROFILED_ROWS, record.events)
    table, how, url = write(folder, record.seed, rows), write_map(folder), record.databases.migrated()
    return profiled(NAME, record.kind, f"proposing {rows:,} rows", lambda: propose(url, table, how))


def propose(url: str, table: Path, how: Path) -> None:
    """Turn a table into proposals, without the start of a process."""
    with table.open("rb") as data:
        digest = file_digest(data, "sha256").hexdigest()
    with service(url) as opened:
        file = ListFile(table, digest, day_of(SEEN))
        for _ in Import(opened, Table(read_map(how)), file, refusing=_refused).chunks():
            pass


def write(folder: Path, seed: int, rows: int) -> Path:
    """Write a table of people who do not exist; another column is not read."""
    chance, path = random.Random(seed), folder / f"{rows}.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("No,Name,Detained,Remark\n")
        for number in range(1, rows + 1):
            day = f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{chance.randint(2011, 2024)}"
            file.write(f"{number},Nobody Number-{chance.randrange(10**6)},{day},not read\n")
    return path


def write_map(folder: Path) -> Path:
    """Write the map of its columns."""
    path = folder / "map.yaml"
    path.write_text(MAP, encoding="utf-8")
    return path


def _memory(url: str, table: Path, how: Path) -> int:
    """Return the most bytes that the command was seen to hold while it imported.

    The system's own maximum would be that of this process, whose pages a new one has until it runs the command.
    """
    command = [*COMMAND, "--database", url, "import", "table", str(table), "--map", str(how), "--observed", SEEN]
    most = 0
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        time.sleep(START_SECONDS)
        while process.poll() is None:
            with suppress(psutil.NoSuchProcess):
                most = max(most, psutil.Process(process.pid).memory_info().rss)
            time.sleep(LOOK_SECONDS)
    if process.returncode:
        raise MismatchError("an import failed")
    return most


def _check(url: str, rows: int) -> None:
    with service(url) as opened:
        (found,) = opened.ledger.proposals.counts().values()
    if found != {State.OPEN: rows}:
        raise MismatchError(f"{rows} rows were written, and proposals are {dict(found)}")


def _refused(one: object) -> None:
    raise MismatchError(f"a row was refused: {one}")
