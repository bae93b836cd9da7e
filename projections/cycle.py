"""The cycle, month by month: who was recognized, released and detained again, and which sanctions came and went."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from domain.errors import QuestionError
from domain.facts import Fact, MeasureFact
from domain.folds.coverage import Coverage
from domain.folds.cycle import Act, Month, Occurrence, Sort, measured, occurrences
from domain.folds.holds import Holds
from domain.folds.standing import Standing, of_person, of_subject, standing
from domain.folds.status import Situation
from domain.folds.targets import Target, Totals, target_of, totals
from domain.people import FactId, PersonId
from domain.sources import About
from ledger.log import Head, Log
from projections.basis import AsKnown, Count
from projections.bitemporal import known
from projections.disclosure import Disclosure
from projections.evidence import Evidence
from projections.identity import events_of, members
from projections.prisoners import Reason
from projections.projector import reading
from projections.room import Room
from projections.rows import display_name
from projections.tables import Models

MOST_MONTHS: Final = 600
"""How many months one question may ask about."""


@dataclass(frozen=True, slots=True)
class Befallen:
    """One person to whom something happened in a month, certainly or possibly, with the facts that say so."""

    id: PersonId
    name: str
    holds: Holds
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Aimed:
    """One target whose measures changed in a month, certainly or possibly, with the facts and the acts they name."""

    target: Target
    holds: Holds
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """How many persons something happened to in a month, and to whom; ``withheld`` of them are not shown."""

    count: Count
    people: tuple[Befallen, ...]
    withheld: int


@dataclass(frozen=True, slots=True)
class Turned:
    """On how many persons, entities, countries and craft something was done in a month, and on which targets."""

    totals: Totals
    targets: tuple[Aimed, ...]


@dataclass(frozen=True, slots=True)
class MonthOfCycle:
    """One month of the cycle."""

    month: Month
    people: Mapping[Sort, Happened]
    sanctions: Mapping[Act, Turned]


@dataclass(frozen=True, slots=True)
class CycleAnswer:
    """The cycle over some months, with what the answer depends on and covers."""

    months: tuple[MonthOfCycle, ...]
    coverage: Coverage
    head: Head


class Cycle(Room):
    """Answers about the cycle over one ledger and its read models."""

    def over(self, months: Sequence[Month], as_known: AsKnown = None) -> CycleAnswer:
        """Return what each of some months saw; raise `QuestionError` for too many."""
        if len(months) > MOST_MONTHS:
            raise QuestionError(f"those are more than {MOST_MONTHS} months", field="from")
        size = self._clock.size(as_known)
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            hidden = disclosure.at(connection, models, size)
            people = _people(connection, models, self._ledger, size)
            registered = list(connection.scalars(select(models.target.c.target).where(known(models.target, size))))
        teller = _Teller(self._ledger, disclosure, size)
        lives = [_Life(person, facts) for person, facts in people.items()]
        aims = _aims(self._ledger, sorted(registered), size)
        found = tuple(
            MonthOfCycle(
                month,
                {sort: _happened(teller, lives, hidden, sort, month) for sort in Sort},
                _turned(teller, aims, month),
            )
            for month in months
        )
        covered = self._declared.known_to_us(size, About.PERSONS, About.SANCTIONS)
        return CycleAnswer(found, covered, self._ledger.head(size))


class _Life:
    """What befell one person."""

    def __init__(self, person: PersonId, facts: list[Standing]) -> None:
        self.person = person
        self.facts = {one.id: one for one in facts}
        self.name = display_name(facts)
        self.occurrences = occurrences(facts, Situation(facts))

    def within(self, sort: Sort, month: Month) -> tuple[Holds, list[Occurrence]]:
        """Return whether a month saw something of a sort, and what."""
        found = [(one.within(month), one) for one in self.occurrences if one.sort is sort]
        seen = [(holds, one) for holds, one in found if holds is not Holds.NO]
        return max((holds for holds, _ in seen), default=Holds.NO), [one for _, one in seen]


class _Teller:
    """Reads the facts behind numbers, with their passages."""

    def __init__(self, ledger: Log, disclosure: Disclosure, size: int) -> None:
        self._ledger = ledger
        self._size = size
        self.disclosure = disclosure
        self._evidence = Evidence(ledger, size, disclosure)

    def name(self, person: PersonId, name: str) -> str:
        """Return the name to print."""
        return self.disclosure.name(person, name, self._size)

    def reasons(self, facts: Iterable[Standing]) -> tuple[Reason, ...]:
        """Return facts in the order of their days, those that may be shown."""
        told = sorted(facts, key=lambda one: (*one.bounds, one.id))
        hidden = self.disclosure.hidden(one.id for one in told)
        return tuple(self._reason(one.id, one.fact) for one in told if one.id not in hidden)

    def acts(self, facts: Iterable[Standing]) -> tuple[Reason, ...]:
        """Return the acts that measures name, as they stand."""
        named = {one.fact.act for one in facts if isinstance(one.fact, MeasureFact) and one.fact.act}
        stood = self._ledger.standing(sorted(named), upto=self._size)
        return tuple(self._reason(act, fact) for act, fact in stood.items())

    def _reason(self, identifier: FactId, fact: Fact) -> Reason:
        passages = getattr(fact, "passages", ())
        return Reason(
            identifier,
            self.disclosure.redacted(fact),
            tuple(self._evidence.quotes(passages)),
            later=False,
            missing=self._evidence.missing(passages),
            withheld=self._evidence.withheld(passages),
        )


def _people(connection: Connection, models: Models, ledger: Log, size: int) -> dict[PersonId, list[Standing]]:
    """Return what stands of everybody whom somebody recognized."""
    recognition = models.recognition
    wanted = select(recognition.c.person).where(known(recognition, size)).distinct()
    identifiers = members(connection, models, [PersonId(one) for one in sorted(connection.scalars(wanted))], size)
    histories = events_of(ledger, identifiers.values(), size)
    return {person: of_person(identifiers[person], standing(histories[person])) for person in identifiers}


def _aims(ledger: Log, targets: Sequence[str], size: int) -> dict[FactId, tuple[Target, list[Standing]]]:
    """Return every target of sanctions with what stands of it."""
    histories = ledger.tagged_each([f"target:{one}" for one in targets], upto=size)
    found: dict[FactId, tuple[Target, list[Standing]]] = {}
    for one in map(FactId, targets):
        facts = of_subject("target", [one], standing(histories[f"target:{one}"]))
        target = target_of(one, facts)
        if target is not None:
            found[one] = target, facts
    return found


def _happened(
    teller: _Teller, lives: Iterable[_Life], hidden: frozenset[PersonId], sort: Sort, month: Month
) -> Happened:
    certain = possible = withheld = 0
    people: list[Befallen] = []
    for life in lives:
        holds, seen = life.within(sort, month)
        if holds is Holds.NO:
            continue
        certain += holds is Holds.CERTAINLY
        possible += 1
        if life.person in hidden:
            withheld += 1
            continue
        told = {fact for one in seen for fact in one.facts if fact in life.facts}
        reasons = teller.reasons(life.facts[fact] for fact in told)
        people.append(Befallen(life.person, teller.name(life.person, life.name), holds, reasons))
    people.sort(key=lambda one: (one.name.casefold(), one.id))
    return Happened(Count(certain, possible), tuple(people), withheld)


def _turned(teller: _Teller, aims: Mapping[FactId, tuple[Target, list[Standing]]], month: Month) -> dict[Act, Turned]:
    holds: defaultdict[Act, dict[FactId, Holds]] = defaultdict(dict)
    listed: defaultdict[Act, list[Aimed]] = defaultdict(list)
    for one, (target, facts) in aims.items():
        for act, said in measured(facts, month).items():
            told = [fact for fact in facts if fact.id in said]
            holds[act][one] = max(said.values())
            listed[act].append(Aimed(target, holds[act][one], (*teller.reasons(told), *teller.acts(told))))
    targets = {one: target for one, (target, _) in aims.items()}
    return {
        act: Turned(
            totals(holds[act], targets),
            tuple(sorted(listed[act], key=lambda one: (one.target.name.casefold(), one.target.id))),
        )
        for act in Act
    }
