"""One step of a bridge: who counts otherwise after it, in the order of names, and the facts that moved them."""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
    passed,
    standing_for,
)
from domain.folds.holds import Holds
from domain.folds.standing import Standing, of_person, standing, standing_of
from domain.folds.status import Situation
from domain.people import FactId, PersonId
from ledger.events import Event
from ledger.log import Log
from projections.basis import Basis
from projections.disclosure import Disclosure
from projections.evidence import Evidence, Quote


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
class Corner:
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


@dataclass(frozen=True, slots=True)
class _Move:
    """One fact that moved somebody, its passages still to be read; else as `Moving`."""

    id: FactId
    was: Fact | None
    stands: Fact | None
    turn: Turn | None
    events: tuple[Event, ...]

    @property
    def passages(self) -> tuple[str, ...]:
        """What it cites."""
        return getattr(self.stands or self.was, "passages", ())


class Taking:
    """One step as it is taken: reads the facts of those who moved, each passage once."""

    def __init__(
        self,
        ledger: Log,
        disclosure: Disclosure,
        hidden: Collection[PersonId],
        ends: tuple[Corner, Corner],
        names: Names,
    ) -> None:
        """Take the step from one corner to the next; who is ``hidden`` is counted and not told of."""
        self._ledger, self._disclosure, self._hidden, self._names = ledger, disclosure, hidden, names
        self._before, self._after = ends
        self._sizes = [corner.basis.head.size for corner in ends]
        self._evidence = Evidence(ledger, max(self._sizes), disclosure)

    def stride(self, step: Step, moved: Collection[frozenset[PersonId]], most: int | None) -> Stride:
        """Take the step, and tell of the first ``most`` persons in the order of names, or of all."""
        shown = [one for one in moved if one.isdisjoint(self._hidden)]
        silent = [self._mover(one) for one in moved if not one.isdisjoint(self._hidden)]
        order = [self._mover(one) for one in sorted(shown, key=self._place)[:most]]
        moves = self._moves(step, order)
        self._evidence.preload(passage for some in moves for one in some for passage in one.passages)
        found = tuple(
            Moved(
                self._placed(self._before, mover.before),
                self._placed(self._after, mover.after),
                mover.change,
                tuple(map(self._moving, some)),
            )
            for mover, some in zip(order, moves, strict=True)
        )
        return Stride(
            step,
            difference(self._before.counted.values(), self._after.counted.values()),
            found,
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
        now = self._standing(self._after, registrations)
        corner, found = (self._after, now) if now else (self._before, self._standing(self._before, registrations))
        return self._name(corner, found[0]).casefold(), found[0]

    def _standing(self, corner: Corner, registrations: frozenset[PersonId]) -> list[PersonId]:
        return standing_for(registrations, corner.persons, self._names[corner.basis.head.size])

    def _name(self, corner: Corner, person: PersonId) -> str:
        size = corner.basis.head.size
        return self._disclosure.name(person, self._names[size][person], size)

    def _placed(self, corner: Corner, side: Iterable[tuple[PersonId, Holds]]) -> tuple[Placed, ...]:
        return tuple(Placed(one, self._name(corner, one), holds) for one, holds in side)

    def _moves(self, step: Step, order: Sequence[Mover]) -> list[list[_Move]]:
        """Return, for each person in an order, the facts that moved them."""
        tags = [f"person:{one}" for mover in order for one in sorted(mover.registrations)]
        tagged = self._ledger.tagged_each(tags, upto=max(self._sizes))
        theirs = []
        for mover in order:
            events = {e.position: e for one in mover.registrations for e in tagged.get(f"person:{one}", ())}
            theirs.append([events[position] for position in sorted(events)])
        if step is Step.KNOWLEDGE:
            new = [list(self._new(events)) for events in theirs]
            histories = self._ledger.streams({one for some in new for one in some})
            found = [list(self._learnt(mover, some, histories)) for mover, some in zip(order, new, strict=True)]
        else:
            found = [list(self._told(step, mover, events)) for mover, events in zip(order, theirs, strict=True)]
        hidden = self._disclosure.hidden(one.id for some in found for one in some)
        return [[one for one in some if one.id not in hidden] for some in found]

    def _new(self, events: Sequence[Event]) -> dict[FactId, None]:
        """Return what the log took in between two sizes, or was published between two days."""
        first = min(self._sizes)
        return dict.fromkeys(
            event.id
            for event in events
            if event.position > first or self._before.stands(event.id) != self._after.stands(event.id)
        )

    def _learnt(
        self, mover: Mover, new: Iterable[FactId], histories: Mapping[FactId, Sequence[Event]]
    ) -> Iterator[_Move]:
        """Yield what of the new changed anything."""
        first, last = sorted(self._sizes)
        ends = self._before, self._after
        for one in new:
            history = [event for event in histories[one] if event.position <= last]
            stood = [standing_of([event for event in history if event.position <= size]) for size in self._sizes]
            stood = [said if end.stands(one) else None for said, end in zip(stood, ends, strict=True)]
            was, now = (said if said and _about(mover, said) else None for said in stood)
            if _said(was) != _said(now):
                between = tuple(event for event in history if event.position > first)
                before, after = (said.fact if said else None for said in stood)
                yield _Move(one, before, after, None, between)

    def _told(self, step: Step, mover: Mover, events: Sequence[Event]) -> Iterator[_Move]:
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
        for one in sorted(facts, key=lambda one: (*one.bounds, one.id)):
            if one.id in turns:
                yield _Move(one.id, one.fact, one.fact, turns[one.id], ())

    def _moving(self, move: _Move) -> Moving:
        return Moving(
            move.id,
            move.was and self._disclosure.redacted(move.was),
            move.stands and self._disclosure.redacted(move.stands),
            move.turn,
            move.events,
            tuple(self._evidence.quotes(move.passages)),
            missing=self._evidence.missing(move.passages),
            withheld=self._evidence.withheld(move.passages),
        )


def _about(mover: Mover, said: Standing) -> bool:
    named = {PersonId(one) for kind, one in subjects(said.id, said.fact) if kind == "person"}
    return bears(said.fact) and not named.isdisjoint(mover.registrations)


def _said(one: Standing | None) -> tuple[Fact, Day, Day] | None:
    return None if one is None else (one.fact, *one.bounds)
