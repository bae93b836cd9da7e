"""Over a time: when anybody was under a measure, and when a mandate was in force, as spans of days."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import ColumnElement, Table, and_, select

from domain.dates import Day
from domain.facts import MandateEstablished
from domain.folds.coverage import Coverage
from domain.folds.holds import Holds
from domain.people import FactId
from domain.sanctions import Stand
from domain.sources import About
from projections.bitemporal import known
from projections.projector import reading
from projections.room import Room

STATES = (Stand.IN_FORCE, Stand.SUSPENDED)
Row = tuple[Day, Day, Stand]
"""First day, day after the last, and one way in which a measure may stand then."""
Stretch = tuple[Day, Day, Holds]
"""First day, day after the last, and whether something certainly or possibly holds then."""


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start`` until the day before ``end``, ``what`` stands as ``state`` says, certainly or possibly."""

    what: str
    state: str
    start: Day
    end: Day
    holds: Holds


class Spans(Room):
    """Questions about when something lasted; ``first`` and ``last`` are the first and the last day of the time."""

    def sanctions(self, first: Day, last: Day, size: int) -> tuple[Span, ...]:
        """Return when some target was under each measure of an authority, in force and suspended apart."""
        with reading(self._engine) as (connection, models):
            rows = connection.execute(select(models.measure).where(_within(models.measure, first, last, size))).all()
        targets: defaultdict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for row in rows:
            what = f"{row.authority}, {row.measure}"
            targets[what, row.programme, row.target].append((Day(row.valid_from), Day(row.valid_to), Stand(row.stand)))
        found = []
        for state in STATES:
            stretches: defaultdict[str, list[Stretch]] = defaultdict(list)
            for (what, *_), each in targets.items():
                stretches[what] += _of_one(each, state)
            for what, some in stretches.items():
                found += [Span(what, state.value, *one) for one in merged(some)]
        return tuple(sorted(found, key=lambda one: (one.what, one.state, one.start)))

    def mandates(self, first: Day, last: Day, size: int) -> tuple[Span, ...]:
        """Return when each mandate was in force, in the order of their first days; none that must not be shown."""
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            table = models.mandate
            wanted = select(table).where(_within(table, first, last, size), table.c.holds > Holds.NO)
            rows = connection.execute(wanted.order_by(table.c.valid_from)).all()
        hidden = disclosure.hidden({FactId(row.mandate) for row in rows})
        said = self._ledger.standing({FactId(row.mandate) for row in rows} - set(hidden), upto=size)
        stretches: defaultdict[str, list[Stretch]] = defaultdict(list)
        for row in rows:
            fact = said.get(FactId(row.mandate))
            if isinstance(fact, MandateEstablished):
                stretches[fact.mechanism].append((Day(row.valid_from), Day(row.valid_to), Holds(row.holds)))
        return tuple(Span(what, Stand.IN_FORCE.value, *one) for what, some in stretches.items() for one in merged(some))

    def coverage(self, size: int) -> Coverage:
        """Return how far the registers say that they go in measures and mandates."""
        return self._declared.known_to_us(size, About.SANCTIONS, About.MANDATES)


def merged(several: Iterable[Stretch]) -> list[Stretch]:
    """Return what holds for any of some stretches at each time, as stretches that neither overlap nor touch alike."""
    changes: defaultdict[Day, list[int]] = defaultdict(lambda: [0, 0, 0])
    for start, end, holds in several:
        changes[start][holds] += 1
        changes[end][holds] -= 1
    found: list[Stretch] = []
    open_ = [0, 0, 0]
    since, now = Day(0), Holds.NO
    for day in sorted(changes):
        open_ = [one + more for one, more in zip(open_, changes[day], strict=True)]
        then = max((holds for holds in Holds if open_[holds] and holds), default=Holds.NO)
        if then is not now:
            if now:
                found.append((since, day, now))
            since, now = day, then
    return found


def _of_one(rows: Sequence[Row], state: Stand) -> list[Stretch]:
    """Return when one measure against one target stands as ``state``: certainly where no other way is left."""
    turns = sorted({day for start, end, _ in rows for day in (start, end)})
    found = []
    for start, end in pairwise(turns):
        said = {stand for first, last, stand in rows if first <= start < last}
        if state in said:
            found.append((start, end, Holds.CERTAINLY if len(said) == 1 else Holds.POSSIBLY))
    return found


def _within(table: Table, first: Day, last: Day, size: int) -> ColumnElement[bool]:
    return and_(known(table, size), table.c.valid_from <= last, table.c.valid_to > first)
