"""Published figures side by side: which speak of a day, whether printed sums close, how far they lie from a count."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from domain.dates import Day
from domain.facts.published import COUNTRY
from domain.folds.holds import Holds
from domain.people import FactId
from domain.published import Counted, Unit
from domain.quantities import Bounds, Quantity, total


class Line(NamedTuple):
    """What figures are about. Those of one line can be compared with one another; ``group`` '' is everybody."""

    counted: Counted
    unit: Unit
    group: str
    scope: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A published number: what it is about, between which days it lies, between which numbers."""

    id: FactId
    line: Line
    first: Day
    last: Day
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Abreast:
    """Figures of one line: those that may speak of the day, and the nearest that speak of an earlier one."""

    line: Line
    on_the_day: tuple[Figure, ...]
    before: tuple[Figure, ...]

    @property
    def nearest(self) -> tuple[Figure, ...]:
        """The figures of the day, else those before it."""
        return self.on_the_day or self.before


NEAREST: Final[Mapping[Counted, str]] = {
    Counted.POLITICAL_PRISONERS: "in-custody",
    Counted.FORMER: "former",
    Counted.EVER_RECOGNIZED: "ever-recognized",
    Counted.BEHIND_BARS: "held",
}
"""The definition of ours that comes nearest to what a figure counts (docs/adr/0022)."""


def abreast(figures: Iterable[Figure], day: Day, *, days: int) -> list[Abreast]:
    """Put the figures of each line side by side for a day; earlier ones reach back ``days`` days at most."""
    lines: defaultdict[Line, list[Figure]] = defaultdict(list)
    for one in sorted(figures, key=lambda one: (one.first, one.last, one.id)):
        lines[one.line].append(one)
    found = []
    for line, of_line in sorted(lines.items(), key=lambda item: _place(item[0])):
        on = tuple(one for one in of_line if one.first <= day <= one.last)
        earlier = [one for one in of_line if day - days <= one.last < day]
        newest = max((one.last for one in earlier), default=day)
        before = tuple(one for one in earlier if one.last == newest)
        if on or before:
            found.append(Abreast(line, on, before))
    return found


def _place(line: Line) -> tuple[int, int, str, str]:
    """Return where a line stands in an answer: kinds in the order of the vocabulary, the whole before its parts."""
    return list(Counted).index(line.counted), list(Unit).index(line.unit), line.scope, line.group


def definition_near(line: Line) -> str | None:
    """Return the definition to put beside figures of a line: of persons, everybody, in the whole country."""
    comparable = line.unit is Unit.PERSONS and not line.group and line.scope == COUNTRY
    return NEAREST.get(line.counted) if comparable else None


def residual(figure: Bounds, ours: Iterable[tuple[int, int]]) -> Bounds:
    """Return what a figure has more than a count, on any of its days, each (certain, possible); less is negative."""
    counts = list(ours)
    low, high = figure
    least, most = min(certain for certain, _ in counts), max(possible for _, possible in counts)
    return low - most, None if high is None else high - least


def closes(whole: Quantity, parts: Sequence[Quantity]) -> Holds:
    """Return whether parts add up to a whole: certainly if all are exact, possibly if their bounds leave room."""
    low, high = total(parts)
    if not whole.may_equal(low, high):
        return Holds.NO
    return Holds.CERTAINLY if whole.exact and low == high else Holds.POSSIBLY
