"""Rows of a JSON list, one at a time: the list is cut at its own commas, so that one row is held and never the file."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final

from api.intake.statements import Refused
from domain.errors import RegisterError
from ledger.progress import Progress, quietly

LONGEST_ROW: Final = 100_000
"""Characters of a row; what is longer is no row of a list, and is skipped unread."""
_READ: Final = 65_536
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_MARKS = re.compile(r'["\[\]{},]')
_IN_TEXT = re.compile(r'["\\]')
_BAD = re.compile("[\ud800-\udfff]")
_SPACE: Final = " \t\r\n"
_ENDS: Final = (",", "]")
"""What ends an element of the list."""
_DEEPER: Final = {"[": 1, "{": 1, "]": -1, "}": -1}


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the list, from 1, and its fields as JSON values."""

    number: int
    fields: dict[str, Any]


class _TwiceError(ValueError):
    """A field stands twice in one object."""


def rows(path: Path, progress: Progress = quietly) -> Iterator[Row | Refused]:
    """Yield the objects of a list, and a refusal for each row that is none or cannot be read; ``progress`` in bytes.

    Raises `RegisterError` for a file that is no JSON list, ends too early, or is in another encoding than UTF-8.
    """
    with path.open("rb") as probe:
        if probe.read(2) in _UTF16:
            raise RegisterError(f"{path.name}: the file is in UTF-16; save it as UTF-8")
    number = 0
    for number, text in enumerate(_cut(path, progress), start=1):
        yield _row(number, text)
    if not number:
        raise RegisterError(f"{path.name}: the list holds nothing; that is a failed download, and nothing is proposed")


def _row(number: int, text: str | None) -> Row | Refused:
    if text is None:
        return Refused(number, f"the row is longer than {LONGEST_ROW} characters")
    if _BAD.search(text):
        return Refused(number, "the row is not UTF-8")
    try:
        fields = json.loads(text, object_pairs_hook=_once)
    except _TwiceError:
        return Refused(number, "a field stands twice in the row")
    except (ValueError, RecursionError):
        return Refused(number, "the row is not JSON")
    return Row(number, fields) if isinstance(fields, dict) else Refused(number, "the row is no JSON object")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _TwiceError
    return found


def _cut(path: Path, progress: Progress) -> Iterator[str | None]:
    """Yield the text of each element of the list; ``None`` for one that is too long to be kept."""
    parts: list[str] = []
    length = depth = rows = 0
    for text, sign in _pieces(path, progress):
        if depth == 0:
            if text.strip(_SPACE) or (sign and (sign != "[" or rows)):
                raise RegisterError(f"{path.name}: the file is no JSON list")
            depth = len(sign)
            continue
        ends = depth == 1 and sign in _ENDS
        length += len(text) + len(sign)
        if length <= LONGEST_ROW:
            parts.append(text if ends else text + sign)
        else:
            parts.clear()
        depth += _DEEPER.get(sign, 0)
        if ends:
            found = "".join(parts) if length <= LONGEST_ROW else None
            if rows or sign != "]" or found is None or found.strip(_SPACE):
                yield found
            rows += 1
            length = 0
            parts.clear()
    if depth or not rows:
        raise RegisterError(f"{path.name}: row {rows + 1}: the file ends within the list; it was not downloaded whole")


def _pieces(path: Path, progress: Progress) -> Iterator[tuple[str, str]]:
    """Yield text, and the bracket or comma after it; none follows a piece of a string, or the end of what was read."""
    in_text = escaped = False
    size = path.stat().st_size
    with path.open("rb") as data, TextIOWrapper(data, "utf-8-sig", "surrogateescape", newline="") as file:
        while chunk := file.read(_READ):
            progress(min(data.tell(), size), size)
            at = int(escaped)
            yield chunk[:at], ""
            escaped = False
            while (mark := (_IN_TEXT if in_text else _MARKS).search(chunk, at)) is not None:
                before, sign = chunk[at : mark.start()], mark[0]
                at = mark.end()
                if sign == "\\":
                    escaped = at == len(chunk)
                    at += 1
                    yield before + chunk[mark.start() : at], ""
                elif sign == '"':
                    in_text = not in_text
                    yield before + sign, ""
                else:
                    yield before, sign
            yield chunk[at:], ""
