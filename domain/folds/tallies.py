"""Whom each count counts when: one person's spans in every series, by recognition of any body."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.dates import OPEN_DAY, Day
from domain.folds.counts import SERIES, Definition, Recognized, Tests, counted, recognized_on
from domain.folds.holds import Holds
from domain.folds.recognition import Recognition
from domain.folds.status import Element, Situation
from domain.people import FactId
from domain.sources import Variant

Series = tuple[Definition, Variant]


@dataclass(frozen=True, slots=True)
class Tally:
    """Days ``[start, end)`` on which a series counts the person, possibly or certainly."""

    series: Series
    start: Day
    end: Day
    holds: Holds


def tallies(situation: Situation, recognitions: Sequence[Recognition]) -> list[Tally]:
    """Return the maximal spans on which each series counts the person."""
    days = sorted({*situation.turns(), *(day for one in recognitions for day in (one.start, one.end))} - {OPEN_DAY})
    read: list[tuple[Day, frozenset[Element], dict[FactId, Holds], Recognized]] = []
    for day in days:
        so = situation.elements(day), situation.over(day), recognized_on(day, recognitions)
        if not read or read[-1][1:] != so:
            read.append((day, *so))
    found: list[Tally] = []
    for series in SERIES:
        definition, variant = series
        if not recognitions and definition.recognition is not Tests.NOTHING:
            continue
        began, before = Day(0), Holds.NO
        for day, elements, over, recognized in read:
            holds = counted(definition, variant=variant, elements=elements, over=over, recognized=recognized)
            if holds is not before:
                if before is not Holds.NO:
                    found.append(Tally(series, began, day, before))
                began, before = day, holds
        if before is not Holds.NO:
            found.append(Tally(series, began, OPEN_DAY, before))
    return found
