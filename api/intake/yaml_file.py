"""A YAML file as plain texts with the line of each: no implicit types, no anchors, no key twice."""

import unicodedata
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
        for event in yaml.parse(text, Loader=LOADER):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise RegisterError(f"{shown}:{_line(event.start_mark)}: anchors and aliases are not used in registers")
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        line = f":{_line(error.problem_mark)}" if error.problem_mark else ""
        raise RegisterError(f"{shown}{line}: {error.problem or 'this is not YAML'}") from error
    except RecursionError:
        raise RegisterError(f"{shown}: the file nests too deeply") from None
    except yaml.YAMLError as error:
        raise RegisterError(f"{shown}: the file holds characters that YAML does not allow") from error
    if node is None:
        raise RegisterError(f"{shown}: the file is empty")
    return _placed(node, shown)


def _placed(node: yaml.Node, shown: str, depth: int = 1) -> Placed:
    line = _line(node.start_mark)
    if depth > DEEPEST:
        raise RegisterError(f"{shown}:{line}: the file nests too deeply")
    match node:
        case yaml.MappingNode():
            mapping: dict[str, Placed] = {}
            for key, value in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    raise RegisterError(f"{shown}:{line}: a field has no name")
                if key.value in mapping:
                    raise RegisterError(f"{shown}:{_line(key.start_mark)}: {key.value}: the field stands twice")
                mapping[key.value] = _placed(value, shown, depth + 1)
            return Placed(mapping, line)
        case yaml.SequenceNode():
            return Placed([_placed(item, shown, depth + 1) for item in node.value], line)
        case _:
            return Placed(unicodedata.normalize("NFC", str(node.value)), line)


def _line(mark: object) -> int:
    """Return the line of a mark, from 1; either of the library's two kinds of mark has one."""
    return getattr(mark, "line", 0) + 1
