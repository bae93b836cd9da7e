"""Whether something holds on a day, when the dates leave room."""

from collections.abc import Sequence
from enum import IntEnum

from domain.dates import Day

Bounds = tuple[Day, Day]
"""The earliest and the latest day on which something happened."""
Ending = tuple[Bounds, Sequence[Bounds]]
"""What ended something, and what undid that."""


class Holds(IntEnum):
    """Whether something holds: under no reading of the dates, under some, under every."""

    NO = 0
    POSSIBLY = 1
    CERTAINLY = 2


def since(began: Bounds, day: Day) -> Holds:
    """Return whether something had begun by the end of a day."""
    earliest, latest = began
    if earliest > day:
        return Holds.NO
    return Holds.POSSIBLY if latest > day else Holds.CERTAINLY


def until(began: Bounds, endings: Sequence[Ending], day: Day) -> Holds:
    """Return whether something had begun by the end of a day and none of its endings was in effect.

    An ending is in effect until something undoes it; what undoes it came after it.
    """
    if any(latest <= day and all(undone > day for undone, _ in undoings) for (_, latest), undoings in endings):
        return Holds.NO
    if any(earliest <= day and not any(u <= day for _, u in undoings) for (earliest, _), undoings in endings):
        return min(since(began, day), Holds.POSSIBLY)
    return since(began, day)


def turns(began: Bounds, endings: Sequence[Ending]) -> set[Day]:
    """Return the days on which `since` or `until` can change."""
    return {*began, *(day for ended, undoings in endings for bounds in (ended, *undoings) for day in bounds)}
