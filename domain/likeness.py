"""How alike two names are: a score from 0 to 1, and which part of the one was taken for which part of the other.

A score is no probability and decides nothing: it puts candidates in an order for a person to look at. What a score
finds is measured on real spellings (docs/matching.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import permutations
from math import fsum
from typing import Final

from rapidfuzz.distance import Levenshtein

from domain.names import KEPT, bones, parts, patronymic, soundings

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
"""strs of a name that are looked at, from its beginning: every way to pair them is tried."""


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
    if len(mine) > len(theirs):
        value, order = _best(theirs, mine)
        pairs = [(mine[place], part) for part, place in zip(theirs, order, strict=True)]
    else:
        value, order = _best(mine, theirs)
        pairs = [(part, theirs[place]) for part, place in zip(mine, order, strict=True)]
    longer = max(mine, theirs, key=len)
    left = tuple(part for place, part in enumerate(longer) if place not in order)
    return Likeness(value, tuple(_fit(*pair) for pair in pairs), left)


def score(one: tuple[str, ...], other: tuple[str, ...], *, least: float = 0.0) -> float:
    """Return the score alone, of names that are split already; 0 if it is below ``least``, which is quicker to tell."""
    shorter, longer = sorted((one[:_MOST_PARTS], other[:_MOST_PARTS]), key=len)
    if not shorter:
        return 0.0
    # No way to pair them gives a part more than its best counterpart does.
    if least and _together([max(alike(part, one) for one in longer) for part in shorter]) < least:
        return 0.0
    found = _best(shorter, longer)[0]
    return found if found >= least else 0.0


def _together(values: Sequence[float]) -> float:
    return _WEAKEST * min(values) + (1 - _WEAKEST) * fsum(values) / len(values)


def _best(shorter: tuple[str, ...], longer: tuple[str, ...]) -> tuple[float, tuple[int, ...]]:
    """Return the score of the best way to pair each part of the shorter name with one of the longer, and that way."""
    table = [[alike(part, one) for one in longer] for part in shorter]
    optional = patronymic(longer)
    found: tuple[float, tuple[int, ...]] = (-1.0, ())
    for order in permutations(range(len(longer)), len(shorter)):
        value = _together([row[place] for row, place in zip(table, order, strict=True)])
        for place in range(len(longer)):
            if place not in order:
                value *= _NO_PATRONYMIC if place == optional else _LEFT
        found = max(found, (value, order), key=lambda one: one[0])
    value, order = found
    if len(shorter) == 1 < len(longer):
        value = _ALONE * max(table[0])
    return round(value, 4), order


@lru_cache(maxsize=4 * KEPT)
def alike(one: str, other: str) -> float:
    """Return how alike two parts are: 1 if they can sound the same.

    Half of it are all sounds, half the consonants alone: vowels differ most between spellings.
    """
    if one == other:
        return 1.0
    mine, theirs = soundings(one), soundings(other)
    if 1 in {len(one), len(other)}:
        return _INITIAL if {sounds[0] for sounds in mine} & {sounds[0] for sounds in theirs} else 0.0
    return max(_alike(a, b) for a in mine for b in theirs)


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    consonants, others = bones(one), bones(other)
    half = Levenshtein.normalized_similarity(consonants, others) if consonants and others else 0.0
    return (Levenshtein.normalized_similarity(one, other) + half) / 2


def _fit(one: str, other: str) -> Fit:
    if one == other:
        how = How.LETTERS
    elif 1 in {len(one), len(other)}:
        how = How.INITIAL
    else:
        how = How.SOUNDS if set(soundings(one)) & set(soundings(other)) else How.ALIKE
    return Fit(one, other, how, round(alike(one, other), 4))
