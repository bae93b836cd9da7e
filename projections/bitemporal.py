"""The predicate of the two clocks, written once: a row covers a valid day and a log size.

Spans that hold a day cannot be found by one range of an index. But a span that is at most ``n`` days long, and holds
the day, began within the ``n`` days before: so each row says how long its span is at most, in few classes, and each
class is one short range.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
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
    return next(number for number, longest in enumerate(REACHES) if end - start <= longest)


def known(table: Table, size: int) -> ColumnElement[bool]:
    """Return the rows that a log of ``size`` events gives."""
    return and_(table.c.known_from <= size, table.c.known_to > size)


def covers(table: Table, day: Day, size: int) -> ColumnElement[bool]:
    """Return the rows that hold at the end of ``day``, as known at ``size``."""
    return and_(known(table, size), table.c.valid_from <= day, table.c.valid_to > day)


DAY: Final = bindparam("day", type_=Integer)
SIZE: Final = bindparam("size", type_=BigInteger)
_REACH: Final[list[Select[int, int]]] = [
    select(literal_column(str(number), Integer).label("reach"), (DAY - literal_column(str(longest))).label("after"))
    for number, longest in enumerate(REACHES)
]


def holding(table: Table) -> tuple[Subquery, ColumnElement[bool]]:
    """Return what to join a table with reaches to, and on what, for the rows that hold at `DAY`, as known at `SIZE`.

    For each class of reach there is one row: after which day a span must have begun. Both clocks are parameters of
    the statement, so that it is made and compiled once.
    """
    windows = union_all(*_REACH).subquery("windows")
    may_hold = and_(table.c.reach == windows.c.reach, table.c.valid_from > windows.c.after, table.c.valid_from <= DAY)
    return windows, and_(may_hold, table.c.valid_to > DAY, table.c.known_from <= SIZE, table.c.known_to > SIZE)


assert REACHES[-1] >= OPEN_DAY  # noqa: S101 -- else a span without end would fit no class
