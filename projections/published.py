"""Published counts: what was published for a day, and what we have beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from sqlalchemy import Connection, Engine, select

from domain.dates import Day
from domain.facts import CountPublished
from domain.folds.coverage import Coverage
from domain.folds.holds import Holds
from domain.folds.published import Abreast, Figure, Line, abreast, closes, definition_near, residual
from domain.people import FactId
from domain.published import Counted, Unit
from domain.quantities import Bounds
from domain.sources import About
from ledger.log import Head, Log
from projections.basis import AsKnown, Basis, Clock, Count
from projections.bitemporal import known
from projections.declared import Declared
from projections.disclosure import Disclosure, Disclosures
from projections.evidence import Evidence, Quote
from projections.projector import reading
from projections.tables import NO_LIMIT, Models

WINDOW: Final = 31
"""How many days back the nearest earlier figure is looked for, if the question does not say."""
LONGEST: Final = 366
"""A figure whose day is less certain than this many days is not put beside a count."""


class Answered(Protocol):
    """What is needed of the answer to a count."""

    @property
    def count(self) -> Count:
        """Certain and possible."""

    @property
    def coverage(self) -> Coverage:
        """How much of the world it covers."""

    @property
    def basis(self) -> Basis:
        """What it depends on."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that the publisher prints: its parts that stand, how many do not, and whether it closes if none is lost."""

    parts: tuple[tuple[FactId, CountPublished], ...]
    missing: int
    closes: Holds | None


@dataclass(frozen=True, slots=True)
class Published:
    """One figure with the passages that carry it, and the sum that it is, if it is one."""

    figure: Figure
    said: CountPublished
    quotes: tuple[Quote, ...]
    missing: int
    withheld: int
    sum: Sum | None


