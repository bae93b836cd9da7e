"""How many people or cases some incidents come to: no part is added to its whole (docs/adr/0029).

*Certain* is a number that holds under every reading of the dates, whichever of the rival figures is right, and however
incidents overlap that nobody judged apart. *Possible* is the largest; open where no source sets a limit. Who was in two
incidents at different times is counted in both, as their sources do.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.dates import Day
from domain.folds.anomalies import Anomaly, Oddity
from domain.folds.incidents import Incident, above, agreed, apart, hull, parts_of
from domain.incidents import IncidentKind
from domain.people import FactId, PersonId
from domain.published import Unit
from domain.quantities import Bounds

MOST_CHOICES: Final = 4096
Canonical = Callable[[PersonId], PersonId | None]
"""The one who stands for a registered person; ``None`` if the registration does not stand."""


@dataclass(frozen=True, slots=True)
class Number:
    """How many an incident is in one unit.

    ``bounds`` follow from rival figures, members and parts together; ``agreed`` is what all figures allow, ``None`` if
    they contradict one another; ``unnamed`` is how many persons nobody has named, ``None`` of other
    units.
    """

    unit: Unit
    bounds: Bounds
    agreed: Bounds | None
    unnamed: Bounds | None


@dataclass(frozen=True, slots=True)
class Added:
    """An incident that a total adds, and between which numbers it adds: none for certain if it may lie outside."""

    id: FactId
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Total:
    """How many in one unit the incidents of one kind are together.

    ``left_out`` gives each part with the whole that is added; ``uncounted`` are incidents without a number in the unit,
    so that nothing limits the possible; ``overlaps`` are pairs that may count somebody twice: what is possible has
    both, what is certain the larger of them.
    """

    kind: IncidentKind
    unit: Unit
    certain: int
    possible: int | None
    added: tuple[Added, ...]
    left_out: tuple[tuple[FactId, FactId], ...]
    uncounted: tuple[FactId, ...]
    overlaps: tuple[tuple[FactId, FactId], ...]


class Numbers:
    """The numbers of some incidents, each worked out once."""

    def __init__(self, found: Mapping[FactId, Incident], canonical: Canonical) -> None:
        """Take all incidents, since parts bear on their wholes; ``canonical`` says who is whom."""
        self._found = found
        self._canonical = canonical
        self._parts = parts_of(found)
        self._people: dict[FactId, frozenset[PersonId]] = {}
        self._lows: dict[tuple[FactId, Unit], int] = {}

    def people(self, one: FactId) -> frozenset[PersonId]:
        """Return who is known to have been among those of an incident or of a part of it, each person once."""
        if one not in self._people:
            own = {self._canonical(member.person) for member in self._found[one].members}
            parts = (self.people(part) for part in self._parts[one])
            self._people[one] = frozenset(person for person in own if person is not None).union(*parts)
        return self._people[one]

    def parts(self, one: FactId) -> list[FactId]:
        """Return the direct parts of an incident."""
        return self._parts[one]

    def units(self, one: FactId) -> list[Unit]:
        """Return the units that an incident is counted in; persons too if anybody is named."""
        counted = {said.unit for said in self._found[one].figures}
        return [unit for unit in Unit if unit in counted or (unit is Unit.PERSONS and self.people(one))]

    def number(self, one: FactId, unit: Unit) -> Number:
        """Return how many an incident is in a unit."""
        figures = self._figures(one, unit)
        bounds = self.bounds(one, unit)
        named = len(self.people(one))
        left = (max(bounds[0] - named, 0), None if bounds[1] is None else bounds[1] - named)
        return Number(unit, bounds, agreed(figures), left if unit is Unit.PERSONS else None)

    def bounds(self, one: FactId, unit: Unit) -> Bounds:
        """Return the lowest and the highest number; what no source limits, a whole may."""
        low = self._low(one, unit)
        high = hull(self._figures(one, unit))[1]
        if high is None:
            limits = [hull(self._figures(whole, unit))[1] for whole in above(one, self._found)]
            high = min((limit for limit in limits if limit is not None), default=None)
        return low, None if high is None else max(low, high)

    def anomalies(self, one: FactId) -> tuple[Anomaly, ...]:
        """Return what is odd about an incident: also if its members or parts are more than any source counts."""
        more = [
            figure.fact
            for unit in self.units(one)
            for high in [hull(self._figures(one, unit))[1]]
            if high is not None and self._low(one, unit) > high
            for figure in self._found[one].figures
            if figure.unit is unit
        ]
        odd = (Anomaly(Oddity.INCIDENT_MORE_THAN_COUNTED, tuple(sorted(more))),) if more else ()
        return (*self._found[one].anomalies, *odd)

    def _figures(self, one: FactId, unit: Unit) -> list[Bounds]:
        return [said.bounds for said in self._found[one].figures if said.unit is unit]

    def _low(self, one: FactId, unit: Unit) -> int:
        """Return how many at least: by figures, by members, or by parts, which add up only where judged apart."""
        if (one, unit) not in self._lows:
            parts = [self._found[part] for part in self._parts[one]]
            weights = {part.id: self._low(part.id, unit) for part in parts}
            named = len(self.people(one)) if unit is Unit.PERSONS else 0
            least = hull(self._figures(one, unit))[0]
            self._lows[one, unit] = max(least, named, heaviest(parts, weights, apart))
        return self._lows[one, unit]


def total(
    found: Mapping[FactId, Incident], numbers: Numbers, window: tuple[Day, Day], kind: IncidentKind, unit: Unit
) -> Total | None:
    """Add up the incidents of a kind that may lie in a window; ``None`` if none of them is counted in the unit.

    The window is its first and its last day. What is part of an added incident that certainly lies in the window is
    left out. One that may lie outside adds nothing for certain, and its parts are added beside it.
    """
    there = [one for one in found.values() if kind in one.kinds and touches(one, window)]
    counted = {one.id: unit in numbers.units(one.id) for one in there}
    if not any(counted.values()):
        return None
    inside = {one.id for one in there if window[0] <= one.first and one.last <= window[1]}
    wholes = {one.id: {i for i in above(one.id, found) & inside if counted[i]} for one in there}
    tops = [one for one in there if counted[one.id] and not wholes[one.id]]
    added = {one.id: _adds(numbers.bounds(one.id, unit), one.id in inside) for one in tops}
    uncounted = tuple(one.id for one in there if not counted[one.id] and not wholes[one.id])
    highs = [high for _, high in added.values() if high is not None]
    return Total(
        kind,
        unit,
        certain=heaviest(tops, {one: low for one, (low, _) in added.items()}, disjoint),
        possible=sum(highs) if len(highs) == len(added) and not uncounted else None,
        added=tuple(Added(one, bounds) for one, bounds in added.items()),
        left_out=tuple(
            (one.id, next(top.id for top in tops if top.id in wholes[one.id])) for one in there if wholes[one.id]
        ),
        uncounted=uncounted,
        overlaps=tuple(
            (one.id, other.id) for n, one in enumerate(tops) for other in tops[n + 1 :] if not disjoint(one, other)
        ),
    )


def _adds(bounds: Bounds, inside: bool) -> Bounds:  # noqa: FBT001 -- said by its name
    return bounds if inside else (0, bounds[1])


def touches(one: Incident, window: tuple[Day, Day]) -> bool:
    """Whether an incident may lie in a window, or a part of it."""
    return one.first <= window[1] and window[0] <= one.last


def disjoint(one: Incident, other: Incident) -> bool:
    """Whether two certainly count no happening in common: one was over before the other, or they are judged apart."""
    return one.last < other.first or other.last < one.first or apart(one, other)


def heaviest(
    some: Iterable[Incident], weights: Mapping[FactId, int], separate: Callable[[Incident, Incident], bool]
) -> int:
    """Return the largest sum of weights of incidents any two of which are separate.

    They are taken in the order of their last days. Of all choices among those before, only what they forbid of those
    to come matters, and of two that forbid the same the heavier. Of very many choices the heaviest are kept: the sum is
    still one of separate incidents.
    """
    left: Sequence[Incident] = sorted(some, key=lambda one: (one.last, one.id))
    best: dict[frozenset[FactId], int] = {frozenset(): 0}
    for place, one in enumerate(left):
        near = {other.id for other in left[place + 1 :] if not separate(one, other)}
        then: dict[frozenset[FactId], int] = {}
        for forbidden, weight in best.items():
            choices = [(forbidden - {one.id}, weight)]
            if one.id not in forbidden and weights[one.id]:
                choices.append((forbidden | near, weight + weights[one.id]))
            for key, sum_ in choices:
                then[key] = max(then.get(key, 0), sum_)
        best = dict(sorted(then.items(), key=lambda choice: (-choice[1], sorted(choice[0])))[:MOST_CHOICES])
    return max(best.values())
