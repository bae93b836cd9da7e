"""The bridge from one count to another: who counts otherwise, in three steps that close, and the facts that moved them.

The first step changes what is known, the second the day, the third the rule (docs/adr/0030).
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from sqlalchemy import Connection, Engine, and_, select

from domain.dates import Day
from domain.facts import Fact, subjects
from domain.folds.bridge import (
    Asked,
    Change,
    Counted,
    Mover,
    Persons,
    Step,
    Turn,
    bears,
    deciding,
    difference,
    moved,
    passed,
    standing_for,
)
from domain.folds.holds import Holds
from domain.folds.standing import Standing, of_person, standing, standing_of
from domain.folds.status import Situation
from domain.people import FactId, PersonId
from ledger.events import Event
from ledger.log import Log
from projections.as_published import AsPublished
from projections.basis import Basis, Count
from projections.bitemporal import known
from projections.counts import members
from projections.disclosure import Disclosure, Disclosures
from projections.evidence import Evidence, Quote
from projections.projector import reading
from projections.tables import Models


@dataclass(frozen=True, slots=True)
class Placed:
    """One person on one side of a step, and whether the count there counts them."""

    id: PersonId
    name: str
    holds: Holds


@dataclass(frozen=True, slots=True)
class Moving:
    """One fact that moved somebody, with its passages: ``was`` stood before the step, ``stands`` does after it.

    ``events`` are what the log took in of it, where knowledge moved; ``turn`` says how it moved somebody where not.
    ``missing`` counts cited passages that do not stand, ``withheld`` those that are hidden.
    """

    id: FactId
    was: Fact | None
    stands: Fact | None
    turn: Turn | None
    events: tuple[Event, ...]
    quotes: tuple[Quote, ...]
    missing: int
    withheld: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Who counts otherwise after a step: the persons they were held to be, and are; and the facts that moved them."""

    before: tuple[Placed, ...]
    after: tuple[Placed, ...]
    change: Change
    facts: tuple[Moving, ...]


@dataclass(frozen=True, slots=True)
class Stride:
    """One step: what it makes of the count, who moved, and what those who are withheld make of it, and how many.

    ``more`` moved too, and are told of nowhere, where only some were asked for.
    """

    step: Step
    change: Change
    moved: tuple[Moved, ...]
    withheld: int
    withheld_change: Change
    more: int = 0


@dataclass(frozen=True, slots=True)
class Crossing:
    """A bridge: the counts at its ends, and its three steps, which sum to their difference."""

    start: Basis
    end: Basis
    counts: tuple[Count, Count]
    strides: tuple[Stride, ...]


@dataclass(frozen=True, slots=True)
class _Corner:
    """A basis on the way: whom it counts, and who is whom as known there."""

    basis: Basis
    counted: Counted
    persons: Persons
    published: Container[str] | None

    def stands(self, identifier: FactId) -> bool:
        """Return whether a fact is among those that the basis takes: all, or those published by then."""
        return self.published is None or identifier in self.published


Names = Mapping[int, Mapping[PersonId, str]]
"""Per log size, what those who are registered there are called, of all who move."""
MANY: Final = 10_000
"""How many people one query asks for by their identifiers."""