@dataclass(frozen=True, slots=True)
class Rivals:
    """All figures of one line that an answer shows: of the day, and the nearest before it."""

    line: Line
    on_the_day: tuple[Published, ...]
    before: tuple[Published, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Our counts on each day that a figure may speak of, the first and the last, and what the figure has more."""

    counts: tuple[Answered, ...]
    residual: Bounds


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A figure, and our count beside it, unless none of our definitions is near or its day is too uncertain."""

    published: Published
    on_the_day: bool
    definition: str | None
    beside: Beside | None


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """What was published for a day: each line with its rivals, reaching ``days`` days back; never called complete."""

    lines: tuple[Rivals, ...]
    day: Day
    days: int
    coverage: Coverage
    head: Head


@dataclass(frozen=True, slots=True)
class ReconciledAnswer:
    """What was published for a day and what we have beside it."""

    figures: tuple[Reconciled, ...]
    day: Day
    days: int
    coverage: Coverage
    head: Head


class PublishedCounts:
    """Answers about figures that others published."""

    def __init__(
        self,
        ledger: Log,
        engine: Engine,
        clock: Clock,
        *,
        series: Callable[[Basis, Sequence[Day]], Sequence[Answered]],
        declared: Declared,
        disclosures: Disclosures,
    ) -> None:
        """Read figures from the read models in ``engine``; ``series`` counts ours, ``declared`` says of whom."""
        self._ledger = ledger
        self._engine = engine
        self._clock = clock
        self._series = series
        self._declared = declared
        self._disclosures = disclosures

    def on(self, day: Day, *, days: int = WINDOW, as_known: AsKnown = None) -> PublishedAnswer:
        """Return the figures of a day and the nearest of up to ``days`` days before it, rivals side by side."""
        size = self._clock.size(as_known)
        lines, disclosure = self._abreast(day, days, size)
        carried = _Carried(self._ledger, size, disclosure)
        found = tuple(
            Rivals(
                one.line,
                tuple(carried.published(figure) for figure in one.on_the_day),
                tuple(carried.published(figure) for figure in one.before),
            )
            for one in lines
        )
        covered = self._declared.known_to_us(size, About.PUBLISHED_COUNTS)
        return PublishedAnswer(found, day, days, covered, self._ledger.head(size))

    def reconciled(self, day: Day, *, days: int = WINDOW, as_known: AsKnown = None) -> ReconciledAnswer:
        """Return the figures of a day, else the nearest before, each beside our count on its own day."""
        size = self._clock.size(as_known)
        lines, disclosure = self._abreast(day, days, size)
        carried = _Carried(self._ledger, size, disclosure)
        found = tuple(
            self._beside(carried.published(figure), bool(one.on_the_day), size)
            for one in lines
            for figure in one.nearest
        )
        covered = self._declared.known_to_us(size, About.PUBLISHED_COUNTS, About.PERSONS)
        return ReconciledAnswer(found, day, days, covered, self._ledger.head(size))

    def near(self, definition: str, first: Day, last: Day, size: int) -> list[tuple[Figure, CountPublished]]:
        """Return the figures of a time to which a definition of ours comes nearest, in the order of their days."""
        with reading(self._engine) as (connection, models):
            figures = _figures(connection, models, last, last - first, size)
        comparable = {one.id: one for one in figures if definition_near(one.line) == definition}
        said = self._ledger.standing(comparable, upto=size)
        found = [(comparable[one], fact) for one, fact in said.items() if isinstance(fact, CountPublished)]
        return sorted(found, key=lambda each: (each[0].first, each[0].last, each[0].id))

    def _abreast(self, day: Day, days: int, size: int) -> tuple[list[Abreast], Disclosure]:
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            return abreast(_figures(connection, models, day, days, size), day, days=days), disclosure

    def _beside(self, published: Published, on_the_day: bool, size: int) -> Reconciled:  # noqa: FBT001 -- said by its name
        figure = published.figure
        definition = definition_near(figure.line)
        if definition is None or figure.last - figure.first >= LONGEST:
            return Reconciled(published, on_the_day, definition, None)
        asked = [Day(number) for number in range(figure.first, figure.last + 1)]
        basis = self._clock.basis(figure.first, as_known=size, definition=definition)
        counts = self._series(basis, asked)
        more = residual(figure.bounds, ((one.count.certain, one.count.possible) for one in counts))
        return Reconciled(published, on_the_day, definition, Beside(tuple(counts), more))


def _figures(connection: Connection, models: Models, day: Day, days: int, size: int) -> list[Figure]:
    """Read the figures that speak of a day or of one of the days before it."""
    table = models.figure.c
    wanted = select(
        table.figure,
        table.counted,
        table.unit,
        table.group,
        table.scope,
        table.first,
        table.last,
        table.low,
        table.high,
    ).where(known(models.figure, size), table.first <= day, table.last >= day - days)
    return [
        Figure(
            FactId(figure),
            Line(Counted(counted), Unit(unit), group, scope),
            Day(first),
            Day(last),
            (low, None if high == NO_LIMIT else high),
        )
        for figure, counted, unit, group, scope, first, last, low, high in connection.execute(wanted)
    ]


class _Carried:
    """Reads what carries figures at one log size."""

    def __init__(self, ledger: Log, size: int, disclosure: Disclosure) -> None:
        self._ledger = ledger
        self._size = size
        self._evidence = Evidence(ledger, size, disclosure)

    def published(self, figure: Figure) -> Published:
        said = self._standing([figure.id])[0][1]
        evidence, cited = self._evidence, said.passages
        total = self._sum(said) if said.parts else None
        return Published(
            figure, said, tuple(evidence.quotes(cited)), evidence.missing(cited), evidence.withheld(cited), total
        )

    def _sum(self, said: CountPublished) -> Sum:
        parts = self._standing(said.parts)
        missing = len(said.parts) - len(parts)
        held = None if missing else closes(said.quantity, [part.quantity for _, part in parts])
        return Sum(tuple(parts), missing, held)

    def _standing(self, identifiers: Sequence[FactId]) -> list[tuple[FactId, CountPublished]]:
        found = self._ledger.standing(identifiers, upto=self._size)
        return [(one, fact) for one, fact in found.items() if isinstance(fact, CountPublished)]
