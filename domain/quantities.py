"""Numbers of persons or cases as sources print them: kept as written, with bounds. Nothing is rounded or averaged.

A number is written in digits, grouped by commas from 1,000 on. Before it may stand one of `_QUALIFIERS`; two numbers
joined by a hyphen are a range. A few words stand for themselves (`_WORDS`). A word around a number widens its bounds by
one unit of the printed precision, as ``~`` does with dates: *about 1,200* lies between 1,100 and 1,300.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final, Self

from domain.errors import QuantityError
from domain.written import Written

Bounds = tuple[int, int | None]
"""Lowest and highest number that the words allow; no highest is open."""

_NUMBER: Final = r"0|[1-9][0-9]{0,2}(?:,[0-9]{3})*"
_RANGE = re.compile(rf"({_NUMBER})-({_NUMBER})")
_QUALIFIED = re.compile(rf"(?:([a-z ]+) )?({_NUMBER})")
_LARGEST: Final = 1_000_000_000


def _unit(number: int) -> int:
    """Return the printed precision: 100 for 1,200, and 1 for 57."""
    unit = 1
    while number and number % (unit * 10) == 0:
        unit *= 10
    return unit


def _above(number: int) -> Bounds:
    return number + 1, None


def _from(number: int) -> Bounds:
    return number, None


def _below(number: int) -> Bounds:
    return 0, number - 1


def _to(number: int) -> Bounds:
    return 0, number


def _around(number: int) -> Bounds:
    return number - _unit(number), number + _unit(number)


def _short_of(number: int) -> Bounds:
    return number - _unit(number), number - 1


def _just_above(number: int) -> Bounds:
    return number + 1, number + _unit(number)


_QUALIFIERS: Final[dict[str, Callable[[int], Bounds]]] = {
    "more than": _above,
    "over": _above,
    "slightly over": _just_above,
    "at least": _from,
    "no fewer than": _from,
    "fewer than": _below,
    "under": _below,
    "up to": _to,
    "at most": _to,
    "about": _around,
    "around": _around,
    "approximately": _around,
    "estimated": _around,
    "some": _around,
    "almost": _short_of,
    "nearly": _short_of,
}
_OF_SOMETHING: Final = frozenset({_below, _around, _short_of, _just_above})
"""These say nothing of 0, and nothing is fewer."""
_WORDS: Final[dict[str, Bounds]] = {
    "none": (0, 0),
    "several": (2, None),
    "dozens": (24, None),
    "hundreds": (200, None),
    "thousands": (2_000, None),
    "tens of thousands": (20_000, None),
}


class Quantity(Written):
    """A number as its source gives it, such as 57, more than 700, about 1,000, 5-15, dozens or none."""

    __slots__ = ("high", "low")
    low: int
    high: int | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the written form; raise `QuantityError` for whatever is not exactly one accepted form."""
        low, high = _bounds(text)
        return cls(text, low=low, high=high)

    @property
    def exact(self) -> bool:
        """Whether the words name one number."""
        return self.low == self.high

    def may_equal(self, low: int, high: int | None) -> bool:
        """Whether some number lies within these bounds and the given ones."""
        return (self.high is None or low <= self.high) and (high is None or self.low <= high)


def total(parts: Sequence[Quantity]) -> Bounds:
    """Return the bounds of the sum of quantities."""
    highs = [part.high for part in parts if part.high is not None]
    return sum(part.low for part in parts), sum(highs) if len(highs) == len(parts) else None


def _bounds(text: str) -> Bounds:
    if text in _WORDS:
        return _WORDS[text]
    if match := _RANGE.fullmatch(text):
        low, high = (_number(part, text) for part in match.groups())
        if low >= high:
            raise QuantityError(f"{text!r} is a range that does not run upward")
        return low, high
    if match := _QUALIFIED.fullmatch(text):
        word, number = match[1], _number(match[2], text)
        if word is None:
            return number, number
        rule = _QUALIFIERS.get(word)
        if rule is not None and not (number == 0 and rule in _OF_SOMETHING):
            return rule(number)
    raise QuantityError(f"{text!r} is not a quantity; write 57, more than 700, about 1,000, 5-15, dozens or none")


def _number(text: str, whole: str) -> int:
    number = int(text.replace(",", ""))
    if number > _LARGEST:
        raise QuantityError(f"{whole!r} is larger than {_LARGEST:,}")
    return number
