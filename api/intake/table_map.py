"""A column map: what the columns of somebody's table mean, as a YAML file says it (docs/table.md)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from api.intake.register import TYPES
from api.intake.table_values import Cell, constant, is_list, reader
from api.intake.yaml_file import Placed, read
from domain.errors import InvalidError, RegisterError
from domain.facts import OPENS, REFERENCES, Fact, PersonRegistered, Quoted, word

HEAD: Final = ("register", "issuer", "title", "language", "url", "sheet", "delimiter", "key", "points")
NEEDED: Final = ("register", "issuer", "title", "language", "key", "points")
PASSAGES: Final = "passages"
DELIMITERS: Final = {"comma": ",", "semicolon": ";", "tab": "\t"}
_WORD: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Point:
    """One fact that a row states: its type, and where each field comes from.

    ``constants`` are values that hold for every row, ``points`` are fields that name what stands in another point. A
    point that is ``optional`` is left out where its cells do not fit; any other refuses the row.
    """

    name: str
    type: type[Fact]
    word: str
    constants: Mapping[str, object]
    points: Mapping[str, str]
    many: frozenset[str]
    cells: tuple[Cell, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class TableMap:
    """A whole map. ``key`` are the columns whose values name a row for ever; ``digest`` is that of the map's bytes."""

    register: str
    issuer: str
    title: str
    language: str
    key: tuple[str, ...]
    points: tuple[Point, ...]
    digest: str
    url: str | None = None
    sheet: str | None = None
    delimiter: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read, each once; no other is."""
        return tuple(dict.fromkeys([*self.key, *(cell.column for point in self.points for cell in point.cells)]))

    @property
    def person(self) -> str | None:
        """The point that registers the person of a row."""
        return next((point.name for point in self.points if point.type is PersonRegistered), None)


def read_map(path: Path) -> TableMap:
    """Read a map; raise `RegisterError` with file, line and field for the first fault."""
    top = read(path, path.name)
    fields = _mapping(top, path.name, HEAD)
    for name in NEEDED:
        if name not in fields:
            raise RegisterError(f"{path.name}:{top.line}: {name}: missing")
    texts = {name: _text(fields[name], path.name, name) for name in HEAD[:7] if name in fields}
    if not _WORD.fullmatch(texts["register"]):
        raise _fault(path.name, fields["register"], "register", "write a short word of small letters and digits")
    if "delimiter" in texts and texts["delimiter"] not in DELIMITERS:
        raise _fault(path.name, fields["delimiter"], "delimiter", f"write one of {', '.join(DELIMITERS)}")
    points = _points(fields["points"], path.name)
    key = fields["key"]
    columns = key.value if isinstance(key.value, list) else [key]
    found = TableMap(
        **texts,
        key=tuple(_text(one, path.name, "key") for one in columns),
        points=points,
        digest=sha256(path.read_bytes()).hexdigest(),
    )
    if not found.key:
        raise _fault(path.name, key, "key", "name a column, or several")
    return found


def is_stated(kind: type[Fact]) -> bool:
    """Whether a row can state a fact of a type: one that cites passages, or registers whom or what others speak of."""
    return issubclass(kind, Quoted) or kind in OPENS


def _points(placed: Placed, shown: str) -> tuple[Point, ...]:
    named = _mapping(placed, shown)
    people = [name for name, one in named.items() if _type(one, shown) is PersonRegistered]
    if len(people) > 1:
        raise _fault(shown, named[people[1]], people[1], "a row is about one person")
    if not named:
        raise _fault(shown, placed, "points", "the map states no fact")
    return tuple(_point(name, one, shown, named, people) for name, one in named.items())


def _type(placed: Placed, shown: str) -> type[Fact]:
    fields = _mapping(placed, shown, ("type", "fields", "optional"))
    if "type" not in fields:
        raise _fault(shown, placed, "type", "missing")
    kind = TYPES.get(_text(fields["type"], shown, "type"))
    if kind is None or not is_stated(kind):
        raise _fault(shown, fields["type"], "type", "this is no type of fact that a row can state")
    return kind


def _point(name: str, placed: Placed, shown: str, named: Mapping[str, Placed], people: list[str]) -> Point:
    if not _WORD.fullmatch(name):
        raise _fault(shown, placed, name, "a point is named by a short word of small letters and digits")
    kind, fields = _type(placed, shown), _mapping(placed, shown)
    stated = _mapping(fields["fields"], shown) if "fields" in fields else {}
    given = {field: _given(kind, name, field, value, shown=shown, named=named) for field, value in stated.items()}
    if "person" in kind.__struct_fields__ and people:
        given.setdefault("person", _Other(people[0]))
    missing = [one.name for one in msgspec.structs.fields(kind) if one.required and one.name not in {*given, PASSAGES}]
    if missing:
        raise _fault(shown, placed, f"{name}.{missing[0]}", "the fact needs this field")
    cells = tuple(one for one in given.values() if isinstance(one, Cell))
    if issubclass(kind, Quoted) and not cells:
        raise _fault(shown, placed, name, "the fact rests on no column")
    optional = _text(fields["optional"], shown, "optional") if "optional" in fields else "false"
    if optional not in {"true", "false"}:
        raise _fault(shown, fields["optional"], "optional", "write true or false")
    points = {field: one.point for field, one in given.items() if isinstance(one, _Other)}
    constants = {field: one.value for field, one in given.items() if isinstance(one, _Constant)}
    many = frozenset(field for field in points if is_list(kind, field))
    return Point(name, kind, word(kind), constants, points, many, cells, optional == "true")


@dataclass(frozen=True, slots=True)
class _Constant:
    value: object


@dataclass(frozen=True, slots=True)
class _Other:
    point: str


def _given(
    kind: type[Fact], point: str, field: str, placed: Placed, *, shown: str, named: Mapping[str, Placed]
) -> Cell | _Constant | _Other:
    """Read where a field comes from: a column, a text for every row, or another point."""
    if field not in kind.__struct_fields__ or field == PASSAGES:
        raise _fault(shown, placed, f"{point}.{field}", "no such field")
    try:
        match placed.value:
            case dict() as how if set(how) == {"point"} and field in REFERENCES:
                return _Other(_other(how["point"], shown, field, named))
            case dict() as how if "column" in how and field not in REFERENCES:
                return _cell(kind, field, placed, shown)
            case str() | list() if field not in REFERENCES:
                return _Constant(constant(kind, field, placed.plain()))
    except RegisterError:
        raise
    except InvalidError as error:
        raise _fault(shown, placed, f"{point}.{field}", error.message) from error
    message = "write a text, {column: NAME}, or for what another point states {point: NAME}"
    raise _fault(shown, placed, f"{point}.{field}", message)


def _cell(kind: type[Fact], field: str, placed: Placed, shown: str) -> Cell:
    how = _mapping(placed, shown, ("column", "date", "values"))
    column = _text(how["column"], shown, "column")
    pattern = _text(how["date"], shown, "date") if "date" in how else None
    values = (
        {name: _text(one, shown, name) for name, one in _mapping(how["values"], shown).items()}
        if "values" in how
        else None
    )
    return reader(kind, field, column, pattern=pattern, values=values)


def _other(placed: Placed, shown: str, field: str, named: Mapping[str, Placed]) -> str:
    other = _text(placed, shown, field)
    if other not in named or not issubclass(_type(named[other], shown), REFERENCES[field]):
        raise InvalidError("this names no point of the kind that the field needs")
    return other


def _mapping(placed: Placed, shown: str, known: tuple[str, ...] = ()) -> dict[str, Placed]:
    if not isinstance(placed.value, dict):
        raise RegisterError(f"{shown}:{placed.line}: expected fields with values")
    for name, value in placed.value.items():
        if known and name not in known:
            raise _fault(shown, value, name, f"no such field; there are {', '.join(known)}")
    return placed.value


def _text(placed: Placed, shown: str, name: str) -> str:
    if not isinstance(placed.value, str) or not placed.value.strip():
        raise _fault(shown, placed, name, "expected a text")
    return placed.value.strip()


def _fault(shown: str, placed: Placed, field: str, message: str) -> RegisterError:
    return RegisterError(f"{shown}:{placed.line}: {field}: {message}", field=field)
