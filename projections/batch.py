"""One transaction's worth of events: whom or what they concern, what stands of it, and the rows that begin and end."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from domain.changes import Corrected
from domain.dates import OPEN_DAY
from domain.facts import IdentityJudgement
from domain.folds.standing import Dated, Standing, standing_of
from domain.people import FactId, PersonId
from ledger.events import Event, tags_of
from ledger.log import Log
from projections.joined import joined_rows
from projections.rows import COLUMNS, SUBJECT_OF, SUBJECTS, Region, Row, concerned, rows_of
from projections.tables import OPEN_POSITION, Models


class Subject:
    """What is known of a person or another subject: what stands of each stream, the rows open and where they began."""

    def __init__(self, tag: str) -> None:
        """Know nothing yet of the subject of a tag."""
        kind, identifier = tag.split(":")
        self.kind = kind
        self.id = FactId(identifier)
        self.histories: defaultdict[FactId, list[Event]] = defaultdict(list)
        self.standing: dict[FactId, Standing | None] = {}
        self.open: dict[Row, int] = {}
        self.linked: set[FactId] = set()

    def remember(self, event: Event) -> list[Event]:
        """Take in an event, and return the history of its stream."""
        history = self.histories[event.id]
        history.append(event)
        fact = event.content.body if isinstance(event.content, Corrected) else event.content
        # Judgements join people; a fact about a demand may have been corrected into one.
        if self.kind == "person" and isinstance(fact, IdentityJudgement):
            self.linked |= {FactId(person) for person in fact.pair} - {self.id}
        return history

    def add(self, event: Event) -> list[Region]:
        """Take in an event, and return the regions that it may have changed."""
        history = self.remember(event)
        before, after = self.standing.get(event.id), standing_of(history)
        self.standing[event.id] = after
        if before is not None and after is not None and before.version == after.version:
            return []
        return concerned(self.kind, (one.fact for one in (before, after) if one is not None))

    def facts(self) -> list[Standing]:
        """Return what stands, in the order of first versions."""
        return [one for one in self.standing.values() if one is not None]


Subjects = dict[str, Subject]
"""By tag."""
_OF_PEOPLE = frozenset(table for table, kind in SUBJECT_OF.items() if kind == "person")


class Memory:
    """Subjects as the last batch left them, for the next one that follows on; forgotten when there are too many."""

    def __init__(self, most: int = 30_000) -> None:
        """Keep subjects as long as ``most`` events or fewer have been read since the last forgetting."""
        self._most = most
        self._subjects: Subjects = {}
        self._after: tuple[str, int] | None = None
        self._read = 0

    def taken(self, slot: str, position: int) -> Subjects:
        """Return the subjects known after a position of a slot, and keep nothing until it is given back."""
        subjects = self._subjects if self._after == (slot, position) else {}
        self._subjects, self._after = {}, None
        return subjects

    def keep(self, slot: str, subjects: Subjects, events: Sequence[Event]) -> None:
        """Take the subjects back, as they are after a batch."""
        self._read += len(events)
        if self._read > self._most:
            self._read = 0
            return
        self._subjects, self._after = subjects, (slot, events[-1].position)


class Batch:
    """Projects events into the read models of one slot, over a connection whose transaction the caller owns."""

    def __init__(self, ledger: Log, connection: Connection, models: Models, subjects: Subjects) -> None:
        """Read from ``ledger`` what lies before the batch, but for ``subjects`` known already; write to ``models``."""
        self._ledger = ledger
        self._connection = connection
        self._models = models
        self._subjects = subjects
        self._begun: dict[tuple[Row, int], None] = {}
        self._closed: list[tuple[Row, int, int]] = []
        self._ended: list[tuple[Row, int]] = []

    def project(self, events: Sequence[Event]) -> None:
        """Project consecutive events and write the difference."""
        concerns = self._concerns(events)
        self._read({tag for tags in concerns for tag in tags}, before=events[0].position)
        self._note_newest_days(events)
        for event, tags in zip(events, concerns, strict=True):
            self._derive([self._subjects[tag] for tag in tags], event)
        self._write()

    def _concerns(self, events: Sequence[Event]) -> list[list[str]]:
        """Return the tags of the subjects of each event: all that any version of its stream up to now is about."""
        later = {event.id for event in events if event.version > 1}
        streams = self._ledger.streams(later) if later else {}
        found = []
        for event in events:
            history = [event] if event.version == 1 else streams[event.id][: event.version]
            tags = frozenset[str]().union(*(tags_of(one.id, one.content) for one in history))
            found.append([tag for tag in sorted(tags) if tag.partition(":")[0] in SUBJECTS])
        return found

    def _read(self, tags: set[str], *, before: int) -> None:
        """Read what was known of subjects before the batch: what stands, and the rows that are open."""
        tags = tags - self._subjects.keys()
        self._subjects |= {tag: Subject(tag) for tag in tags}
        if before == 1 or not tags:
            return
        known: defaultdict[str, list[FactId]] = defaultdict(list)
        for tag, events in self._ledger.tagged_each(sorted(tags), upto=before - 1).items():
            subject = self._subjects[tag]
            known[subject.kind].append(subject.id)
            for event in events:
                subject.remember(event)
            subject.standing = {i: standing_of(history) for i, history in subject.histories.items()}
        self._read_open(known)
        self._read({f"person:{other}" for tag in tags for other in self._subjects[tag].linked}, before=before)

    def _read_open(self, known: Mapping[str, list[FactId]]) -> None:
        for name, columns in COLUMNS.items():
            kind = SUBJECT_OF[name]
            if not known.get(kind):
                continue
            table = self._models.tables[name]
            wanted = select(table.c[kind], table.c.known_from, *(table.c[c] for c in columns))
            mine = wanted.where(table.c[kind].in_(known[kind]), table.c.known_to == OPEN_POSITION)
            for identifier, since, *values in self._connection.execute(mine):
                self._subjects[f"{kind}:{identifier}"].open[Row(name, tuple(values))] = since

    def _derive(self, subjects: Iterable[Subject], event: Event) -> None:
        changed = [(subject, regions) for subject in subjects if (regions := subject.add(event))]
        joined: set[FactId] = set()
        for subject, regions in changed:
            if not subject.linked:
                tables = {table for region in regions for table in region.tables}
                self._replace(subject, tables, rows_of(subject.kind, [subject.id], subject.facts(), regions), event)
            elif subject.id not in joined:
                joined |= self._derive_joined(subject, event)

    def _derive_joined(self, person: Subject, event: Event) -> set[FactId]:
        """Derive everybody whom judgements connect with a person, and return who they are."""
        found = self._connected(person)
        streams = {i: history for one in found for i, history in one.histories.items()}
        standing = {i: fact for one in found for i, fact in one.standing.items() if fact is not None}
        order = sorted(standing, key=lambda identifier: streams[identifier][0].position)
        members = {one.id for one in found}
        rows = joined_rows([PersonId(i) for i in order if i in members], [standing[i] for i in order])
        for one in found:
            # Whose registration is retracted is joined with nobody, and may still be withheld.
            mine = rows.get(PersonId(one.id)) or rows_of(one.kind, [one.id], one.facts())
            self._replace(one, _OF_PEOPLE, mine, event)
        return members

    def _connected(self, person: Subject) -> list[Subject]:
        found = {person.id: person}
        waiting = [person]
        while waiting:
            for other in waiting.pop().linked - found.keys():
                found[other] = self._subjects[f"person:{other}"]
                waiting.append(found[other])
        return list(found.values())

    def _replace(self, subject: Subject, tables: Collection[str], rows: frozenset[Row], event: Event) -> None:
        """End the open rows of some tables that are not among ``rows``, and begin those that are not open yet."""
        for row in [row for row in subject.open if row.table in tables and row not in rows]:
            since = subject.open.pop(row)
            if (row, since) in self._begun:
                del self._begun[row, since]
                self._closed.append((row, since, event.position))
            else:
                self._ended.append((row, event.position))
        for row in rows:
            if row not in subject.open:
                subject.open[row] = event.position
                self._begun[row, event.position] = None

    def _write(self) -> None:
        """Write the difference: end rows that no longer hold, add those that now do."""
        ended: defaultdict[str, list[dict[str, str | int]]] = defaultdict(list)
        for row, at in self._ended:
            old = {f"old_{column}": value for column, value in zip(COLUMNS[row.table], row.values, strict=True)}
            ended[row.table].append(old | {"at": at})
        for name, rows in ended.items():
            table = self._models.tables[name]
            same = [table.c[column] == bindparam(f"old_{column}") for column in COLUMNS[name]]
            closing = update(table).where(*same, table.c.known_to == OPEN_POSITION).values(known_to=bindparam("at"))
            self._connection.execute(closing, rows)
        added: defaultdict[str, list[dict[str, str | int]]] = defaultdict(list)
        fresh = [(row, since, OPEN_POSITION) for row, since in self._begun]
        for row, since, until in (*self._closed, *fresh):
            values = dict(zip(COLUMNS[row.table], row.values, strict=True))
            added[row.table].append(values | {"known_from": since, "known_to": until})
        for name, rows in added.items():
            self._connection.execute(insert(self._models.tables[name]), rows)

    def _note_newest_days(self, events: Iterable[Event]) -> None:
        column = self._models.newest_day.c
        newest = self._connection.scalar(select(column.day).order_by(column.known_from.desc()).limit(1)) or 0
        found = []
        for event in events:
            day = _newest(event)
            if day > newest:
                newest = day
                found.append({"known_from": event.position, "day": day})
        if found:
            self._connection.execute(insert(self._models.newest_day), found)


def _newest(event: Event) -> int:
    """Return the newest day that an event speaks of; an open end is not a day."""
    fact = event.content.body if isinstance(event.content, Corrected) else event.content
    if not isinstance(fact, Dated):
        return 0
    latest = fact.occurred.bounds(event.recorded_day)[1]
    return 0 if latest >= OPEN_DAY else latest
