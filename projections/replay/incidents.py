"""Incidents from facts alone, slow and obvious. It shares no code with the folds or the read models that it checks.

Every choice of incidents is tried that could be separate from one another; the heaviest is what is certain.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from domain import facts as f
from domain.dates import FIRST_DAY, Day
from ledger.events import Event
from projections.replay.counts import persons, what_stands

Bounds = tuple[int, int | None]


@dataclass
class One:
    """An incident: its reports, its days, its figures by unit, who was among them."""

    reports: frozenset[str]
    kinds: set[str]
    first: int
    last: int
    figures: dict[str, list[Bounds]]
    members: set[str]
    wholes: set[frozenset[str]] = field(default_factory=set)
    apart: set[frozenset[str]] = field(default_factory=set)


@dataclass(frozen=True)
class Replayed:
    """Per kind and unit what is certain and possible, what is added and what is left out; per incident its numbers.

    Incidents are the sets of their reports; numbers are by unit, with how many people are named.
    """

    totals: dict[tuple[str, str], tuple[int, int | None, frozenset[frozenset[str]], frozenset[frozenset[str]]]]
    numbers: dict[frozenset[str], tuple[dict[str, Bounds], int]]


def replay_incidents(events: Iterable[Event], start: Day, end: Day) -> Replayed:
    """Answer for the days from ``start`` to ``end`` from the events of the log; reads no table."""
    world = _World(what_stands(events))
    there = [one for one in world.found if one.first <= end and start <= one.last]
    totals = {}
    for kind in {kind for one in there for kind in one.kinds}:
        mine = [one for one in there if kind in one.kinds]
        for unit in {unit for one in mine for unit in world.units(one)}:
            totals[kind, unit] = world.total(mine, unit, start, end)
    numbers = {
        one.reports: ({unit: world.bounds(one, unit) for unit in world.units(one)}, len(world.people(one)))
        for one in there
    }
    return Replayed(totals, numbers)


class _World:
    def __init__(self, standing: dict[str, tuple[Any, int]]) -> None:
        facts = [fact for fact, _ in standing.values()]
        people = {one for one, (fact, _) in standing.items() if isinstance(fact, f.PersonRegistered)}
        self.group = {person: min(group) for group in persons(people, facts) for person in group}
        reports = {one: (fact, by) for one, (fact, by) in standing.items() if isinstance(fact, f.IncidentReported)}
        same: list[set[str]] = [
            {one for one in fact.incidents if one in reports}
            for fact in facts
            if isinstance(fact, f.IncidentsJudgedSame)
        ]
        apart = [set(fact.incidents) & reports.keys() for fact in facts if isinstance(fact, f.IncidentsJudgedApart)]
        groups: list[frozenset[str]] = []
        for group in _merged([*({str(one)} for one in reports), *same]):
            if any(len(group & each) > 1 for each in apart):
                groups += [frozenset({one}) for one in group]
            elif group:
                groups.append(frozenset(group))
        self.found = [self._one(group, reports, facts) for group in groups]
        for one in self.found:
            for other in self.found:
                if other is not one and any(each & one.reports and each & other.reports for each in apart):
                    one.apart.add(other.reports)
        self._break_circles()

    def _one(self, group: frozenset[str], reports: dict[str, tuple[Any, int]], facts: list[Any]) -> One:
        firsts, lasts = [], []
        for one in group:
            fact, by = reports[one]
            begin, finish = fact.window.start, fact.window.end
            firsts.append(begin.bounds(Day(by))[0] if begin else FIRST_DAY)
            lasts.append(max(firsts[-1], finish.bounds(Day(by))[1] if finish else by))
        figures: defaultdict[str, list[Bounds]] = defaultdict(list)
        members: set[str] = set()
        wholes = {reports[one][0].within for one in group} - {None}
        for fact in facts:
            if getattr(fact, "incident", None) not in group:
                continue
            if isinstance(fact, f.IncidentCounted):
                early = fact.stated_as_of is not None and fact.stated_as_of.earliest < max(lasts)
                figures[str(fact.unit)].append((fact.quantity.low, None if early else fact.quantity.high))
            if isinstance(fact, f.MemberIdentified) and fact.person in self.group:
                members.add(self.group[fact.person])
            if isinstance(fact, f.IncidentPlaced):
                wholes.add(fact.within)
        kinds = {str(reports[one][0].kind) for one in group}
        return One(group, kinds, min(firsts), max(lasts), figures, members, {frozenset({whole}) for whole in wholes})

    def _break_circles(self) -> None:
        """Turn the reports that incidents are part of into incidents, and drop every step of a way back to itself."""
        for one in self.found:
            named = set().union(*one.wholes)
            one.wholes = {other.reports for other in self.found if other.reports & named and other is not one}
        circles = [
            (one, whole) for one in self.found for whole in one.wholes if one.reports in set(self._up(self._at(whole)))
        ]
        for one, whole in circles:
            one.wholes = one.wholes - {whole}

    def _at(self, reports: frozenset[str]) -> One:
        return next(one for one in self.found if one.reports == reports)

    def _up(self, one: One) -> Iterator[frozenset[str]]:
        """Yield everything that an incident is part of, step by step."""
        seen: set[frozenset[str]] = set()
        waiting = list(one.wholes)
        while waiting:
            whole = waiting.pop()
            if whole not in seen:
                seen.add(whole)
                yield whole
                waiting += self._at(whole).wholes

    def people(self, one: One) -> set[str]:
        """Return who was among an incident or any part of it."""
        parts = [other.members for other in self.found if one.reports in set(self._up(other))]
        return one.members.union(*parts)

    def units(self, one: One) -> set[str]:
        """Return the units that an incident has a number in."""
        return {*one.figures, *({"persons"} if self.people(one) else set())}

    def bounds(self, one: One, unit: str) -> Bounds:
        """Return the lowest and the highest number."""
        low, said = self._low(one, unit), one.figures.get(unit, [])
        highs = [high for _, high in said]
        high = None if None in highs or not highs else max(high for high in highs if high is not None)
        if high is None:
            limits = []
            for whole in self._up(one):
                theirs = [high for _, high in self._at(whole).figures.get(unit, [])]
                if theirs and None not in theirs:
                    limits.append(max(high for high in theirs if high is not None))
            high = min(limits, default=None)
        return low, None if high is None else max(high, low)

    def _low(self, one: One, unit: str) -> int:
        said = min((low for low, _ in one.figures.get(unit, [])), default=0)
        named = len(self.people(one)) if unit == "persons" else 0
        parts = [other for other in self.found if one.reports in other.wholes]
        sums = [
            sum(self._low(part, unit) for part in some)
            for some in _choices(parts)
            if all(a.reports in b.apart for a, b in combinations(some, 2))
        ]
        return max(said, named, *sums)

    def total(self, there: list[One], unit: str, start: int, end: int) -> Any:  # noqa: ANN401 -- see Replayed
        """Add up incidents of one kind that may lie between two days."""
        certain_ones = {one.reports for one in there if start <= one.first and one.last <= end and self._has(one, unit)}
        tops = [one for one in there if not certain_ones & set(self._up(one))]
        added = [one for one in tops if self._has(one, unit)]
        weights = {one.reports: self.bounds(one, unit)[0] if one.reports in certain_ones else 0 for one in added}
        sums = [
            sum(weights[one.reports] for one in some)
            for some in _choices(added)
            if all(a.last < b.first or b.last < a.first or a.reports in b.apart for a, b in combinations(some, 2))
        ]
        highs = [self.bounds(one, unit)[1] for one in added]
        limited = None not in highs and len(added) == len(tops)
        left_out = frozenset(one.reports for one in there if one not in tops)
        most = sum(high for high in highs if high is not None) if limited else None
        return max(sums), most, frozenset(one.reports for one in added), left_out

    def _has(self, one: One, unit: str) -> bool:
        return unit in self.units(one)


def _choices(some: list[One]) -> Iterator[tuple[One, ...]]:
    for number in range(len(some) + 1):
        yield from combinations(some, number)


def _merged(groups: list[set[str]]) -> list[set[str]]:
    """Join groups that share anything until none do."""
    for one, other in combinations(groups, 2):
        if one & other:
            return _merged([each for each in groups if each not in (one, other)] + [one | other])
    return groups
