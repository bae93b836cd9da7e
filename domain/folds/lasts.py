"""The last word on a day, of facts that each set a value from their day on (docs/status.md, without links and terms).

Where dates leave room all that some reading has as the last stay, and the value before the first too, as long as all
may still be to come. What opens a matter comes before everything else that is said of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Generic, TypeVar

from domain.dates import OPEN_DAY, Day
from domain.folds.holds import Bounds

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Word(Generic[Value]):
    """What one fact says from its day on; of words of one day the one with the higher rank is later."""

    bounds: Bounds
    value: Value
    rank: int = 0
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Stretch(Generic[Value]):
    """Days ``[start, end)`` on which one of ``values`` is so, each under some reading; never empty."""

    start: Day
    end: Day
    values: frozenset[Value]


def values_on(words: Iterable[Word[Value]], day: Day, before: Value) -> frozenset[Value]:
    """Return what may be so at the end of a day; ``before`` is so until something is said."""
    begun = [one for one in words if one.bounds[0] <= day]
    over = [one for one in begun if one.bounds[1] <= day]
    last = {one.value for one in begun if not any(_forced_after(other, one, day) for other in over)}
    return frozenset(last if over else {*last, before})


def _forced_after(later: Word[Value], one: Word[Value], day: Day) -> bool:
    """Whether a word that has certainly been said comes after another in every reading that has that one by the day."""
    if one.opens and not later.opens:
        return True
    as_late = min(one.bounds[1], day)
    return later.bounds[0] > as_late or (later.bounds[0] == as_late and later.rank > one.rank)


def stretches(words: Sequence[Word[Value]], before: Value) -> list[Stretch[Value]]:
    """Return the maximal stretches, in order, from the first day on which something may have been said."""
    days = {day for one in words for day in one.bounds}
    # Only on the day after a word of one rank can a word of lower rank and uncertain day be later than that one.
    days |= {Day(one.bounds[0] + 1) for one in words}
    found: list[Stretch[Value]] = []
    for start, end in pairwise([*sorted(day for day in days if day < OPEN_DAY), OPEN_DAY]):
        values = values_on(words, start, before)
        if found and found[-1].values == values:
            start = found.pop().start  # noqa: PLW2901 -- the stretch goes on
        found.append(Stretch(start, end, values))
    return found


def opened(openings: Sequence[Word[Value]], others: Sequence[Word[Value]]) -> list[Word[Value]]:
    """Return all words, with bounds narrowed by that nothing comes before what opens the matter.

    Dates that contradict that stay as they are, and then so does the order that they give.
    """
    if not openings or not others:
        return [*openings, *others]
    earliest = max(one.bounds[0] for one in openings)
    latest = min(one.bounds[1] for one in others)
    if earliest > latest:
        return [*openings, *others]
    return [
        *(replace(one, bounds=(one.bounds[0], min(one.bounds[1], latest)), opens=True) for one in openings),
        *(replace(one, bounds=(max(one.bounds[0], earliest), one.bounds[1])) for one in others),
    ]
