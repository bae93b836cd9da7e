"""Every question that Khronika answers, at any basis: the public surface of this room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Engine

from domain.dates import Day
from domain.errors import QuestionError
from domain.facts import CopyCaptured
from domain.folds.coverage import Coverage, coverage
from domain.folds.naming import Language
from domain.names import parts
from domain.people import FactId, PersonId, SourceId
from domain.phrases import Field, Phrase
from ledger.log import Head, Log
from projections.answers import CarriedAnswer, carried
from projections.archive import Held, all_passed_on, held_of, passed_on
from projections.as_published import AsPublished
from projections.basis import AsKnown, Basis, Clock, Count
from projections.breakdown import Breakdown, By, breakdown, told
from projections.bridge import Bridges
from projections.bundle.bundles import Bundles
from projections.cases import Cases
from projections.citation import Citations
from projections.counts import count
from projections.cycle import Cycle
from projections.declared import Declared
from projections.demands import Demands
from projections.disclosure import Disclosure, Disclosures, one_with
from projections.explanations import Explanations
from projections.export import Exports
from projections.force import Force
from projections.groups import Group, Narrowed, narrowed
from projections.incidents import Incidents
from projections.matching import Names, names
from projections.naming import Naming
from projections.news import News, news
from projections.people import Found, with_external_id
from projections.places import Places
from projections.prisoners import Prisoner, prisoners
from projections.projector import reading
from projections.published import PublishedCounts
from projections.published_models import AsPublishedModels
from projections.quality import QualityOfRecord
from projections.sanctions import Sanctions
from projections.search import Candidates, search
from projections.series import series
from projections.sources import SourceRecord, source_at, source_of
from projections.spans import Spans
from projections.strides import Stride
from projections.timeline import Entry, Timeline, entry_of, timeline
from projections.worklist import Worklist, worklist

MOST_POINTS: Final = 10_000
"""How many days one question may ask about."""


@dataclass(frozen=True, slots=True)
class CountAnswer:
    """How many, with what the answer depends on and covers; in groups, if that was asked."""

    count: Count
    coverage: Coverage
    basis: Basis
    breakdown: Breakdown | None = None


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """Who, with the count that this is the list of; ``after`` is where the next page goes on, if there is one.

    ``withheld`` is how many persons the list leaves out. ``within`` is the group it is narrowed to, and then ``count``
    is in groups.
    """

    prisoners: tuple[Prisoner, ...]
    after: PersonId | None
    withheld: int
    count: CountAnswer
    within: Narrowed | None = None


@dataclass(frozen=True, slots=True)
class BridgeAnswer:
    """Why the count at ``start`` became the one at ``end``: three steps, which sum to the difference of the two."""

    start: CountAnswer
    end: CountAnswer
    strides: tuple[Stride, ...]


class Questions:
    """Answers over one ledger and its read models. Bases come from ``clock``; ``demands`` has questions of its own."""

    def __init__(
        self, ledger: Log, engine: Engine, *, now: Callable[[], datetime], disclosures: Disclosures | None = None
    ) -> None:
        """Answer over a log and its read models; of part of a log, ``disclosures`` are those of the whole."""
        self._ledger = ledger
        self._engine = engine
        self._now = now
        self._partial = disclosures is not None
        self._declared = Declared(ledger)
        self._disclosures = disclosures or Disclosures(ledger)
        self._models_then = AsPublishedModels(ledger)
        self._published = AsPublished(ledger)
        self._bridges = Bridges(ledger, engine, self._disclosures, self._published)
        self.clock = Clock(ledger, engine, now)
        self.sanctions = Sanctions(ledger, engine, self.clock, self._declared, self._disclosures)
        self.cycle = Cycle(ledger, engine, self.clock, self._declared, self._disclosures)
        self.published = PublishedCounts(
            ledger, engine, self.clock, series=self.series, declared=self._declared, disclosures=self._disclosures
        )
        self.demands = Demands(ledger, engine, self.clock, self._declared, self._disclosures)
        self.force = Force(ledger, engine, self.clock, self._declared, self._disclosures)
        self.spans = Spans(ledger, engine, self.clock, self._declared, self._disclosures)
        self.cases = Cases(ledger, engine, self.clock, self._declared, self._disclosures)
        self.incidents = Incidents(ledger, engine, self.clock, self._declared, self._disclosures)
        self.places = Places(ledger, engine, self.clock, self._declared, self._disclosures)
        self.quality = QualityOfRecord(ledger, engine, self.clock, self._disclosures)
        self.citations = Citations(ledger, engine, self.clock, self._disclosures)
        self.explanations = Explanations(
            ledger,
            engine,
            self.clock,
            self._disclosures,
            published=self._published,
            declared=self._declared,
            covered=self._coverage,
        )
        self.exports = Exports(ledger, engine, self.clock, self._disclosures)
        self.bundles = Bundles(ledger, engine, self.clock, self._disclosures, self.explanations)

    def as_published(self, day: Day | None, as_known: AsKnown = None) -> "Questions":
        """Return the questions to ask of what could be known by a day, at one log size; these for no day.

        Raises `QuestionError` for a day still to come.
        """
        if day is None:
            return self
        self.clock.check_published(day)
        then = self._models_then.at(self.clock.size(as_known), day)
        return Questions(then.log, then.engine, now=self._now, disclosures=Disclosures(self._ledger, self._engine))

    def count(self, basis: Basis, by: By | None = None) -> CountAnswer:
        """Return how many persons a basis counts, in groups if ``by`` says so."""
        if basis.as_published is not None:
            found = self._published.count(basis)
        else:
            with reading(self._engine) as (connection, models):
                found = count(connection, models, basis)
        groups = self.breakdown(basis, by) if by else None
        return CountAnswer(found, self._coverage(basis, found), basis, groups)

    def breakdown(self, basis: Basis, by: By) -> Breakdown:
        """Return whom a basis counts in groups; raise `QuestionError` for a combination without meaning."""
        if basis.as_published is not None:
            then = self.as_published(basis.as_published, basis.head.size)
            return then.breakdown(replace(basis, as_published=None), by)
        with reading(self._engine) as (connection, models):
            hidden = self._disclosures.now(connection, models).at(connection, models, basis.head.size)
            return breakdown(connection, models, basis, by, told(connection, models, basis, by, hidden))

    def series(self, basis: Basis, days: Sequence[Day]) -> list[CountAnswer]:
        """Return the count on each of some days, otherwise at the basis given, whose own day must be the last."""
        if len(days) > MOST_POINTS:
            many = Phrase(
                "%(days)s days are more than %(most)s; ask for longer intervals",
                days=str(len(days)),
                most=str(MOST_POINTS),
            )
            raise QuestionError(many, field="interval")
        if basis.as_published is not None:
            found = self._published.series(basis, days)
        else:
            with reading(self._engine) as (connection, models):
                found = series(connection, models, basis, days)
        newest = self.clock.newest_day(basis.head.size)
        bases = [replace(basis, day=day, beyond=day > newest) for day in days]
        return [CountAnswer(one, self._coverage(at, one), at) for at, one in zip(bases, found, strict=True)]

    def bridge(
        self, start: Basis, end: Basis, *, most: int | None = None, language: Language | None = None
    ) -> BridgeAnswer:
        """Return why the count at one basis became that at another, person by person; of each step ``most``, or all."""
        found = self._bridges.between(start, end, most=most)
        with reading(self._engine) as (connection, models):
            naming = Naming(connection, models, self._ledger, self._disclosures.now(connection, models), language)
            strides = naming.strides(found.strides, (start.head.size, end.head.size))
        first, last = (
            CountAnswer(one, self._coverage(at, one), at) for at, one in zip((start, end), found.counts, strict=True)
        )
        return BridgeAnswer(first, last, strides)

    def prisoners(
        self,
        basis: Basis,
        *,
        after: PersonId | None = None,
        limit: int | None = None,
        group: Group | None = None,
        language: Language | None = None,
    ) -> ListAnswer:
        """Return the persons that a basis counts, each with why: all, or a page of ``limit`` that follows ``after``.

        With a ``group`` those in it alone; raises `QuestionError` for one that no count can have. The order is one in
        every ``language``, so that pages of any are one list: that of the names that everybody is shown.
        """
        published = None if basis.as_published is None else self._published.people(basis)
        within = self.narrowed(basis, group) if group else None
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            found = prisoners(
                connection,
                models,
                self._ledger,
                disclosure,
                basis,
                after=after,
                limit=limit,
                published=published,
                within=within,
            )
            naming = Naming(connection, models, self._ledger, disclosure, language)
            called = naming.of({one.id: one.name for one in found.prisoners}, basis.head.size)
        people = tuple(replace(one, name=called[one.id]) for one in found.prisoners)
        whole = CountAnswer(
            found.counted, self._coverage(basis, found.counted), basis, within.breakdown if within else None
        )
        return ListAnswer(people, found.after, found.withheld, whole, within)

    def narrowed(self, basis: Basis, group: Group) -> Narrowed:
        """Return who of a count is in one of its groups; raise `QuestionError` for one that no count can have."""
        if basis.as_published is not None:
            then = self.as_published(basis.as_published, basis.head.size)
            return then.narrowed(replace(basis, as_published=None), group)
        with reading(self._engine) as (connection, models):
            hidden = self._disclosures.now(connection, models).at(connection, models, basis.head.size)
            return narrowed(connection, models, basis, group, hidden)

    def carried(self, basis: Basis, person: PersonId) -> CarriedAnswer:
        """Return whether a basis counts one person, with the events that carry it; raise as a timeline does."""
        return carried(self._ledger, self.disclosure(), self.explanations.why(basis, person))

    def timeline(
        self, identifier: PersonId, day: Day, as_known: AsKnown = None, *, language: Language | None = None
    ) -> tuple[Timeline, Head]:
        """Return a person's record as of a day.

        Raises `NotFoundError` for an unknown person, and `MovedError` for one whom another registration stands for.
        """
        size = self.clock.size(as_known)
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            found = timeline(connection, models, self._ledger, disclosure, identifier, day=day, size=size)
            called = Naming(connection, models, self._ledger, disclosure, language).of({found.id: found.name}, size)
        return replace(found, name=called[found.id]), self._ledger.head(size)

    def fact(self, identifier: FactId, as_known: AsKnown = None) -> tuple[Entry, Head]:
        """Return a fact with all its versions; raise `NotFoundError` for an unknown one."""
        size = self.clock.size(as_known)
        return entry_of(self._ledger, self.disclosure(), identifier, size), self._ledger.head(size)

    def source(self, identifier: SourceId, as_known: AsKnown = None) -> tuple[SourceRecord, Head]:
        """Return a source with its passages; raise `NotFoundError` for an unknown one."""
        size = self.clock.size(as_known)
        return source_of(self._ledger, self.disclosure(), identifier, size), self._ledger.head(size)

    def copy(self, digest: str) -> CopyCaptured:
        """Return what is recorded of a copy whose bytes may be given to anybody now; raise as `passed_on` does."""
        return passed_on(self._ledger, self.disclosure(), digest)

    def kept(self, source: SourceId, identifier: FactId) -> Held:
        """Return one copy of a source, for whoever recorded it: withheld or not."""
        size = self._ledger.size()
        found = held_of(self._ledger, self.disclosure(), source, source_at(self._ledger, source, size), size)
        return next(one for one in found if one.copy.id == identifier)

    def copies(self) -> tuple[CopyCaptured, ...]:
        """Return every copy whose bytes may be given to anybody now, one for each digest."""
        return all_passed_on(self._ledger, self.disclosure())

    def with_external_id(self, publisher: str, value: str, as_known: AsKnown = None) -> tuple[list[Found], Head]:
        """Return the persons for whom a publisher's key is stated."""
        size = self.clock.size(as_known)
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            found = with_external_id(connection, models, disclosure, size, publisher=publisher, value=value)
        return found, self._ledger.head(size)

    def search(
        self, name: str, as_known: AsKnown = None, *, language: Language | None = None
    ) -> tuple[Candidates, Head]:
        """Return the persons whom a name may mean; raise `QuestionError`, without the name, if it has no letters."""
        if not parts(name):
            no = Phrase("%(field)s has no letters that names are written with here", field=Field("name"))
            raise QuestionError(no, field="name")
        size = self.clock.size(as_known)
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            found = search(connection, models, disclosure, name, size)
            naming = Naming(connection, models, self._ledger, disclosure, language)
            called = naming.of({one.id: one.name for one in found.found}, size)
        people = tuple(replace(one, name=called[one.id]) for one in found.found)
        return replace(found, found=people), self._ledger.head(size)

    def names(self) -> Names:
        """Return the names of the record as it is known now, to find whom a list may mean."""
        size = self.clock.size(None)
        with reading(self._engine) as (connection, models):
            return names(connection, models, self._disclosures.now(connection, models), size)

    def news(self, *, since: int, limit: int, as_known: AsKnown = None) -> tuple[list[News], Head]:
        """Return the next events after a position; raise `QuestionError` for one that the log has not reached."""
        size = self.clock.size(as_known)
        if since > size:
            beyond = Phrase(
                "%(field)s %(since)s is beyond the log size answered from, %(size)s",
                field=Field("since"),
                since=str(since),
                size=str(size),
            )
            raise QuestionError(beyond, field="since")
        return news(self._ledger, self.disclosure(), since=since, limit=limit, size=size), self._ledger.head(size)

    def worklist(self, day: Day, *, months: int, as_known: AsKnown = None) -> tuple[Worklist, Head]:
        """Return what a recorder should look into on a day."""
        size = self.clock.size(as_known)
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            found = worklist(connection, models, self._ledger, disclosure, day=day, size=size, months=months)
        return found, self._ledger.head(size)

    def disclosure(self) -> Disclosure:
        """Return what is hidden now, at whatever basis is asked."""
        with reading(self._engine) as (connection, models):
            return self._disclosures.now(connection, models)

    def registrations(self, person: PersonId) -> frozenset[PersonId]:
        """Return all registrations that judgements now make one person with this one."""
        with reading(self._engine) as (connection, models):
            return one_with(connection, models, frozenset({person}))

    def _coverage(self, basis: Basis, found: Count) -> Coverage:
        return coverage(
            self._declared.at(basis.head.size),
            definition=basis.definition.id,
            variant=basis.variant,
            day=basis.day,
            found=(found.certain, found.possible),
            recognized_by=basis.recognized_by,
            as_published=basis.as_published is not None or self._partial,
        )
