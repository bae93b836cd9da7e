"""Counts on many days at one basis: day by day where they are few, else one sweep over all that begins and ends.

By any body's recognition the tally says when somebody is counted. By named bodies each person's turns are tested.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Final

from sqlalchemy import Connection, case, func, select

from domain.dates import Day
from domain.folds.counts import Tests, counted, recognized_on
from domain.folds.holds import Holds
from domain.folds.recognition import Recognition
from domain.folds.status import FREE, Element, Liberty
from domain.people import FactId
from domain.sources import Variant
from projections.basis import Basis, Count
from projections.bitemporal import known
from projections.counts import count
from projections.rows import series_name
from projections.tables import Models

FEW: Final = 40
"""Up to so many days, asking each by itself is faster than one sweep over everybody."""


def series(connection: Connection, models: Models, basis: Basis, days: Sequence[Day]) -> list[Count]:
    """Return the count on each of some days; the day of ``basis`` plays no part."""
    if len(days) <= FEW:
        return [count(connection, models, replace(basis, day=day)) for day in days]
    return sweep(connection, models, basis, days) if basis.recognized_by else tallied(connection, models, basis, days)


def tallied(connection: Connection, models: Models, basis: Basis, days: Sequence[Day]) -> list[Count]:
    """Return the count by any body on each of some days, from how many begin and end to be counted on which day."""
    t, last = models.tally.c, max(days)
    certain = func.sum(case((t.holds == int(Holds.CERTAINLY), 1), else_=0))
    rows = (t.series == series_name(basis.definition, basis.variant), known(models.tally, basis.head.size))
    changes: defaultdict[Day, list[int]] = defaultdict(lambda: [0, 0])
    for turn, sign in ((t.valid_from, 1), (t.valid_to, -1)):
        wanted = select(turn, certain, func.count()).where(*rows, turn <= last).group_by(turn)
        for day, surely, maybe in connection.execute(wanted):
            changes[Day(day)][0] += sign * int(surely)
            changes[Day(day)][1] += sign * int(maybe)
    return _added(changes, days)


def sweep(connection: Connection, models: Models, basis: Basis, days: Sequence[Day]) -> list[Count]:
    """Return the count on each of some days by reading every row that bears on them once."""
    first, last = min(days), max(days)
    changes: defaultdict[Day, list[int]] = defaultdict(lambda: [0, 0])
    for person in _people(connection, models, basis, first, last).values():
        before = Holds.NO
        for day in person.turns(first, last):
            holds = person.counted(basis, day)
            changes[day][0] += (holds is Holds.CERTAINLY) - (before is Holds.CERTAINLY)
            changes[day][1] += (holds is not Holds.NO) - (before is not Holds.NO)
            before = holds
    return _added(changes, days)


def _added(changes: Mapping[Day, Sequence[int]], days: Sequence[Day]) -> list[Count]:
    """Return the count on each of some days, given by how much certain and possible change on which."""
    turns = sorted(changes)
    certain = [0, *accumulate(changes[turn][0] for turn in turns)]
    possible = [0, *accumulate(changes[turn][1] for turn in turns)]
    places = [bisect_right(turns, day) for day in days]
    return [Count(certain[place], possible[place]) for place in places]


@dataclass(slots=True)
class _Person:
    """The rows of one person at one log size: (first day, day after the last, what holds)."""

    liberty: list[tuple[Day, Day, Element]] = field(default_factory=list)
    past: list[tuple[Day, Day, FactId, Holds]] = field(default_factory=list)
    recognition: list[Recognition] = field(default_factory=list)

    def turns(self, first: Day, last: Day) -> list[Day]:
        """Return the days, from the first, on which what is counted can change."""
        spans = [row[:2] for row in self.liberty] + [row[:2] for row in self.past]
        spans += [(one.start, one.end) for one in self.recognition]
        return sorted({first, *(day for span in spans for day in span if first < day <= last)})

    def counted(self, basis: Basis, day: Day) -> Holds:
        """Test the person on a day with the rule of the domain."""
        return counted(
            basis.definition,
            variant=basis.variant,
            elements=frozenset(e for start, end, e in self.liberty if start <= day < end) or frozenset({FREE}),
            over={which: holds for start, end, which, holds in self.past if start <= day < end},
            recognized=recognized_on(day, self.recognition),
        )


def _people(connection: Connection, models: Models, basis: Basis, first: Day, last: Day) -> defaultdict[str, _Person]:
    """Read the rows that bear on the days from ``first`` to ``last``."""
    people: defaultdict[str, _Person] = defaultdict(_Person)
    size, rule = basis.head.size, basis.definition
    if rule.over:
        p = models.past.c
        wanted = select(p.person, p.deprivation, p.valid_from, p.valid_to, p.holds)
        overlap = (known(models.past, size), p.valid_from <= last, p.valid_to > first)
        for person, deprivation, start, end, holds in connection.execute(wanted.where(*overlap)).all():
            people[person].past.append((start, end, FactId(deprivation), Holds(holds)))
    elif rule.recognition is not Tests.EVER:
        c = models.liberty.c
        wanted = select(c.person, c.liberty, c.deprivation, c.valid_from, c.valid_to)
        overlap = (known(models.liberty, size), c.valid_from <= last, c.valid_to > first)
        for person, liberty, deprivation, start, end in connection.execute(wanted.where(*overlap)).all():
            element = Element(Liberty(liberty), FactId(deprivation) if deprivation else None)
            people[person].liberty.append((start, end, element))
    if rule.recognition is not Tests.NOTHING:
        _read_recognitions(connection, models, basis, people, _window(basis, first, last))
    return people


def _window(basis: Basis, first: Day, last: Day) -> tuple[Day, Day] | None:
    """Return the days whose recognitions matter; in hindsight those of all days do."""
    return None if basis.variant is Variant.HINDSIGHT else (first, last)


def _read_recognitions(
    connection: Connection,
    models: Models,
    basis: Basis,
    people: defaultdict[str, _Person],
    window: tuple[Day, Day] | None,
) -> None:
    r = models.recognition.c
    wanted = select(r.person, r.deprivation, r.body, r.valid_from, r.valid_to, r.now, r.ever)
    wanted = wanted.where(known(models.recognition, basis.head.size))
    if window is not None:
        wanted = wanted.where(r.valid_from <= window[1], r.valid_to > window[0])
    if basis.recognized_by:
        wanted = wanted.where(r.body.in_(sorted(basis.recognized_by)))
    for person, deprivation, body, start, end, now, ever in connection.execute(wanted).all():
        which = FactId(deprivation) if deprivation else None
        people[person].recognition.append(Recognition(which, body, start, end, Holds(now), Holds(ever)))
