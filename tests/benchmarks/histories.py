"""A whole invented record, by its seed: batches in the order of recording, sources and passages among the facts.

The same seed and size give the same bytes, salts and identifiers included.
"""

import heapq
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from random import Random
from typing import Final

import msgspec

from domain import facts as f
from domain.changes import Content, Corrected, Reinstated, Retracted
from domain.dates import Day, FuzzyDate, iso
from domain.people import FactId, PersonId, SourceId
from domain.sources import SourceKind
from ledger.events import Draft, tags_of
from tests.benchmarks.lives import BEGIN, END, Report, first_day, identifier, learnt, life, written

EVENTS_A_PERSON: Final = 17.8
"""How many events one life brings on average, passages and sources included; a test holds it near."""
CHANGED: Final = 0.034
"""Of the facts about people; of all events it makes some 2 %."""
PASSAGES_A_SOURCE: Final = 20
LARGEST: Final = 2_000
"""Events in the largest batch."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is recorded together at one moment."""

    recorded_at: datetime
    drafts: tuple[Draft, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    """A later version of a fact, to be recorded on a day."""

    day: int
    person: PersonId
    id: FactId
    version: int
    content: Content


class Calendar:
    """The clock of a record that is written by a history: it stands where the history puts it."""

    def __init__(self) -> None:
        self.time = datetime.combine(date.fromordinal(BEGIN), time(6), UTC)

    def __call__(self) -> datetime:
        return self.time

    def turn_past_the_end(self) -> None:
        """Put the clock behind every history, so that any of its days may be asked about."""
        self.time = datetime.combine(date.fromordinal(END + 30), time(6), UTC)


def history(seed: int, events: int) -> Iterator[Batch]:
    """Yield batches of about ``events`` events in all, never more."""
    writer = _Writer(Random(seed))
    left = events
    for day, entries in groupby(writer.entries(round(events / EVENTS_A_PERSON) + 1), key=lambda entry: entry.day):
        drafts: list[Draft] = []
        for entry in entries:
            drafts += writer.drafts(entry)
        midday = datetime.combine(date.fromordinal(day), time(12), UTC)
        for number, start in enumerate(range(0, len(drafts), LARGEST)):
            some = drafts[start : start + min(LARGEST, left)]
            if some:
                yield Batch(midday + timedelta(minutes=number), tuple(some))
            left -= len(some)
        if left <= 0:
            return


class _Writer:
    """Turns lives into drafts in the order of recording; only what is still to come is held."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._coming: list[tuple[int, int, Report | _Change]] = []
        self._number = 0
        self._source = SourceId("")
        self._batch = ""
        self._passages_left = 0

    def entries(self, people: int) -> Iterator[Report | _Change]:
        """Yield what is recorded, day after day; a life is told when its first day comes."""
        for first in sorted(first_day(self._random) for _ in range(people)):
            yield from self._due(max(first, BEGIN))
            for report in life(self._random, first):
                self._push(report)
        yield from self._due(END + 1)

    def drafts(self, entry: Report | _Change) -> Iterator[Draft]:
        """Write one report, with its passage and at times a new source before it, or one change."""
        self._batch = iso(Day(entry.day))
        if isinstance(entry, _Change):
            yield self._draft(entry.id, entry.content, version=entry.version, person=entry.person)
            return
        if not entry.again:
            yield from self._passage(entry)
        for fact_id, fact in entry.facts:
            yield self._draft(fact_id, fact)
            if self._random.random() < CHANGED:
                self._change(entry, fact_id, fact)

    def _due(self, before: int) -> Iterator[Report | _Change]:
        while self._coming and self._coming[0][0] < before:
            yield heapq.heappop(self._coming)[-1]

    def _push(self, entry: Report | _Change) -> None:
        self._number += 1
        heapq.heappush(self._coming, (entry.day, self._number, entry))

    def _passage(self, report: Report) -> Iterator[Draft]:
        if not self._passages_left:
            self._passages_left = PASSAGES_A_SOURCE
            self._source = SourceId(identifier(self._random))
            issuer = f"Issuer {self._random.randrange(30)}"
            source = f.SourceRegistered(
                kind=self._random.choice(list(SourceKind)),
                issuer=issuer,
                title=f"What happened, part {self._number}",
                language=self._random.choice(("be", "ru", "en")),
                published=written(self._random, report.day),
                url=f"https://example.org/{self._number}",
            )
            yield self._draft(FactId(self._source), source)
        self._passages_left -= 1
        # Whoever is registered by this very report is not there yet when the passage is recorded.
        new = any(isinstance(fact, f.PersonRegistered) for _, fact in report.facts)
        passage = f.PassageQuoted(
            source=self._source,
            pinpoint=f"paragraph {PASSAGES_A_SOURCE - self._passages_left}",
            text="It is said here that on that day this happened to the person named. " * self._random.randrange(1, 5),
            mentions=() if new else (report.person,),
        )
        yield self._draft(FactId(report.passage), passage)

    def _change(self, entry: Report, fact_id: FactId, fact: f.Fact) -> None:
        """Plan a correction, or a retraction and at times its reinstatement, some days or years from now."""
        if not isinstance(fact, f.PersonFact):
            return
        random = self._random
        day = max(learnt(random, entry.day), entry.day + 6)
        corrected = self._corrected(fact)
        if corrected is not None and random.random() < 0.75:
            changes: list[Content] = [Corrected(corrected, "the source corrected itself")]
        else:
            changes = [Retracted("said of somebody else"), Reinstated("it was said of this person")]
            changes = changes[: random.choices((1, 2), (4, 1))[0]]
        for version, content in enumerate(changes, start=2):
            self._push(_Change(day + 30 * (version - 2), entry.person, fact_id, version, content))

    def _corrected(self, fact: f.PersonFact) -> f.PersonFact | None:
        """Return the fact with another day or name; a day is known better later."""
        match fact:
            case f.Named():
                return msgspec.structs.replace(fact, text=fact.text[::-1].title())
            case f.LibertyFact() | f.Recognized() | f.RecognitionWithdrawn():
                day = Day(fact.occurred.earliest + self._random.choice((-3, -1, 1, 2, 5)))
                return msgspec.structs.replace(fact, occurred=FuzzyDate.parse(iso(day)))
            case _:
                return None

    def _draft(self, fact_id: FactId, content: Content, *, version: int = 1, person: PersonId | None = None) -> Draft:
        salt = urlsafe_b64encode(self._random.randbytes(32)).rstrip(b"=").decode()
        tags = tags_of(fact_id, content) | ({f"person:{person}"} if person else frozenset())
        return Draft(fact_id, version, content, "generator", self._batch, tags=tags, salt=salt)
