"""Demands on a day: what was asked and asked again, answered and assessed by then, and what had become of it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, and_, func, select

from domain.dates import Day
from domain.errors import QuestionError
from domain.facts import DemandFact, DemandMade, DemandRestated, Outcome
from domain.folds.coverage import Coverage
from domain.folds.demands import ANYBODY, UNKNOWN, Outcomes, Scoreboard, Stood, of_parts, of_people, scoreboard
from domain.folds.holds import Holds, since
from domain.folds.standing import of_subject, standing
from domain.folds.status import Liberty
from domain.people import FactId, PersonId, SourceId
from domain.phrases import Field, Phrase, listing
from domain.sources import About
from ledger.log import Head
from projections.basis import AsKnown
from projections.bitemporal import covers, known
from projections.disclosure import Disclosure
from projections.evidence import Evidence, Quote
from projections.projector import reading
from projections.room import Room
from projections.tables import Models

AT_LIBERTY = (Liberty.FREE.value, Liberty.OUTSIDE.value)


class From(StrEnum):
    """What the outcome of a demand follows from."""

    ASSESSORS = "assessors"
    PEOPLE = "people"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing said of a demand by the day, with its passages.

    ``missing`` counts those that do not stand, ``withheld`` those that are hidden; ``holds``: whether it had certainly
    been said by then.
    """

    id: FactId
    fact: DemandFact
    holds: Holds
    quotes: tuple[Quote, ...]
    missing: int
    withheld: int


