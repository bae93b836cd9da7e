"""A chart in each form that it can be had in, under the ending of its address."""

import json
from dataclasses import dataclass
from typing import Final

from api.charts import tidy
from api.schemas.bridge import BridgeOut
from api.schemas.overview import OverviewOut

SPECIFICATION: Final = "application/vnd.vegalite.v6+json"
CSV: Final = "text/csv; charset=utf-8; header=present"


@dataclass(frozen=True, slots=True)
class Made:
    """What is sent, and as what."""

    content: str
    media_type: str


def of_overview(answer: OverviewOut, form: str) -> Made:
    """Return an overview in a form: svg, dark.svg, vl.json, json or csv."""
    if form == "csv":
        return Made(tidy.written(tidy.COLUMNS, tidy.of_overview(answer)), CSV)
    if form == "json":
        return Made(answer.model_dump_json(indent=2) + "\n", "application/json")
    from api.charts import overview  # noqa: PLC0415 -- the grammar takes half a second to load

    return _drawn(overview.specification(answer, dark=form == "dark.svg"), form)


def of_bridge(answer: BridgeOut, form: str) -> Made:
    """Return the sums of a bridge in a form: svg, dark.svg, vl.json or csv; its data is at ``/v1/bridge``."""
    if form == "csv":
        return Made(tidy.written(tidy.STEPS, tidy.of_bridge(answer)), CSV)
    from api.charts import waterfall  # noqa: PLC0415 -- as above

    return _drawn(waterfall.specification(answer, dark=form == "dark.svg"), form)


def _drawn(specification: dict[str, object], form: str) -> Made:
    if form == "vl.json":
        return Made(json.dumps(specification, indent=2) + "\n", SPECIFICATION)
    from api.charts import render  # noqa: PLC0415 -- as above

    return Made(render.svg(specification), "image/svg+xml")
