"""The predicate of the two clocks, written once: a row covers a valid day and a log size.

Spans that hold a day cannot be found by one range of an index. But a span that is at most ``n`` days long, and holds
the day, began within the ``n`` days before: so each row says how long its span is at most, in few classes, and each
class is one short range.
"""

from bisect import bisect_left
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Integer,
    Subquery,
    Table,
    and_,
    bindparam,
    literal_column,
    select,
    union_all,
)

from domain.dates import OPEN_DAY, Day

REACHES: Final = [4**n for n in range(12)]
"""The longest span of each class, in days; the last is longer than all days there are."""


def reach_of(start: Day, end: Day) -> int:
    """Return the class of a span ``[start, end)``: the number of the shortest reach that is as long."""
    return bisect_left(REACHES, end - start)


def known(table: Table, size: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Return the rows that a log of ``size`` events gives."""
    return and_(table.c.known_from <= size, table.c.known_to > size)


def covers(table: Table, day: Day | ColumnElement[int], size: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Return the rows that hold at the end of ``day``, as known at ``size``."""
    return and_(known(table, size), table.c.valid_from <= day, table.c.valid_to > day)


DAY: Final = bindparam("day", type_=Integer)
SIZE: Final = bindparam("size", type_=BigInteger)


def holding(table: Table) -> list[ColumnElement[bool]]:
    """Return, for each class of reach, the rows of a table with reaches that hold at `DAY`, as known at `SIZE`.

    Both clocks are parameters of the statement, so that it is made and compiled once.
    """
    held = covers(table, DAY, SIZE)
    return [
        and_(
            table.c.reach == literal_column(str(number)), table.c.valid_from > DAY - literal_column(str(longest)), held
        )
        for number, longest in enumerate(REACHES)
    ]


def on(table: Table, day: Day, size: int, *columns: Column[Any]) -> Subquery:
    """Return columns of the rows of a table with reaches that hold at the end of ``day``, as known at ``size``."""
    # A union, and no join with the classes: no planner can take it for anything but one short range of each.
    each = [select(*columns).where(held) for held in holding(table)]
    return union_all(*each).params(day=day, size=size).subquery()


assert REACHES[-1] >= OPEN_DAY  # noqa: S101 -- else a span without end would fit no class
