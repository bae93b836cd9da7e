"""Whether a mandate or a provision of law is in force on a day.

It is while some time that it was given runs, and no ending is in effect (`domain.folds.holds`). The days of different
facts are read apart from each other, so that a new time that may begin after the old one is over may leave a gap.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.dates import FIRST_DAY, OPEN_DAY, Day, FuzzyDate
from domain.facts import LawEnacted, LawRepealed, LawRestored, MandateEnded, MandateEstablished, MandateProlonged
from domain.folds.holds import Bounds, Ending, Holds, since, turns, until
from domain.folds.standing import Standing


@dataclass(frozen=True, slots=True)
class InForce:
    """Days ``[start, end)`` on which it is or is not in force; before the first it had not begun."""

    start: Day
    end: Day
    holds: Holds


Time = tuple[Bounds, Bounds]
"""When a time that was given begins, and the first day after it."""
_ALWAYS: Bounds = (FIRST_DAY, FIRST_DAY)


def in_force(facts: Iterable[Standing]) -> list[InForce]:
    """Return when one mandate or provision is in force, as maximal spans from its first possible day on."""
    facts = list(facts)
    return spans([time for one in facts for time in _times(one)], _endings(facts))


def spans(times: Sequence[Time], endings: Sequence[Ending]) -> list[InForce]:
    """Return when some time runs and no ending is in effect, as maximal spans from the first possible day on."""
    if not times:
        return []
    days = turns(_ALWAYS, endings) | {day for time in times for bounds in time for day in bounds}
    first = min(begun[0] for begun, _ in times)
    found: list[InForce] = []
    for start, end in pairwise([*sorted(day for day in days if first <= day < OPEN_DAY), OPEN_DAY]):
        holds = min(max(_runs(time, start) for time in times), until(_ALWAYS, endings, start))
        if found and found[-1].holds is holds:
            start = found.pop().start  # noqa: PLW2901 -- the span goes on
        found.append(InForce(start, end, holds))
    return found


def lasting(begun: Bounds, expires: FuzzyDate | None) -> Time:
    """Return a time that begins on a day and has a last day, or none."""
    if expires is None:
        return begun, (OPEN_DAY, OPEN_DAY)
    return begun, (Day(expires.earliest + 1), Day(expires.latest + 1))


def _times(one: Standing) -> list[Time]:
    match one.fact:
        case MandateEstablished(expires=expires) | MandateProlonged(expires=expires):
            return [lasting(one.bounds, expires)]
        case LawEnacted():
            return [lasting(one.bounds, None)]
    return []


def _endings(facts: Sequence[Standing]) -> list[Ending]:
    return [
        (one.bounds, [two.bounds for two in facts if isinstance(two.fact, LawRestored) and two.fact.repeal == one.id])
        for one in facts
        if isinstance(one.fact, MandateEnded | LawRepealed)
    ]


def _runs(time: Time, day: Day) -> Holds:
    begun, over = time
    return min(since(begun, day), Holds(Holds.CERTAINLY - since(over, day)))
