"""Rows of CSV and TSV files, one at a time: each with its number, its cells by column, and no damage passed on."""

import csv
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from api.intake.statements import Refused
from domain.errors import RegisterError

LONGEST_CELL: Final = 20_000
"""Characters of a cell; what is longer is no value of a list."""
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


class Row(Struct, frozen=True):
    """A row: its number in the file, the header being 1, and the text of each cell, trimmed and in NFC."""

    number: int
    cells: Mapping[str, str]


def rows(path: Path, *, columns: Sequence[str], delimiter: str = ",") -> Iterator[Row | Refused]:
    """Yield the rows of a file with a header that has ``columns``, and a refusal for each row that cannot be read.

    Raises `RegisterError` for a file that has no such header, or is in another encoding than UTF-8.
    """
    csv.field_size_limit(sys.maxsize)
    with path.open("rb") as probe:
        if probe.read(2) in _UTF16:
            raise RegisterError(f"{path.name}: the file is in UTF-16; save it as UTF-8")
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        header = [_clean(cell) for cell in next(reader, [])]
        missing = [name for name in columns if name not in header]
        if missing:
            raise RegisterError(f"{path.name}: row 1: the header has no column {missing[0]!r}")
        if len(set(header)) != len(header):
            raise RegisterError(f"{path.name}: row 1: a column stands twice")
        number = 1
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield Refused(number, "the row is not CSV")
                continue
            if cells:
                yield _row(number, header, cells)


def _row(number: int, header: Sequence[str], cells: Sequence[str]) -> Row | Refused:
    if len(cells) != len(header):
        return Refused(number, f"{len(cells)} cells, and the header has {len(header)}")
    for name, cell in zip(header, cells, strict=True):
        if len(cell) > LONGEST_CELL:
            return Refused(number, f"the cell is longer than {LONGEST_CELL} characters", name)
        if not cell.isascii() and any("\udc80" <= letter <= "\udcff" for letter in cell):
            return Refused(number, "the cell is not UTF-8", name)
    return Row(number, dict(zip(header, map(_clean, cells), strict=True)))


def _clean(cell: str) -> str:
    return (cell if cell.isascii() else unicodedata.normalize("NFC", cell)).strip()
