"""The bridge from one count to another: who counts otherwise, in three steps that close, and the facts that moved them.

The first step changes what is known, the second the day, the third the rule (docs/adr/0030).
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sqlalchemy import Connection, Engine, select

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
    movers,
    passed,
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
    names: Mapping[PersonId, str]
    published: Container[str] | None

    def stands(self, identifier: FactId) -> bool:
        """Return whether a fact is among those that the basis takes: all, or those published by then."""
        return self.published is None or identifier in self.published


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
            known_at = {size: _registered(connection, models, size) for size in {one.head.size for one in way}}
            # Mostly no more than one of day, knowledge and rule differs: then there are two corners and not four.
            at = {one: self._corner(connection, models, one, *known_at[one.head.size]) for one in dict.fromkeys(way)}
            corners = [at[basis] for basis in way]
            hidden = frozenset().union(*(disclosure.at(connection, models, basis.head.size) for basis in way))
        strides = tuple(
            _Taking(self._ledger, disclosure, hidden, ends).stride(step, most)
            for step, ends in zip(Step, pairwise(corners), strict=True)
        )
        first, last = (_count(corner.counted) for corner in (corners[0], corners[-1]))
        return Crossing(start, end, (first, last), strides)

    def _corner(
        self, connection: Connection, models: Models, basis: Basis, names: Mapping[PersonId, str], persons: Persons
    ) -> _Corner:
        published = None if basis.as_published is None else self._published.people(basis)
        if published is None:
            found = connection.execute(members(models, basis))
            counted = {PersonId(row[0]): Holds.CERTAINLY if row[1] else Holds.POSSIBLY for row in found}
        else:
            counted = dict(published.people)
        return _Corner(basis, counted, persons, names, None if published is None else published.known)


def _registered(connection: Connection, models: Models, size: int) -> tuple[dict[PersonId, str], Persons]:
    """Return what everybody registered at a log size is called, and who is whom there."""
    person, identity = models.person.c, models.identity.c
    registered = connection.execute(select(person.person, person.name).where(known(models.person, size)))
    names = {PersonId(who): str(name) for who, name in registered}
    others = connection.execute(select(identity.person, identity.canonical).where(known(models.identity, size)))
    persons = {one: one for one in names} | {PersonId(who): PersonId(canonical) for who, canonical in others}
    return names, Persons(persons)


def _count(counted: Counted) -> Count:
    change = difference((), counted.values())
    return Count(change.certain, change.possible)


class _Taking:
    """One step as it is taken: reads the facts of those who moved, each passage once."""

    def __init__(
        self, ledger: Log, disclosure: Disclosure, hidden: Collection[PersonId], ends: tuple[_Corner, _Corner]
    ) -> None:
        self._ledger, self._disclosure, self._hidden = ledger, disclosure, hidden
        self._before, self._after = ends
        self._sizes = [corner.basis.head.size for corner in ends]
        self._evidence = Evidence(ledger, max(self._sizes), disclosure)

    def stride(self, step: Step, most: int | None) -> Stride:
        """Take the step, and tell of the first ``most`` persons in the order of names, or of all."""
        before, after = self._before, self._after
        moved = [] if before is after else movers(before.counted, after.counted, before.persons, after.persons)
        shown = [one for one in moved if one.registrations.isdisjoint(self._hidden)]
        silent = [one for one in moved if not one.registrations.isdisjoint(self._hidden)]
        sides = [(mover, self._named(after, mover.after), self._named(before, mover.before)) for mover in shown]
        order = sorted(sides, key=lambda one: [(who.name.casefold(), who.id) for who in (*one[1], *one[2])])[:most]
        tags = [f"person:{one}" for mover, _, _ in order for one in sorted(mover.registrations)]
        tagged = self._ledger.tagged_each(tags, upto=max(self._sizes))
        facts = self._learnt if step is Step.KNOWLEDGE else self._told
        found = []
        for mover, later, earlier in order:
            events = {e.position: e for one in mover.registrations for e in tagged.get(f"person:{one}", ())}
            inside = [events[position] for position in sorted(events)]
            found.append(Moved(earlier, later, mover.change, tuple(facts(step, mover, inside))))
        return Stride(
            step,
            difference(before.counted.values(), after.counted.values()),
            tuple(found),
            sum(max(len(mover.before), len(mover.after)) for mover in silent),
            sum((mover.change for mover in silent), Change(0, 0)),
            more=len(shown) - len(found),
        )

    def _named(self, corner: _Corner, placed: Iterable[tuple[PersonId, Holds]]) -> tuple[Placed, ...]:
        size = corner.basis.head.size
        return tuple(
            Placed(one, self._disclosure.name(one, corner.names.get(one, ""), size), holds) for one, holds in placed
        )

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
