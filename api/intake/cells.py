"""Rows of a table and their cells, whatever kind of file they stand in."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from ledger.mapper import CONTROL, LONE

LONGEST_CELL: Final = 20_000
"""Characters of a cell; what is longer is no value of a list."""
AROUND: Final = " \t\r\n\xa0"
"""White space that says nothing before and after a cell's text."""
_LINE_END: Final = re.compile("\r\n?")
_BOTH_SCRIPTS: Final = re.compile(
    "[A-Za-z\u00c0-\u024f][^\\W\\d_]*[\u0400-\u052f]|[\u0400-\u052f][^\\W\\d_]*[A-Za-z\u00c0-\u024f]"
)


class Row(Struct, frozen=True):
    """A row: its number in the file, the header being 1, and the text of each cell, trimmed and in NFC.

    ``dates`` are the columns whose cells are dates and not texts; they stand as ``YYYY-MM-DD``.
    """

    number: int
    cells: Mapping[str, str]
    dates: frozenset[str] = frozenset()


def plain(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Return cells by column in which there is nothing to look for."""
    return {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}


def cleaned(cell: str) -> str:
    """Return a cell's text in NFC, its lines ended alike, without white space around it."""
    return unicodedata.normalize("NFC", _LINE_END.sub("\n", cell).strip(AROUND))


def fault(cell: str) -> str | None:
    """Return why a cell cannot be taken as text, and where it can, nothing."""
    if len(cell) > LONGEST_CELL:
        return f"the cell is longer than {LONGEST_CELL} characters"
    if not cell.isascii() and LONE.search(cell):
        return "the cell is not UTF-8"
    if found := CONTROL.search(cleaned(cell)):
        return f"the cell holds a character that is no text (U+{ord(found[0]):04X})"
    return None


def mixes_scripts(text: str) -> bool:
    """Whether a word of a text is written in Latin and in Cyrillic letters: they look alike, and are told apart."""
    return not text.isascii() and _BOTH_SCRIPTS.search(text) is not None
