"""A YAML file as plain texts with the line of each: no implicit types, no anchors, no key twice."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from domain.errors import RegisterError

LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same parser in C, where the wheel brings it."""

DEEPEST: Final = 16

Value = str | list["Placed"] | dict[str, "Placed"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A value and the line on which it stands, from 1."""

    value: Value
    line: int

    def plain(self) -> object:
        """Return the value without lines."""
        match self.value:
            case dict() as mapping:
                return {name: item.plain() for name, item in mapping.items()}
            case list() as items:
                return [item.plain() for item in items]
            case text:
                return text


def read(path: Path, shown: str) -> Placed:
    """Read a file; raise `RegisterError` with file and line for whatever is not plain YAML in UTF-8."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RegisterError(f"{shown}: the file is not UTF-8") from error
    except OSError as error:
        raise RegisterError(f"{shown}: the file cannot be read") from error
    try:
        found = _document(yaml.parse(text, Loader=LOADER), shown)
    except yaml.MarkedYAMLError as error:
        line = f":{_line(error.problem_mark)}" if error.problem_mark else ""
        raise RegisterError(f"{shown}{line}: {error.problem or 'this is not YAML'}") from error
    except yaml.YAMLError as error:
        raise RegisterError(f"{shown}: the file holds characters that YAML does not allow") from error
    if found is None:
        raise RegisterError(f"{shown}: the file is empty")
    return found


def _document(events: Iterator[yaml.Event], shown: str) -> Placed | None:
    """Build the one document of a file from the parser's events: no step resolves a type or an alias."""
    found: Placed | None = None
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            if found is not None:
                raise RegisterError(f"{shown}:{_line(event.start_mark)}: expected a single document")
            found = _placed(event, events, shown, 1)
    return found


def _placed(event: yaml.Event, events: Iterator[yaml.Event], shown: str, depth: int) -> Placed:
    line = _line(event.start_mark)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise RegisterError(f"{shown}:{line}: anchors and aliases are not used in registers")
    if depth > DEEPEST:
        raise RegisterError(f"{shown}:{line}: the file nests too deeply")
    match event:
        case yaml.MappingStartEvent():
            return Placed(_mapping(events, shown, depth), line)
        case yaml.SequenceStartEvent():
            items: list[Placed] = []
            while not isinstance(item := next(events), yaml.SequenceEndEvent):
                items.append(_placed(item, events, shown, depth + 1))
            return Placed(items, line)
        case yaml.ScalarEvent(value=text):
            return Placed(unicodedata.normalize("NFC", text), line)
        case _:
            raise RegisterError(f"{shown}:{line}: this is not YAML")


def _mapping(events: Iterator[yaml.Event], shown: str, depth: int) -> dict[str, Placed]:
    mapping: dict[str, Placed] = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        named = _placed(key, events, shown, depth + 1)
        if not isinstance(named.value, str):
            raise RegisterError(f"{shown}:{named.line}: a field has no name")
        if named.value in mapping:
            raise RegisterError(f"{shown}:{named.line}: {named.value}: the field stands twice")
        mapping[named.value] = _placed(next(events), events, shown, depth + 1)
    return mapping


def _line(mark: object) -> int:
    """Return the line of a mark, from 1; either of the library's two kinds of mark has one."""
    return getattr(mark, "line", 0) + 1
