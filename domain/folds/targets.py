"""How many persons, entities, countries and craft some targets are, when groups are counted and not named.

What several sources count differently lies between the smallest and the largest number that they allow. A group and
its parts are never added: together they are as many as the larger, and certainly no more than sources give the group.
Parts of one group are taken to share nobody, unless one is part of the other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.facts import PartStated, SizeStated, TargetNamed, TargetRegistered
from domain.folds.holds import Holds
from domain.folds.standing import Standing
from domain.people import FactId
from domain.quantities import Quantity
from domain.sanctions import TargetKind, Unit

Range = tuple[int, int | None]
"""The lowest and the highest number; no highest is open."""

_ONE = {
    TargetKind.PERSON: Unit.PERSONS,
    TargetKind.ENTITY: Unit.ENTITIES,
    TargetKind.COUNTRY: Unit.COUNTRIES,
    TargetKind.VESSEL: Unit.CRAFT,
    TargetKind.AIRCRAFT: Unit.CRAFT,
}
_EACH = (Unit.PERSONS, Unit.ENTITIES, Unit.COUNTRIES)
NONE: Final[Range] = (0, 0)
"""How many a target is of a unit that nothing is said of."""


@dataclass(frozen=True, slots=True)
class Target:
    """One target: what it is, its name, how many it is in each unit, and the groups that it is part of.

    ``sized`` is false for a group that no source counts.
    """

    id: FactId
    kind: TargetKind
    name: str
    sizes: Mapping[Unit, Range]
    sized: bool
    wholes: frozenset[FactId] = frozenset()


@dataclass(frozen=True, slots=True)
class Total:
    """How many of a unit: ``certain`` under every reading, ``possible`` under some, which is open without a limit."""

    certain: int
    possible: int | None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many of each unit, and how many groups among them no source counts."""

    units: Mapping[Unit, Total] = field(default_factory=lambda: dict.fromkeys(Unit, Total(0, 0)))
    uncounted: int = 0


def target_of(identifier: FactId, facts: Iterable[Standing]) -> Target | None:
    """Read one target from its facts; ``None`` if its registration does not stand."""
    told = [one.fact for one in facts]
    kind = next((fact.kind for one in facts for fact in [one.fact] if isinstance(fact, TargetRegistered)), None)
    if kind is None:
        return None
    sizes = [fact for fact in told if isinstance(fact, SizeStated)]
    return Target(
        id=identifier,
        kind=kind,
        name=next((fact.text for fact in told if isinstance(fact, TargetNamed)), ""),
        sizes=_sizes(kind, sizes),
        sized=kind is not TargetKind.GROUP or bool(sizes),
        wholes=frozenset(FactId(fact.whole) for fact in told if isinstance(fact, PartStated)) - {identifier},
    )


def _sizes(kind: TargetKind, stated: Iterable[SizeStated]) -> dict[Unit, Range]:
    if kind in _ONE:
        return dict.fromkeys(_EACH, NONE) | {_ONE[kind]: (1, 1)}
    stated = list(stated)
    if not stated:
        return {unit: (0, 0) if unit is Unit.COUNTRIES else (0, None) for unit in _EACH}
    return {
        Unit.PERSONS: _hull([one.persons for one in stated if one.persons is not None]),
        Unit.ENTITIES: _hull([one.entities for one in stated if one.entities is not None]),
        Unit.COUNTRIES: (0, 0),
    }


def _hull(numbers: Iterable[Quantity]) -> Range:
    """Return the bounds of what sources count; what no source counts is none."""
    numbers = list(numbers)
    highs = [one.high for one in numbers if one.high is not None]
    high = max(highs, default=0) if len(highs) == len(numbers) else None
    return min((one.low for one in numbers), default=0), high


def totals(counted: Mapping[FactId, Holds], targets: Mapping[FactId, Target]) -> Totals:
    """Count targets, each of which is counted certainly or possibly, and a group together with its parts."""
    counting = _Counting({one: holds for one, holds in counted.items() if holds is not Holds.NO}, targets)
    uncounted = sum(not targets[one].sized for one in counting.counted)
    return Totals({unit: counting.total(unit) for unit in Unit}, uncounted)


class _Counting:
    """Targets that are counted, each under the group that it is counted with."""

    def __init__(self, counted: Mapping[FactId, Holds], targets: Mapping[FactId, Target]) -> None:
        self.counted = counted
        self._targets = targets
        self._parts: defaultdict[FactId | None, list[FactId]] = defaultdict(list)
        for one in sorted(counted):
            self._parts[self._whole(one)].append(one)

    def total(self, unit: Unit, whole: FactId | None = None) -> Total:
        """Return how many the parts of a group are together, or those that are part of none."""
        certain, possible, limited = 0, 0, True
        for one in self._parts[whole]:
            low, high = self._targets[one].sizes.get(unit, NONE)
            if high is None:
                # Inside a group that counts, the group's own limit holds.
                high = self._limit(one, unit) if whole is None else 0
            inside = self.total(unit, one)
            known = inside.certain if not high else min(inside.certain, high)
            certain += max(low if self.counted[one] is Holds.CERTAINLY else 0, known)
            if high is None or inside.possible is None:
                limited = False
            else:
                possible += max(high, inside.possible)
        return Total(certain, possible if limited else None)

    def _whole(self, one: FactId) -> FactId | None:
        """Return the smallest group that a target is counted with: one that counts itself, and is no part of it."""
        above = {whole: _wholes(whole, self._targets) for whole in self._targets[one].wholes & self.counted.keys()}
        wholes = {whole for whole, further in above.items() if one not in further}
        return min(wholes - {far for whole in wholes for far in above[whole] - {whole}}, default=None)

    def _limit(self, one: FactId, unit: Unit) -> int | None:
        """Return the highest number of a group that no source limits: that of a group it is part of."""
        wholes = (self._targets[whole] for whole in _wholes(one, self._targets) if whole in self._targets)
        highs = [whole.sizes.get(unit, NONE)[1] for whole in wholes]
        return min((high for high in highs if high is not None), default=None)


def _wholes(one: FactId, targets: Mapping[FactId, Target]) -> set[FactId]:
    """Return every group that a target is part of, through other groups too."""
    found: set[FactId] = set()
    new = {one}
    while new:
        new = {whole for part in new if part in targets for whole in targets[part].wholes} - found
        found |= new
    return found
