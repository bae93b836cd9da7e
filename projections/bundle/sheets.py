"""Facts and answers as tables: CSV (RFC 4180, lines end in line feeds), safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec

from domain.changes import CORRECTED
from projections.bundle.answers import Answer

FACTS: Final = (
    "position", "sha256", "id", "version", "type", "person", "occurred", "recorded_at", "recorded_by", "register", "key"
)  # fmt: skip
ANSWERS: Final = (
    "as_of", "definition", "variant", "certain", "possible", "coverage", "withheld_certain", "withheld_possible",
    "partly", "digest",
)  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value: object) -> str:
    """Write a value; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def facts_row(position: int, data: bytes) -> list[object]:
    """Return the row of one event; a correction has what it says now."""
    event: dict[str, Any] = msgspec.json.decode(data)
    said = event["body"] if event["type"] == CORRECTED else event
    return [
        position,
        sha256(data).hexdigest(),
        event["id"],
        event["v"],
        event["type"],
        said.get("person"),
        said.get("occurred"),
        event["recorded_at"],
        event["recorded_by"],
        event.get("register"),
        event.get("key"),
    ]


def answers_row(answer: Answer) -> list[object]:
    """Return the row of one answer."""
    said, withheld = answer.fields, answer.fields["withheld"]
    counted = [said[name] for name in ANSWERS[:6]]
    return [*counted, withheld["certain"], withheld["possible"], len(said["partly"]), said["digest"]]


def write(path: Path, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(head)
        table.writerows(map(cell, row) for row in rows)
