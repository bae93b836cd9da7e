"""Why answers are what they are: questions about counts, asked at any basis."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from domain.facts import Fact
from domain.folds.coverage import Coverage
from domain.people import FactId, PersonId
from domain.sources import About
from ledger.log import Head, Log
from projections.as_published import AsPublished, Published
from projections.basis import AsKnown, Basis, Clock, Count
from projections.counts import count
from projections.declared import Declared
from projections.digest import State, state
from projections.disclosure import Disclosures
from projections.impact import Moved, impact
from projections.projector import reading
from projections.replay.digest import replayed_digest
from projections.timeline import entry_of
from projections.why import Explained, ExplainedPage, near, person_why


@dataclass(frozen=True, slots=True)
class DigestAnswer:
    """The state that a count counts, with what the answer depends on and covers."""

    state: State
    coverage: Coverage
    basis: Basis


@dataclass(frozen=True, slots=True)
class ImpactAnswer:
    """A fact, and what each of its versions moved; nobody declares that all days and counts are complete."""

    id: FactId
    shown: Fact
    versions: tuple[Moved, ...]
    coverage: Coverage
    head: Head


@dataclass(frozen=True, slots=True)
class WhyAnswer:
    """Why one person is counted, or not, with what the answer depends on and the coverage of the count."""

    person: Explained
    coverage: Coverage
    basis: Basis


@dataclass(frozen=True, slots=True)
class FactsAnswer:
    """A count, the people near it with the facts used and not used, and what the answer depends on and covers."""

    count: Count
    page: ExplainedPage
    coverage: Coverage
    basis: Basis


class Explanations:
    """Questions about why; ``covered`` gives the coverage of a count, ``declared`` that of an answer about many."""

    def __init__(
        self,
        ledger: Log,
        engine: Engine,
        clock: Clock,
        disclosures: Disclosures,
        *,
        published: AsPublished,
        declared: Declared,
        covered: Callable[[Basis, Count], Coverage],
    ) -> None:
        """Answer over a ledger and the read models in ``engine`` what may be shown."""
        self._ledger = ledger
        self._engine = engine
        self._clock = clock
        self._disclosures = disclosures
        self._published = published
        self._declared = declared
        self._covered = covered

    def digest(self, basis: Basis) -> DigestAnswer:
        """Return the state of everybody whom a basis counts."""
        if basis.as_published is not None:
            state_then, counted = self._published.state(basis), self._published.count(basis)
            return DigestAnswer(state_then, self._covered(basis, counted), basis)
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            found = state(connection, models, basis, disclosure.at(connection, models, basis.head.size))
            counted = count(connection, models, basis)
        return DigestAnswer(found, self._covered(basis, counted), basis)

    def digest_again(self, basis: Basis) -> str:
        """Return the digest of the same state from the events alone."""
        return replayed_digest((event for page in self._ledger.read() for event in page), basis)

    def why(self, basis: Basis, person: PersonId) -> WhyAnswer:
        """Return why a basis counts one person, or does not; raise as a person's timeline does."""
        published = self._out(basis)
        known = published.known if published else None
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            found = person_why(connection, models, self._ledger, disclosure, basis, person=person, known_by_then=known)
            counted = published.count if published else count(connection, models, basis)
        return WhyAnswer(found, self._covered(basis, counted), basis)

    def facts(self, basis: Basis, *, after: PersonId | None = None, limit: int | None = None) -> FactsAnswer:
        """Return which facts a count rests on, and which of the people near it are not used: all, or a page."""
        published = self._out(basis)
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            found = near(
                connection, models, self._ledger, disclosure, basis, after=after, limit=limit, published=published
            )
            counted = published.count if published else count(connection, models, basis)
        return FactsAnswer(counted, found, self._covered(basis, counted), basis)

    def _out(self, basis: Basis) -> Published | None:
        return None if basis.as_published is None else self._published.people(basis)

    def impact(self, identifier: FactId, as_known: AsKnown = None) -> ImpactAnswer:
        """Return which answers a fact moved; raise `NotFoundError` for an unknown one."""
        size = self._clock.size(as_known)
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            shown = entry_of(self._ledger, disclosure, identifier, size).shown
            found = impact(connection, models, self._ledger, disclosure, identifier, size=size)
        coverage = self._declared.known_to_us(size, About.PERSONS)
        return ImpactAnswer(identifier, shown, found, coverage, self._ledger.head(size))
