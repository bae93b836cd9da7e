"""Who recognized whom, for which deprivation, when: per body, certainly or possibly (docs/status.md)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from domain.dates import OPEN_DAY, Day
from domain.facts import RecognitionWithdrawn, Recognized
from domain.folds.standing import Standing
from domain.people import FactId


class Holds(IntEnum):
    """Whether something holds: under no reading of the dates, under some, under every."""

    NO = 0
    POSSIBLY = 1
    CERTAINLY = 2


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
    """One recognition by one body, with the bounds of what withdrew it."""

    earliest: Day
    latest: Day
    withdrawals: tuple[tuple[Day, Day], ...]

    def now(self, day: Day) -> Holds:
        if self.earliest > day or any(latest <= day for _, latest in self.withdrawals):
            return Holds.NO
        if self.latest > day or any(earliest <= day for earliest, _ in self.withdrawals):
            return Holds.POSSIBLY
        return Holds.CERTAINLY

    def ever(self, day: Day) -> Holds:
        if self.earliest > day:
            return Holds.NO
        return Holds.POSSIBLY if self.latest > day else Holds.CERTAINLY


def recognitions(facts: Iterable[Standing], deprivation: Callable[[FactId], FactId]) -> list[Recognition]:
    """Return each body's recognitions as spans; ``deprivation`` gives the one that a covered fact is part of."""
    withdrawals: defaultdict[FactId, list[tuple[Day, Day]]] = defaultdict(list)
    statements: defaultdict[tuple[FactId | None, str], list[_Statement]] = defaultdict(list)
    facts = list(facts)
    for standing in facts:
        if isinstance(standing.fact, RecognitionWithdrawn):
            withdrawals[standing.fact.recognition].append((standing.earliest, standing.latest))
    for standing in facts:
        if isinstance(standing.fact, Recognized):
            covered = standing.fact.covers and deprivation(standing.fact.covers)
            statement = _Statement(standing.earliest, standing.latest, tuple(withdrawals[standing.id]))
            for body in standing.fact.bodies:
                statements[covered, body].append(statement)
    return [span for (covered, body), said in statements.items() for span in _spans(covered, body, said)]


def _spans(covered: FactId | None, body: str, said: list[_Statement]) -> list[Recognition]:
    """Return maximal spans; several statements of one body are independent, so the best of them decides."""
    turns = {turn for s in said for bounds in ((s.earliest, s.latest), *s.withdrawals) for turn in bounds}
    spans: list[Recognition] = []
    for start, end in zip(sorted(turns), [*sorted(turns)[1:], OPEN_DAY], strict=True):
        now, ever = max(s.now(start) for s in said), max(s.ever(start) for s in said)
        if ever is Holds.NO:
            continue
        if spans and (spans[-1].now, spans[-1].ever, spans[-1].end) == (now, ever, start):
            start = spans.pop().start  # noqa: PLW2901 -- the span goes on
        spans.append(Recognition(covered, body, start, end, now, ever))
    return spans
