"""Incidents from their facts: reports of one incident joined, their windows, figures, members and wholes together.

Judgements that some reports are one join them, through others too, unless two of those so joined are judged apart: then
none of these judgements joins anybody, and that is odd. A part that is, through others, a whole of its own whole is
part of nothing in that circle.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from domain.dates import FIRST_DAY, Day
from domain.facts import (
    IncidentCounted,
    IncidentPlaced,
    IncidentReported,
    IncidentsJudgedApart,
    IncidentsJudgedSame,
    IncidentsJudgement,
    MemberIdentified,
)
from domain.folds.anomalies import Anomaly, Oddity
from domain.folds.standing import Standing
from domain.incidents import IncidentKind
from domain.people import FactId, PersonId
from domain.published import Unit
from domain.quantities import Bounds


class Said(NamedTuple):
    """One source's figure: the fact, what it counts one by one, its lowest and highest number.

    ``stated`` is the earliest day that it may be stated as of; ``None`` if the source names none.
    """

    fact: FactId
    unit: Unit
    bounds: Bounds
    stated: Day | None = None


class Member(NamedTuple):
    """Somebody known to have been among those of an incident, and the fact that says so."""

    fact: FactId
    person: PersonId


@dataclass(frozen=True, slots=True)
class Report:
    """One incident as one fact reports it, with all that other facts say of it.

    ``first`` and ``last`` are the earliest and the latest day of its window; ``wholes``, ``same`` and ``apart`` are
    other reports, with the facts that say so.
    """

    id: FactId
    kind: IncidentKind
    first: Day
    last: Day
    wholes: frozenset[tuple[FactId, FactId]] = frozenset()
    figures: tuple[Said, ...] = ()
    members: tuple[Member, ...] = ()
    same: frozenset[tuple[FactId, FactId]] = frozenset()
    apart: frozenset[tuple[FactId, FactId]] = frozenset()


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident: its reports in the order of their windows, and the incidents that it is part of or apart from."""

    id: FactId
    reports: tuple[Report, ...]
    wholes: frozenset[FactId]
    apart: frozenset[FactId]
    anomalies: tuple[Anomaly, ...] = ()

    @property
    def first(self) -> Day:
        """The first day that any report leaves open."""
        return min(report.first for report in self.reports)

    @property
    def last(self) -> Day:
        """The last day that any report leaves open."""
        return max(report.last for report in self.reports)

    @property
    def kinds(self) -> frozenset[IncidentKind]:
        """What happened, as its reports call it."""
        return frozenset(report.kind for report in self.reports)

    @property
    def figures(self) -> tuple[Said, ...]:
        """All figures, rivals side by side; one of a day before the incident was over leaves room above."""
        last = self.last
        return tuple(
            said._replace(bounds=(said.bounds[0], None)) if said.stated is not None and said.stated < last else said
            for report in self.reports
            for said in report.figures
        )

    @property
    def members(self) -> tuple[Member, ...]:
        """All that is said of members of this incident itself."""
        return tuple(one for report in self.reports for one in report.members)


def report_of(identifier: FactId, facts: Iterable[Standing]) -> Report | None:
    """Read one report from all facts about it; ``None`` if the one that opens it does not stand."""
    facts = list(facts)
    opened = next((one for one in facts if one.id == identifier and isinstance(one.fact, IncidentReported)), None)
    if opened is None or not isinstance(opened.fact, IncidentReported):
        return None
    first, last = window_of(opened.fact, opened.latest)
    wholes = {(FactId(opened.fact.within), opened.id)} if opened.fact.within else set()
    wholes |= {(FactId(one.fact.within), one.id) for one in facts if isinstance(one.fact, IncidentPlaced)}
    return Report(
        id=identifier,
        kind=opened.fact.kind,
        first=first,
        last=last,
        wholes=frozenset(wholes),
        figures=tuple(_said(one.id, one.fact) for one in facts if isinstance(one.fact, IncidentCounted)),
        members=tuple(
            Member(one.id, PersonId(one.fact.person)) for one in facts if isinstance(one.fact, MemberIdentified)
        ),
        same=_judged(identifier, facts, IncidentsJudgedSame),
        apart=_judged(identifier, facts, IncidentsJudgedApart),
    )


def window_of(said: IncidentReported, by: Day) -> tuple[Day, Day]:
    """Return the first and the last day that a window leaves open; an open end closes on the day of recording."""
    start, end = said.window.start, said.window.end
    first = start.bounds(by)[0] if start else FIRST_DAY
    return first, max(first, end.bounds(by)[1] if end else by)


def _said(identifier: FactId, fact: IncidentCounted) -> Said:
    stated = fact.stated_as_of.earliest if fact.stated_as_of else None
    return Said(identifier, fact.unit, (fact.quantity.low, fact.quantity.high), stated)


