"""The cycle, month by month: who was recognized, released and detained again, and which sanctions came and went."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from domain.errors import QuestionError
from domain.facts import Fact, MeasureFact
from domain.folds.coverage import Coverage
from domain.folds.cycle import Act, Month, Sort, measured
from domain.folds.holds import Holds
from domain.folds.naming import Language
from domain.folds.standing import Standing, of_subject, standing, standing_of
from domain.folds.targets import Target, Totals, target_of, totals
from domain.people import FactId, PersonId
from domain.phrases import Phrase
from domain.sources import About
from ledger.log import Head, Log
from projections.basis import AsKnown, Count
from projections.bitemporal import known
from projections.disclosure import Disclosure
from projections.evidence import Evidence
from projections.naming import Naming
from projections.occurrences import Lot, seen, told
from projections.prisoners import Reason
from projections.projector import reading
from projections.room import Room

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
    """How many persons something happened to in a month, and to whom; ``withheld`` of them are not shown.

    ``more`` are told of nowhere, where only some were asked for.
    """

    count: Count
    people: tuple[Befallen, ...]
    withheld: int
    more: int = 0


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

    def over(
        self,
        months: Sequence[Month],
        as_known: AsKnown = None,
        *,
        most: int | None = None,
        language: Language | None = None,
    ) -> CycleAnswer:
        """Return what each of some months saw, which follow one another; raise `QuestionError` for too many.

        It tells of everybody, or of ``most`` persons or about as many: then each month tells of equally many.
        """
        if len(months) > MOST_MONTHS:
            raise QuestionError(Phrase("those are more than %(most)s months", most=str(MOST_MONTHS)), field="from")
        size = self._clock.size(as_known)
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            hidden = disclosure.at(connection, models, size)
            lots = seen(connection, models, months, size)

            def called(one: Lot) -> str:
                return disclosure.name(one.person, one.name, size)

            some = told(lots, hidden, called, most)
            named = {one.person: called(one) for each in some.values() for one in each}
            names = Naming(connection, models, self._ledger, disclosure, language).of(named, size)
            registered = list(connection.scalars(select(models.target.c.target).where(known(models.target, size))))
        teller = _Teller(self._ledger, disclosure, size)
        teller.preload(fact for each in some.values() for one in each for fact in one.facts)
        aims = _aims(self._ledger, sorted(registered), size)
        found = tuple(
            MonthOfCycle(
                month,
                {sort: _happened(teller, names, lots[at, sort], some[at, sort], hidden) for sort in Sort},
                _turned(teller, aims, month),
            )
            for at, month in enumerate(months)
        )
        covered = self._declared.known_to_us(size, About.PERSONS, About.SANCTIONS)
        return CycleAnswer(found, covered, self._ledger.head(size))


class _Teller:
    """Reads the facts behind numbers, with their passages."""

    def __init__(self, ledger: Log, disclosure: Disclosure, size: int) -> None:
        self._ledger = ledger
        self._size = size
        self._disclosure = disclosure
        self._evidence = Evidence(ledger, size, disclosure)
        self._read: dict[FactId, Standing] = {}

    def preload(self, facts: Iterable[FactId]) -> None:
        """Read facts at once, and the passages that they cite."""
        for identifier, history in self._ledger.streams(sorted(set(facts))).items():
            said = standing_of([event for event in history if event.position <= self._size])
            if said is not None:
                self._read[identifier] = said
        self._evidence.preload_of(said.fact for said in self._read.values())

    def told(self, facts: Iterable[FactId]) -> tuple[Reason, ...]:
        """Return facts that were read before, in the order of their days, those that may be shown."""
        return self.reasons(self._read[one] for one in facts if one in self._read)

    def reasons(self, facts: Iterable[Standing]) -> tuple[Reason, ...]:
        """Return facts in the order of their days, those that may be shown."""
        told = sorted(facts, key=lambda one: (*one.bounds, one.id))
        hidden = self._disclosure.hidden(one.id for one in told)
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
            self._disclosure.redacted(fact),
            tuple(self._evidence.quotes(passages)),
            later=False,
            missing=self._evidence.missing(passages),
            withheld=self._evidence.withheld(passages),
        )


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
    teller: _Teller,
    names: Mapping[PersonId, str],
    lots: Sequence[Lot],
    some: Sequence[Lot],
    hidden: frozenset[PersonId],
) -> Happened:
    withheld = sum(one.person in hidden for one in lots)
    return Happened(
        Count(sum(one.holds is Holds.CERTAINLY for one in lots), len(lots)),
        tuple(Befallen(one.person, names[one.person], one.holds, teller.told(one.facts)) for one in some),
        withheld,
        more=len(lots) - withheld - len(some),
    )


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
