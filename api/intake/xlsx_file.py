"""Rows of an Excel sheet, one at a time: dates where cells are dates, numbers as they are shown, no formulas."""

import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Final, Protocol

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from api.intake.cells import Row, cleaned, fault
from api.intake.statements import Refused
from api.intake.zip_check import check_workbook
from domain.errors import RegisterError
from ledger.progress import Progress, quietly

LAST_ROW: Final = 1_048_576
"""The most that a sheet of Excel has."""
_TOLD: Final = 1_000
_SHOWN: Final = re.compile(r"(0+)(?:\.(0+))?")


class _Cell(Protocol):
    value: object
    data_type: str
    number_format: str


class _NoText(Exception):  # noqa: N818 -- it never leaves this file
    """Why a cell cannot be taken as text."""


def rows(
    path: Path, *, columns: Sequence[str], sheet: str | None = None, progress: Progress = quietly
) -> Iterator[Row | Refused]:
    """Yield the rows of the one visible sheet, or of the ``sheet`` named, as `csv_file.rows` does those of a text.

    A cell that is a date stands as ``YYYY-MM-DD`` and among the row's ``dates``. Raises `RegisterError` for what is no
    workbook, or unpacks to more than a table is.
    """
    check_workbook(path)
    try:
        # The library leaves a damaged file open.
        with path.open("rb") as data:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what the library does not read of a workbook, a table does not need
                book = load_workbook(data, read_only=True, keep_links=False)
            yield from _rows(book, path, columns, sheet, progress)
    except RegisterError:
        raise
    except Exception as error:
        # The library raises whatever it meets in a damaged file.
        raise RegisterError(f"{path.name}: the workbook is damaged") from error


def _rows(
    book: Workbook, path: Path, columns: Sequence[str], sheet: str | None, progress: Progress
) -> Iterator[Row | Refused]:
    size = path.stat().st_size
    found = _sheet(book, path.name, sheet)
    last = found.max_row or 1
    found.reset_dimensions()
    places: dict[str, int] = {}
    for number, cells in enumerate(found.iter_rows(), start=1):
        if number > LAST_ROW:
            raise RegisterError(f"{path.name}: the sheet has more rows than Excel has")
        if not places:
            places = _places(cells, path.name, columns)
        elif any(cell.value is not None for cell in cells):
            yield _row(number, places, cells)
        if number % _TOLD == 0:
            progress(min(size * number // last, size), size)
    if not places:
        raise RegisterError(f"{path.name}: the sheet is empty")
    progress(size, size)


def _sheet(book: Workbook, name: str, sheet: str | None):  # type: ignore[no-untyped-def]  # noqa: ANN202 -- the library's own
    visible = [one for one in book.worksheets if one.sheet_state == "visible"]
    if sheet is not None:
        visible = [one for one in visible if one.title == sheet]
    if len(visible) != 1:
        what = "visible sheets; the map has to name one" if sheet is None else f"visible sheets called {sheet!r}"
        raise RegisterError(f"{name}: the workbook has {len(visible)} {what}")
    return visible[0]


def _places(cells: Sequence[_Cell], name: str, columns: Sequence[str]) -> dict[str, int]:
    header = [cleaned(cell.value) if isinstance(cell.value, str) else "" for cell in cells]
    for column in columns:
        if header.count(column) != 1:
            what = "the header has no column" if column not in header else "two columns of the header are called"
            raise RegisterError(f"{name}: row 1: {what} {column!r}")
    return {column: header.index(column) for column in columns}


def _row(number: int, places: dict[str, int], cells: Sequence[_Cell]) -> Row | Refused:
    found: dict[str, str] = {}
    dates = []
    for column, place in places.items():
        cell = cells[place] if place < len(cells) else None
        try:
            found[column] = "" if cell is None or cell.value is None else _text(cell)
        except _NoText as reason:
            return Refused(number, str(reason), column)
        if cell is not None and isinstance(cell.value, datetime):
            dates.append(column)
    return Row(number, found, frozenset(dates))


def _text(cell: _Cell) -> str:
    """Return what a cell shows, as far as that is known."""
    value = cell.value
    if cell.data_type == "f":
        raise _NoText("the cell holds a formula; save its value")
    if cell.data_type == "e":
        raise _NoText("the cell shows an error")
    match value:
        case str():
            if reason := fault(value):
                raise _NoText(reason)
            return cleaned(value)
        case bool():
            return str(value).upper()
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case int() | float():
            return _number(value, cell.number_format)
        case _:
            raise _NoText("the cell is a time of day; a date was expected, or a text")


def _number(value: float, shown: str) -> str:
    """Write a number as the common formats show it; what another shows is not known here."""
    if shown in {"General", "@"}:
        return str(int(value)) if value == int(value) else repr(value)
    match = _SHOWN.fullmatch(shown)
    if match is None:
        raise _NoText("the cell shows its number in a way that is not known here; save it as text")
    whole, places = len(match[1]), len(match[2] or "")
    return f"{value:0{whole + places + bool(places)}.{places}f}"
