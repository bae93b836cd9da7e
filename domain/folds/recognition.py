"""Who recognized whom, for which deprivation, when: per body, certainly or possibly (docs/status.md)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from domain.dates import OPEN_DAY, Day
from domain.facts import RecognitionRestored, RecognitionWithdrawn, Recognized
from domain.folds.holds import Bounds, Ending, Holds, since, turns, until
from domain.folds.standing import Standing
from domain.people import FactId


@dataclass(frozen=True, slots=True)
class Recognition:
    """Days ``[start, end)``: whether a body's recognition of a deprivation holds, and whether it ever held."""

    deprivation: FactId | None
    body: str
    start: Day
    end: Day
    now: Holds
    ever: Holds


@dataclass(frozen=True, slots=True)
class _Statement:
    """One recognition by one body, with what withdrew it, and what took each withdrawal back."""

    made: Bounds
    withdrawals: tuple[Ending, ...]


def recognitions(facts: Iterable[Standing], deprivation: Callable[[FactId], FactId]) -> list[Recognition]:
    """Return each body's recognitions as spans; ``deprivation`` gives the one that a covered fact is part of."""
    withdrawals: defaultdict[FactId, list[Standing]] = defaultdict(list)
    restorations: defaultdict[FactId, list[Bounds]] = defaultdict(list)
    recognized: list[Standing] = []
    for standing in facts:
        match standing.fact:
            case Recognized():
                recognized.append(standing)
            case RecognitionWithdrawn(recognition=recognition):
                withdrawals[recognition].append(standing)
            case RecognitionRestored(withdrawal=withdrawal):
                restorations[withdrawal].append(standing.bounds)
    statements: defaultdict[tuple[FactId | None, str], list[_Statement]] = defaultdict(list)
    for standing in recognized:
        assert isinstance(standing.fact, Recognized)  # noqa: S101 -- sorted out above
        covered = standing.fact.covers and deprivation(standing.fact.covers)
        endings = tuple((one.bounds, tuple(restorations[one.id])) for one in withdrawals[standing.id])
        for body in standing.fact.bodies:
            statements[covered, body].append(_Statement(standing.bounds, endings))
    return [span for (covered, body), said in statements.items() for span in _spans(covered, body, said)]


def _spans(covered: FactId | None, body: str, said: list[_Statement]) -> list[Recognition]:
    """Return maximal spans; several statements of one body are independent, so the best of them decides."""
    days = sorted(set[Day]().union(*(turns(one.made, one.withdrawals) for one in said)))
    spans: list[Recognition] = []
    for start, end in pairwise([*days, OPEN_DAY]):
        now = max(until(one.made, one.withdrawals, start) for one in said)
        ever = max(since(one.made, start) for one in said)
        if ever is Holds.NO:
            continue
        if spans and (spans[-1].now, spans[-1].ever, spans[-1].end) == (now, ever, start):
            start = spans.pop().start  # noqa: PLW2901 -- the span goes on
        spans.append(Recognition(covered, body, start, end, now, ever))
    return spans
