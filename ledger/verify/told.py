"""What each stored event says, by its own bytes, and whether the columns beside them agree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import UUID

from domain.facts import Fact
from ledger.events import Draft, Event, Position, is_id
from ledger.ledger import LONGEST_KEY
from ledger.mapper import PLAIN, decode, encode, topic_of
from ledger.proofs import merkle
from ledger.recorder import microseconds
from ledger.verify.findings import Finding, Reader, Report

_SALT: Final = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Told:
    """What one stored event says: its leaf, and itself where its bytes can be read."""

    position: int
    leaf: bytes
    event: Event | None


def events(reader: Reader, report: Report) -> Iterator[Told]:
    """Yield every stored event, by position; report positions that are missing, and events that are not as recorded."""
    sql = (
        "SELECT notification_id, originator_id, originator_version, topic, state, recorded_at"
        " FROM stored_events ORDER BY notification_id"
    )
    types = (int, UUID if reader.postgres else str, int, str, bytes, int)
    expected, last = 1, 0
    for position, stream, version, topic, state, at in reader.rows(report, "stored_events", sql, types=types):
        if position > expected:
            gap = f"position {expected}" if position == expected + 1 else f"positions {expected} to {position - 1}"
            report(Finding("stored_events", gap, "missing"))
        expected = position + 1
        # An identifier is text without hyphens on SQLite, and the database's own type on PostgreSQL.
        named = stream.hex if isinstance(stream, UUID) else stream
        told, wrong = told_by(Stored(position, named, version, topic, state, at))
        wrong += ["no position of a log: they begin with 1"] if position < 1 else []
        wrong += ["recorded earlier than the event before it"] if at < last else []
        last = max(last, at)
        for what in wrong:
            report(Finding("stored_events", f"position {position}", what))
        yield told


class Stored(NamedTuple):
    """A row of events as it is stored; the stream's identifier without hyphens."""

    position: int
    stream: str
    version: int
    topic: str
    state: bytes
    at: int


def told_by(row: Stored) -> tuple[Told, list[str]]:
    """Return what a stored row says, and what is wrong with it."""
    data = row.state[1:]
    leaf = merkle.leaf_hash(merkle.leaf_entry(data))
    if row.state[:1] != PLAIN:
        return Told(row.position, leaf, None), ["its envelope is unknown"]
    try:
        event = decode(Position(row.position), data)
        canonical = encode(_draft(event), event.recorded_at) == data
    except Exception:  # noqa: BLE001 -- whatever altered bytes do to those who read them
        return Told(row.position, leaf, None), ["its bytes cannot be read as an event"]
    if not canonical:
        return Told(row.position, leaf, None), ["its bytes are not the canonical form of what they say"]
    says = Stored(
        row.position,
        event.id.replace("-", ""),
        event.version,
        topic_of(event.content),
        row.state,
        microseconds(event.recorded_at),
    )
    wrong = _structure(event)
    if says != row:
        pairs = zip(("position", "stream", "version", "topic", "bytes", "time"), row, says, strict=True)
        wrong += [f"it stands under another {name} than its bytes name" for name, one, two in pairs if one != two]
    return Told(row.position, leaf, event), wrong


def _draft(event: Event) -> Draft:
    register, key = event.register, event.key
    return Draft(event.id, event.version, event.content, event.recorded_by, event.batch, register, key, salt=event.salt)


def _structure(event: Event) -> list[str]:
    """Return what the door would not have let in, of what the bytes' own form does not hold already."""
    texts: tuple[object, ...] = (event.id, event.recorded_by, event.batch, event.salt)
    sound = (
        all(isinstance(text, str) for text in texts)
        and is_id(event.id)
        and type(event.version) is int
        and isinstance(event.content, Fact) == (event.version == 1)
        and _SALT.fullmatch(event.salt)
        and (event.key is None) == (event.register is None)
        and len(event.key or "") <= LONGEST_KEY
        and len(event.register or "") <= LONGEST_KEY
    )
    return [] if sound else ["it is no event that the log would have taken"]
