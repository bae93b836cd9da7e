"""The cells of a row of the Viasna list that are read, under one name in both shapes of the file; no other is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from api.intake.cells import cleaned, fault
from api.intake.json_file import Row
from api.intake.statements import Refused

COLUMNS: Final = frozenset({
    "id", "url", "name", "status", "gender", "birthday", "arrested", "prison/title", "declaration", "decision",
    "penalty", "penalty_start_date", "release_date", "verdict_date", "appeal_date",
})  # fmt: skip
LONGEST: Final = 1_000
"""Characters of a cell."""
_ARTICLE = re.compile(r"articles/([0-9]{1,3})")
_NOTHING: Final = frozenset({"", "FALSE"})


@dataclass(frozen=True, slots=True)
class Cells:
    """What is printed in the cells that are read and not empty, trimmed and in NFC, and which are no text."""

    row: int
    printed: Mapping[str, str]
    unfit: tuple[Refused, ...]

    def articles(self) -> list[str]:
        """Return the columns of articles, in their order."""
        found = [(int(match[1]), name) for name in self.printed if (match := _ARTICLE.fullmatch(name))]
        return [name for _, name in sorted(found)]


def cells(row: Row) -> Cells:
    """Read the cells of a row in either shape."""
    printed: dict[str, str] = {}
    unfit = []
    for column, value in _flat(row.fields):
        text = _text(value)
        if text is None:
            unfit.append(Refused(row.number, f"the cell is no text of up to {LONGEST} characters", column))
        elif text not in _NOTHING:
            printed[column] = text
    return Cells(row.number, printed, tuple(unfit))


def _flat(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the cells that are read, under the names of the flat shape."""
    for name, value in fields.items():
        if name == "articles" and isinstance(value, list):
            yield from ((f"articles/{number}", one) for number, one in enumerate(value))
        elif name == "prison_title":
            yield "prison/title", value
        elif name == "prison" and isinstance(value, dict):
            yield "prison/title", value.get("title")
        elif name in COLUMNS or _ARTICLE.fullmatch(name):
            yield name, value


def _text(value: object) -> str | None:
    """Return what a cell prints, trimmed; ``None`` for what is no text."""
    if value is None or value is False:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > LONGEST or fault(value) or "\n" in (text := cleaned(value)):
        return None
    return text
