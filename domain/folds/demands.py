"""What had become of a demand on a day: by what was said last, or computed from people or parts; and of how many what.

The last assessment speaks, of one assessor for that assessor, of all for the demand. Which one is last is read from the
dates as the last word on a person is (docs/adr/0006): where they leave room, all that may be last stay, and the outcome
is a set.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from typing import Final

from domain.dates import Day
from domain.facts import DemandAssessed, Outcome
from domain.folds.holds import Holds
from domain.folds.lasts import Word, stretches
from domain.folds.standing import Standing
from domain.people import FactId

Outcomes = frozenset[Outcome]
"""What may have become of a demand by the end of a day; one element is certain."""
ANYBODY: Final = ""
"""The assessor of whatever was said last, by whomever."""
UNKNOWN: Final[Outcomes] = frozenset({Outcome.NOT_ASSESSED})


@dataclass(frozen=True, slots=True)
class Held:
    """What an assessor may hold, and the assessment that says so; ``None`` and *not assessed* before the first."""

    outcome: Outcome
    fact: FactId | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Days ``[start, end)`` on which an assessor may hold each of ``holds``, and certainly holds one of them."""

    assessor: str
    start: Day
    end: Day
    holds: frozenset[Held]


def assessments(facts: Iterable[Standing]) -> list[Assessment]:
    """Return what each assessor held of one demand, and `ANYBODY`, as maximal spans; the days before have none."""
    by_assessor: defaultdict[str, list[Standing]] = defaultdict(list)
    for one in facts:
        if isinstance(one.fact, DemandAssessed):
            for body in dict.fromkeys((ANYBODY, *one.fact.bodies)):
                by_assessor[body].append(one)
    return [span for assessor, said in by_assessor.items() for span in _spans(assessor, said)]


def _spans(assessor: str, said: Sequence[Standing]) -> list[Assessment]:
    words = [Word(one.bounds, Held(one.fact.outcome, one.id)) for one in said if isinstance(one.fact, DemandAssessed)]
    found = stretches(words, Held(Outcome.NOT_ASSESSED, None))
    return [Assessment(assessor, one.start, one.end, one.values) for one in found]


def of_people(named: int, certain: int, possible: int) -> Outcomes:
    """Return what became of a demand to release people, of whom so many certainly and possibly were at liberty."""
    if not named:
        return UNKNOWN
    found = set()
    if possible == named:
        found.add(Outcome.MET)
    if certain == 0:
        found.add(Outcome.NOT_MET)
    if max(certain, 1) <= min(possible, named - 1):
        found.add(Outcome.PARTLY_MET)
    return frozenset(found)


def of_parts(parts: Iterable[Outcomes]) -> Outcomes:
    """Return what became of a demand from what became of its parts, under each reading of theirs."""
    return reduce(lambda one, other: frozenset(_both(a, b) for a, b in product(one, other)), parts)


def _both(one: Outcome, other: Outcome) -> Outcome:
    """Return the outcome of two parts together; the order in which parts are taken does not matter.

    What is met in one part and anything else in another is partly met. Where nothing is met, a part that nobody has
    assessed leaves the whole so, and parts that failed in different ways are together not met.
    """
    if one is other:
        return one
    if {one, other} & {Outcome.MET, Outcome.PARTLY_MET}:
        return Outcome.PARTLY_MET
    return Outcome.NOT_ASSESSED if Outcome.NOT_ASSESSED in {one, other} else Outcome.NOT_MET


@dataclass(frozen=True, slots=True)
class Stood:
    """How a demand stood on a day: whether it had been made by then, and if ``part``, of another that is listed."""

    made: Holds
    outcomes: Outcomes
    part: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """Demands: ``certain`` under every reading of the dates, ``possible`` under some; certain <= possible."""

    certain: int
    possible: int


@dataclass(frozen=True, slots=True)
class Scores:
    """How many demands stood in which way, each once: per outcome, ``open``, and all of them.

    What the dates leave open is certain under no outcome, and possible under each that it may have. So the certain of
    every outcome, ``open`` and ``withheld`` come to ``total``.
    """

    each: Mapping[Outcome, Tally]
    open: int
    withheld: int
    total: int


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """The scores of demands, and of their parts apart: what became of a whole says already what became of its parts."""

    demands: Scores
    parts: Scores


def scoreboard(listed: Iterable[Stood], withheld: int) -> Scoreboard:
    """Return how many demands stood in which way on a day; those withheld are counted, as demands, under no outcome."""
    every = list(listed)
    demands, parts = ([one for one in every if one.part is part] for part in (False, True))
    return Scoreboard(_scores(demands, withheld), _scores(parts, 0))


def _scores(several: Sequence[Stood], withheld: int) -> Scores:
    settled = [one for one in several if one.made is Holds.CERTAINLY and len(one.outcomes) == 1]
    each = {
        outcome: Tally(sum(outcome in one.outcomes for one in settled), sum(outcome in one.outcomes for one in several))
        for outcome in Outcome
    }
    return Scores(each, len(several) - len(settled), withheld, len(several) + withheld)