@dataclass(frozen=True, slots=True)
class Assessed:
    """What one assessor may hold on the day."""

    assessor: str
    outcomes: Outcomes


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whose release is demanded: whether they are at liberty at the end of the day."""

    person: PersonId
    at_liberty: Holds


@dataclass(frozen=True, slots=True)
class Demand:
    """A demand on a day: what may have become of it, what that follows from, and all that was said of it, in order."""

    id: FactId
    made: DemandMade
    made_by_then: Holds
    acts: tuple[Act, ...]
    outcomes: Outcomes
    follows: From
    assessed: tuple[Assessed, ...]
    named: tuple[Named, ...]
    part_of: FactId | None
    parts: tuple[FactId, ...]


@dataclass(frozen=True, slots=True)
class DemandsAnswer:
    """Which demands had been made by a day, and how they stood; ``withheld`` more name somebody who is withheld.

    ``scores`` are of all that were asked about, also if ``demands`` are those alone that may have one ``outcome``.
    """

    demands: tuple[Demand, ...]
    scores: Scoreboard
    withheld: int
    day: Day
    statement: SourceId | None
    body: str | None
    outcome: Outcome | None
    coverage: Coverage
    head: Head


class Demands(Room):
    """Questions about demands."""

    def on(
        self,
        day: Day,
        *,
        as_known: AsKnown = None,
        statement: str | None = None,
        body: str | None = None,
        outcome: Outcome | None = None,
    ) -> DemandsAnswer:
        """Return the demands that may have been made by a day, in a statement or by a body if one is named.

        ``statement`` is a source's identifier, or its register and key (``belarus:s02``). With ``outcome`` those alone
        are listed that may have come to it. Raises `QuestionError` for a statement or a body that demands nothing in
        this log.
        """
        size = self._clock.size(as_known)
        source = None if statement is None else self._source(statement)
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            rows = _Rows(connection, models, day, size, disclosure)
        if source is not None and (source not in rows.statements or disclosure.hides(source)):
            nothing = Phrase("nothing is demanded in this statement, as far as this log knows")
            raise QuestionError(nothing, field="statement")
        every = [one for one in rows.made if source is None or source in rows.stated[one]]
        wanted = [one for one in every if one not in rows.hidden]
        histories = self._ledger.tagged_each([f"demand:{one}" for one in wanted], upto=size)
        evidence = Evidence(self._ledger, size, disclosure)
        told = {one: of_subject("demand", [one], standing(histories[f"demand:{one}"])) for one in wanted}
        evidence.preload_of(fact.fact for facts in told.values() for fact in facts)
        found = [rows.demand(one, {fact.id: fact.fact for fact in told[one]}, evidence) for one in wanted]
        if body is not None:
            said = {name for one in found for act in one.acts for name in _askers(act.fact)}
            if body not in said:
                nothing = Phrase(
                    "%(body)s demands nothing here by that day; there are: %(there)s",
                    body=repr(body),
                    there=listing(sorted(said)),
                )
                raise QuestionError(nothing, field="of")
            found = [one for one in found if any(body in _askers(act.fact) for act in one.acts)]
        ordered = sorted(found, key=lambda one: rows.place(one, source))
        withheld = len(every) - len(wanted)
        return DemandsAnswer(
            demands=tuple(one for one in ordered if outcome is None or outcome in one.outcomes),
            scores=scoreboard(_stood(found), withheld),
            withheld=withheld,
            day=day,
            statement=source,
            body=body,
            outcome=outcome,
            coverage=self._declared.known_to_us(size, About.DEMANDS),
            head=self._ledger.head(size),
        )

    def _source(self, text: str) -> SourceId:
        register, colon, key = text.partition(":")
        if not colon:
            return SourceId(text)
        found = self._ledger.register_keys(register).get(key)
        if found is None:
            no = Phrase(
                "%(field)s %(text)s is no key of a register in this log", field=Field("statement"), text=repr(text)
            )
            raise QuestionError(no, field="statement")
        return SourceId(found)


def _stood(listed: Sequence[Demand]) -> list[Stood]:
    """Return how each demand stood; one is a part where the demand that it is a part of is listed with it."""
    ids = {one.id for one in listed}
    return [Stood(one.made_by_then, one.outcomes, one.part_of in ids) for one in listed]


class _Rows:
    """What the rows say of all demands on a day, as known at a log size."""

    def __init__(self, connection: Connection, models: Models, day: Day, size: int, disclosure: Disclosure) -> None:
        self.day = day
        self._disclosure = disclosure
        self._bounds: dict[FactId, tuple[Day, Day]] = {}
        self._part_of: dict[FactId, FactId] = {}
        table = models.demand
        for row in connection.execute(select(table).where(known(table, size), table.c.earliest <= day)):
            self._bounds[FactId(row.demand)] = row.earliest, row.latest
            if row.part_of:
                self._part_of[FactId(row.demand)] = FactId(row.part_of)
        self.made = sorted(self._bounds)
        self._parts: defaultdict[FactId, list[FactId]] = defaultdict(list)
        for part in self.made:
            if part in self._part_of:
                self._parts[self._part_of[part]].append(part)
        self.statements: set[SourceId] = set()
        self.stated: defaultdict[FactId, set[SourceId]] = defaultdict(set)
        self._acts: defaultdict[FactId, list[tuple[tuple[Day, Day], FactId]]] = defaultdict(list)
        act = models.demand_act
        for row in connection.execute(select(act).where(known(act, size))):
            if row.statement:
                self.statements.add(SourceId(row.statement))
            if row.earliest <= day:
                self.stated[FactId(row.demand)] |= {SourceId(row.statement)} if row.statement else set()
                self._acts[FactId(row.demand)].append(((row.earliest, row.latest), FactId(row.fact)))
        held: defaultdict[FactId, defaultdict[str, set[Outcome]]] = defaultdict(lambda: defaultdict(set))
        outcome = models.demand_outcome
        for row in connection.execute(select(outcome).where(covers(outcome, day, size))):
            held[FactId(row.demand)][row.assessor].add(Outcome(row.outcome))
        self._last = {demand: frozenset(by.pop(ANYBODY)) for demand, by in held.items()}
        self._assessed = {
            demand: tuple(Assessed(assessor, frozenset(outcomes)) for assessor, outcomes in sorted(by.items()))
            for demand, by in held.items()
        }
        self._named = _named(connection, models, day, size)
        nobody = disclosure.at(connection, models, size)
        naming = {one for one, named in self._named.items() if any(who.person in nobody for who in named)}
        self.hidden = disclosure.hidden(self.made) | naming

    def demand(self, identifier: FactId, facts: dict[FactId, object], evidence: Evidence) -> Demand:
        """Return one demand with all that was said of it by the day, in order."""
        made = facts[identifier]
        assert isinstance(made, DemandMade)  # noqa: S101 -- only this opens a demand
        acts = []
        for bounds, one in sorted(self._acts[identifier], key=lambda act: (act[1] != identifier, *act)):
            fact = facts[one]
            assert isinstance(fact, DemandFact)  # noqa: S101 -- nothing else is tagged with a demand
            if not self._disclosure.hides(one):
                acts.append(_act(one, fact, since(bounds, self.day), evidence))
        follows, outcomes = self._outcome(identifier)
        return Demand(
            id=identifier,
            made=made,
            made_by_then=since(self._bounds[identifier], self.day),
            acts=tuple(acts),
            outcomes=outcomes,
            follows=follows,
            assessed=self._assessed.get(identifier, ()),
            named=self._named.get(identifier, ()),
            part_of=None if self._part_of.get(identifier) in self.hidden else self._part_of.get(identifier),
            parts=tuple(part for part in self._parts[identifier] if part not in self.hidden),
        )

    def place(self, one: Demand, statement: SourceId | None) -> tuple[object, ...]:
        """Return the place of a demand in an answer: by its day, or by its point in the statement asked about."""
        asked = [act.fact for act in one.acts if isinstance(act.fact, DemandMade | DemandRestated)]
        point = next((fact.point for fact in asked if fact.statement == statement), one.made.point)
        when = self._bounds[one.id] if statement is None else (0, 0)
        first = one.made.statement if statement is None else ""
        return when, first, _natural(point or ""), one.part_of is not None, one.made.text, one.id

    def _outcome(self, identifier: FactId) -> tuple[From, Outcomes]:
        if identifier in self._named:
            return From.PEOPLE, self._own(identifier)
        if parts := self._parts[identifier]:
            return From.PARTS, of_parts(self._own(part) for part in parts)
        return From.ASSESSORS, self._own(identifier)

    def _own(self, identifier: FactId) -> Outcomes:
        """Return the outcome without parts: a part of a part is not asked, so that no circle can arise."""
        if named := self._named.get(identifier):
            certain = sum(one.at_liberty is Holds.CERTAINLY for one in named)
            possible = sum(one.at_liberty is not Holds.NO for one in named)
            return of_people(len(named), certain, possible)
        return self._last.get(identifier, UNKNOWN)


def _act(identifier: FactId, fact: DemandFact, holds: Holds, evidence: Evidence) -> Act:
    passages = fact.passages
    return Act(
        id=identifier,
        fact=evidence.disclosure.redacted(fact),
        holds=holds,
        quotes=tuple(evidence.quotes(passages)),
        missing=evidence.missing(passages),
        withheld=evidence.withheld(passages),
    )


def _named(connection: Connection, models: Models, day: Day, size: int) -> dict[FactId, tuple[Named, ...]]:
    """Return, per demand, whose release is demanded and stands registered, and whether they are at liberty.

    Somebody named under two registrations that are judged one person is one, under the canonical identifier.
    """
    named, person, identity, liberty = models.demand_person, models.person, models.identity, models.liberty
    stands_for = func.coalesce(identity.c.canonical, named.c.person)
    wanted = (
        select(named.c.demand, person.c.person)
        .distinct()
        .outerjoin(identity, and_(identity.c.person == named.c.person, known(identity, size)))
        .join(person, person.c.person == stands_for)
        .where(known(named, size), known(person, size))
        .order_by(named.c.demand, person.c.person)
    )
    pairs = [(FactId(row.demand), PersonId(row.person)) for row in connection.execute(wanted)]
    may_be: defaultdict[str, set[str]] = defaultdict(set)
    who = select(liberty.c.person, liberty.c.liberty).where(
        covers(liberty, day, size), liberty.c.person.in_({one for _, one in pairs})
    )
    for row in connection.execute(who):
        may_be[row.person].add(row.liberty)
    found: defaultdict[FactId, list[Named]] = defaultdict(list)
    for demand, one in pairs:
        found[demand].append(Named(one, _at_liberty(may_be.get(one, {Liberty.FREE.value}))))
    return {demand: tuple(several) for demand, several in found.items()}


def _at_liberty(may_be: Iterable[str]) -> Holds:
    free = [one in AT_LIBERTY for one in may_be]
    return Holds.CERTAINLY if all(free) else Holds.POSSIBLY if any(free) else Holds.NO


def _askers(fact: DemandFact) -> Sequence[str]:
    return fact.bodies if isinstance(fact, DemandMade | DemandRestated) else ()


def _natural(point: str) -> tuple[tuple[int, str], ...]:
    """Order points as people number them: 2.10 after 2.9."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in re.split(r"([0-9]+)", point) if part)
