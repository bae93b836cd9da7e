"""Every question that Khronika answers, at any basis: the public surface of this room."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from domain.changes import stands
from domain.facts import CoverageDeclared
from domain.folds.coverage import Coverage, coverage
from domain.folds.standing import by_stream
from domain.people import FactId, PersonId, SourceId
from ledger.events import COVERAGE_TAG
from ledger.ledger import Head, Ledger
from projections.basis import AsKnown, Basis, Clock, Count
from projections.counts import count
from projections.prisoners import Prisoner, prisoners
from projections.projector import reading
from projections.sources import SourceRecord, source_of
from projections.timeline import Entry, Timeline, entry_of, timeline


@dataclass(frozen=True, slots=True)
class CountAnswer:
    """How many, with what the answer depends on and covers."""

    count: Count
    coverage: Coverage
    basis: Basis


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """Who, with what the answer depends on and covers."""

    prisoners: tuple[Prisoner, ...]
    coverage: Coverage
    basis: Basis


class Questions:
    """Answers over one ledger and its read models. Bases come from ``clock``."""

    def __init__(self, ledger: Ledger, engine: Engine, *, now: Callable[[], datetime]) -> None:
        """Answer over a ledger and the read models in ``engine``."""
        self._ledger = ledger
        self._engine = engine
        self.clock = Clock(ledger, engine, now)

    def count(self, basis: Basis) -> CountAnswer:
        """Return how many persons a basis counts."""
        with reading(self._engine) as (connection, models):
            found = count(connection, models, basis)
        return CountAnswer(found, self._coverage(basis, found), basis)

    def prisoners(self, basis: Basis) -> ListAnswer:
        """Return the persons that a basis counts, each with why."""
        with reading(self._engine) as (connection, models):
            found = prisoners(connection, models, self._ledger, basis)
            counted = count(connection, models, basis)
        return ListAnswer(tuple(found), self._coverage(basis, counted), basis)

    def timeline(self, identifier: PersonId, as_known: AsKnown = None) -> tuple[Timeline, Head]:
        """Return a person's record; raise `NotFoundError` for an unknown person."""
        size = self.clock.size(as_known)
        return timeline(self._ledger, identifier, size), self._ledger.head(size)

    def fact(self, identifier: FactId, as_known: AsKnown = None) -> tuple[Entry, Head]:
        """Return a fact with all its versions; raise `NotFoundError` for an unknown one."""
        size = self.clock.size(as_known)
        return entry_of(self._ledger, identifier, size), self._ledger.head(size)

    def source(self, identifier: SourceId, as_known: AsKnown = None) -> tuple[SourceRecord, Head]:
        """Return a source with its passages; raise `NotFoundError` for an unknown one."""
        size = self.clock.size(as_known)
        return source_of(self._ledger, identifier, size), self._ledger.head(size)

    def _coverage(self, basis: Basis, found: Count) -> Coverage:
        streams = by_stream(self._ledger.tagged(COVERAGE_TAG, upto=basis.head.size))
        stood = [stands((event.version, event.content) for event in history) for history in streams.values()]
        return coverage(
            [one.fact for one in stood if one is not None and isinstance(one.fact, CoverageDeclared)],
            definition=basis.definition.id,
            variant=basis.variant,
            day=basis.day,
            found=(found.certain, found.possible),
            recognized_by=basis.recognized_by,
        )
