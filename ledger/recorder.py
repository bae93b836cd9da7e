"""What both recorders share: how events, leaves, nodes, tags and keys enter the log, new or copied, and the reads.

The first statement of an append moves the head of the log and holds its row until commit. So writers queue,
positions have no gaps, follow commit order and equal Merkle order, and the time that the head gives never goes back.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent

from domain.errors import ConflictError, IntegrityError, KhronikaError
from ledger.events import Checked, Draft, Position
from ledger.mapper import opened
from ledger.proofs import merkle

Seal = Callable[[Checked, datetime], StoredEvent]
Rows = Sequence[Sequence[Any]]
Beside = Callable[[Any], None]
"""Writes, over the cursor of an append, what has to stand or fall with it."""
News = Callable[[float], bool]
"""Waits, at most so many seconds, until the log may have grown, and returns whether it may."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
POLL_SECONDS = 0.5
"""How long to wait before looking again where nothing is announced."""
PATIENCE_SECONDS = 2
"""How long a question waits for the head of the log."""
_MANY = 500
"""How many values one statement takes."""


def microseconds(moment: datetime) -> int:
    """Return a moment as the integer that the log orders by: microseconds since 1970 UTC."""
    delta = moment - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def moment(stored: int) -> datetime:
    """Return the moment that `microseconds` stored, without going through floating point."""
    seconds, micro = divmod(stored, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micro)


def _uuid(identifier: UUID | str) -> UUID:
    return identifier if isinstance(identifier, UUID) else UUID(identifier)


@dataclass(frozen=True, slots=True)
class Appended:
    """Where a batch went: positions ``first`` to ``last``, and the time that all of it bears."""

    first: Position
    last: Position
    recorded_at: datetime


