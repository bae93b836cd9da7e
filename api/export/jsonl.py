"""JSON Lines: one fact a line, as the API prints it."""

from collections.abc import Iterable
from typing import BinaryIO

from api.schemas.facts import FactOut
from projections.timeline import Entry


def write(file: BinaryIO, pages: Iterable[list[Entry]]) -> int:
    """Write facts, and return how many."""
    written = 0
    for page in pages:
        file.writelines(FactOut.of(entry).model_dump_json().encode() + b"\n" for entry in page)
        written += len(page)
    return written
