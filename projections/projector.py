"""The projector: derive, compare, append. It reads the log in batches and re-derives each person an event concerns.

Batches share decoding and commit, never derivation, so every batch size gives the same rows (docs/adr/0009).
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, Engine, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.changes import Corrected
from domain.dates import OPEN_DAY
from domain.folds.standing import Dated, standing
from domain.people import PersonId
from ledger.events import Event, tags_of
from ledger.ledger import Ledger
from projections.rows import COLUMNS, Row, rows_of
from projections.tables import OPEN_POSITION, metadata, newest_day, tracking

VERSION: Final = 1
"""Part of the read models' name: a new way of deriving rows is a new name, rebuilt beside the old one."""
NAME: Final = f"read-models/{VERSION}"
BATCH: Final = 5_000


class _Person:
    """What one batch knows of a person: the events so far, the rows now open, and which of those are stored."""

    def __init__(self, events: list[Event], stored: dict[Row, int]) -> None:
        self.events = events
        self.open = dict(stored)
        self.stored = set(stored)


class Projector:
    """Keeps the read models up with the log."""

    def __init__(self, ledger: Ledger, engine: Engine, *, batch: int = BATCH) -> None:
        """Project ``ledger`` into the tables of ``engine``, ``batch`` events to a transaction."""
        self._ledger = ledger
        self._engine = engine
        self._batch = batch

    def position(self) -> int:
        """Return the position up to which the read models add the log up."""
        with self._engine.connect() as connection:
            return _position(connection)

    def catch_up(self) -> int:
        """Project everything that is in the log and return the position reached."""
        while self._step():
            pass
        return self.position()

    def _step(self) -> bool:
        """Project one batch in one transaction; two projectors take turns on the tracking row."""
        if self._ledger.size() <= self.position():
            return False
        with self._engine.begin() as connection:
            position = _taken(connection)
            events = self._ledger.page(after=position, limit=self._batch)
            if events:
                _Batch(self._ledger, connection, position).project(events)
                reached = {"notification_id": events[-1].position}
                connection.execute(update(tracking).where(tracking.c.application_name == NAME).values(reached))
        return bool(events)


class _Batch:
    """One transaction's worth of events."""

    def __init__(self, ledger: Ledger, connection: Connection, before: int) -> None:
        self._ledger = ledger
        self._connection = connection
        self._before = before
        self._people: dict[PersonId, _Person] = {}
        self._closed: list[tuple[Row, int, int | None]] = []
        self._ended: list[tuple[Row, int]] = []

    def project(self, events: Iterable[Event]) -> None:
        newest = (
            self._connection.scalar(select(newest_day.c.day).order_by(newest_day.c.known_from.desc()).limit(1)) or 0
        )
        for event in events:
            day = _newest(event)
            if day > newest:
                newest = day
                self._connection.execute(insert(newest_day).values(known_from=event.position, day=day))
            for person in self._people_of(event):
                self._derive(person, event)
        self._write()

    def _people_of(self, event: Event) -> list[PersonId]:
        """Return whom an event concerns: all whom any version of its stream up to now is about."""
        history = [event] if event.version == 1 else self._ledger.stream(event.id, upto=event.position)
        tags = frozenset().union(*(tags_of(one.id, one.content) for one in history))
        return [PersonId(tag.removeprefix("person:")) for tag in sorted(tags) if tag.startswith("person:")]

    def _derive(self, identifier: PersonId, event: Event) -> None:
        person = self._people.get(identifier)
        if person is None:
            # The log may hold more of this person than the batch has come to: only what is before it counts.
            events = self._ledger.tagged(f"person:{identifier}", upto=event.position - 1)
            person = self._people[identifier] = _Person(events, self._stored(identifier) if events else {})
        person.events.append(event)
        rows = rows_of(identifier, standing(person.events))
        for row in [row for row in person.open if row not in rows]:
            since = person.open.pop(row)
            if row in person.stored:
                person.stored.discard(row)
                self._ended.append((row, event.position))
            else:
                self._closed.append((row, since, event.position))
        for row in rows - person.open.keys():
            person.open[row] = event.position

    def _stored(self, identifier: PersonId) -> dict[Row, int]:
        found: dict[Row, int] = {}
        for name, columns in COLUMNS.items():
            table = metadata.tables[name]
            wanted = select(*(table.c[c] for c in columns), table.c.known_from)
            mine = wanted.where(table.c.person == identifier, table.c.known_to == OPEN_POSITION)
            found |= {Row(name, tuple(values)): since for *values, since in self._connection.execute(mine)}
        return found

    def _write(self) -> None:
        """Write the difference: end rows that no longer hold, add those that now do."""
        fresh = [
            (row, since, None) for p in self._people.values() for row, since in p.open.items() if row not in p.stored
        ]
        for name, columns in COLUMNS.items():
            table = metadata.tables[name]
            ended = [
                dict(zip(columns, row.values, strict=True)) | {"at": at} for row, at in self._ended if row.table == name
            ]
            if ended:
                same = [table.c[c] == bindparam(f"old_{c}") for c in columns]
                statement = (
                    update(table).where(*same, table.c.known_to == OPEN_POSITION).values(known_to=bindparam("at"))
                )
                renamed = [{(k if k == "at" else f"old_{k}"): v for k, v in one.items()} for one in ended]
                self._connection.execute(statement, renamed)
            added = [
                dict(zip(columns, row.values, strict=True)) | {"known_from": since, "known_to": until or OPEN_POSITION}
                for row, since, until in (*self._closed, *fresh)
                if row.table == name
            ]
            if added:
                self._connection.execute(insert(table), added)


def _newest(event: Event) -> int:
    """Return the newest day that an event speaks of; an open end is not a day."""
    fact = event.content.body if isinstance(event.content, Corrected) else event.content
    if not isinstance(fact, Dated):
        return 0
    latest = fact.occurred.bounds(event.recorded_day)[1]
    return 0 if latest >= OPEN_DAY else latest


def _position(connection: Connection) -> int:
    found = connection.scalar(select(tracking.c.notification_id).where(tracking.c.application_name == NAME))
    return found or 0


def _taken(connection: Connection) -> int:
    """Take the tracking row until commit, and return its position; the first statement writes, so nobody overtakes."""
    mine = tracking.c.application_name == NAME
    if not connection.execute(update(tracking).where(mine).values(notification_id=tracking.c.notification_id)).rowcount:
        try:
            with connection.begin_nested():
                connection.execute(insert(tracking).values(application_name=NAME, notification_id=0))
        except IntegrityError:
            connection.execute(update(tracking).where(mine).values(notification_id=tracking.c.notification_id))
    return _position(connection)
