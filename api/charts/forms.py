"""A chart in each form that it can be had in, under the ending of its address."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from api.charts import tidy
from api.charts.render import Drawings, Specification
from api.languages import Language
from api.schemas.bridge import BridgeOut
from api.schemas.overview import OverviewOut

SPECIFICATION: Final = "application/vnd.vegalite.v6+json"
CSV: Final = "text/csv; charset=utf-8; header=present"
DARK: Final = "dark.svg"

_drawings: Final = Drawings()


@dataclass(frozen=True, slots=True)
class Made:
    """What is sent, and as what."""

    content: str
    media_type: str


def of_overview(answer: OverviewOut, form: str, language: Language) -> Made:
    """Return an overview in a form: svg, dark.svg, vl.json, json or csv."""
    if form == "csv":
        return Made(tidy.written(tidy.COLUMNS, tidy.of_overview(answer)), CSV)
    if form == "json":
        return Made(answer.model_dump_json(indent=2) + "\n", "application/json")

    def made() -> Specification:
        from api.charts import overview  # noqa: PLC0415 -- the grammar takes half a second to load

        return overview.specification(answer, language, dark=form == DARK)

    return _drawn(f"{language.code} {answer.model_dump_json()}", made, form)


def of_bridge(answer: BridgeOut, form: str, language: Language) -> Made:
    """Return the sums of a bridge in a form: svg, dark.svg, vl.json or csv; its data is at ``/v1/bridge``."""
    rows = tidy.written(tidy.STEPS, tidy.of_bridge(answer))
    if form == "csv":
        return Made(rows, CSV)

    def made() -> Specification:
        from api.charts import waterfall  # noqa: PLC0415 -- as above

        return waterfall.specification(answer, language, dark=form == DARK)

    days = f"{answer.before.basis.as_of} {answer.after.basis.as_of}"
    return _drawn(f"{language.code} bridge {days} {rows}", made, form)


def _drawn(numbers: str, made: Callable[[], Specification], form: str) -> Made:
    if form == "vl.json":
        return Made(json.dumps(made(), indent=2) + "\n", SPECIFICATION)
    return Made(_drawings.of(f"{form} {numbers}", made), "image/svg+xml")
