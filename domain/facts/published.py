"""Numbers that others published. They are kept as printed; no number is corrected to agree with another."""

from typing import Final

from domain.dates import Day, FuzzyDate, FuzzyInterval
from domain.errors import FactError
from domain.facts.base import Name, Quoted, Text
from domain.people import FactId
from domain.published import Counted, Unit
from domain.quantities import Quantity

COUNTRY: Final = "Belarus"


class CountPublished(Quoted, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A publisher stated a number: of whom or what, as of a day, or during a time.

    With both, it is what had come together since the time began, as of the day. ``publisher`` is whose number it is,
    maybe not who printed it. ``group`` is a part of those counted, such as women; ``scope`` a place or a list.
    ``definition`` is the publisher's own, if stated. ``parts`` are the figures that the publisher adds up to this one.
    ``implied``: the number is not printed, what is said comes to it.
    """

    TOPIC = "khronika:count-published"
    publisher: Name
    quantity: Quantity
    unit: Unit
    counted: Counted
    stated_as_of: FuzzyDate | None = None
    during: FuzzyInterval | None = None
    group: Text | None = None
    scope: Text = COUNTRY
    definition: Text | None = None
    parts: tuple[FactId, ...] = ()
    implied: bool = False

    def __post_init__(self) -> None:
        """Refuse a number of no time, and one that is a sum of itself alone."""
        Quoted.__post_init__(self)
        if self.stated_as_of is None and self.during is None:
            raise FactError("a figure is stated as of a day, or during a time", field="stated_as_of")
        if len(self.parts) == 1 or len(set(self.parts)) != len(self.parts):
            raise FactError("a sum has two parts or more, each once", field="parts")

    def days(self, by: Day) -> tuple[Day, Day]:
        """Return the first and the last day that it speaks of: those that its day may be, else those of its time.

        An open end closes on ``by``, the day of recording.
        """
        if self.stated_as_of is not None:
            return self.stated_as_of.bounds(by)
        assert self.during is not None  # noqa: S101 -- __post_init__ holds it
        start, end = self.during.start, self.during.end
        last = end.bounds(by)[1] if end else by
        return (min(start.bounds(by)[0], last) if start else last), last


KINDS: Final[tuple[type[Quoted], ...]] = (CountPublished,)
