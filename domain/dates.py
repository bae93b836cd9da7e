"""Dates as sources print them: a strict subset of EDTF (ISO 8601-2:2019), kept as written, with bounds.

Accepted: level 0 dates; of level 1 the qualifiers ``~ ? %``, unspecified digits from the right and seasons;
of level 2 qualifiers on parts, one-of sets and a missing year (``XXXX-12-22``). Years 1900 to 2100.
A valid day is a civil day in Europe/Minsk; days are proleptic Gregorian ordinals (``date.toordinal``).
"""

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Final, NewType, Self

from domain.errors import DateError
from domain.phrases import Phrase
from domain.written import Written

Day = NewType("Day", int)

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
FIRST_DAY: Final = Day(date(FIRST_YEAR, 1, 1).toordinal())
OPEN_DAY: Final = Day(date(9999, 12, 31).toordinal())
"""The open end of a half-open span of days: until further notice."""

_PART = re.compile(
    r"(?P<y1>[~?%])?(?P<y>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)(?P<y2>[~?%])?"
    r"(?:-(?P<m1>[~?%])?(?P<m>[0-9]{2}|XX)(?P<m2>[~?%])?"
    r"(?:-(?P<d1>[~?%])?(?P<d>[0-9]{2}|XX)(?P<d2>[~?%])?)?)?"
)
_YEAR, _MONTH, _DAY = 0, 1, 2
_SEASONS: Final = {"21": (3, 5), "22": (6, 8), "23": (9, 11)}
_WINTER: Final = "24"


