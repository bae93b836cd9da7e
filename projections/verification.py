"""Whether the read models are what the events give: every row of both slots, and a sample of answers counted again.

Two checks, and neither stands for the other. The rows are compared with those that the projector's own code derives
afresh from the log, all of them: whatever was altered in a table is found. The sample is counted by replay, which
shares no code with rows: a fault of the derivation itself would be in both sides of the first check, and not here.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, String, Table
from sqlalchemy.exc import SQLAlchemyError

from domain.errors import IntegrityError
from ledger.events import is_id
from ledger.log import PAGE, Log
from ledger.progress import Progress, quietly
from ledger.verify.findings import Finding, Reader, Report, merged
from projections.batch import Batch, Memory
from projections.database import scratch
from projections.projector import VERSION
from projections.tables import MODELS, OPEN_POSITION, metadata

DERIVED: Final = MODELS["a"]
"""The tables in which rows are derived afresh, in a database of their own."""
Rows = Iterator[Sequence[Any]]


def reader_of(connection: Connection, *, streamed: bool = True) -> Reader:
    """Return what reads over a connection: row by row, or, if not ``streamed``, each answer at once."""
    postgres = connection.dialect.name == "postgresql"
    options = {"stream_results": True, "yield_per": PAGE} if streamed else {}

    def run(sql: str, values: Sequence[Any]) -> Rows:
        try:
            spoken = sql.replace("?", "%s") if postgres else sql
            with closing(connection.exec_driver_sql(spoken, tuple(values), execution_options=options)) as found:
                yield from found
        except (SQLAlchemyError, UnicodeDecodeError) as error:
            raise IntegrityError(f"it cannot be read as it should ({type(error).__name__})") from error

    return Reader(run, postgres)


# ---------------------------------------------------------------- tracking


@dataclass(frozen=True, slots=True)
class Slot:
    """What is said of a slot: up to which position it is filled, by which version, whether it answers."""

    name: str
    version: int
    position: int
    live: bool


def slots(reader: Reader, report: Report, size: int) -> list[Slot]:
    """Return the slots that this version of Khronika derived, as `tracking` describes them; report what is wrong."""
    sql = "SELECT slot, version, notification_id, live FROM tracking ORDER BY slot"
    types = (str, int, int, bool if reader.postgres else int)
    found = [Slot(*row) for row in reader.rows(report, "tracking", sql, types=types)]
    if [slot.name for slot in found] != list(MODELS):
        report(Finding("tracking", "", f"it describes other slots than {' and '.join(MODELS)}"))
    if sorted(slot.live for slot in found) != [False, True]:
        report(Finding("tracking", "", "not exactly one slot is live"))
    good = []
    for slot in found:
        wrong = _slot_wrong(slot, size)
        if wrong:
            report(Finding("tracking", f"slot {slot.name}" if slot.name in MODELS else "", wrong))
        if slot.name in MODELS and slot.version in {0, VERSION}:
            good.append(slot)
    return good


def _slot_wrong(slot: Slot, size: int) -> str | None:
    if not 0 <= slot.position <= size:
        return f"its position is {slot.position}; the log holds {size} events"
    if (slot.version == 0) != (slot.position == 0):
        return f"version {slot.version} at position {slot.position} is no state of a slot"
    if not slot.live:
        return None
    if slot.version not in {0, VERSION}:
        return f"version {slot.version} derived it, this program needs {VERSION}; run: khronika rebuild"
    if slot.position < size:
        return f"{size - slot.position} events are not projected; run: khronika project --once"
    return None


# ---------------------------------------------------------------- rows


@contextmanager
def derived(log: Log, upto: int, progress: Progress = quietly) -> Iterator[Reader]:
    """Derive every row that the first ``upto`` events give, afresh, and yield what reads them."""
    engine = scratch()
    try:
        with engine.begin() as connection:
            metadata.create_all(connection, tables=list(DERIVED.tables.values()))
            memory = Memory()
            for events in log.read(upto=upto):
                subjects = memory.taken(DERIVED.slot, events[0].position - 1)
                Batch(log, connection, DERIVED, subjects).project(events)
                memory.keep(DERIVED.slot, subjects, events)
                progress(events[-1].position, upto)
            yield reader_of(connection)
    finally:
        engine.dispose()


def rows(reader: Reader, table: Table, report: Report, *, upto: int = OPEN_POSITION) -> Rows:
    """Yield the rows of a table in the order of its key, as they were known at a position."""
    names = [column.name for column in table.c]
    order = [
        _ordered(column.name, text=reader.postgres and isinstance(column.type, String)) for column in table.primary_key
    ]
    sql = f"SELECT {', '.join(map(_quoted, names))} FROM {table.name} ORDER BY {', '.join(order)}"  # noqa: S608 -- our own names
    types = [str if isinstance(column.type, String) else int for column in table.c]
    since, until = (names.index(name) if name in names else None for name in ("known_from", "known_to"))
    for row in reader.rows(report, table.name, sql, types=types):
        if upto == OPEN_POSITION or since is None:
            yield tuple(row)
        elif row[since] <= upto:
            yield tuple(
                OPEN_POSITION if number == until and value > upto else value for number, value in enumerate(row)
            )


def _quoted(name: str) -> str:
    return f'"{name}"'


def _ordered(name: str, *, text: bool) -> str:
    # By code point, as SQLite and Python compare.
    return f'"{name}" COLLATE "C"' if text else f'"{name}"'


def compare(table: Table, expected: Rows, stored: Rows, report: Report, hidden: frozenset[str] = frozenset()) -> int:
    """Report every row of a table that is not among those expected, and every one that is missing; return how many.

    Both come in the order of the key. Places name numbers of the key, and people but for ``hidden`` ones.
    """
    names = [column.name for column in table.c]
    keys = [names.index(column.name) for column in table.primary_key]
    count = 0

    def keyed(found: Rows) -> Iterator[tuple[tuple[Any, ...], Sequence[Any]]]:
        return ((tuple(row[number] for number in keys), row) for row in found)

    for key, right, there in merged(keyed(expected), keyed(stored)):
        count += there is not None
        if right == there:
            continue
        said = zip((names[number] for number in keys), key, strict=True)
        place = ", ".join(f"{name} {value}" for name, value in said if _sayable(name, value, hidden))
        if right is None or there is None:
            what = "missing" if there is None else "a row that the events do not give"
        else:
            other = ", ".join(name for name, one, two in zip(names, right, there, strict=True) if one != two)
            what = f"other than the events give: {other}"
        report(Finding(table.name, place, what))
    return count


def _sayable(name: str, value: object, hidden: frozenset[str]) -> bool:
    """Whether a place may say this: numbers, and people who are shown; a fact can be of somebody who is not."""
    return isinstance(value, int) or (name == "person" and is_id(str(value)) and value not in hidden)


def withheld_of(reader: Reader) -> frozenset[str]:
    """Return whoever was ever withheld, and all who were ever judged one with them: no place names them."""

    def quiet(_: Finding) -> None:
        """Say nothing: the comparison reports the same."""

    people = {str(row[0]) for row in rows(reader, DERIVED.withheld, quiet)}
    joined = [(str(row[0]), str(row[1])) for row in rows(reader, DERIVED.identity, quiet)]
    while more := {one for pair in joined if people & set(pair) for one in pair} - people:
        people |= more
    return frozenset(people)


def verify_rows(reader: Reader, log: Log, report: Report, size: int, progress: Progress = quietly) -> int:
    """Verify tracking and every row of the slots that this version derived; return how many rows were compared."""
    described = slots(reader, report, size)
    upto = max([0, *(slot.position for slot in described if slot.position <= size)])
    with derived(log, upto, progress) as afresh:
        return verify_slots(reader, afresh, described, report)


def verify_slots(reader: Reader, afresh: Reader, described: Sequence[Slot], report: Report) -> int:
    """Compare every row of some slots with the rows derived ``afresh``; return how many were compared."""
    hidden = withheld_of(afresh)
    return sum(
        compare(
            table,
            rows(afresh, DERIVED.tables[name], report, upto=slot.position),
            rows(reader, table, report),
            report,
            hidden,
        )
        for slot in described
        for name, table in MODELS[slot.name].tables.items()
    )
