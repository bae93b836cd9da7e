"""A view as one flat table: a row for each thing listed, and in each row what the whole of it depends on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Final

from api.schemas.basis import AsKnownOut, CoverageOut, SeriesBasisOut

Value = str | int | bool | date | datetime | tuple[str, ...] | None
Row = tuple[Value, ...]


class Kind(Enum):
    """What a column holds; any cell may be empty."""

    TEXT = "text"
    NUMBER = "whole number"
    DAY = "day"
    MOMENT = "time, UTC"
    TRUTH = "true or false"
    IDS = "identifiers"
    TEXTS = "texts"


Columns = Mapping[str, Kind]

BASIS: Final[Columns] = {
    "as_of": Kind.DAY,
    "as_known": Kind.NUMBER,
    "root": Kind.TEXT,
    "as_published": Kind.DAY,
    "definition": Kind.TEXT,
    "variant": Kind.TEXT,
    "rules_version": Kind.NUMBER,
    "coverage": Kind.TEXT,
    "withheld": Kind.NUMBER,
}
"""What every table ends with, the same in each row; a cell is empty where a view does not depend on it."""


@dataclass(frozen=True, slots=True)
class Table:
    """``columns`` of things and numbers, ``basis`` the last of them. It has one row at least.

    Where nothing is listed, that row has its basis and what is said of the whole, and no first cell.
    """

    columns: Columns
    rows: list[Row]
    basis: Mapping[str, Value]


def day(written: str | None) -> date | None:
    """Read a day as an answer prints it."""
    return None if written is None else date.fromisoformat(written)


def basis(
    *,
    as_of: str | None = None,
    known: AsKnownOut | None = None,
    counted: SeriesBasisOut | None = None,
    rules_version: int | None = None,
    coverage: CoverageOut | None = None,
    withheld: int | None = None,
) -> dict[str, Value]:
    """Return the basis of an answer by column; ``counted`` says what is known, the rule of the count and that of days.

    A definition is printed with its version, as a question takes it.
    """
    known = counted.as_known if counted else known
    rule = counted.definition if counted else None
    return {
        "as_of": day(as_of),
        "as_known": known.size if known else None,
        "root": known.root if known else None,
        "as_published": day(counted.as_published if counted else known.as_published if known else None),
        "definition": f"{rule.id}/{rule.version}" if rule else None,
        "variant": counted.variant if counted else None,
        "rules_version": counted.rules_version if counted else rules_version,
        "coverage": coverage.extent if coverage else None,
        "withheld": withheld,
    }


def table(
    columns: Columns,
    rows: Iterable[Row],
    depends: Mapping[str, Value],
    whole: Mapping[str, tuple[Kind, Value]] | None = None,
) -> Table:
    """Put a table together; ``whole`` is what is said once of all of it: each row repeats it, as it does the basis."""
    said = whole or {}
    after: Row = (*(value for _, value in said.values()), *depends.values())
    listed: Sequence[Row] = list(rows) or [(None,) * len(columns)]
    named = {**columns, **{name: kind for name, (kind, _) in said.items()}, **BASIS}
    return Table(named, [(*one, *after) for one in listed], depends)
