"""The JSON Schema of register files, generated from the vocabulary: for editors, and for whoever writes by hand."""

import json
from typing import Any

import msgspec

from api.intake.register import DEFAULTS
from domain.facts import KINDS, REFERENCES, Fact, word
from domain.written import Written


def register_schema() -> dict[str, Any]:
    """Return the schema of one file of a register."""
    hooked = msgspec.json.schema_components(KINDS, schema_hook=_written, ref_template="#/$defs/{name}")[1]
    named = {kind.__name__ for kind in KINDS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of a Khronika register",
        "type": "object",
        "additionalProperties": False,
        "required": ["facts"],
        "properties": {
            "register": {"type": "string", "description": "The register's name; in register.yaml alone."},
            "title": {"type": "string"},
            "licence": {"type": "string"},
            "person": {"type": "string", "description": "The key that every fact of the file has as its person."},
            "source": {"type": "string", "description": "The key that every passage of the file has as its source."},
            "target": {"type": "string", "description": "The key that every fact of the file has as its target."},
            "place": {"type": "string", "description": "The key that every fact of the file has as its place."},
            "facts": {"type": "array", "items": {"oneOf": [_fact(kind, hooked[kind.__name__]) for kind in KINDS]}},
        },
        "$defs": {name: part for name, part in sorted(hooked.items()) if name not in named},
    }


def written() -> str:
    """Return the schema as the text of its file."""
    return json.dumps(register_schema(), indent=2, ensure_ascii=False) + "\n"


def _written(kind: type) -> dict[str, Any]:
    if issubclass(kind, Written):
        return {"type": "string", "description": kind.__doc__}
    raise TypeError(f"{kind.__name__} has no schema")


def _kind(kind: type[Fact]) -> str:
    return word(kind) if kind in KINDS else "that bears on liberty"


def _fact(kind: type[Fact], described: dict[str, Any]) -> dict[str, Any]:
    properties = dict(described["properties"])
    for name in REFERENCES.keys() & properties.keys():
        properties[name] = properties[name] | {"description": f"Keys of facts of the type {_kind(REFERENCES[name])}."}
    required = [name for name in described.get("required", []) if name not in DEFAULTS]
    return {
        "title": word(kind),
        "description": kind.__doc__,
        "type": "object",
        "additionalProperties": False,
        "required": ["type", "key", *required],
        "properties": {"type": {"const": word(kind)}, "key": {"type": "string", "minLength": 1}} | properties,
    }
