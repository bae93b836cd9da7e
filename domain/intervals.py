"""Intervals of a series: a value stands for the last day of its interval."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from domain.dates import Day


class Interval(StrEnum):
    """How long the intervals of a series are; weeks end on Sundays (ISO 8601)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS = {Interval.MONTH: 1, Interval.QUARTER: 3, Interval.YEAR: 12}


def last_days(first: Day, last: Day, interval: Interval) -> Iterator[Day]:
    """Yield the last day of each interval that begins by ``last``, from the one that holds ``first``.

    The last interval is cut at ``last``.
    """
    day = first
    while day <= last:
        end = min(_end(day, interval), last)
        yield end
        day = Day(end + 1)


def _end(day: Day, interval: Interval) -> Day:
    then = date.fromordinal(day)
    if interval is Interval.DAY:
        return day
    if interval is Interval.WEEK:
        return Day(day + 6 - then.weekday())
    months = _MONTHS[interval]
    after = then.year * 12 + (then.month - 1) // months * months + months
    return Day((date(after // 12, after % 12 + 1, 1) - timedelta(days=1)).toordinal())
