"""The JSON Schema of column maps, generated from the vocabulary as that of registers is: for editors."""

import json
from typing import Any

import msgspec

from api.intake.table_map import DELIMITERS, HEAD, NEEDED, PASSAGES, is_stated
from domain.facts import KINDS, REFERENCES, Fact, word

_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT, "minItems": 1}


def map_schema() -> dict[str, Any]:
    """Return the schema of a map."""
    head: dict[str, Any] = dict.fromkeys(HEAD, _TEXT)
    head["key"] = {"oneOf": [_TEXT, _TEXTS], "description": "The column, or columns, that name a row for ever."}
    head["delimiter"] = {"enum": list(DELIMITERS)}
    kinds = [_point(kind) for kind in KINDS if is_stated(kind)]
    head["points"] = {"type": "object", "minProperties": 1, "additionalProperties": {"oneOf": kinds}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A column map of Khronika",
        "type": "object",
        "additionalProperties": False,
        "required": list(NEEDED),
        "properties": head,
        "$defs": {"value": {"oneOf": [_TEXT, _TEXTS, _column()]}, "point": _object({"point": _TEXT}, ["point"])},
    }


def written() -> str:
    """Return the schema as the text of its file."""
    return json.dumps(map_schema(), indent=2, ensure_ascii=False) + "\n"


def _point(kind: type[Fact]) -> dict[str, Any]:
    fields = [one for one in msgspec.structs.fields(kind) if one.name != PASSAGES]
    given = {one.name: _given(one.name) for one in fields}
    needed = [one.name for one in fields if one.required and one.name != "person"]
    of: dict[str, Any] = {"type": {"const": word(kind)}, "optional": {"enum": [True, False, "true", "false"]}}
    found = _object(of | {"fields": _object(given, needed)}, ["type", *(["fields"] if needed else [])])
    return {"title": word(kind), "description": kind.__doc__} | found


def _given(field: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{'point' if field in REFERENCES else 'value'}"}


def _column() -> dict[str, Any]:
    values = {"type": "object", "additionalProperties": _TEXT}
    return _object({"column": _TEXT, "date": _TEXT, "values": values}, ["column"])


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}