class Bridges:
    """Bridges over one ledger and its read models."""

    def __init__(self, ledger: Log, engine: Engine, disclosures: Disclosures, published: AsPublished) -> None:
        """Answer over a ledger and the read models in ``engine`` what may be shown."""
        self._published = published
        self._ledger = ledger
        self._engine = engine
        self._disclosures = disclosures

    def between(self, start: Basis, end: Basis, *, most: int | None = None) -> Crossing:
        """Return why the count at ``start`` became the count at ``end``; of each step ``most`` persons, or all."""
        way = [
            start,
            replace(start, head=end.head, as_published=end.as_published, beyond=end.beyond),
            replace(start, head=end.head, as_published=end.as_published, day=end.day, beyond=end.beyond),
            end,
        ]
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            persons = {size: _persons(connection, models, size) for size in {one.head.size for one in way}}
            # Mostly no more than one of day, knowledge and rule differs: then there are two corners and not four.
            at = {one: self._corner(connection, models, one, persons[one.head.size]) for one in dict.fromkeys(way)}
            steps = [_moved(*(at[basis] for basis in ends)) for ends in pairwise(way)]
            everybody = frozenset().union(*(registrations for step in steps for registrations in step))
            names = {size: _names(connection, models, everybody, size) for size in persons}
            hidden = frozenset().union(*(disclosure.at(connection, models, size) for size in persons))
        strides = tuple(
            _Taking(self._ledger, disclosure, hidden, (at[first], at[last]), names).stride(step, movers, most)
            for step, (first, last), movers in zip(Step, pairwise(way), steps, strict=True)
        )
        return Crossing(start, end, (_count(at[start].counted), _count(at[end].counted)), strides)

    def _corner(self, connection: Connection, models: Models, basis: Basis, persons: Persons) -> _Corner:
        published = None if basis.as_published is None else self._published.people(basis)
        if published is None:
            found = connection.execute(members(models, basis))
            counted = {PersonId(row[0]): Holds.CERTAINLY if row[1] else Holds.POSSIBLY for row in found}
        else:
            counted = dict(published.people)
        return _Corner(basis, counted, persons, None if published is None else published.known)


def _persons(connection: Connection, models: Models, size: int) -> Persons:
    """Return who stands for each registration for which another one does, at a log size."""
    identity = models.identity.c
    others = connection.execute(select(identity.person, identity.canonical).where(known(models.identity, size)))
    return {PersonId(who): PersonId(canonical) for who, canonical in others}


def _moved(before: _Corner, after: _Corner) -> set[frozenset[PersonId]]:
    return moved(before.counted, after.counted, before.persons, after.persons)


def _names(connection: Connection, models: Models, people: Iterable[PersonId], size: int) -> dict[PersonId, str]:
    """Return what those of some people are called who are registered at a log size."""
    person, found, order = models.person.c, dict[PersonId, str](), sorted(people)
    for first in range(0, len(order), MANY):
        these = and_(known(models.person, size), person.person.in_(order[first : first + MANY]))
        registered = connection.execute(select(person.person, person.name).where(these))
        found |= {PersonId(who): str(name) for who, name in registered}
    return found


def _count(counted: Counted) -> Count:
    change = difference((), counted.values())
    return Count(change.certain, change.possible)


