"""Whom each count counts when: one person's spans in every series, by recognition of any body."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.dates import OPEN_DAY, Day
from domain.folds.counts import SERIES, Definition, Tests, counted, recognized_on
from domain.folds.holds import Holds
from domain.folds.recognition import Recognition
from domain.folds.status import Situation
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
    asked = [one for one in SERIES if recognitions or one[0].recognition is Tests.NOTHING]
    days = sorted({*situation.turns(), *(day for one in recognitions for day in (one.start, one.end))} - {OPEN_DAY})
    found: list[Tally] = []
    open_: dict[Series, Tally] = {}
    for start, end in pairwise([*days, OPEN_DAY]):
        recognized = recognized_on(start, recognitions)
        elements, over = situation.elements(start), situation.over(start)
        for series in asked:
            holds = counted(series[0], variant=series[1], elements=elements, over=over, recognized=recognized)
            before = open_.get(series)
            if before is not None and before.holds is holds:
                open_[series] = Tally(series, before.start, end, holds)
                continue
            if before is not None:
                found.append(open_.pop(series))
            if holds is not Holds.NO:
                open_[series] = Tally(series, start, end, holds)
    return [*found, *open_.values()]
