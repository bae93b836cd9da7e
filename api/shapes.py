"""What the parameters of the API look like, as JSON Schema: the part of the description that programs generate from.

Doors read texts themselves (`api.params`) and refuse with sentences of their own, so FastAPI knows them as texts alone.
"""

from collections.abc import Mapping
from typing import Any, Final

from api import checkpoints, params
from api.routers import citation, events, log, prisoners
from domain.facts import Outcome
from domain.folds import RULES_VERSION
from domain.folds.counts import DEFINITIONS
from domain.incidents import IncidentKind
from domain.intervals import Interval
from domain.sanctions import Measure
from domain.sources import Variant
from projections.breakdown import By

Shape = Mapping[str, Any]


def _text(pattern: str) -> Shape:
    return {"type": "string", "pattern": f"^(?:{pattern})$"}


def _one_of(*names: str) -> Shape:
    return {"type": "string", "enum": list(names)}


def _whole(least: int, most: int) -> Shape:
    return {"type": "integer", "minimum": least, "maximum": most}


def _some(shape: Shape) -> Shape:
    return {"type": "array", "items": shape}


DAY: Final[Shape] = {"type": "string", "format": "date"}
KNOWN: Final = f"{params.SIZE}|{params.TIME}"
DAY_AT: Final = _text(f"{params.DATE}(?:@(?:{KNOWN}))?")
MONTH: Final = _text("[0-9]{4}-(?:0[1-9]|1[0-2])")
SIZE: Final = _whole(0, params.LARGEST)
PRINTED: Final = _text(params.PRINTED)
ANY: Final[Shape] = {"type": "string"}
DEFINITION: Final = _one_of(*(name for one in DEFINITIONS.values() for name in (one.id, f"{one.id}/{one.version}")))
VARIANT: Final = _one_of(*Variant)

SHAPES: Final[Mapping[str, Shape]] = {
    "as_known": _text(KNOWN),
    "as_of": DAY_AT,
    "as_published": DAY,
    "authority": PRINTED,
    "by": _one_of(*By),
    "covering": SIZE,
    "cursor": _text("[A-Za-z0-9_-]+"),
    "days": _whole(0, params.MOST_DAYS),
    "definition": DEFINITION,
    "digest": _text("[0-9a-f]{64}"),
    "external_id": PRINTED,
    "from": DAY,
    "group": PRINTED,
    "identifier": {"type": "string", "format": "uuid"},
    "interval": _one_of(*Interval),
    "kind": _one_of(*IncidentKind),
    "level": _text("0|[1-9][0-9]?"),
    "limit": _whole(1, log.MOST),
    "measure": _one_of(*Measure),
    "months": _whole(1, params.MOST_MONTHS),
    "of": PRINTED,
    "on": _some(DAY),
    "outcome": _one_of(*Outcome),
    "place": _text(r"(?:x[0-9]{3}/){0,5}[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?"),
    "publisher": PRINTED,
    "recognized_by": _some(ANY),
    "rules": {"type": "integer", "const": RULES_VERSION},
    "since": SIZE,
    "size": SIZE,
    "statement": PRINTED,
    "to": DAY,
    "variant": VARIANT,
    "version": _whole(1, params.LARGEST),
}
"""The shape of each parameter by its name."""

ELSEWHERE: Final[Mapping[str, Mapping[str, Shape]]] = {
    "bridge": {
        "from": DAY_AT,
        "to": DAY_AT,
        "to_definition": DEFINITION,
        "to_variant": VARIANT,
        "to_recognized_by": _some(ANY),
        "to_as_published": {"anyOf": [DAY, {"const": "any"}]},
    },
    "checkpoints": {"limit": _whole(1, checkpoints.MOST)},
    "count_facts": {"limit": _whole(1, prisoners.MOST)},
    "cycle": {"from": MONTH, "to": MONTH},
    "events": {"limit": _whole(1, events.PAGE)},
    "fact_citation": {"format": _one_of(*citation.CITATIONS)},
    "fact_provenance": {"format": _one_of(*citation.PROVENANCE)},
    "prisoners": {"limit": _whole(1, prisoners.MOST)},
}
"""The same of operations in which a name means something else."""
_KEPT: Final = ("title", "description", "default")


def shaped(operation: dict[str, Any]) -> None:
    """Complete the parameters of an operation by their shapes; raise `KeyError` for one that has none."""
    shapes = {**SHAPES, **ELSEWHERE.get(operation["operationId"], {})}
    for one in operation.get("parameters", []):
        said, shape = one["schema"], shapes[one["name"]]
        one["schema"] = {**shape, **{name: said[name] for name in _KEPT if name in said}}
        if "default" in said and shape.get("type") == "integer":
            one["schema"]["default"] = int(said["default"])
