"""How the text of a cell becomes the value of a field: by the vocabulary's own types, or not at all."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, get_args, get_origin, get_type_hints

import msgspec

from domain.dates import FuzzyDate
from domain.errors import InvalidError
from domain.facts import BirthYearStated, Fact, Named, PlaceNamed, TargetNamed
from ledger.mapper import parsed

EDTF: Final = "EDTF"
_NAMES: Final = (Named, TargetNamed, PlaceNamed)
_TOKEN: Final = re.compile(r"YYYY|MM?|DD?|[./ -]")
_DIGITS: Final = {
    "YYYY": "(?P<y>[0-9]{4})",
    "MM": "(?P<m>[0-9]{2})",
    "M": "(?P<m>[0-9]{1,2})",
    "DD": "(?P<d>[0-9]{2})",
    "D": "(?P<d>[0-9]{1,2})",
}
_WHOLE: Final = re.compile(r"[0-9]{1,9}")

Value = str | int | bool | list[str | int | bool]


@dataclass(frozen=True, slots=True)
class Cell:
    """A column that gives a field its value.

    ``read`` raises `InvalidError`, without the text, for what does not fit; ``printed`` is what the passage shows.
    ``read_date`` reads a cell that is a date and no text, where the field can have one. ``name``: it holds names.
    """

    column: str
    field: str
    read: Callable[[str], Value]
    needed: bool
    printed: Callable[[str], str] | None = None
    read_date: Callable[[str], Value] | None = None
    name: bool = False


def reader(kind: type[Fact], field: str, column: str, *, pattern: str | None, values: Mapping[str, str] | None) -> Cell:
    """Return how a column is read into a field; raise `InvalidError` for what no table can give."""
    hint = _hint(kind, field)
    needed = next(one.required for one in msgspec.structs.fields(kind) if one.name == field)
    many = is_list(kind, field)
    item = get_args(hint)[0] if many else hint
    year = kind is BirthYearStated
    read = _plain(item)
    dated = _dated("YYYY-MM-DD", read, year=True) if year else read if item is FuzzyDate else None
    if pattern is not None:
        if item is not FuzzyDate and not year:
            raise InvalidError("this field is no date")
        if pattern != EDTF:
            read = _dated(pattern, read, year=year)
    if values is not None:
        read = _translated({printed: read(meant) for printed, meant in values.items()})
    one = read

    def listed(text: str) -> Value:
        return [one(text)]  # type: ignore[list-item]  # one value is no list

    is_name = kind in _NAMES and field == "text"
    return Cell(column, field, listed if many else one, needed, _year_alone if year else None, dated, is_name)


def constant(kind: type[Fact], field: str, value: object) -> object:
    """Return a value that a map states for every row, as JSON holds it; raise `InvalidError` if it does not fit."""
    return msgspec.to_builtins(_converted(value, _hint(kind, field)), enc_hook=str)


def is_list(kind: type[Fact], field: str) -> bool:
    """Whether a field holds several values."""
    return get_origin(_hint(kind, field)) is tuple


def _hint(kind: type[Fact], field: str) -> Any:  # noqa: ANN401 -- a type as the vocabulary writes it
    hint = get_type_hints(kind, include_extras=True)[field]
    choices = [one for one in get_args(hint) if one is not type(None)]
    return choices[0] if type(None) in get_args(hint) and len(choices) == 1 else hint


def _plain(hint: Any) -> Callable[[str], Value]:  # noqa: ANN401 -- see `_hint`
    bare = get_args(hint)[0] if hasattr(hint, "__metadata__") else hint
    bare = getattr(bare, "__supertype__", bare)
    if bare is bool:
        return _translated({"true": True, "false": False})
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        raise InvalidError("a table cannot give this field")

    if bare is str:
        return _text(next((one.max_length for one in getattr(hint, "__metadata__", ()) if one.max_length), None))

    @lru_cache(maxsize=16_384)
    def read(text: str) -> Value:
        if bare is not int:
            _converted(text, hint)
            return text
        if not _WHOLE.fullmatch(text):
            raise InvalidError("this is no whole number")
        return int(_converted(text, hint))

    return read


def _text(longest: int | None) -> Callable[[str], Value]:
    def read(text: str) -> Value:
        if longest is not None and len(text) > longest:
            raise InvalidError(f"the text is longer than {longest} characters")
        return text

    return read


def _converted(value: object, hint: Any) -> Any:  # noqa: ANN401 -- see `_hint`
    try:
        return msgspec.convert(value, hint, dec_hook=parsed, strict=False)
    except (msgspec.ValidationError, InvalidError) as error:
        # The message of the vocabulary repeats the value, and a cell in the wrong column may be a name.
        raise InvalidError("this does not fit the field") from error


def _dated(pattern: str, read: Callable[[str], Value], *, year: bool) -> Callable[[str], Value]:
    tokens = _TOKEN.findall(pattern)
    parts = [token[0] for token in tokens if token[0].isalpha()]
    if "".join(tokens) != pattern or sorted(parts) not in (["Y"], ["M", "Y"], ["D", "M", "Y"]):
        raise InvalidError("write a date format such as D/M/YYYY, DD.MM.YYYY, MM.YYYY, YYYY-MM-DD or EDTF")
    whole = re.compile("".join([_DIGITS.get(token, re.escape(token)) for token in tokens]))

    def dated(text: str) -> Value:
        match = whole.fullmatch(text)
        if match is None:
            raise InvalidError(f"this is no date of the form {pattern}")
        found = match.groupdict()
        written = "-".join([found["y"], *(f"{int(found[part]):02}" for part in "md" if part in found)])
        try:
            FuzzyDate.parse(written)
        except InvalidError:
            raise InvalidError("there is no such day") from None
        return read(found["y"] if year else written)

    return lru_cache(maxsize=16_384)(dated)


def _translated(values: Mapping[str, Value]) -> Callable[[str], Value]:
    def read(text: str) -> Value:
        try:
            return values[text]
        except KeyError:
            raise InvalidError("the map does not say what this value means") from None

    return read


def _year_alone(text: str) -> str:
    """Return what may be kept of a printed date of birth."""
    year = re.findall("[0-9]{4}", text)[0]
    return text if text == year else f"{year}-[…]"
