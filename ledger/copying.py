"""Copy a log into another database: the same bytes at the same positions, so the same root at every size."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, groupby
from typing import Protocol

import msgspec
from eventsourcing.persistence import Notification

from domain.errors import ConflictError, IntegrityError
from ledger.ledger import Ledger
from ledger.log import PAGE, Head
from ledger.mapper import opened
from ledger.progress import Progress, quietly


class _Recording(msgspec.Struct, frozen=True):
    """What the events of one append have in common."""

    batch: str
    recorded_at: str


class Source(Protocol):
    """A log to copy from; roots and events are asked for in the order of their positions."""

    def passed(self) -> tuple[int, datetime]:
        """Return the size of the log and the time that no later event is earlier than."""

    def root(self, size: int) -> bytes:
        """Return the root at a size."""

    def stored(self, *, after: int, upto: int) -> Iterator[list[Notification]]:
        """Yield pages of events as they are stored, from the one after a position up to a size."""


def copy(source: Source, target: Ledger, *, page: int = PAGE, progress: Progress = quietly) -> Head:
    """Record in ``target`` what ``source`` holds now and ``target`` does not, and return the target's head.

    What was recorded as one unit arrives as one unit, about ``page`` events to a transaction. If this is interrupted,
    the next call goes on from there. Raises `ConflictError` if the target does not hold the beginning of this log, or
    if somebody records in it meanwhile.
    """
    size, passed = source.passed()
    held = target.size()
    if held > size or target.root(held) != source.root(held):
        raise ConflictError(f"the target holds another log: its {held} events are not the first {held} of this one")
    for events in units(chain.from_iterable(source.stored(after=held, upto=size)), page):
        target.receive(events, root=source.root(events[-1].id))
        progress(events[-1].id - held, size - held)
    # Questions about a time may have moved the source's head beyond its last event: the target keeps to that.
    target.pass_time(passed)
    return target.head(size)


def units(stored: Iterator[Notification], page: int) -> Iterator[list[Notification]]:
    """Yield events in lists of about ``page``, cut only between two appends."""
    found: list[Notification] = []
    for _, together in groupby(stored, key=_recording):
        if len(found) >= page:
            yield found
            found = []
        found += together
    if found:
        yield found


def _recording(stored: Notification) -> _Recording:
    try:
        return msgspec.json.decode(opened(stored.state), type=_Recording)
    except msgspec.DecodeError as error:
        raise IntegrityError(f"position {stored.id} holds bytes that cannot be read as an event") from error
