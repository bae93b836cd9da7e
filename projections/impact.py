"""Which answers each version of a fact moved: what its position changed in the rows that counts are summed from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise

from sqlalchemy import Connection, or_, select

from domain.dates import Day
from domain.folds import RULES_VERSION
from domain.folds.counts import SERIES, Definition
from domain.folds.holds import Holds
from domain.people import FactId, PersonId
from domain.sources import Variant
from ledger.events import Event, tags_of
from ledger.log import Log
from projections.basis import Basis, Count
from projections.counts import count
from projections.disclosure import Disclosure, one_with
from projections.rows import series_name
from projections.tables import Models


@dataclass(frozen=True, slots=True)
class Shift:
    """Days ``[start, end)`` on which one series counts ``certain`` and ``possible`` more persons, or fewer.

    ``before`` and ``after`` are the whole counts on the first of these days.
    """

    definition: Definition
    variant: Variant
    start: Day
    end: Day
    certain: int
    possible: int
    before: Count
    after: Count


@dataclass(frozen=True, slots=True)
class Moved:
    """One version of a fact: what it moved, and whose counting changed; ``withheld`` more persons are not shown."""

    event: Event
    shifts: tuple[Shift, ...]
    people: tuple[PersonId, ...]
    withheld: int


@dataclass(frozen=True, slots=True)
class _Turned:
    """A row of the tally that began (1) or ended (-1) to be known."""

    person: PersonId
    series: str
    start: Day
    end: Day
    holds: Holds
    sign: int


def impact(
    connection: Connection,
    models: Models,
    ledger: Log,
    disclosure: Disclosure,
    identifier: FactId,
    *,
    size: int,
) -> tuple[Moved, ...]:
    """Return what each version of a fact moved, up to a log size; raise as `Log.stream` and `Disclosure.check`."""
    disclosure.check(identifier)
    found, concerned = [], set[PersonId]()
    for event in ledger.stream(identifier, upto=size):
        tags = tags_of(event.id, event.content)
        concerned |= {PersonId(tag.removeprefix("person:")) for tag in tags if tag.startswith("person:")}
        found.append(_moved(connection, models, ledger, disclosure, event, people=frozenset(concerned)))
    return tuple(found)


def _moved(
    connection: Connection,
    models: Models,
    ledger: Log,
    disclosure: Disclosure,
    event: Event,
    *,
    people: frozenset[PersonId],
) -> Moved:
    sizes = (event.position - 1, event.position)
    people = people.union(*(one_with(connection, models, people, size) for size in sizes))
    turned = _turned(connection, models, people, event.position)
    shifts = []
    for definition, variant in SERIES:
        name = series_name(definition, variant)
        for start, end, certain, possible in _differences(one for one in turned if one.series == name):
            before, after = (
                count(connection, models, _basis(ledger, start, definition, variant, size)) for size in sizes
            )
            shifts.append(Shift(definition, variant, start, end, certain, possible, before, after))
    hidden = frozenset[PersonId]().union(*(disclosure.at(connection, models, size) for size in sizes))
    moved = {one.person for one in turned}
    return Moved(event, tuple(shifts), tuple(sorted(moved - hidden)), len(moved & hidden))


def _turned(connection: Connection, models: Models, people: Iterable[PersonId], position: int) -> list[_Turned]:
    c = models.tally.c
    wanted = select(c.person, c.series, c.valid_from, c.valid_to, c.holds, c.known_from).where(
        c.person.in_(sorted(people)), or_(c.known_from == position, c.known_to == position)
    )
    return [
        _Turned(PersonId(person), series, start, end, Holds(holds), 1 if since == position else -1)
        for person, series, start, end, holds, since in connection.execute(wanted)
    ]


def _differences(turned: Iterable[_Turned]) -> list[tuple[Day, Day, int, int]]:
    """Add up step functions; return the maximal spans on which their sum is one value that is not zero."""
    changes: defaultdict[Day, list[int]] = defaultdict(lambda: [0, 0])
    for one in turned:
        for day, sign in ((one.start, one.sign), (one.end, -one.sign)):
            changes[day][0] += sign * (one.holds is Holds.CERTAINLY)
            changes[day][1] += sign
    days = [day for day in sorted(changes) if any(changes[day])]
    certain = list(accumulate(changes[day][0] for day in days))
    possible = list(accumulate(changes[day][1] for day in days))
    spans = zip(pairwise(days), certain, possible, strict=False)
    return [(start, end, sure, some) for (start, end), sure, some in spans if sure or some]


def _basis(ledger: Log, day: Day, definition: Definition, variant: Variant, size: int) -> Basis:
    head = ledger.head(size)
    return Basis(day, head, definition, variant, frozenset(), RULES_VERSION, beyond=False)
