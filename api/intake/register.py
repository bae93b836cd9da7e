"""A register: a folder of YAML files, each a list of facts under opaque keys; references between facts are keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from api.intake.yaml_file import Placed, read
from domain.errors import FactError, RegisterError
from domain.facts import BY_TOPIC, REFERENCES, Fact, word
from domain.people import FactId
from ledger.mapper import fact_of
from ledger.progress import Progress, quietly

HEAD: Final = "register.yaml"
TYPES: Final = {word(kind): kind for kind in BY_TOPIC.values()}
DEFAULTS: Final = ("person", "source", "target", "place")
"""What a file may say once for all of its facts that have the field."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact of a register: its fields as written, with the keys of other facts, and where it stands."""

    key: str
    topic: str
    fields: Mapping[str, Placed]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Register:
    """A register as read from its folder."""

    name: str
    entries: tuple[Entry, ...]


def read_register(folder: Path, progress: Progress = quietly) -> Register:
    """Read every file of a register; raise `RegisterError` with file, line and field for the first fault.

    ``progress`` is told after each file how many of how many are read.
    """
    if not (folder / HEAD).is_file():
        raise RegisterError(f"{folder.resolve().name}: the folder holds no {HEAD}")
    name = ""
    entries: list[Entry] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in {".yml", ".yaml"} and path.suffix != ".yaml":
            raise RegisterError(f"{path.relative_to(folder).as_posix()}: files of a register end in .yaml")
    paths = sorted(folder.rglob("*.yaml"))
    for number, path in enumerate(paths, start=1):
        shown = path.relative_to(folder).as_posix()
        content = _mapping(read(path, shown), shown)
        if shown == HEAD:
            name = _text(content, "register", shown, 1)
        elif "register" in content:
            raise RegisterError(f"{shown}:{content['register'].line}: register: only {HEAD} names the register")
        entries += _entries(content, shown)
        progress(number, len(paths))
    seen: dict[str, Entry] = {}
    for entry in entries:
        if entry.key in seen:
            first = seen[entry.key]
            raise RegisterError(
                f"{entry.file}:{entry.line}: key: {entry.key!r} stands in {first.file}:{first.line} too"
            )
        seen[entry.key] = entry
    return Register(name, tuple(entries))


def fact_from(entry: Entry, ids: Mapping[str, FactId]) -> Fact:
    """Build the fact of an entry, its keys replaced by identifiers; raise `RegisterError` with its place."""
    body = {
        name: _resolved(entry, name, value, ids) if name in REFERENCES else value.plain()
        for name, value in entry.fields.items()
    }
    try:
        return fact_of(entry.topic, body, text_only=True)
    except FactError as error:
        field = (error.field or "").split(".")[0].split("[")[0]
        line = entry.fields[field].line if field in entry.fields else entry.line
        raise RegisterError(
            f"{entry.file}:{line}: {f'{error.field}: ' if error.field else ''}{error.message}"
        ) from error


def _entries(content: Mapping[str, Placed], shown: str) -> list[Entry]:
    known = {"facts", "register", "title", "licence", *DEFAULTS}
    for name, value in content.items():
        if name not in known:
            raise RegisterError(f"{shown}:{value.line}: {name}: no such field; a file has {', '.join(sorted(known))}")
    defaults = {name: content[name] for name in DEFAULTS if name in content}
    if "facts" not in content:
        raise RegisterError(f"{shown}:1: facts: the file lists none")
    listed = content["facts"]
    if not isinstance(listed.value, list):
        raise RegisterError(f"{shown}:{listed.line}: facts: expected a list")
    return [_entry(item, defaults, shown) for item in listed.value]


def _entry(item: Placed, defaults: Mapping[str, Placed], shown: str) -> Entry:
    fields = dict(_mapping(item, shown))
    key, called = _text(fields, "key", shown, item.line), _text(fields, "type", shown, item.line)
    if called not in TYPES:
        line = fields["type"].line
        raise RegisterError(f"{shown}:{line}: type: {called!r} is no type of fact; there are {', '.join(TYPES)}")
    del fields["key"], fields["type"]
    has = {name for name in TYPES[called].__struct_fields__ if name in defaults}
    return Entry(key, TYPES[called].TOPIC, {name: defaults[name] for name in has} | fields, shown, item.line)


def _resolved(entry: Entry, name: str, placed: Placed, ids: Mapping[str, FactId]) -> object:
    if isinstance(placed.value, list):
        return [_resolved(entry, name, item, ids) for item in placed.value]
    if not isinstance(placed.value, str) or placed.value not in ids:
        raise RegisterError(f"{entry.file}:{placed.line}: {name}: {placed.plain()!r} is no key of this register")
    return ids[placed.value]


def _mapping(placed: Placed, shown: str) -> Mapping[str, Placed]:
    if not isinstance(placed.value, dict):
        raise RegisterError(f"{shown}:{placed.line}: expected fields with values")
    return placed.value


def _text(fields: Mapping[str, Placed], name: str, shown: str, line: int) -> str:
    value = fields.get(name)
    if value is None or not isinstance(value.value, str) or not value.value.strip():
        raise RegisterError(f"{shown}:{value.line if value else line}: {name}: missing")
    return value.value
