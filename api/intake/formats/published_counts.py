"""Numbers that others published, in a table that somebody keeps: one row is one number with its day and publisher.

Columns: ``as_of``, ``as_of_precision``, ``count``, ``qualifier``, ``women``, ``newly_recognised``,
``cumulative_recognised``, ``released_or_former``, ``published``, ``claimant``, ``source``. Other columns are not
read: a note may name people.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

from api.intake.cells import Row
from api.intake.csv_file import rows
from api.intake.statements import Entry, ListFile, Read, Refused, Statement, Subject
from domain.dates import FuzzyDate
from domain.errors import DateError
from ledger.ledger import Ledger

COLUMNS: Final = (
    "as_of", "as_of_precision", "count", "qualifier", "women", "newly_recognised", "cumulative_recognised",
    "released_or_former", "published", "claimant", "source",
)  # fmt: skip
_PRECISIONS: Final = {
    "day": (10, ""),
    "about_day": (10, "~"),
    "month": (7, ""),
    "mid_month": (10, "~"),
    "month_end": (10, "~"),
    "year": (4, ""),
}
"""How long a date of each precision is, and what it is marked with: days that were filled in are about so."""
_QUALIFIERS: Final = {
    "exact": "",
    "implied": "",
    "reached": "",
    "more_than": "more than ",
    "at_least": "at least ",
    "about": "about ",
    "slightly_over": "slightly over ",
    "almost": "almost ",
}
_CELL = re.compile(r"(?:(about|almost|at least|more than) )?([0-9]{1,7})(?: \(([0-9]{1,7}) women\))?")
_OTHERS: Final = {
    "cumulative_recognised": "ever recognized as political prisoners",
    "released_or_former": "former political prisoners",
}
_WOMEN: Final = "women"


class PublishedCounts:
    """Tables of published counts of political prisoners, tab-separated."""

    name = "published-counts"
    register = "published-counts"
    points = ("count", "women", *_OTHERS, *(f"{name}-women" for name in _OTHERS))

    def source(self, file: ListFile) -> Entry:
        """Describe the table; it is nobody's publication, and names the pages that its rows are from."""
        return {
            "kind": "list",
            "issuer": "kept by hand",
            "title": "Table of published counts of political prisoners",
            "language": "en",
            "note": f"each row names the page that it is from; the file has {file.path.stat().st_size} bytes",
        }

    def read(self, file: ListFile, ledger: Ledger) -> Read:  # noqa: ARG002 -- a row stands for itself
        """Yield a subject for each row: its number, and the others that stand beside it."""
        for row in rows(file.path, columns=COLUMNS, delimiter="\t", progress=file.progress):
            yield row if isinstance(row, Refused) else _subject(row)


def _subject(row: Row) -> Subject | Refused:
    cells = row.cells
    if cells["as_of_precision"] not in _PRECISIONS:
        return Refused(row.number, "a number of no day cannot be recorded", "as_of_precision")
    length, mark = _PRECISIONS[cells["as_of_precision"]]
    day = cells["as_of"] + mark
    try:
        FuzzyDate.parse(day)
    except DateError:
        return Refused(row.number, "this is no date", "as_of")
    if len(cells["as_of"]) != length:
        return Refused(row.number, f"the date is not of the precision {cells['as_of_precision']}", "as_of")
    if cells["qualifier"] not in _QUALIFIERS or not re.fullmatch(r"[0-9]{1,7}", cells["count"]):
        column = "count" if cells["qualifier"] in _QUALIFIERS else "qualifier"
        return Refused(row.number, "this is no number that is understood", column)
    if not cells["claimant"]:
        return Refused(row.number, "nobody is named whose number it is", "claimant")
    quantity = _QUALIFIERS[cells["qualifier"]] + _grouped(cells["count"])
    whole = ("as_of", "as_of_precision", "count", "qualifier", "published", "claimant", "source")
    fields = _fields(cells, day, "none" if quantity == "0" else quantity, "political prisoners")
    implied = {"implied": True} if cells["qualifier"] == "implied" else {}
    said = [
        Statement("count", "count-published", fields | implied, {name: cells[name] for name in whole if cells[name]})
    ]
    noted: list[Refused] = []
    for one in _beside(row, day):
        (noted if isinstance(one, Refused) else said).append(one)  # type: ignore[arg-type]  # each to its own
    key = sha256("\n".join(cells[name] for name in ("as_of", "claimant", "source")).encode()).hexdigest()[:16]
    return Subject(key, row.number, said, noted=noted)


def _beside(row: Row, day: str) -> Iterator[Statement | Refused]:
    """Yield what stands beside the number, or why a cell is left out."""
    cells = row.cells
    if cells["newly_recognised"]:
        yield Refused(row.number, "the time that it speaks of is not stated", "newly_recognised")
    for column, counted in ({_WOMEN: "political prisoners"} | _OTHERS).items():
        if not cells[column]:
            continue
        match = _CELL.fullmatch(cells[column])
        if match is None:
            yield Refused(row.number, "this is no number that is understood", column)
            continue
        group = {"group": _WOMEN} if column == _WOMEN else {}
        printed = {name: cells[name] for name in ("as_of", "claimant", column)}
        quantity = f"{match[1]} " if match[1] else ""
        yield Statement(
            column, "count-published", _fields(cells, day, quantity + _grouped(match[2]), counted) | group, printed
        )
        if match[3] and column != _WOMEN:
            women = _fields(cells, day, _grouped(match[3]), counted) | {"group": _WOMEN}
            yield Statement(f"{column}-women", "count-published", women, printed)


def _fields(cells: Mapping[str, str], day: str, quantity: str, counted: str) -> dict[str, Any]:
    publisher = cells["claimant"].split(" (via ")[0]
    return {"publisher": publisher, "quantity": quantity, "unit": "persons", "counted": counted, "stated_as_of": day}


def _grouped(number: str) -> str:
    return f"{int(number):,}"
