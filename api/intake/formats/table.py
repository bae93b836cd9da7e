"""Any table that somebody keeps, as CSV, TSV or an Excel sheet, read by a column map (docs/table.md)."""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from api.intake import csv_file, xlsx_file
from api.intake.cells import Row, mixes_scripts
from api.intake.statements import Entry, ListFile, Read, Refused, Statement, Subject
from api.intake.table_map import DELIMITERS, Point, TableMap
from api.intake.table_values import Cell, Value
from domain.errors import InvalidError, RegisterError
from ledger.ledger import Ledger

_KEY: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,79}")
_ENDINGS: Final = {".csv": ",", ".tsv": "\t"}


class Table:
    """A table and the map of its columns; what no column of the map holds is never read."""

    name = "table"

    def __init__(self, how: TableMap) -> None:
        """Read by a map."""
        self._map = how
        self.register = how.register
        self.points = tuple(point.name for point in how.points)
        self._names = tuple(cell.column for point in how.points for cell in point.cells if cell.name)

    def source(self, file: ListFile) -> Entry:  # noqa: ARG002 -- the map says it
        """Describe the table by what the map says of it."""
        how = self._map
        found = {"kind": "list", "issuer": how.issuer, "title": how.title, "language": how.language}
        found["note"] = f"read by a column map with the SHA-256 {how.digest}"
        return found | ({"url": how.url} if how.url else {})

    def read(self, file: ListFile, ledger: Ledger) -> Read:  # noqa: ARG002 -- a row stands for itself
        """Yield a subject for each row that the map understands."""
        for row in self._rows(file):
            yield row if isinstance(row, Refused) else self._subject(row)

    def _rows(self, file: ListFile) -> Iterator[Row | Refused]:
        how, ending = self._map, file.path.suffix.lower()
        if ending == ".xlsx":
            return xlsx_file.rows(file.path, columns=how.columns, sheet=how.sheet, progress=file.progress)
        if ending not in _ENDINGS:
            raise RegisterError(f"{file.path.name}: a table is a file that ends in .csv, .tsv or .xlsx")
        delimiter = DELIMITERS[how.delimiter] if how.delimiter else _ENDINGS[ending]
        return csv_file.rows(file.path, columns=how.columns, delimiter=delimiter, progress=file.progress)

    def _subject(self, row: Row) -> Subject | Refused:
        try:
            key = self._key(row)
        except _Misfit as misfit:
            return Refused(row.number, misfit.reason, misfit.column)
        said: list[Statement] = []
        noted: list[Refused] = []
        left: set[str] = set()
        for point in self._map.points:
            try:
                if (one := _statement(point, row, key, left)) is None:
                    left.add(point.name)
                else:
                    said.append(one)
            except _Misfit as misfit:
                refused = Refused(row.number, misfit.reason, misfit.column)
                if not point.optional:
                    return refused
                left.add(point.name)
                noted.append(refused)
        return Subject(key, row.number, said, self._map.person, noted, self._odd(row))

    def _odd(self, row: Row) -> list[Refused]:
        """Return the names that are taken as printed, and are printed oddly."""
        reason = "taken as printed: a word mixes Latin and Cyrillic letters"
        return [Refused(row.number, reason, one) for one in self._names if mixes_scripts(row.cells[one])]

    def _key(self, row: Row) -> str:
        """Return what names the row for ever: the one column, or a digest of several."""
        columns = self._map.key
        if len(columns) == 1 and _KEY.fullmatch(key := row.cells[columns[0]]):
            return key
        values = [row.cells[column] for column in columns]
        if not all(values):
            raise _Misfit(columns[values.index("")], "the row has no key")
        if len(values) == 1:
            raise _Misfit(columns[0], "a key is at most 80 letters, digits, dots, dashes and underscores")
        return sha256("\n".join(values).encode()).hexdigest()[:16]


class _Misfit(Exception):  # noqa: N818 -- it never leaves this file
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def _statement(point: Point, row: Row, key: str, left: set[str]) -> Statement | None:
    """Return what a row states in a point, if anything; ``left`` are the points before it that are left out."""
    fields = dict(point.constants)
    printed: dict[str, str] = {}
    empty = ""
    for cell in point.cells:
        text = row.cells[cell.column]
        if not text:
            empty = empty or (cell.column if cell.needed else "")
            continue
        try:
            fields[cell.field] = cell.read(text) if cell.column not in row.dates else _date(cell, text)
        except InvalidError as error:
            raise _Misfit(cell.column, error.message) from None
        printed[cell.column] = text if cell.printed is None else cell.printed(text)
    if empty or (point.cells and not printed):
        if point.optional and not printed:
            return None
        raise _Misfit(empty or point.cells[0].column, "the cell is empty")
    for field, other in point.points.items():
        if other in left:
            if point.optional:
                return None
            raise _Misfit(point.cells[0].column, f"it rests on {other}, which the row does not state")
        fields[field] = [f"{key}/{other}"] if field in point.many else f"{key}/{other}"
    return Statement(point.name, point.word, fields, printed)


def _date(cell: Cell, text: str) -> Value:
    if cell.read_date is None:
        raise InvalidError("the cell is a date, and the field is none")
    return cell.read_date(text)
