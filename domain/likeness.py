"""How alike two names are: a score from 0 to 1, and which part of the one was taken for which part of the other.

A score is no probability and decides nothing: it puts candidates in an order for a person to look at. The figures that it
rests on are measured on real spellings (docs/matching.md).
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import permutations
from math import fsum
from typing import Final

from rapidfuzz.distance import Levenshtein

from domain.names import KEPT, Part, bones, parts, patronymic

LIKELY: Final = 0.75
"""From here on, spellings of one person are found and few others: docs/matching.md says how few."""
WORTH_A_LOOK: Final = 0.6
"""Below this, what is found is mostly somebody else."""

_WEAKEST: Final = 0.6
"""Weight of the weakest pair of parts, against their mean: one other given name makes another person."""
_ALONE: Final = 0.7
"""A name of one part, a surname say, fits many."""
_LEFT: Final = 0.8
"""For each part of the longer name that the shorter one lacks; two, if it is the patronymic."""
_NO_PATRONYMIC: Final = 0.97
_INITIAL: Final = 0.9
_MOST_PARTS: Final = 5
"""Parts of a name that are looked at, from its beginning: every way to pair them is tried."""


class How(StrEnum):
    """How two parts fit."""

    LETTERS = "same letters"
    SOUNDS = "same sounds"
    INITIAL = "initial"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Fit:
    """A part of one name, taken for a part of the other, with how alike they are from 0 to 1."""

    one: str
    other: str
    how: How
    likeness: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are: the parts that were paired, and those of either name that have no counterpart."""

    score: float
    fits: tuple[Fit, ...]
    left: tuple[str, ...]


def likeness(one: str, other: str) -> Likeness:
    """Compare two names as printed, whatever their scripts and the order of their parts; 0 if either has no letters."""
    mine, theirs = parts(one)[:_MOST_PARTS], parts(other)[:_MOST_PARTS]
    if not mine or not theirs:
        return Likeness(0.0, (), ())
    swapped = len(mine) > len(theirs)
    shorter, longer = (theirs, mine) if swapped else (mine, theirs)
    score, order = _best(shorter, longer)
    pairs = [(part, longer[place]) for part, place in zip(shorter, order, strict=True)]
    left = tuple(part.letters for place, part in enumerate(longer) if place not in order)
    return Likeness(round(score, 4), tuple(_fit(b, a) if swapped else _fit(a, b) for a, b in pairs), left)


def score(one: tuple[Part, ...], other: tuple[Part, ...]) -> float:
    """Return the score alone, of names that are split already."""
    mine, theirs = one[:_MOST_PARTS], other[:_MOST_PARTS]
    if not mine or not theirs:
        return 0.0
    shorter, longer = (theirs, mine) if len(mine) > len(theirs) else (mine, theirs)
    return round(_best(shorter, longer)[0], 4)


def _best(shorter: tuple[Part, ...], longer: tuple[Part, ...]) -> tuple[float, tuple[int, ...]]:
    """Return the score of the best way to pair each part of the shorter name with one of the longer, and that way."""
    table = [[alike(part.letters, part.readings, one.letters, one.readings) for one in longer] for part in shorter]
    optional = patronymic(longer)
    found: tuple[float, tuple[int, ...]] = (-1.0, ())
    for order in permutations(range(len(longer)), len(shorter)):
        values = [row[place] for row, place in zip(table, order, strict=True)]
        fit = _WEAKEST * min(values) + (1 - _WEAKEST) * fsum(values) / len(values)
        for place, part in enumerate(longer):
            if place not in order and len(shorter) > 1:
                fit *= _NO_PATRONYMIC if part is optional else _LEFT
        found = max(found, (fit, order), key=lambda one: one[0])
    value, order = found
    return (value * _ALONE if len(shorter) == 1 < len(longer) else value), order


@lru_cache(maxsize=4 * KEPT)
def alike(one: str, read: tuple[str, ...], other: str, other_read: tuple[str, ...]) -> float:
    """Return how alike two parts are, from their letters and readings: 1 where they can sound the same.

    Half of it are all sounds, half the consonants alone: vowels differ most between spellings.
    """
    if 1 in {len(one), len(other)}:
        return _initial(read, other_read) if one != other else 1.0
    return max(_alike(a, b) for a in read for b in other_read)


def _initial(read: tuple[str, ...], other_read: tuple[str, ...]) -> float:
    return _INITIAL if {a[0] for a in read} & {b[0] for b in other_read} else 0.0


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    all_sounds = Levenshtein.normalized_similarity(one, other)
    consonants, others = bones(one), bones(other)
    return (all_sounds + (Levenshtein.normalized_similarity(consonants, others) if consonants and others else 0)) / 2


def _fit(one: Part, other: Part) -> Fit:
    value = alike(one.letters, one.readings, other.letters, other.readings)
    if one.letters == other.letters:
        how = How.LETTERS
    elif one.initial or other.initial:
        how = How.INITIAL
    else:
        how = How.SOUNDS if set(one.readings) & set(other.readings) else How.ALIKE
    return Fit(one.letters, other.letters, how, round(value, 4))
