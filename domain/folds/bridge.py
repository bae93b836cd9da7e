"""Why one count became another: who counted before, who counts after, and which facts moved them (docs/adr/0030).

A bridge has three steps. Each changes one thing that a count depends on: what is known, the day, the rule. So the three
differences sum to the whole, whatever the steps are made of.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.dates import Day
from domain.facts import (
    Fact,
    IdentityJudgement,
    JudgedUndecided,
    LibertyFact,
    PersonRegistered,
    RecognitionRestored,
    RecognitionWithdrawn,
    Recognized,
    ReportPreferred,
)
from domain.folds.counts import Definition, Tests
from domain.folds.holds import Holds
from domain.folds.standing import Standing
from domain.folds.status import Situation
from domain.people import FactId, PersonId
from domain.sources import Variant

Counted = Mapping[PersonId, Holds]
"""The persons that a count counts, each under the registration that stands for all of them."""
Persons = Mapping[PersonId, PersonId]
"""Who stands for each registration for which another one does, at one log size."""


class Step(StrEnum):
    """What a step changes."""

    KNOWLEDGE = "knowledge"
    WORLD = "world"
    RULE = "rule"


class Turn(StrEnum):
    """How a fact moved somebody."""

    HAPPENED = "happened between the days"
    DATE = "an uncertain date was passed"
    TERM = "the term may be over"
    DECIDES = "decides"


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two counts."""

    certain: int
    possible: int

    def __add__(self, other: "Change") -> "Change":
        """Sum two differences."""
        return Change(self.certain + other.certain, self.possible + other.possible)


@dataclass(frozen=True, slots=True)
class Mover:
    """Registrations that count otherwise than before: the persons they were and are held to be, each with its place.

    Mostly one person on either side. Two before and one after were judged to be one. A side without anybody had, or
    has, no such registration.
    """

    registrations: frozenset[PersonId]
    before: tuple[tuple[PersonId, Holds], ...]
    after: tuple[tuple[PersonId, Holds], ...]

    @property
    def change(self) -> Change:
        """What this makes of the count."""
        return difference((holds for _, holds in self.before), (holds for _, holds in self.after))


def difference(before: Iterable[Holds], after: Iterable[Holds]) -> Change:
    """Return a count less another, given whether each person holds."""
    was, now = list(before), list(after)
    return Change(
        now.count(Holds.CERTAINLY) - was.count(Holds.CERTAINLY),
        sum(one is not Holds.NO for one in now) - sum(one is not Holds.NO for one in was),
    )


def moved(before: Counted, after: Counted, was: Persons, now: Persons) -> set[frozenset[PersonId]]:
    """Return the registrations that count otherwise; whoever was or is one person with somebody, together with them."""
    joined = _joined((*was.items(), *now.items()))
    return {joined.get(one) or frozenset({one}) for one, _ in before.items() ^ after.items()}


def _joined(pairs: Iterable[tuple[PersonId, PersonId]]) -> dict[PersonId, frozenset[PersonId]]:
    """Return, per registration in some pair, all that pairs join to it, itself among them."""
    found: dict[PersonId, frozenset[PersonId]] = {}
    for pair in pairs:
        both = frozenset(pair).union(*(found.get(one, ()) for one in pair))
        found |= dict.fromkeys(both, both)
    return found


def standing_for(people: Iterable[PersonId], persons: Persons, registered: Container[PersonId]) -> list[PersonId]:
    """Return who stands for some registrations, each once, in a fixed order; nobody for those that do not stand."""
    return sorted({first for one in people if (first := persons.get(one, one)) in registered})


def bears(fact: Fact) -> bool:
    """Whether a fact can change who is counted: what happened to them, who recognized them, who is whom."""
    return isinstance(
        fact,
        PersonRegistered
        | LibertyFact
        | ReportPreferred
        | Recognized
        | RecognitionWithdrawn
        | RecognitionRestored
        | IdentityJudgement,
    ) and not isinstance(fact, JudgedUndecided)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a rule says which facts bear on it: the definition, the variant and the bodies that count (none: any)."""

    definition: Definition
    variant: Variant
    recognized_by: frozenset[str]


def passed(facts: Sequence[Standing], situation: Situation, asked: Asked, days: tuple[Day, Day]) -> dict[FactId, Turn]:
    """Return the facts of one person on which time tells between the ends of two days, in either order.

    A fact tells if its day, or some of the days that it may have fallen on, lie between; or if its term may be over
    from a day between.
    """
    first, last = sorted(days)
    ever = asked.definition.recognition is Tests.EVER
    told = _told(facts, asked) if asked.variant is Variant.THEN else set()
    found: dict[FactId, Turn] = {}
    for one in facts:
        bounds = one.bounds if one.id in told else None if ever else situation.bounds(one.id)
        if bounds is None:
            continue
        (earliest, latest), over = bounds, situation.term_over(one.id)
        if first < earliest and latest <= last:
            found[one.id] = Turn.HAPPENED
        elif earliest <= last and first < latest:
            found[one.id] = Turn.DATE
        elif over is not None and first < over <= last and _lapses(situation, one.id, (over, last)):
            found[one.id] = Turn.TERM
    return found


def _lapses(situation: Situation, identifier: FactId, days: Iterable[Day]) -> bool:
    """Whether a term may be over on some of these days, with nothing later that says what was so instead."""
    return any(identifier == word for day in days for word, _ in situation.overdue(day))


def deciding(facts: Sequence[Standing], situation: Situation, asked: Asked, day: Day) -> set[FactId]:
    """Return the facts of one person that decide on a day under a rule: the last words, and what is said of them."""
    told = _told(facts, asked)
    if asked.definition.recognition is Tests.EVER:
        return told
    over = set(situation.over(day)) if asked.definition.over else set()
    return {*situation.last_words(day), *(over & {one.id for one in facts}), *told}


def _told(facts: Sequence[Standing], asked: Asked) -> set[FactId]:
    """Return the recognitions that a rule asks about; with what withdrew and restored them, where that matters."""
    rule = asked.definition
    if rule.recognition is Tests.NOTHING:
        return set()
    told = {
        one.id
        for one in facts
        if isinstance(one.fact, Recognized)
        and (not asked.recognized_by or not asked.recognized_by.isdisjoint(one.fact.bodies))
    }
    if rule.recognition is Tests.EVER or asked.variant is Variant.HINDSIGHT:
        return told
    withdrawn = {one.id for one in facts if isinstance(one.fact, RecognitionWithdrawn) and one.fact.recognition in told}
    restored = {
        one.id for one in facts if isinstance(one.fact, RecognitionRestored) and one.fact.withdrawal in withdrawn
    }
    return told | withdrawn | restored