def _judged(
    identifier: FactId, facts: Iterable[Standing], verdict: type[IncidentsJudgement]
) -> frozenset[tuple[FactId, FactId]]:
    return frozenset(
        (other, one.id)
        for one in facts
        if isinstance(one.fact, verdict)
        for other in one.fact.incidents
        if other != identifier
    )


def incidents(reports: Iterable[Report]) -> dict[FactId, Incident]:
    """Join reports into incidents, each under the identifier of the report whose window comes first."""
    told = {one.id: one for one in sorted(reports, key=lambda one: (one.first, one.last, one.id))}
    groups, odd = _joined(told)
    stands_for = {one: group[0] for group in groups for one in group}
    placed = {one: _named(told[one].wholes, stands_for) for one in told}
    found: dict[FactId, Incident] = {}
    for group in groups:
        first = group[0]
        found[first] = Incident(
            id=first,
            reports=tuple(told[one] for one in group),
            wholes=frozenset().union(*(placed[one] for one in group)) - {first},
            apart=frozenset().union(*(_named(told[one].apart, stands_for) for one in group)) - {first},
            anomalies=tuple(odd.get(first, ())),
        )
    return _without_circles(found)


def _named(said: Iterable[tuple[FactId, FactId]], stands_for: Mapping[FactId, FactId]) -> frozenset[FactId]:
    return frozenset(stands_for[other] for other, _ in said if other in stands_for)


def _joined(told: Mapping[FactId, Report]) -> tuple[list[list[FactId]], dict[FactId, list[Anomaly]]]:
    """Return the groups of reports that are one, in order, and what is odd, by the first report of each group."""
    groups: list[list[FactId]] = []
    odd: defaultdict[FactId, list[Anomaly]] = defaultdict(list)
    seen: set[FactId] = set()
    for one in told:
        if one in seen:
            continue
        together = connected(one, {i: {other for other, _ in each.same if other in told} for i, each in told.items()})
        seen |= together
        against = {fact for i in together for other, fact in told[i].apart if other in together}
        ordered = [i for i in told if i in together]
        if not against:
            groups.append(ordered)
            continue
        judged = {fact for i in together for other, fact in told[i].same if other in together}
        anomaly = Anomaly(Oddity.INCIDENTS_VETOED, tuple(sorted(judged | against)))
        for i in ordered:
            groups.append([i])
            odd[i].append(anomaly)
    return groups, odd


def connected(start: FactId, links: Mapping[FactId, Iterable[FactId]]) -> set[FactId]:
    """Return everything that links lead to from one, itself included."""
    found, new = {start}, {start}
    while new:
        new = {other for one in new for other in links.get(one, ())} - found
        found |= new
    return found


def above(one: FactId, found: Mapping[FactId, Incident]) -> set[FactId]:
    """Return every incident that one is part of, through others too; itself too if it lies in a circle."""
    links = {i: each.wholes for i, each in found.items()}
    return set().union(*(connected(whole, links) for whole in links[one]))


def _without_circles(found: dict[FactId, Incident]) -> dict[FactId, Incident]:
    over = {one: above(one, found) for one in found}
    clean = {}
    for one, incident in found.items():
        circle = frozenset(whole for whole in incident.wholes if one in over[whole])
        facts = {fact for report in incident.reports for _, fact in report.wholes} if circle else set()
        odd = (Anomaly(Oddity.INCIDENT_WITHIN_ITSELF, tuple(sorted(facts))),) if circle else ()
        clean[one] = replace(incident, wholes=incident.wholes - circle, anomalies=(*incident.anomalies, *odd))
    return clean


def parts_of(found: Mapping[FactId, Incident]) -> dict[FactId, list[FactId]]:
    """Return the direct parts of each incident, in the order of their windows."""
    parts: dict[FactId, list[FactId]] = {one: [] for one in found}
    for one, incident in found.items():
        for whole in sorted(incident.wholes):
            parts[whole].append(one)
    return parts


def apart(one: Incident, other: Incident) -> bool:
    """Whether two are judged to count nobody in common."""
    return other.id in one.apart or one.id in other.apart


def hull(bounds: Sequence[Bounds]) -> Bounds:
    """Return the bounds of what rival figures allow: none is preferred. Without a figure nothing is known."""
    highs = [high for _, high in bounds if high is not None]
    return min((low for low, _ in bounds), default=0), max(highs) if highs and len(highs) == len(bounds) else None


def agreed(bounds: Sequence[Bounds]) -> Bounds | None:
    """Return the bounds that all figures allow; ``None`` if they contradict one another."""
    low = max((low for low, _ in bounds), default=0)
    high = min((high for _, high in bounds if high is not None), default=None)
    return None if high is not None and high < low else (low, high)
