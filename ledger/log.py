"""The log as it is read: events by position, tag, stream and key, at any size, with its head and root."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Notification, PersistenceError

from domain.changes import stands
from domain.dates import Day
from domain.errors import NotFoundError
from domain.facts import Fact
from domain.folds.standing import by_stream
from domain.people import FactId
from domain.phrases import Phrase
from ledger.checkpoints import Checkpoints
from ledger.events import Event, is_id
from ledger.mapper import EventMapper, opened
from ledger.proofs import merkle
from ledger.published_tiles import PublishedTiles
from ledger.recorder import LogRecorder, News
from ledger.states import States
from ledger.timestamps import Timestamps

PAGE = 5_000
StoreError = PersistenceError
"""What the event store raises when the database does not answer; no other room names the store itself."""


@dataclass(frozen=True, slots=True)
class Head:
    """The log at one size: when its last event was recorded (``None`` when empty) and its root hash.

    With ``published_by`` only what could be known by that day is read of it.
    """

    size: int
    recorded_at: datetime | None
    root: bytes
    published_by: Day | None = None


class Log:
    """What read models and doors read; only the ledger writes."""

    def __init__(self, recorder: LogRecorder, mapper: EventMapper) -> None:
        """Read what a recorder stores, with the mapper that stored it."""
        self._recorder = recorder
        self._mapper = mapper
        self.checkpoints = Checkpoints(recorder)
        self.timestamps = Timestamps(recorder)
        self.states = States(recorder)
        self.tiles = PublishedTiles(recorder)
        self._head = lru_cache(maxsize=4096)(self._head_at)

    @property
    def recorder(self) -> LogRecorder:
        """What stores the log; for this room alone."""
        return self._recorder

    def size(self) -> int:
        """Return how many events the log holds."""
        return self._recorder.size()

    def head(self, size: int | None = None) -> Head:
        """Return the log's head at a size it has reached, by default the newest."""
        return self._head(self.size() if size is None else size)

    def _head_at(self, size: int) -> Head:
        recorded_at = self._recorder.recorded_at(size) if size else None
        return Head(size, recorded_at, self._recorder.root(size))

    def root(self, size: int) -> bytes:
        """Return the root hash at a size, read anew; raise `IntegrityError` if its nodes are not there."""
        return self._recorder.root(size)

    def prove(self, position: int, size: int) -> list[bytes]:
        """Return the proof that the event at a position is in the log of a size, from the leaf's sibling upwards.

        Raises `ProofError` for a position that the size does not hold, `IntegrityError` for a size not reached.
        """
        return merkle.prove_inclusion(position - 1, size, self._recorder.nodes)

    def prove_consistency(self, old: int, size: int) -> list[bytes]:
        """Return the proof that the log of a size begins with the log of an ``old`` one; raises as `prove` does."""
        return merkle.prove_consistency(old, size, self._recorder.nodes)

    def size_at(self, when: datetime) -> int:
        """Return the size that the log had at a moment."""
        return self._recorder.size_at(when)

    def listening(self) -> AbstractContextManager[News]:
        """Within the block, wait for what is recorded: ``news(seconds)`` returns whether the log may have grown."""
        return self._recorder.listening()

    def read(self, *, after: int = 0, upto: int | None = None) -> Iterator[list[Event]]:
        """Yield pages of events in order, from the one after a position up to a size."""
        for page in self.stored(after=after, upto=upto):
            yield [self._event(one) for one in page]

    def stored(self, *, after: int = 0, upto: int | None = None) -> Iterator[list[Notification]]:
        """Yield the same pages as `read`, of events as they are stored."""
        while page := self._recorder.notifications(after=after, limit=PAGE, upto=upto):
            yield page
            after = page[-1].id

    def page(self, *, after: int, limit: int) -> list[Event]:
        """Return the next ``limit`` events after a position."""
        return [self._event(one) for one in self._recorder.notifications(after=after, limit=limit)]

    def stored_bytes(self, *, after: int, limit: int, most_bytes: int) -> list[bytes]:
        """Return the canonical bytes of the next ``limit`` events after a position, or of fewer if these are large."""
        found: list[bytes] = []
        for one in self._recorder.notifications(after=after, limit=limit):
            data = opened(one.state)
            most_bytes -= len(data)
            if found and most_bytes < 0:
                break
            found.append(data)
        return found

    def tagged(self, tag: str, *, upto: int) -> list[Event]:
        """Return the events that bear a tag, in order, up to a size."""
        return [self._event(one) for one in self._recorder.tagged(tag, upto=upto)]

    def tagged_each(self, tags: Iterable[str], *, upto: int) -> dict[str, list[Event]]:
        """Return the events that bear each of some tags, in order, up to a size; a tag without any is left out."""
        found = self._recorder.tagged_each(tags, upto=upto)
        read = {one.id: self._event(one) for events in found.values() for one in events}
        return {tag: [read[one.id] for one in events] for tag, events in found.items()}

    def stream(self, identifier: FactId, *, upto: int | None = None) -> list[Event]:
        """Return all versions of a fact up to a size; raise `NotFoundError` if there is none."""
        if not is_id(identifier):
            raise NotFoundError(Phrase("that is no identifier; write it as it is printed"))
        found = [self._event(one) for one in self._recorder.stream(UUID(identifier))]
        found = [event for event in found if upto is None or event.position <= upto]
        if not found:
            raise NotFoundError(Phrase("nothing has this identifier at this size of the log"))
        return found

    def streams(self, identifiers: Iterable[FactId]) -> dict[FactId, list[Event]]:
        """Return all versions of some facts that exist."""
        return by_stream(map(self._event, self._recorder.streams(identifiers)))

    def standing(self, identifiers: Iterable[FactId], *, upto: int) -> dict[FactId, Fact]:
        """Return what stands, at a size, of each of some facts; those that do not stand, or not yet, are left out."""
        found = {}
        for identifier in identifiers:
            try:
                history = self.stream(identifier, upto=upto)
            except NotFoundError:
                # Facts recorded together may cite one that comes after them.
                continue
            stood = stands((event.version, event.content) for event in history)
            if stood is not None:
                found[identifier] = stood.fact
        return found

    def register_keys(self, register: str) -> dict[str, FactId]:
        """Return the fact of each key of a register."""
        return {key: FactId(stream) for key, stream in self._recorder.register_keys(register).items()}

    def has_register(self, register: str) -> bool:
        """Whether anything of a register is recorded."""
        return self._recorder.has_register(register)

    def facts_of(self, register: str, keys: Iterable[str]) -> dict[str, FactId]:
        """Return the fact of each of some keys of a register that are recorded."""
        return {key: FactId(stream) for key, stream in self._recorder.streams_of(register, keys).items()}

    def _event(self, stored: Any) -> Event:  # noqa: ANN401 -- the library's notification
        event = self._mapper.to_domain_event(stored)
        assert isinstance(event, Event)  # noqa: S101 -- our mapper makes nothing else
        return event
