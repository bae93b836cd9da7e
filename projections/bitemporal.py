"""The predicate of the two clocks, written once: a row covers a valid day and a log size."""

from sqlalchemy import ColumnElement, Table, and_

from domain.dates import Day


def known(table: Table, size: int) -> ColumnElement[bool]:
    """Return the rows that a log of ``size`` events gives."""
    return and_(table.c.known_from <= size, table.c.known_to > size)


def covers(table: Table, day: Day, size: int) -> ColumnElement[bool]:
    """Return the rows that hold at the end of ``day``, as known at ``size``."""
    return and_(known(table, size), table.c.valid_from <= day, table.c.valid_to > day)
