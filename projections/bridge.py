"""The bridge from one count to another: three steps that close, each with who counts otherwise and what moved them.

The first step changes what is known, the second the day, the third the rule (docs/adr/0030).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from sqlalchemy import Connection, Engine, and_, select

from domain.folds.bridge import Counted, Persons, Step, difference, moved
from domain.folds.holds import Holds
from domain.people import PersonId
from ledger.log import Log
from projections.as_published import AsPublished
from projections.basis import Basis, Count
from projections.bitemporal import known
from projections.counts import members
from projections.database import among
from projections.disclosure import Disclosures
from projections.projector import reading
from projections.strides import Corner, Stride, Taking
from projections.tables import Models


@dataclass(frozen=True, slots=True)
class Crossing:
    """A bridge: the counts at its ends, and its three steps, which sum to their difference."""

    start: Basis
    end: Basis
    counts: tuple[Count, Count]
    strides: tuple[Stride, ...]


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
            Taking(self._ledger, disclosure, hidden, (at[first], at[last]), names).stride(step, movers, most)
            for step, (first, last), movers in zip(Step, pairwise(way), steps, strict=True)
        )
        return Crossing(start, end, (_count(at[start].counted), _count(at[end].counted)), strides)

    def _corner(self, connection: Connection, models: Models, basis: Basis, persons: Persons) -> Corner:
        published = None if basis.as_published is None else self._published.people(basis)
        if published is None:
            found = connection.execute(members(models, basis)).all()
            counted = {PersonId(row[0]): Holds.CERTAINLY if row[1] else Holds.POSSIBLY for row in found}
        else:
            counted = dict(published.people)
        return Corner(basis, counted, persons, None if published is None else published.known)


def _persons(connection: Connection, models: Models, size: int) -> Persons:
    """Return who stands for each registration for which another one does, at a log size."""
    identity = models.identity.c
    others = connection.execute(select(identity.person, identity.canonical).where(known(models.identity, size)))
    return {PersonId(who): PersonId(canonical) for who, canonical in others}


def _moved(before: Corner, after: Corner) -> set[frozenset[PersonId]]:
    return moved(before.counted, after.counted, before.persons, after.persons)


def _names(connection: Connection, models: Models, people: Iterable[PersonId], size: int) -> dict[PersonId, str]:
    """Return what those of some people are called who are registered at a log size."""
    person = models.person.c
    these = and_(known(models.person, size), among(connection, person.person, people))
    registered = connection.execute(select(person.person, person.name).where(these)).all()
    return {PersonId(who): str(name) for who, name in registered}


def _count(counted: Counted) -> Count:
    change = difference((), counted.values())
    return Count(change.certain, change.possible)
