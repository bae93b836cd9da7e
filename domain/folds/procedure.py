"""How each case against a person stands on a day, and which articles are charged in it (docs/cases.md).

Both are read as the last word on a day (`domain.folds.lasts`). An article is charged, or not, by itself: one may be
dropped while another stays. Reports of one day of which one says that the case is closed and another that it goes on
have no order, and both stay.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from domain.codes import Article
from domain.dates import Day
from domain.facts import (
    AppealHeard,
    CaseDropped,
    CaseFact,
    CaseOpened,
    CaseReopened,
    CaseReported,
    CaseSuspended,
    Charged,
    ChargesChanged,
    Fact,
    MadeSuspect,
    ProcedureFact,
    SentToCourt,
    TrialBegun,
    Verdict,
    VerdictGiven,
    VerdictInForce,
    VerdictReviewed,
)
from domain.folds.holds import Holds
from domain.folds.lasts import Stretch, Word, opened, stretches
from domain.folds.standing import Standing
from domain.people import FactId

Value = TypeVar("Value")


class State(StrEnum):
    """How a case stands: one value at a time."""

    NONE = "none yet"
    OPENED = "opened"
    SUSPECT = "suspect"
    CHARGED = "charged"
    UNDER_WAY = "under way"
    SUSPENDED = "suspended"
    DROPPED = "dropped"
    IN_COURT = "in court"
    ON_TRIAL = "on trial"
    CONVICTED = "convicted"
    ACQUITTED = "acquitted"
    TERMINATED = "terminated"
    SENT_BACK = "sent back"
    APPEAL_HEARD = "appeal heard"
    IN_FORCE = "verdict in force"
    REVIEWED = "verdict reviewed"
    REOPENED = "reopened"

    # The enumeration's own hash is a call into Python for each look into a set.
    __hash__ = str.__hash__


RANK: Final[dict[type[ProcedureFact], int]] = {
    CaseOpened: 0,
    MadeSuspect: 1,
    Charged: 2,
    ChargesChanged: 3,
    SentToCourt: 4,
    TrialBegun: 5,
    VerdictGiven: 6,
    AppealHeard: 7,
    VerdictInForce: 8,
    VerdictReviewed: 9,
    CaseReported: 10,
    CaseSuspended: 10,
    CaseDropped: 10,
    CaseReopened: 11,
}
"""The order within a day."""

_STATE: Final[dict[type[ProcedureFact], State]] = {
    CaseOpened: State.OPENED,
    MadeSuspect: State.SUSPECT,
    Charged: State.CHARGED,
    CaseReported: State.UNDER_WAY,
    CaseSuspended: State.SUSPENDED,
    CaseDropped: State.DROPPED,
    SentToCourt: State.IN_COURT,
    TrialBegun: State.ON_TRIAL,
    VerdictGiven: State.CONVICTED,
    AppealHeard: State.APPEAL_HEARD,
    VerdictInForce: State.IN_FORCE,
    VerdictReviewed: State.REVIEWED,
    CaseReopened: State.REOPENED,
}
_DECIDED: Final = {
    Verdict.ACQUITTED: State.ACQUITTED,
    Verdict.TERMINATED: State.TERMINATED,
    Verdict.SENT_BACK: State.SENT_BACK,
}


@dataclass(frozen=True, slots=True)
class ChargeSpan:
    """Days ``[start, end)`` on which an article is charged, certainly or possibly."""

    article: Article
    start: Day
    end: Day
    holds: Holds


@dataclass(frozen=True, slots=True)
class Case:
    """One case against a person: what opened it, all steps in the order of their days, its states and charges."""

    id: FactId
    opened: CaseOpened
    steps: tuple[FactId, ...]
    states: tuple[Stretch[State], ...]
    charges: tuple[ChargeSpan, ...]


def cases(facts: Iterable[Standing]) -> list[Case]:
    """Return the cases against one person that stand; a step of any other case is left out."""
    told = [one for one in facts if isinstance(one.fact, ProcedureFact)]
    found = []
    for one in sorted((one for one in told if isinstance(one.fact, CaseOpened)), key=lambda one: (*one.bounds, one.id)):
        assert isinstance(one.fact, CaseOpened)  # noqa: S101 -- sorted out above
        steps = [step for step in told if isinstance(step.fact, CaseFact) and step.fact.case == one.id]
        steps.sort(key=lambda step: (*step.bounds, RANK[type(step.fact)], step.id))  # type: ignore[index]  # procedure
        found.append(
            Case(one.id, one.fact, tuple(step.id for step in steps), _states(one, steps), _charges(one, steps))
        )
    return found


def _states(opening: Standing, steps: Sequence[Standing]) -> tuple[Stretch[State], ...]:
    words = [_word(step, state) for step in steps if (state := _state(step.fact)) is not None]
    return tuple(stretches(opened([_word(opening, State.OPENED)], words), State.NONE))


def _charges(opening: Standing, steps: Sequence[Standing]) -> tuple[ChargeSpan, ...]:
    articles = sorted({article for step in steps for article in _named(step.fact)}, key=str)
    return tuple(span for article in articles for span in _charged(article, opening, steps))


def _charged(article: Article, opening: Standing, steps: Sequence[Standing]) -> Iterator[ChargeSpan]:
    first = _word(opening, value=False)
    words = [_word(step, charged) for step in steps if (charged := _charges_with(step.fact, article)) is not None]
    for stretch in stretches(opened([first], words), before=False):
        if True in stretch.values:
            holds = Holds.CERTAINLY if len(stretch.values) == 1 else Holds.POSSIBLY
            yield ChargeSpan(article, stretch.start, stretch.end, holds)


def _word(step: Standing, value: Value) -> Word[Value]:
    return Word(step.bounds, value, RANK[type(step.fact)])  # type: ignore[index]  # procedure facts only


def _state(fact: Fact) -> State | None:
    """Return what a step makes of the case; ``None`` if it leaves the state as it is."""
    match fact:
        case CaseDropped(articles=articles) if articles:
            return None
        case CaseReported(articles=articles) if articles:
            return State.CHARGED
        case VerdictGiven() | AppealHeard() | VerdictInForce() | VerdictReviewed():
            decided = None if fact.verdict is None else _DECIDED.get(fact.verdict)
            return decided or _STATE[type(fact)]
        case ProcedureFact():
            return _STATE.get(type(fact))
    return None


def _charges_with(fact: Fact, article: Article) -> bool | None:
    """Return whether a step leaves an article charged; ``None`` if it says nothing of it."""
    match fact:
        case Charged(articles=articles) | CaseReported(articles=articles) | CaseReopened(articles=articles):
            return True if article in articles else None
        case ChargesChanged(added=added, dropped=dropped):
            return True if article in added else False if article in dropped else None
        case CaseDropped(articles=articles):
            return False if article in articles or not articles else None
        case VerdictGiven(verdict=Verdict.GUILTY, articles=articles) if articles:
            return article in articles
        case VerdictGiven() | AppealHeard() | VerdictInForce() | VerdictReviewed():
            return False if fact.verdict in (Verdict.ACQUITTED, Verdict.TERMINATED) else None
    return None


def _named(fact: Fact) -> Iterator[Article]:
    """Yield the articles that a step may charge."""
    match fact:
        case Charged(articles=articles) | CaseReported(articles=articles) | CaseReopened(articles=articles):
            yield from articles
        case ChargesChanged(added=added):
            yield from added
        case VerdictGiven(verdict=Verdict.GUILTY, articles=articles):
            yield from articles
