"""Whether the stored tags and register keys are those that the events give: all of them, and no others."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from uuid import UUID

from ledger.events import Event, tags_of
from ledger.verify.findings import Finding, Reader, Report, merged
from ledger.verify.told import Told

RegisterKey = tuple[str | None, str | None, str]
"""A register, a key in it, and the stream that it is of."""


class Tags:
    """Compares the tags of each event with what its stream says up to there."""

    def __init__(self, reader: Reader, report: Report) -> None:
        """Compare what ``reader`` gives."""
        self.count = 0
        self._reader, self._report = reader, report
        sql = "SELECT DISTINCT originator_id FROM stored_events WHERE originator_version > 1"
        types = (UUID if reader.postgres else str,)
        rows = reader.rows(report, "stored_events", sql, types=types)
        self._several = {one.hex if isinstance(one, UUID) else one for (one,) in rows}
        self._before: dict[str, frozenset[str]] = {}

    def passing(self, told: Iterable[Told]) -> Iterator[Told]:
        """Pass events on, and compare the tags of each."""
        sql = "SELECT position, tag FROM event_tag ORDER BY position"
        rows = self._reader.rows(self._report, "event_tag", sql, types=(int, str))
        stored = ((at, frozenset(tag for _, tag in found)) for at, found in groupby(rows, key=lambda row: row[0]))
        passed: list[Told] = []

        def expected() -> Iterator[tuple[int, frozenset[str]]]:
            for one in told:
                passed.append(one)
                yield one.position, self._tags(one.event)

        for position, right, there in merged(expected(), ((at, found) for at, found in stored if found)):
            one = passed.pop() if right is not None else None
            if one is None or one.event is not None:
                self._compare(position, right or frozenset(), there or frozenset())
            if one is not None:
                yield one

    def _tags(self, event: Event | None) -> frozenset[str]:
        if event is None:
            return frozenset()
        found = tags_of(event.id, event.content)
        stream = event.id.replace("-", "")
        if stream in self._several:
            found |= self._before.get(stream, frozenset())
            self._before[stream] = found
        return found

    def _compare(self, position: int, right: frozenset[str], there: frozenset[str]) -> None:
        self.count += len(there)
        for tag in sorted(right ^ there):
            kind = tag.partition(":")[0] if tag in right else "some"
            what = f"a {kind} tag is missing" if tag in right else "a tag that the event does not give"
            self._report(Finding("event_tag", f"position {position}", what))


class Keys:
    """Compares the keys of registers with those that the first versions of streams bear."""

    def __init__(self, reader: Reader, report: Report) -> None:
        """Compare what ``reader`` gives."""
        self.count = 0
        self._reader, self._report = reader, report

    def passing(self, told: Iterable[Told]) -> Iterator[Told]:
        """Pass events on, and compare the key of each; 0 is the position of a key whose stream is not there."""
        same = "e.originator_id = replace(k.stream, '-', '')"
        if self._reader.postgres:
            same = "CAST(e.originator_id AS TEXT) = k.stream"
        sql = (
            "SELECT COALESCE(e.notification_id, 0), k.register, k.key, k.stream FROM register_key k"  # noqa: S608 -- our own words
            f" LEFT JOIN stored_events e ON {same} AND e.originator_version = 1 ORDER BY 1"
        )
        rows = self._reader.rows(self._report, "register_key", sql, types=(int, str, str, str))
        stored = ((at, sorted(map(_key, found))) for at, found in groupby(rows, key=lambda row: row[0]))
        passed: list[Told] = []

        def expected() -> Iterator[tuple[int, list[RegisterKey]]]:
            for one in told:
                passed.append(one)
                event = one.event
                keyed = event is not None and event.version == 1 and event.key is not None
                yield one.position, [(event.register, event.key, event.id)] if event and keyed else []

        for position, right, there in merged(expected(), stored):
            one = passed.pop() if right is not None else None
            self.count += len(there or ())
            if (one is None or one.event is not None) and (right or []) != (there or []):
                what = "no event has this key" if not right else "the key of the event is missing or another"
                self._report(Finding("register_key", f"of position {position}" if position else "", what))
            if one is not None:
                yield one


def _key(row: Sequence[str]) -> RegisterKey:
    return row[1], row[2], row[3]
