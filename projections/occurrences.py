"""What befell people in some months: each person once in each month that saw it, for each sort."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import Connection, and_, select

from domain.folds.cycle import Month, Occurrence, Sort
from domain.folds.holds import Holds
from domain.people import FactId, PersonId
from projections.bitemporal import known
from projections.tables import Models


class Lot(NamedTuple):
    """What befell one person in a month, of one sort: whether it did, and the facts that say so."""

    person: PersonId
    name: str
    holds: Holds
    facts: tuple[FactId, ...]


Lots = Mapping[tuple[int, Sort], Sequence[Lot]]
"""By the place of the month in the question, and by sort."""


_SORTS: Final = {sort.value: sort for sort in Sort}


def seen(connection: Connection, models: Models, months: Sequence[Month], size: int) -> Lots:
    """Return what each of some months saw, as known at a log size; the months follow one another."""
    return _by_month(_befell(connection, models, months, size), months)


def _befell(
    connection: Connection, models: Models, months: Sequence[Month], size: int
) -> list[tuple[PersonId, str, Occurrence]]:
    """Return what may have befallen whom between the first and the last day of some months."""
    said, person = models.occurrence.c, models.person.c
    wanted = (
        select(said.person, person.name, said.sort, said.facts, said.earliest, said.latest, said.surely, said.possibly)
        .join(models.person, and_(person.person == said.person, known(models.person, size)))
        .where(known(models.occurrence, size), said.latest >= months[0].first, said.earliest <= months[-1].last)
    )
    found = []
    for who, name, sort, facts, earliest, latest, surely, possibly in connection.execute(wanted).all():
        said_by = tuple(map(FactId, facts.split()))
        one = Occurrence(_SORTS[sort], (earliest, latest), said_by, surely, possibly)
        found.append((PersonId(who), name, one))
    return found


def _by_month(befell: Iterable[tuple[PersonId, str, Occurrence]], months: Sequence[Month]) -> Lots:
    """Put what befell people into the months that saw it: each person once in each month, for each sort."""
    firsts, lasts = [month.first for month in months], [month.last for month in months]
    found: dict[tuple[int, Sort], dict[PersonId, Lot]] = {(at, sort): {} for at in range(len(months)) for sort in Sort}
    for person, name, one in befell:
        for at in range(bisect_left(lasts, one.bounds[0]), bisect_right(firsts, one.bounds[1])):
            holds = one.within(months[at])
            if holds is not Holds.NO:
                lots, lot = found[at, one.sort], Lot(person, name, holds, one.facts)
                lots[person] = _both(lots[person], lot) if person in lots else lot
    return {where: tuple(lots.values()) for where, lots in found.items()}


def _both(one: Lot, other: Lot) -> Lot:
    return one._replace(holds=max(one.holds, other.holds), facts=tuple({*one.facts, *other.facts}))


def told(lots: Lots, hidden: frozenset[PersonId], called: Callable[[Lot], str], most: int | None) -> Lots:
    """Return of whom to tell, in the order of names: of everybody who may be shown, or of equally many each time."""
    shown = {where: [one for one in each if one.person not in hidden] for where, each in lots.items()}
    cut = None if most is None else _cut([len(lots) for lots in shown.values()], most)
    return {
        where: sorted(lots, key=lambda one: (called(one).casefold(), one.person))[:cut] for where, lots in shown.items()
    }


def _cut(lengths: Sequence[int], most: int) -> int:
    """Return the length to which lists are cut that together hold ``most`` then, or fewer; one, if that is too much."""
    longest = range(1, max(lengths) + 1)
    return max(1, bisect_right(longest, most, key=lambda cut: sum(min(one, cut) for one in lengths)))
