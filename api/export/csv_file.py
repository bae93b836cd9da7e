"""CSV: RFC 4180, UTF-8, one row a fact, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from io import TextIOWrapper
from typing import BinaryIO

from api.export.tables import COLUMNS, rows, values
from ledger.events import timestamp
from projections.bundle.sheets import cell
from projections.timeline import Entry


def write(file: BinaryIO, pages: Iterable[list[Entry]]) -> int:
    """Write facts, and return how many.

    A text that a spreadsheet would take for a formula, as it begins with = + - @ or a tab or line end, gets an
    apostrophe before it. No number of ours is negative.
    """
    text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    written = 0
    for page in pages:
        table.writerows([cell(_plain(value)) for value in values(row)] for row in rows(page))
        written += len(page)
    text.detach()
    return written


def _plain(value: object) -> object:
    match value:
        case datetime():
            return timestamp(value)
        case date():
            return value.isoformat()
        case tuple():
            return " ".join(value)
        case _:
            return value
