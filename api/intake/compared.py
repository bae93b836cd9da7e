"""Entries held against the log: what is new, what is known, and what was said otherwise before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import msgspec

from api.intake.register import TYPES
from api.intake.statements import Entry
from domain.changes import Reinstated, Stood, stands
from domain.dates import FuzzyDate
from domain.errors import FactError, InvalidError
from domain.facts import REFERENCES, Fact, PassageQuoted, PersonRegistered, SourceRegistered, TargetRegistered, word
from domain.people import FactId
from ledger.events import Event
from ledger.ledger import Ledger
from ledger.mapper import fact_of, parsed

PASSAGE: Final = word(PassageQuoted)
_NOBODY: Final = FactId("00000000-0000-4000-8000-000000000000")
"""Stands for a fact that has no identifier yet."""
_SAME_BY_KEY: Final = (PassageQuoted, PersonRegistered, SourceRegistered, TargetRegistered)
"""Whoever has the key says the same: where a passage stands, and in which file, is no change."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the log holds of some keys of a register: the fact of each, and the versions of those that entries have."""

    ids: Mapping[str, FactId]
    histories: Mapping[FactId, list[Event]]

    def stands(self, key: str) -> Fact | None:
        """Return what stands of a key."""
        if key not in self.ids:
            return None
        found = stands((event.version, event.content) for event in self.histories[self.ids[key]])
        return None if found is None else found.fact


def known(ledger: Ledger, register: str, each: Iterable[Entry], more: Iterable[str] = ()) -> Known:
    """Look up the keys of entries, those that they name, and ``more``; of a register that is new, nothing is known."""
    if not ledger.has_register(register):
        return Known({}, {})
    told: dict[str, None] = dict.fromkeys(more)
    others: dict[str, None] = {}
    for entry in each:
        told[entry["key"]] = None
        others.update(dict.fromkeys(named(entry)))
    ids = ledger.facts_of(register, told | others)
    return Known(ids, ledger.streams(ids[key] for key in told if key in ids) if ids else {})


def standing_of(ledger: Ledger, identifiers: Iterable[FactId]) -> dict[FactId, Fact]:
    """Return what stands now of each of some facts; those that do not stand are left out."""
    told = {
        one: stands((event.version, event.content) for event in history)
        for one, history in ledger.streams(identifiers).items()
    }
    return {one: stood.fact for one, stood in told.items() if stood is not None}


def named(entry: Entry) -> Iterator[str]:
    """Yield the keys of other facts that an entry names."""
    for name, value in entry.items():
        if name in REFERENCES:
            yield from [value] if isinstance(value, str) else value


def fact_from(entry: Entry, ids: Mapping[str, FactId], *, strict: bool = True, text_only: bool = False) -> Fact:
    """Build the fact of an entry; raise `FactError` with its key for what is no fact.

    A key without an identifier is an error, too, unless it is only looked at (``strict`` is false). With ``text_only``
    numbers and the like may be texts.
    """
    body = {}
    for name, value in entry.items():
        if name in REFERENCES:
            body[name] = _resolved(entry, name, value, ids, strict=strict)
        elif name not in {"key", "type"}:
            body[name] = value
    try:
        return fact_of(TYPES[entry["type"]].TOPIC, body, text_only=text_only)
    except FactError as error:
        raise FactError(error.message, field=error.field, key=entry["key"]) from error


def check(entry: Entry) -> None:
    """Raise `FactError`, with the key and without the value, for an entry that is no fact, whatever is recorded."""
    try:
        msgspec.convert(entry, _as_written(entry["type"]), dec_hook=parsed)
    except msgspec.ValidationError as error:
        field = str(error).partition(" - at `$")[2].rstrip("`").lstrip(".") or None
        raise FactError("the value does not fit the field", field=field, key=entry["key"]) from error
    except InvalidError as error:
        raise FactError(error.message, field=error.field, key=entry["key"]) from error


def check_all(entries: Iterable[Entry]) -> None:
    """Check entries as `check` does, but for passages: those are made of texts in one place, `statements.entries`."""
    for entry in entries:
        if entry["type"] != PASSAGE:
            check(entry)


@cache
def _as_written(called: str) -> type[Fact]:
    """Return a type of fact as an entry writes it: with its key and type, and keys where the log has identifiers."""
    kind = TYPES[called]
    more = [("key", str), ("type", str)]
    written = msgspec.defstruct(kind.__name__, more, bases=(kind,), frozen=True, kw_only=True)
    assert issubclass(written, kind)  # noqa: S101 -- it was made from it
    return written


def is_known(entry: Entry, fact: Fact, of: Known, *, bounded: bool) -> bool:
    """Whether the log holds what an entry says; a correction made by hand stays, as for registers."""
    identifier = of.ids.get(entry["key"])
    if identifier is None:
        return False
    history = of.histories[identifier]
    if isinstance(fact, _SAME_BY_KEY):
        return said_by_register(history) is not None
    last = differs_from(history, fact)
    return last is None or (bounded and of.stands(entry["key"]) is not None and _within(last, fact))


def differs_from(history: Sequence[Event], fact: Fact) -> Fact | None:
    """Return what a register's entry said before, if it now says something else.

    A correction or retraction made by hand stays: an entry is unchanged if it says what stands, or what the register
    last said. What the register itself took back, it says anew.
    """
    stood = stands((event.version, event.content) for event in history)
    last = said_by_register(history)
    if fact in {one.fact for one in (stood, last) if one is not None}:
        return None
    if last is not None:
        return last.fact
    first = history[0].content
    assert isinstance(first, Fact)  # noqa: S101 -- a stream begins with one
    return first


def said_by_register(history: Iterable[Event]) -> Stood | None:
    """Return what a register says of a fact, whatever was changed by hand; nothing if it took that back itself."""
    return stands((event.version, event.content) for event in history if event.key is not None)


def same_again(history: Sequence[Event], fact: Fact) -> bool:
    """Whether all versions of a fact that was taken back, once reinstated, would say this."""
    told = [(event.version, event.content) for event in history]
    again = stands([*told, (told[-1][0] + 1, Reinstated(""))])
    return again is not None and (again.fact == fact or isinstance(fact, _SAME_BY_KEY))


def _within(last: Fact, fact: Fact) -> bool:
    """Whether two facts differ by no more than that the day was bounded as narrowly before, or more so.

    They may rest on other cells: a later sight of the same adds nothing, and would bound the day more widely.
    """
    if type(last) is not type(fact):
        return False
    fields = {name: (getattr(last, name), getattr(fact, name)) for name in last.__struct_fields__}
    was, now = fields.pop("occurred", (None, None))
    fields.pop("passages", None)
    if not isinstance(was, FuzzyDate) or not isinstance(now, FuzzyDate) or any(a != b for a, b in fields.values()):
        return False
    return now.earliest <= was.earliest and was.latest <= now.latest


def _resolved(entry: Entry, name: str, value: Any, ids: Mapping[str, FactId], *, strict: bool) -> Any:  # noqa: ANN401 -- a key or a list of keys
    if isinstance(value, list | tuple):
        return [_resolved(entry, name, one, ids, strict=strict) for one in value]
    found = ids.get(value)
    if found is None and strict:
        raise FactError(f"{name} names what is not recorded yet", field=name, key=entry["key"])
    return found or _NOBODY
