"""Precision and recall of a score at thresholds, and whether a search finds the person first."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from domain.likeness import LIKELY, WORTH_A_LOOK, score
from domain.names import parts
from tests.matching.names import Pair, Spelling, comparable, pairs

Scoring = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class At:
    """What a threshold finds: pairs of one person, ``of`` so many, and pairs of two."""

    threshold: float
    right: int
    wrong: int
    of: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.of

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.right + self.wrong + self.of)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Spellings asked for among all others: how often the person came first alone, and among the first three.

    ``shown`` and ``likely`` add up how many other people each search shows.
    """

    asked: int
    first: int
    three: int
    shown: int
    likely: int


Scored = tuple[float, Pair]


def by_sound(one: str, other: str) -> float:
    """Score as the search does."""
    return score(parts(one), parts(other))


def scored(known: Sequence[Spelling], scoring: Scoring = by_sound) -> list[Scored]:
    """Return every pair with its score, the highest first."""
    found = [(scoring(pair.one, pair.other), pair) for pair in pairs(known)]
    return sorted(found, key=lambda one: (-one[0], one[1].one, one[1].other))


def at(found: Iterable[Scored], threshold: float, *, kind: str | None = None) -> At:
    """Return what a threshold finds, of one kind of pairs or of all."""
    mine = [(value, pair.same) for value, pair in found if kind in {None, pair.kind}]
    above = Counter(same for value, same in mine if value >= threshold)
    return At(threshold, above[True], above[False], sum(same for _, same in mine))


def precise(found: Sequence[Scored], wanted: float) -> At:
    """Return the threshold that finds most while its precision is what is wanted."""
    right = wrong = 0
    of = sum(pair.same for _, pair in found)
    best = At(1.01, 0, 0, of)
    for value, level in groupby(found, key=lambda one: one[0]):
        same = [pair.same for _, pair in level]
        right, wrong = right + sum(same), wrong + len(same) - sum(same)
        if (here := At(value, right, wrong, of)).precision >= wanted:
            best = here
    return best


def ranked(known: Sequence[Spelling], scoring: Scoring = by_sound) -> Ranking:
    """Ask for each spelling of a person who has another one, among all others that we can tell apart."""
    several = {person for person, many in Counter(one.person for one in known).items() if many > 1}
    places: list[int] = []
    others: list[float] = []
    for asked in known:
        if asked.person not in several:
            continue
        best: defaultdict[str, float] = defaultdict(float)
        for other in known:
            if other is not asked and comparable(asked, other):
                best[other.person] = max(best[other.person], scoring(asked.text, other.text))
        mine = best.pop(asked.person)
        places.append(1 + sum(value >= mine for value in best.values()))
        others += best.values()
    return Ranking(
        len(places),
        first=sum(place == 1 for place in places),
        three=sum(place <= 3 for place in places),
        shown=sum(value >= WORTH_A_LOOK for value in others),
        likely=sum(value >= LIKELY for value in others),
    )
