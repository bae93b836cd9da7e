"""Record a register: new entries become facts, known ones stay, changed ones are corrected only when told to."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from api.intake.compared import differs_from
from api.intake.register import Entry, Register, fact_from, read_register
from domain.changes import Corrected
from domain.errors import ConflictError, FactError, RegisterError
from domain.facts import Fact
from domain.people import FactId
from ledger.events import Checked, Draft, new_id
from ledger.ledger import Ledger
from ledger.mapper import body_of
from ledger.progress import Progress, quietly


@dataclass(frozen=True, slots=True)
class Difference:
    """A known entry whose file now says something else: the fields that differ, without their values."""

    key: str
    file: str
    line: int
    fields: tuple[str, ...]


Changed = tuple[Difference, FactId, int, Fact]
"""A changed entry: what differs, its fact, the newest version, and what the file now says."""


@dataclass(slots=True)
class Plan:
    """What loading a register would do."""

    register: str
    new: int = 0
    known: int = 0
    changed: list[Changed] = field(default_factory=list)
    checked: list[Checked] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a register did; ``vanished`` keys stand in the log and no longer in the files."""

    register: str
    new: int
    known: int
    corrected: int
    vanished: tuple[str, ...]


def plan(ledger: Ledger, folder: Path, *, by: str, reason: str | None = None, progress: Progress = quietly) -> Plan:
    """Compare a register's folder with the log; nothing is recorded. Raises `RegisterError` for a broken register."""
    register = read_register(folder, progress)
    recorded = ledger.register_keys(register.name)
    ids = {entry.key: recorded.get(entry.key) or new_id() for entry in register.entries}
    history = ledger.streams(recorded[entry.key] for entry in register.entries if entry.key in recorded)
    found = Plan(register.name, vanished=sorted(recorded.keys() - ids.keys()))
    batch = str(uuid4())
    new: list[Draft] = []
    for entry in register.entries:
        fact = fact_from(entry, ids)
        if entry.key not in recorded:
            new.append(Draft(ids[entry.key], 1, fact, by, batch, register.name, entry.key))
        elif (was := differs_from(history[ids[entry.key]], fact)) is None:
            found.known += 1
        else:
            newest = history[ids[entry.key]][-1].version
            found.changed.append((_difference(entry, was, fact), ids[entry.key], newest, fact))
    corrections = [_correction(ledger, register, one, by=by, batch=batch, reason=reason) for one in found.changed]
    found.new, found.checked = len(new), _check(ledger, register, [*new, *corrections])
    return found


def _correction(
    ledger: Ledger, register: Register, changed: Changed, *, by: str, batch: str, reason: str | None
) -> Draft:
    difference, identifier, newest, fact = changed
    more = {"batch": batch, "register": register.name, "key": difference.key}
    try:
        return ledger.change(identifier, Corrected(fact, reason or "none given"), expect=newest, by=by, **more)
    except FactError as error:
        raise RegisterError(f"{difference.file}:{difference.line}: {difference.key}: {error.message}") from error


def _check(ledger: Ledger, register: Register, drafts: list[Draft]) -> list[Checked]:
    """Ask the ledger's door beforehand, to say which line of which file it would refuse."""
    try:
        return ledger.check(drafts)
    except FactError as error:
        entry = next(entry for entry in register.entries if entry.key == error.key)
        field = entry.fields.get(error.field or "")
        line = field.line if field else entry.line
        raise RegisterError(f"{entry.file}:{line}: {entry.key}: {error.message}", field=error.field) from error


def load(
    ledger: Ledger,
    folder: Path,
    *,
    by: str,
    correct: bool = False,
    reason: str | None = None,
    progress: Progress = quietly,
) -> Loaded:
    """Record a register, whole or not at all.

    Raises `RegisterError` for a broken register, and for changed entries unless ``correct`` and a ``reason`` are given.
    """
    try:
        planned = plan(ledger, folder, by=by, reason=reason, progress=progress)
        return _record(ledger, planned, correct=correct, reason=reason)
    except ConflictError:
        # Somebody recorded some of it between the comparison and the record: what is known is known now.
        return _record(ledger, plan(ledger, folder, by=by, reason=reason), correct=correct, reason=reason)


def _record(ledger: Ledger, planned: Plan, *, correct: bool, reason: str | None) -> Loaded:
    if planned.changed and not correct:
        lines = [f"{d.file}:{d.line}: {d.key}: {', '.join(d.fields)} changed" for d, *_ in planned.changed]
        raise RegisterError(
            "\n".join([*lines, "nothing was recorded; to correct these facts add --correct --reason TEXT"])
        )
    if planned.changed and not (reason or "").strip():
        raise RegisterError("a correction needs a reason; add --reason TEXT")
    if planned.checked:
        ledger.append(planned.checked)
    return Loaded(planned.register, planned.new, planned.known, len(planned.changed), tuple(planned.vanished))


def _difference(entry: Entry, was: Fact, now: Fact) -> Difference:
    before, after = body_of(was) | {"type": was.TOPIC}, body_of(now) | {"type": now.TOPIC}
    fields = tuple(sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)))
    return Difference(entry.key, entry.file, entry.line, fields)