class LogRecorder(ABC):
    """Append and read the log over a cursor; subclasses speak one database's dialect."""

    @abstractmethod
    def log_transaction(self, *, commit: bool) -> AbstractContextManager[Any]:
        """Open a transaction and yield its cursor."""

    @abstractmethod
    def run(self, cursor: Any, sql: str, values: Sequence[Any] = ()) -> list[Sequence[Any]]:
        """Run one statement, written with ``?``, and return its rows as sequences."""

    @abstractmethod
    def put(self, cursor: Any, table: str, columns: Sequence[str], rows: Rows) -> None:
        """Insert many rows."""

    @abstractmethod
    def stored_id(self, identifier: UUID) -> Any:
        """Return a stream id as the event table holds it."""

    @abstractmethod
    def patience(self, cursor: Any) -> AbstractContextManager[None]:
        """Wait for a lock no longer than `PATIENCE_SECONDS` within the block."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int] | None:
        """Refuse: an event gets its time under the head's lock, so only `append` and `take` write."""
        raise KhronikaError(f"{len(stored_events)} events came past the ledger's append")

    def together(self, cursor: Any, events: int) -> AbstractContextManager[Any]:  # noqa: ARG002 -- see below
        """Send the statements of the block, which write so many events, without waiting for each; where that helps."""
        return nullcontext()

    def announce(self, cursor: Any) -> None:  # noqa: B027 -- not every database can
        """Tell listeners, inside the transaction, that the log has grown."""

    @contextmanager
    def listening(self) -> Iterator[News]:
        """Give a way to wait for what is recorded from now on; where nothing is announced, it may always be so."""

        def news(seconds: float) -> bool:
            time.sleep(min(seconds, POLL_SECONDS))
            return True

        yield news

    def append(
        self, checked: Sequence[Checked], seal: Seal, now: Callable[[], datetime], beside: Beside | None = None
    ) -> Appended:
        """Record drafts as one unit: all of them with leaves, nodes, tags, keys and what is ``beside``, or nothing."""
        with self.log_transaction(commit=True) as cursor:
            before, last = self._move_head(cursor, len(checked))
            stamp = max(now(), last)
            stored = [seal(one, stamp) for one in checked]
            self._put(cursor, before, [one.draft for one in checked], stored, [stamp] * len(checked))
            if beside is not None:
                beside(cursor)
        return Appended(Position(before + 1), Position(before + len(checked)), stamp)

    def take(
        self,
        drafts: Sequence[Draft],
        stored: Sequence[StoredEvent],
        times: Sequence[datetime],
        *,
        before: int,
        root: bytes,
    ) -> None:
        """Record events of another log as one unit, in their own bytes and with their own times, or nothing.

        Raises `ConflictError` if this log is no longer at the size ``before``, and `IntegrityError` if its root would
        not be ``root``.
        """
        with self.log_transaction(commit=True) as cursor:
            size, _ = self._move_head(cursor, len(drafts))
            if size != before:
                raise ConflictError("somebody recorded in the target while it was copied to; nothing more was copied")
            self._put(cursor, before, drafts, stored, times)
            if merkle.root(self._subtree_hashes(cursor, before + len(drafts))) != root:
                raise IntegrityError(f"the events from position {before + 1} on do not give the root of their log")

    def _move_head(self, cursor: Any, by: int) -> tuple[int, datetime]:
        """Take the head until commit; return the size before, and the time that no new event may be earlier than."""
        ((size, last),) = self.run(cursor, "UPDATE log_head SET size = size + ? RETURNING size, recorded_at", [by])
        return size - by, moment(last)

    def _pass(self, cursor: Any, at: int) -> None:
        """Let no new event bear a time earlier than ``at``; the head's time never goes back."""
        self.run(cursor, "UPDATE log_head SET recorded_at = ? WHERE recorded_at < ?", [at, at])

    def _put(
        self,
        cursor: Any,
        before: int,
        drafts: Sequence[Draft],
        stored: Sequence[StoredEvent],
        times: Sequence[datetime],
    ) -> None:
        edge = self._subtree_hashes(cursor, before)
        with self.together(cursor, len(stored)):
            self._pass(cursor, microseconds(times[-1]))
            self._put_events(cursor, before, stored, times)
            self._put_nodes(cursor, before, edge, stored)
            self._put_tags(cursor, before, drafts)
            self.announce(cursor)

    def _put_events(self, cursor: Any, before: int, stored: Sequence[StoredEvent], times: Sequence[datetime]) -> None:
        columns = ("notification_id", "originator_id", "originator_version", "topic", "state", "recorded_at")
        rows = [
            (at, self.stored_id(_uuid(s.originator_id)), s.originator_version, s.topic, s.state, microseconds(time))
            for at, (s, time) in enumerate(zip(stored, times, strict=True), start=before + 1)
        ]
        self.put(cursor, "stored_events", columns, rows)

    def _put_nodes(self, cursor: Any, before: int, edge: Sequence[bytes], stored: Sequence[StoredEvent]) -> None:
        leaves = (merkle.leaf_hash(merkle.leaf_entry(opened(s.state))) for s in stored)
        grown = merkle.grow(before, edge, leaves)
        self.put(cursor, "log_node", ("level", "place", "hash"), [(*node, found) for node, found in grown])

    def _put_tags(self, cursor: Any, before: int, drafts: Sequence[Draft]) -> None:
        tags = [(tag, before + n) for n, draft in enumerate(drafts, start=1) for tag in sorted(draft.tags)]
        self.put(cursor, "event_tag", ("tag", "position"), tags)
        keys = [(d.register, d.key, d.id) for d in drafts if d.key is not None and d.version == 1]
        self.put(cursor, "register_key", ("register", "key", "stream"), keys)

    def _subtree_hashes(self, cursor: Any, size: int) -> list[bytes]:
        return self._nodes(cursor, merkle.subtrees(size))

    def _nodes(self, cursor: Any, wanted: Sequence[merkle.Node]) -> list[bytes]:
        """Return the hashes of nodes in the order asked for; raise `IntegrityError` if one is not there."""
        if not wanted:
            return []
        found = {(level, place): bytes(node) for level, place, node in self.select_nodes(cursor, wanted)}
        for node in wanted:
            if node not in found:
                raise IntegrityError(f"node {node[1]} of level {node[0]} is not in the tree of the log")
        return [found[node] for node in wanted]

    def select_nodes(self, cursor: Any, wanted: Sequence[merkle.Node]) -> list[Sequence[Any]]:
        """Return level, place and hash of nodes that are there, in any order."""
        # Values of one statement: one round trip, each node found by its key.
        either = " OR ".join(["level = ? AND place = ?"] * len(wanted))
        return self.run(cursor, f"SELECT level, place, hash FROM log_node WHERE {either}", sum(wanted, ()))  # noqa: S608 -- only marks are put in

    def nodes(self, wanted: Sequence[merkle.Node]) -> list[bytes]:
        """Return the hashes of nodes in the order asked for; raise `IntegrityError` if one is not there."""
        with self.log_transaction(commit=False) as cursor:
            return self._nodes(cursor, wanted)

    def level(self, level: int, *, low: int, high: int) -> list[tuple[int, bytes]]:
        """Return place and hash of the nodes of one level, from place ``low`` up to and without ``high``."""
        sql = "SELECT place, hash FROM log_node WHERE level = ? AND place >= ? AND place < ? ORDER BY place"
        return [(int(place), bytes(found)) for place, found in self.ask(sql, [level, low, high])]

    def root(self, size: int) -> bytes:
        """Return the root hash of the log at a size it has reached."""
        with self.log_transaction(commit=False) as cursor:
            return merkle.root(self._subtree_hashes(cursor, size))

    def size(self) -> int:
        """Return the size of the log."""
        return int(self.ask("SELECT size FROM log_head")[0][0])

    def passed(self) -> tuple[int, datetime]:
        """Return the size of the log and the time that no later event will be earlier than, both of one moment."""
        ((size, at),) = self.ask("SELECT size, recorded_at FROM log_head")
        return int(size), moment(at)

    def pass_time(self, when: datetime) -> None:
        """Let no event that is still to come bear a time earlier than ``when``."""
        with self.log_transaction(commit=True) as cursor:
            self._pass(cursor, microseconds(when))

    def recorded_at(self, position: int) -> datetime:
        """Return when the event at a position was recorded."""
        ((at,),) = self.ask("SELECT recorded_at FROM stored_events WHERE notification_id = ?", [position])
        return moment(at)

    def size_at(self, when: datetime) -> int:
        """Return how many events had been recorded by a moment, that moment included.

        An append takes its time before it is seen, and clocks are set back. So a moment that the head of the log has
        not passed is first put behind it: whatever bears an earlier time is committed by then, and what comes after
        bears a later one. Raises the store's error if the head is not free within `PATIENCE_SECONDS`.
        """
        at = microseconds(when)
        ((newest,),) = self.ask("SELECT recorded_at FROM log_head")
        if at >= newest:
            with self.log_transaction(commit=True) as cursor, self.patience(cursor):
                self._pass(cursor, at + 1)
        sql = (
            "SELECT notification_id FROM stored_events WHERE recorded_at <= ?"
            " ORDER BY recorded_at DESC, notification_id DESC LIMIT 1"
        )
        rows = self.ask(sql, [at])
        return int(rows[0][0]) if rows else 0

    def notifications(self, *, after: int, limit: int, upto: int | None = None) -> list[Notification]:
        """Return events by position, oldest first."""
        where, values = "notification_id > ?", [after]
        if upto is not None:
            where, values = f"{where} AND notification_id <= ?", [*values, upto]
        return self._events(f"WHERE {where} ORDER BY notification_id LIMIT ?", [*values, limit])

    def tagged(self, tag: str, *, upto: int) -> list[Notification]:
        """Return the events that bear a tag, oldest first, up to a log size."""
        clause = (
            "JOIN event_tag ON event_tag.position = notification_id"
            " WHERE tag = ? AND event_tag.position <= ? ORDER BY event_tag.position"
        )
        return self._events(clause, [tag, upto])

    def tagged_each(self, tags: Iterable[str], *, upto: int) -> dict[str, list[Notification]]:
        """Return the events that bear each of some tags, oldest first; a tag without any is left out."""
        found: dict[str, list[Notification]] = {}
        waiting = iter(tags)
        while some := list(islice(waiting, _MANY)):
            marks = ", ".join("?" * len(some))
            where = f"tag IN ({marks}) AND position <= ?"
            places: dict[int, list[str]] = {}
            sql = f"SELECT tag, position FROM event_tag WHERE {where}"  # noqa: S608 -- only marks are put in
            for tag, position in self.ask(sql, [*some, upto]):
                places.setdefault(position, []).append(tag)
            inside = f"SELECT position FROM event_tag WHERE {where}"  # noqa: S608 -- see above
            clause = f"WHERE notification_id IN ({inside}) ORDER BY notification_id"
            for event in self._events(clause, [*some, upto]):
                for tag in places[event.id]:
                    found.setdefault(tag, []).append(event)
        return found

    def stream(self, identifier: UUID) -> list[Notification]:
        """Return the versions of one stream, oldest first."""
        return self._events("WHERE originator_id = ? ORDER BY originator_version", [self.stored_id(identifier)])

    def streams(self, identifiers: Iterable[str]) -> list[Notification]:
        """Return all versions of some streams, by position."""
        found: list[Notification] = []
        waiting = iter(identifiers)
        while some := [self.stored_id(UUID(one)) for one in islice(waiting, _MANY)]:
            marks = ", ".join("?" * len(some))
            found += self._events(f"WHERE originator_id IN ({marks}) ORDER BY notification_id", some)
        return found

    def first_versions(self, identifiers: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Return, for each stream that exists, the position and topic of its first version."""
        found: dict[str, tuple[int, str]] = {}
        waiting = iter(identifiers)
        while some := list(islice(waiting, _MANY)):
            marks = ", ".join("?" * len(some))
            wanted = "SELECT originator_id, notification_id, topic FROM stored_events WHERE originator_version = 1"
            sql = f"{wanted} AND originator_id IN ({marks})"
            for identifier, position, topic in self.ask(sql, [self.stored_id(UUID(one)) for one in some]):
                found[str(UUID(str(identifier)))] = int(position), str(topic)
        return found

    def register_keys(self, register: str) -> dict[str, str]:
        """Return the stream of each key of a register."""
        rows = self.ask("SELECT key, stream FROM register_key WHERE register = ?", [register])
        return {str(key): str(stream) for key, stream in rows}

    def has_register(self, register: str) -> bool:
        """Whether any key of a register is recorded."""
        return bool(self.ask("SELECT 1 FROM register_key WHERE register = ? LIMIT 1", [register]))

    def streams_of(self, register: str, keys: Iterable[str]) -> dict[str, str]:
        """Return the stream of each of some keys of a register that are there."""
        found: dict[str, str] = {}
        waiting = iter(keys)
        while some := list(islice(waiting, _MANY)):
            marks = ", ".join("?" * len(some))
            sql = f"SELECT key, stream FROM register_key WHERE register = ? AND key IN ({marks})"  # noqa: S608 -- only marks are put in
            found |= {str(key): str(stream) for key, stream in self.ask(sql, [register, *some])}
        return found

    def ask(self, sql: str, values: Sequence[Any] = ()) -> list[Sequence[Any]]:
        """Run one reading statement in a transaction of its own."""
        with self.log_transaction(commit=False) as cursor:
            return self.run(cursor, sql, values)

    def _events(self, clause: str, values: Sequence[Any]) -> list[Notification]:
        sql = "SELECT notification_id, originator_id, originator_version, topic, state FROM stored_events "
        return [
            Notification(
                id=position,
                originator_id=UUID(str(stream)),
                originator_version=version,
                topic=topic,
                state=bytes(state),
            )
            for position, stream, version, topic, state in self.ask(sql + clause, values)
        ]