class _Taking:
    """One step as it is taken: reads the facts of those who moved, each passage once."""

    def __init__(
        self,
        ledger: Log,
        disclosure: Disclosure,
        hidden: Collection[PersonId],
        ends: tuple[_Corner, _Corner],
        names: Names,
    ) -> None:
        self._ledger, self._disclosure, self._hidden, self._names = ledger, disclosure, hidden, names
        self._before, self._after = ends
        self._sizes = [corner.basis.head.size for corner in ends]
        self._evidence = Evidence(ledger, max(self._sizes), disclosure)

    def stride(self, step: Step, moved: Collection[frozenset[PersonId]], most: int | None) -> Stride:
        """Take the step, and tell of the first ``most`` persons in the order of names, or of all."""
        shown = [one for one in moved if one.isdisjoint(self._hidden)]
        silent = [self._mover(one) for one in moved if not one.isdisjoint(self._hidden)]
        order = [self._mover(one) for one in sorted(shown, key=self._place)[:most]]
        tags = [f"person:{one}" for mover in order for one in sorted(mover.registrations)]
        tagged = self._ledger.tagged_each(tags, upto=max(self._sizes))
        facts = self._learnt if step is Step.KNOWLEDGE else self._told
        found = []
        for mover in order:
            events = {e.position: e for one in mover.registrations for e in tagged.get(f"person:{one}", ())}
            inside = [events[position] for position in sorted(events)]
            sides = self._placed(self._before, mover.before), self._placed(self._after, mover.after)
            found.append(Moved(*sides, mover.change, tuple(facts(step, mover, inside))))
        return Stride(
            step,
            difference(self._before.counted.values(), self._after.counted.values()),
            tuple(found),
            sum(max(len(mover.before), len(mover.after)) for mover in silent),
            sum((mover.change for mover in silent), Change(0, 0)),
            more=len(shown) - len(found),
        )

    def _mover(self, registrations: frozenset[PersonId]) -> Mover:
        before, after = (
            tuple((one, corner.counted.get(one, Holds.NO)) for one in self._standing(corner, registrations))
            for corner in (self._before, self._after)
        )
        return Mover(registrations, before, after)

    def _place(self, registrations: frozenset[PersonId]) -> tuple[str, PersonId]:
        """Return the place in the order of names: of the first person that these are, or else were."""
        corner, one = next(
            (corner, one) for corner in (self._after, self._before) for one in self._standing(corner, registrations)[:1]
        )
        return self._name(corner, one).casefold(), one

    def _standing(self, corner: _Corner, registrations: frozenset[PersonId]) -> list[PersonId]:
        return standing_for(registrations, corner.persons, self._names[corner.basis.head.size])

    def _name(self, corner: _Corner, person: PersonId) -> str:
        size = corner.basis.head.size
        return self._disclosure.name(person, self._names[size][person], size)

    def _placed(self, corner: _Corner, side: Iterable[tuple[PersonId, Holds]]) -> tuple[Placed, ...]:
        return tuple(Placed(one, self._name(corner, one), holds) for one, holds in side)

    def _learnt(self, _: Step, mover: Mover, events: Sequence[Event]) -> Iterator[Moving]:
        """Yield what the log took in between two sizes, or was published between two days, if that changed anything."""
        first, last = sorted(self._sizes)
        ends = self._before, self._after
        new = dict.fromkeys(
            event.id
            for event in events
            if event.position > first or self._before.stands(event.id) != self._after.stands(event.id)
        )
        histories = self._ledger.streams(self._disclosure.shown(new))
        for one in (one for one in new if one in histories):
            history = [event for event in histories[one] if event.position <= last]
            stood = [standing_of([event for event in history if event.position <= size]) for size in self._sizes]
            stood = [said if end.stands(one) else None for said, end in zip(stood, ends, strict=True)]
            was, now = (said if said and _about(mover, said) else None for said in stood)
            if _said(was) != _said(now):
                between = tuple(event for event in history if event.position > first)
                facts = [said.fact if said else None for said in stood]
                yield self._moving(one, facts[0], facts[1], None, between)

    def _told(self, step: Step, mover: Mover, events: Sequence[Event]) -> Iterator[Moving]:
        """Yield the facts on which time told between two days, or that decide under two rules."""
        facts = [one for one in of_person(mover.registrations, standing(events)) if self._after.stands(one.id)]
        situation = Situation(facts)
        bases = self._before.basis, self._after.basis
        asked = [Asked(basis.definition, basis.variant, basis.recognized_by) for basis in bases]
        if step is Step.WORLD:
            turns = passed(facts, situation, asked[0], (bases[0].day, bases[1].day))
        else:
            told = (deciding(facts, situation, one, bases[1].day) for one in asked)
            turns = dict.fromkeys(frozenset[FactId]().union(*told), Turn.DECIDES)
        hidden = self._disclosure.hidden(turns)
        for one in sorted(facts, key=lambda one: (*one.bounds, one.id)):
            if one.id in turns and one.id not in hidden:
                yield self._moving(one.id, one.fact, one.fact, turns[one.id], ())

    def _moving(
        self, identifier: FactId, was: Fact | None, now: Fact | None, turn: Turn | None, events: tuple[Event, ...]
    ) -> Moving:
        passages = getattr(now or was, "passages", ())
        return Moving(
            identifier,
            was and self._disclosure.redacted(was),
            now and self._disclosure.redacted(now),
            turn,
            events,
            tuple(self._evidence.quotes(passages)),
            missing=self._evidence.missing(passages),
            withheld=self._evidence.withheld(passages),
        )


def _about(mover: Mover, said: Standing) -> bool:
    named = {PersonId(one) for kind, one in subjects(said.id, said.fact) if kind == "person"}
    return bears(said.fact) and not named.isdisjoint(mover.registrations)


def _said(one: Standing | None) -> tuple[Fact, Day, Day] | None:
    return None if one is None else (one.fact, *one.bounds)
