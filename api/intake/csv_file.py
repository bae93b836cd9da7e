"""Rows of CSV and TSV files, one at a time: each with its number, its cells by column, and no damage passed on.

RFC 4180 in UTF-8, with any line ends and any one delimiter. A file is never held in memory, and neither is a row of
any length: `LONGEST_LINE` bounds what is read at once.
"""

import csv
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from operator import itemgetter
from pathlib import Path
from typing import Final, TextIO
from unicodedata import is_normalized

from api.intake.cells import LONGEST_CELL, Row, cleaned, fault, plain
from api.intake.statements import Refused
from domain.errors import RegisterError
from ledger.mapper import LONE
from ledger.progress import Progress, quietly

LONGEST_LINE: Final = 12 * 2**20
"""Characters of a line, or of a cell with all its lines; what is longer is no list, or a quote that never closes."""
END_OF_DOS_FILE: Final = ["\x1a"]
"""The last line of files that are made the DOS way; it is no row."""
_TOLD: Final = 1_000
"""Rows between two looks at how far the file is read."""
_MARKS: Final = {
    b"\xff\xfe": "the file is in UTF-16; save it as UTF-8",
    b"\xfe\xff": "the file is in UTF-16; save it as UTF-8",
    b"PK": "the file is no text; a table of Excel ends in .xlsx",
}


def rows(
    path: Path, *, columns: Sequence[str], delimiter: str = ",", headless: bool = False, progress: Progress = quietly
) -> Iterator[Row | Refused]:
    """Yield the rows of a file with a header that has ``columns``, and a refusal for each row that cannot be read.

    Other columns are not read. An empty line is no row, and counts in the numbers of those after it. Raises
    `RegisterError` for a file that has no such header, is in another encoding than UTF-8, or has a quote that never
    closes; ``progress`` is told bytes. ``headless``: a file without a header has exactly these columns.
    """
    size = path.stat().st_size
    with path.open("rb") as probe:
        if message := _MARKS.get(probe.read(2)):
            raise RegisterError(f"{path.name}: {message}")
    csv.field_size_limit(LONGEST_LINE)
    with path.open("rb") as data, TextIOWrapper(data, "utf-8-sig", "surrogateescape", newline="") as file:
        reader = csv.reader(_lines(file, path.name), delimiter=delimiter, strict=True)
        header = list(columns) if headless and _is_headless(path, columns, delimiter) else None
        number = 1 if header is None else 0
        header = header or _header(reader, path.name, columns)
        places = [header.index(name) for name in columns]
        # With one place alone the getter would return the cell itself.
        picked = itemgetter(*places, *places[:1])
        line, width = reader.line_num, len(header)
        while True:
            number, line = number + 1, reader.line_num + 1
            if number % _TOLD == 0:
                progress(min(data.tell(), size), size)
            try:
                cells = next(reader)
            except StopIteration:
                progress(size, size)
                return
            except csv.Error as error:
                if "field larger" in str(error) or "end of data" in str(error):
                    raise RegisterError(f"{path.name}: row {number} (line {line}): a quote never closes") from error
                yield Refused(number, "the row is not CSV: text stands after a quote that closes", line=line)
                continue
            if len(cells) == width:
                found = picked(cells)
                # One look at the whole row: most need no other.
                yield Row(number, plain(columns, found)) if _is_plain(found) else _row(number, line, columns, found)
            elif cells and cells != END_OF_DOS_FILE:
                yield Refused(number, f"{_counted(len(cells))}, and the header has {width}", line=line)


def check_header(path: Path, columns: Sequence[str]) -> None:
    """Return quietly if a file begins with a header that has some columns; raise `RegisterError` as `rows` does."""
    next(rows(path, columns=columns), None)


def _is_headless(path: Path, columns: Sequence[str], delimiter: str) -> bool:
    """Whether the first row has a cell for each column, and the name of none."""
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        try:
            first = next(csv.reader(_lines(file, path.name), delimiter=delimiter, strict=True), [])
        except csv.Error:
            return False
    return len(first) == len(columns) and not {cell.strip() for cell in first} & {*columns}


def _lines(file: TextIO, name: str) -> Iterator[str]:
    """Yield the lines of a file, none of them longer than a list has."""
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            raise RegisterError(f"{name}: line {number} is longer than {LONGEST_LINE} characters; this is no table")
        yield line


def _header(reader: Iterator[list[str]], name: str, columns: Sequence[str]) -> list[str]:
    try:
        found = next(reader, [])
    except csv.Error as error:
        raise RegisterError(f"{name}: row 1: the header is not CSV") from error
    header = [cell.strip() for cell in found]
    if any(map(LONE.search, header)):
        raise RegisterError(f"{name}: row 1: the header is not UTF-8; save the file as UTF-8")
    if any("\0" in cell for cell in header):
        raise RegisterError(f"{name}: row 1: the header holds NUL bytes; save the file as UTF-8")
    header = [cleaned(cell) for cell in header]
    for column in columns:
        if header.count(column) != 1:
            what = "the header has no column" if column not in header else "two columns of the header are called"
            raise RegisterError(f"{name}: row 1: {what} {column!r}")
    return header


def _is_plain(cells: Sequence[str]) -> bool:
    """Whether nothing in some cells has to be changed or refused; a part of a text in NFC is in NFC."""
    whole = "".join(cells)
    return whole.isprintable() and len(whole) <= LONGEST_CELL and (whole.isascii() or is_normalized("NFC", whole))


def _row(number: int, line: int, columns: Sequence[str], cells: Sequence[str]) -> Row | Refused:
    """Look at each cell of a row."""
    for column, cell in zip(columns, cells, strict=False):
        if reason := fault(cell):
            return Refused(number, reason, column, line)
    return Row(number, {column: cleaned(cell) for column, cell in zip(columns, cells, strict=False)})


def _counted(cells: int) -> str:
    return "1 cell" if cells == 1 else f"{cells} cells"
