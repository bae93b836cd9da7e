"""Facts as rows of a table: one row a fact, with what stands of it; CSV and Parquet have the same columns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Self

import msgspec

from api.schemas.evidence import fields_of
from api.schemas.facts import FactOut
from domain.dates import FIRST_DAY, OPEN_DAY, Day, FuzzyDate
from projections.timeline import Entry


@dataclass(frozen=True, slots=True)
class Row:
    """A fact. ``says`` are its fields as JSON, ``occurred`` the date as written, with its bounds where they are closed.

    Position, version, time, recorder and digest are those of the version that stands; of a retracted fact, those of
    its newest version. ``passages`` are the identifiers of the passages it cites: these are rows of their own.
    """

    position: int
    id: str
    type: str
    status: str
    version: int
    person: str | None
    target: str | None
    occurred: str | None
    earliest: date | None
    latest: date | None
    says: str
    passages: tuple[str, ...]
    passages_missing: int
    passages_withheld: int
    recorded_at: datetime
    recorded_by: str
    sha256: str

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Return the row of a fact, which says what the API prints of it."""
        printed = FactOut.of(entry)
        version = next((one for one in printed.versions if one.stands), printed.versions[-1])
        occurred = getattr(entry.shown, "occurred", None)
        dated = occurred if isinstance(occurred, FuzzyDate) else None
        return cls(
            position=version.position,
            id=printed.id,
            type=printed.type,
            status=printed.status,
            version=version.version,
            person=getattr(entry.shown, "person", None),
            target=getattr(entry.shown, "target", None),
            occurred=str(dated) if dated else None,
            earliest=_closed(dated.earliest) if dated else None,
            latest=_closed(dated.latest) if dated else None,
            says=msgspec.json.encode(fields_of(entry.shown), order="sorted").decode(),
            passages=tuple(one.id for one in printed.passages),
            passages_missing=printed.passages_missing,
            passages_withheld=printed.passages_withheld,
            recorded_at=version.recorded_at,
            recorded_by=version.recorded_by,
            sha256=version.sha256,
        )


COLUMNS = tuple(one.name for one in fields(Row))


def values(row: Row) -> Iterator[object]:
    """Yield what stands in each column."""
    return (getattr(row, name) for name in COLUMNS)


def rows(entries: Iterable[Entry]) -> list[Row]:
    """Return the rows of facts."""
    return [Row.of(entry) for entry in entries]


def _closed(day: Day) -> date | None:
    """Return a bound as a date; where a date is open to one side, there is none."""
    return None if day in {FIRST_DAY, OPEN_DAY} else date.fromordinal(day)
