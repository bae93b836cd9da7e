"""How long somebody was held: days on which it is certain, and days on which it is possible."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.dates import Day
from domain.folds.status import Liberty, Span


@dataclass(frozen=True, slots=True)
class Days:
    """Civil days at whose end somebody was held, up to and with the day ``through``; certain <= possible."""

    certain: int
    possible: int
    through: Day


def days_in(liberties: frozenset[Liberty], spans: Iterable[Span], through: Day) -> Days:
    """Count the days on which every element of the set (certain), or some (possible), is one of ``liberties``."""
    certain = possible = 0
    for span in spans:
        long = max(0, min(span.end, through + 1) - span.start)
        held = [element.liberty in liberties for element in span.elements]
        certain += long if all(held) else 0
        possible += long if any(held) else 0
    return Days(certain, possible, through)
