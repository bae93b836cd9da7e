"""Courts and places of detention on a day: how each is called, and how many are held there."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from domain.dates import Day
from domain.facts import PlaceKind, PlaceNamed
from domain.folds.coverage import Coverage
from domain.folds.holds import Holds
from domain.folds.naming import LIKED, Language
from domain.folds.status import AT_LARGE
from domain.people import FactId, PlaceId
from domain.sources import About
from ledger.log import Head
from projections.basis import AsKnown, Count
from projections.bitemporal import covers, known, on
from projections.evidence import Evidence, Quote
from projections.projector import reading
from projections.room import Room
from projections.tables import Models


@dataclass(frozen=True, slots=True)
class Called:
    """One name of a place on the day, certainly or possibly, with its passages.

    ``missing`` counts those that do not stand, ``withheld`` those that are hidden.
    """

    id: FactId
    fact: PlaceNamed
    holds: Holds
    quotes: tuple[Quote, ...]
    missing: int
    withheld: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a day: whether it is what it was registered as, its names, and how many are held there.

    ``name`` is the one to print; one of another day, where none is known for this one.
    """

    id: PlaceId
    kind: PlaceKind
    keeps: Holds
    name: str
    names: tuple[Called, ...]
    held: Count


@dataclass(frozen=True, slots=True)
class PlacesAnswer:
    """All places, by kind and name; ``unstated`` are held where no place is known, or are withheld."""

    places: tuple[Place, ...]
    unstated: Count
    day: Day
    coverage: Coverage
    head: Head


class Places(Room):
    """Questions about places."""

    def on(self, day: Day, *, as_known: AsKnown = None, language: Language | None = None) -> PlacesAnswer:
        """Return every place on a day; who may be held in one of several is possibly held in each.

        Places are called by a name in the reader's ``language`` where they bear one.
        """
        size = self._clock.size(as_known)
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            hidden = disclosure.at(connection, models, size)
            table, named = models.place, models.place_name
            kept = list(connection.execute(select(table).where(covers(table, day, size))))
            bearing = list(connection.execute(select(named).where(covers(named, day, size)).order_by(named.c.fact)))
            titles = names_on(connection, models, [row.place for row in kept], day, size, language=language)
            held = _held_at(connection, models, day, size, hidden)
            unstated = _unstated(connection, models, day, size, hidden)
        evidence = Evidence(self._ledger, size, disclosure)
        said = self._ledger.standing([FactId(row.fact) for row in bearing], upto=size)
        names: defaultdict[str, list[Called]] = defaultdict(list)
        for row in bearing:
            fact = said.get(FactId(row.fact))
            if isinstance(fact, PlaceNamed):
                names[row.place].append(_called(FactId(row.fact), fact, Holds(row.holds), evidence))
        places = [
            Place(
                id=PlaceId(row.place),
                kind=PlaceKind(row.kind),
                keeps=Holds(row.holds),
                name=titles.get(row.place, ""),
                names=tuple(sorted(names[row.place], key=lambda one: (one.fact.language, one.fact.text, one.id))),
                held=held.get(row.place, Count(0, 0)),
            )
            for row in kept
        ]
        ordered = tuple(sorted(places, key=lambda one: (list(PlaceKind).index(one.kind), one.name, one.id)))
        coverage = self._declared.known_to_us(size, About.PERSONS)
        return PlacesAnswer(ordered, unstated, day, coverage, self._ledger.head(size))


def names_on(
    connection: Connection,
    models: Models,
    places: Collection[str],
    day: Day,
    size: int,
    *,
    language: Language | None = None,
) -> dict[str, str]:
    """Return how to call places on a day: by a certain name before a possible one and one of other days.

    Of these by one in the reader's language, else in the other of Belarusian and Russian for whoever reads one of them,
    else in English.
    """
    liked = [*LIKED[language], Language.ENGLISH]
    table = models.place_name
    rows = connection.execute(select(table).where(table.c.place.in_(places), known(table, size)))
    best: dict[str, tuple[tuple[bool | int | str, ...], str]] = {}
    for row in rows:
        today = row.holds if row.valid_from <= day < row.valid_to else 0
        rank = (-today, _place_in(liked, row.language), -row.valid_to, row.text)
        if row.place not in best or rank < best[row.place][0]:
            best[row.place] = rank, row.text
    return {place: text for place, (_, text) in best.items()}


def _place_in(liked: Sequence[str], language: str) -> int:
    return liked.index(language) if language in liked else len(liked)


def _held_at(connection: Connection, models: Models, day: Day, size: int, hidden: Collection[str]) -> dict[str, Count]:
    there = models.held_at
    sure = func.sum(case((there.c.holds == int(Holds.CERTAINLY), 1), else_=0))
    wanted = (
        select(there.c.place, sure, func.count())
        .where(covers(there, day, size), there.c.place != "", there.c.person.not_in(hidden))
        .group_by(there.c.place)
    )
    return {str(place): Count(int(certain), possible) for place, certain, possible in connection.execute(wanted)}


def _unstated(connection: Connection, models: Models, day: Day, size: int, hidden: Collection[str]) -> Count:
    """Count who is deprived of liberty at no place that is known or shown; one whose registration fell is not known."""
    liberty, there = models.liberty.c, models.held_at
    standing = select(models.place.c.place).where(covers(models.place, day, size))
    placed = select(there.c.person).where(
        covers(there, day, size), there.c.place.in_(standing), there.c.person.not_in(hidden)
    )
    may_be = on(models.liberty, day, size, liberty.person, liberty.liberty, liberty.choices)
    held = (
        select(may_be.c.person, func.count().label("ways"), func.max(may_be.c.choices).label("choices"))
        .where(
            may_be.c.liberty.not_in(sorted(one.value for one in AT_LARGE)),
            may_be.c.person.not_in(placed),
        )
        .group_by(may_be.c.person)
        .subquery()
    )
    sure = func.coalesce(func.sum(case((held.c.ways == held.c.choices, 1), else_=0)), 0)
    certain, possible = connection.execute(select(sure, func.count()).select_from(held)).one()
    return Count(int(certain), possible)


def _called(identifier: FactId, fact: PlaceNamed, holds: Holds, evidence: Evidence) -> Called:
    return Called(
        id=identifier,
        fact=fact,
        holds=holds,
        quotes=tuple(evidence.quotes(fact.passages)),
        missing=evidence.missing(fact.passages),
        withheld=evidence.withheld(fact.passages),
    )
