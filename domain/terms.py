"""Terms of arrests and punishments: how long, from when, and the earliest day on which they may be over."""

import re
from typing import Self

import msgspec

from domain.dates import Day, FuzzyDate, shifted
from domain.errors import DateError
from domain.written import Written

_DURATION = re.compile(r"P(?:([1-9][0-9]?)Y)?(?:([1-9][0-9]?)M)?(?:([1-9][0-9]{0,3})D)?")


class Duration(Written):
    """A calendar length (ISO 8601: ``P6Y6M``, ``P15D``), kept as written."""

    __slots__ = ("days", "months", "years")
    years: int
    months: int
    days: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read years, months and days; raise `DateError` for anything else."""
        match = _DURATION.fullmatch(text)
        if match is None or text == "P":
            raise DateError(f"{text!r} is not a duration; write ISO 8601 such as P15D or P6Y6M")
        years, months, days = (int(part or 0) for part in match.groups())
        return cls(text, years=years, months=months, days=days)


class Term(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A stated term. Without ``starts`` it runs from the day of the fact that states it (docs/adr/0007)."""

    length: Duration | None = None
    starts: FuzzyDate | None = None
    credited: Duration | None = None
    ends: FuzzyDate | None = None

    def __post_init__(self) -> None:
        """Refuse a term that says neither how long nor until when."""
        if (self.length is None) == (self.ends is None):
            raise DateError("a term states either its length or the day on which it ends")

    def may_be_over(self, stated: Day) -> Day:
        """Return the first day at whose end the term may be over, if the fact that states it fell on ``stated``."""
        if self.ends is not None:
            return self.ends.earliest
        assert self.length is not None  # noqa: S101 -- __post_init__ holds it
        start = self.starts.earliest if self.starts else stated
        end = shifted(start, years=self.length.years, months=self.length.months, days=self.length.days)
        if self.credited is not None:
            end = shifted(end, years=-self.credited.years, months=-self.credited.months, days=-self.credited.days)
        return end