def day_of(text: str) -> Day:
    """Return the day that ``YYYY-MM-DD`` names; raise `DateError` for anything else."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise DateError(Phrase("%(text)s is not a day; write YYYY-MM-DD", text=repr(text)))
    try:
        return Day(date.fromisoformat(text).toordinal())
    except ValueError as error:
        raise DateError(Phrase("%(text)s is not a day of the calendar", text=repr(text))) from error


def iso(day: Day) -> str:
    """Write a day as ``YYYY-MM-DD``."""
    return date.fromordinal(day).isoformat()


@lru_cache(maxsize=65_536)
def shifted(day: Day, *, years: int = 0, months: int = 0, days: int = 0) -> Day:
    """Move a day along the calendar; a day that the new month lacks becomes that month's last."""
    then = date.fromordinal(day)
    month = then.year * 12 + then.month - 1 + years * 12 + months
    year, month = divmod(month, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return Day(date(year, month + 1, min(then.day, last)).toordinal() + days)


class FuzzyDate(Written):
    """A date as its source gives it, never rounded: ``earliest`` and ``latest`` are both possible days."""

    __slots__ = ("earliest", "latest")
    earliest: Day
    latest: Day

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read EDTF; raise `DateError` for whatever is not exactly one accepted form."""
        if text.startswith("[") and text.endswith("]"):
            earliest, latest = _one_of(text)
        else:
            earliest, latest = _bounds(text, text)
        return cls(text, earliest=earliest, latest=latest)

    @property
    def open_ended(self) -> bool:
        """Whether the written form itself sets no last day: ``[2015-08..]``, ``XXXX-12-22``."""
        return self.latest >= OPEN_DAY or self.written.startswith("XXXX")

    def bounds(self, by: Day) -> tuple[Day, Day]:
        """Return earliest and latest day, an open end closed at ``by``, the day the fact was recorded."""
        if not self.open_ended:
            return self.earliest, self.latest
        if self.written.startswith("XXXX"):
            month, day = int(self.written[5:7]), int(self.written[8:10])
            latest = _last_such_day(month, day, by)
        else:
            latest = by
        return self.earliest, max(latest, self.earliest)


class FuzzyInterval(Written):
    """What lasts: ``start/end``, both included; ``..`` leaves a side open."""

    __slots__ = ("end", "start")
    start: FuzzyDate | None
    end: FuzzyDate | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an EDTF interval of two accepted dates; raise `DateError` otherwise."""
        sides = text.split("/")
        if len(sides) != 2 or sides == ["..", ".."]:  # noqa: PLR2004 -- the two sides of an interval
            raise DateError(f"{text!r} is not an interval; write START/END")
        start, end = (None if side == ".." else FuzzyDate.parse(side) for side in sides)
        if start and end and end.latest < start.earliest:
            raise DateError(f"{text!r} ends before it starts")
        return cls(text, start=start, end=end)

    def certainly_contains(self, day: Day) -> bool:
        """Whether ``day`` lies inside under every reading of both sides."""
        after_start = self.start is None or self.start.latest <= day
        return after_start and (self.end is None or day <= self.end.earliest)


def _one_of(text: str) -> tuple[Day, Day]:
    """Bounds of a one-of set: dates and ranges, in order, joined by commas."""
    lows: list[Day] = []
    highs: list[Day] = []
    items = text[1:-1].split(",")
    for place, item in enumerate(items):
        first, dots, last = item.partition("..")
        if not dots:
            low, high = _bounds(first, text)
        else:
            if (not first and (place or not last)) or (not last and place != len(items) - 1):
                raise DateError(f"{text!r} leaves a side open that is not an end of the set")
            start = _bounds(first, text) if first else (FIRST_DAY, FIRST_DAY)
            end = _bounds(last, text) if last else (OPEN_DAY, OPEN_DAY)
            low, high = start[0], end[1]
            if end[0] <= low or high <= start[1]:
                raise DateError(f"{text!r} has a range that does not run forward")
        if lows and low <= lows[-1]:
            raise DateError(f"{text!r} is not in order")
        lows.append(low)
        highs.append(high)
    if len(items) == 1 and ".." not in text:
        raise DateError(f"{text!r} is a set of one date; write the date itself")
    return lows[0], max(highs)


def _bounds(part: str, whole: str) -> tuple[Day, Day]:
    """Bounds of one date, qualifiers included."""
    match = _PART.fullmatch(part)
    if match is None:
        raise DateError(f"{whole!r} is not a date; write EDTF such as 2015-08-22, 2015-08 or [..2015-09]")
    marked = [n for n, c in enumerate("ymd") if match[f"{c}1"] or match[f"{c}2"]]
    if any(match[f"{c}1"] and match[f"{c}2"] for c in "ymd"):
        raise DateError(f"{whole!r} qualifies one part twice")
    year, month, day = match["y"], match["m"], match["d"]
    if year == "XXXX":
        return _yearless(month, day, marked, whole)
    if "X" in year and month is not None:
        raise DateError(f"{whole!r} has a month in an unspecified year")
    if month == "XX" and day not in {None, "XX"}:
        raise DateError(f"{whole!r} has a day in an unspecified month")
    earliest, latest = _extent(year, month, day, whole)
    return _widened(earliest, latest, marked, seasonal=month in {*_SEASONS, _WINTER})


def _yearless(month: str | None, day: str | None, marked: list[int], whole: str) -> tuple[Day, Day]:
    """Return bounds of a day without its year: from the first such day since 1900; the end stays open."""
    if marked or month is None or day is None or "X" in month + day:
        raise DateError(f"{whole!r} lacks its year; only XXXX-MM-DD can stand without one")
    leap = (month, day) == ("02", "29")
    first = day_of(f"{1904 if leap else FIRST_YEAR}-{month}-{day}")
    return first, Day(date(9996 if leap else 9999, int(month), int(day)).toordinal())


def _last_such_day(month: int, day: int, by: Day) -> Day:
    """Return the last day with this month and day up to ``by``."""
    year = date.fromordinal(by).year
    while year >= FIRST_YEAR:
        if day <= calendar.monthrange(year, month)[1]:
            found = Day(date(year, month, day).toordinal())
            if found <= by:
                return found
        year -= 1
    return FIRST_DAY


def _extent(year: str, month: str | None, day: str | None, whole: str) -> tuple[Day, Day]:
    """First and last day of a date without its qualifiers."""
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first_year < FIRST_YEAR or last_year > LAST_YEAR:
        raise DateError(f"{whole!r} lies outside {FIRST_YEAR} to {LAST_YEAR}")
    if month in {None, "XX"}:
        return Day(date(first_year, 1, 1).toordinal()), Day(date(last_year, 12, 31).toordinal())
    if month == _WINTER and day is None:
        # Sources disagree on which year a winter belongs to: both of its ends are possible.
        return Day(date(first_year, 1, 1).toordinal()), _month_end(first_year + 1, 2)
    if month in _SEASONS and day is None:
        first, last = _SEASONS[month]
        return Day(date(first_year, first, 1).toordinal()), _month_end(first_year, last)
    number = int(month)
    if not 1 <= number <= 12:  # noqa: PLR2004 -- months of a year
        raise DateError(f"{whole!r} has no such month")
    if day in {None, "XX"}:
        return Day(date(first_year, number, 1).toordinal()), _month_end(first_year, number)
    exact = day_of(f"{year}-{month}-{day}")
    return exact, exact


def _month_end(year: int, month: int) -> Day:
    return Day(date(year, month, calendar.monthrange(year, month)[1]).toordinal())


def _widened(earliest: Day, latest: Day, marked: list[int], *, seasonal: bool) -> tuple[Day, Day]:
    """Widen both bounds by one unit of the marked part; a mark on the right of the last part is of its precision."""
    if not marked:
        return earliest, latest
    match min(marked):
        case 0:
            low, high = shifted(earliest, years=-1), shifted(latest, years=1)
        case 1 if seasonal:
            low, high = shifted(earliest, months=-3), _end_kept(latest, 3)
        case 1:
            low, high = (
                shifted(earliest, months=-1),
                _end_kept(latest, 1) if latest > earliest else shifted(latest, months=1),
            )
        case _:
            low, high = Day(earliest - 1), Day(latest + 1)
    return max(low, FIRST_DAY), high


def _end_kept(latest: Day, months: int) -> Day:
    """Move a month's last day to the last day of a later month."""
    then = date.fromordinal(shifted(latest, months=months))
    return _month_end(then.year, then.month)
