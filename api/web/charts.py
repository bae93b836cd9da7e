"""The overview and its chart in every form: drawn for light and dark, as a specification, and as data."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.charts import forms, sentences
from api.deps import ServiceDep
from api.overview import overview
from api.schemas.basis import CoverageOut
from api.schemas.bridge import BridgeOut
from api.schemas.counts import CountOut
from api.web import shown
from api.web.render import page
from api.web.shown import ComparedDep
from api.web.view import ViewDep

router = APIRouter(include_in_schema=False)
FromQuery = Annotated[str, Query(alias="from")]


@router.get("/overview")
def overview_page(view: ViewDep, service: ServiceDep, first: FromQuery = "") -> HTMLResponse:
    """How many over time, beside what others published, and under which sanctions and mandates."""
    count = CountOut.of(service.questions.count(view.basis))
    answer = overview(service, view.basis, first)
    begin = first or (answer.points[0].as_of[:7] if answer.points else "")
    says = sentences.of_overview(view.basis.definition.id, answer.points, answer.published, view.language)
    bars = CoverageOut.of(service.questions.spans.coverage(view.basis.head.size))
    shown = {"answer": answer, "says": says, "count": count, "bars": bars, "first": begin, "kept": {"from": first}}
    return page("overview.html", view, **shown, more="cycle_controls.html")


@router.get("/chart/overview.svg")
@router.get("/chart/overview.dark.svg")
@router.get("/chart/overview.vl.json")
@router.get("/chart/overview.json")
@router.get("/chart/overview.csv")
def overview_chart(request: Request, view: ViewDep, service: ServiceDep, first: FromQuery = "") -> Response:
    """Give the chart of the overview in the form that the address ends with."""
    form = request.url.path.partition(".")[2]
    return _drawn(forms.of_overview(overview(service, view.basis, first), form, view.language))


@router.get("/chart/bridge.svg")
@router.get("/chart/bridge.dark.svg")
@router.get("/chart/bridge.vl.json")
@router.get("/chart/bridge.csv")
def bridge_chart(request: Request, view: ViewDep, service: ServiceDep, asked: ComparedDep) -> Response:
    """Give the waterfall of a bridge in the form that the address ends with."""
    asked_for = request.url.path.partition(".")[2]
    sums = BridgeOut.of(shown.crossed(service, view.basis, asked, most=0))
    return _drawn(forms.of_bridge(sums, asked_for, view.language))


def _drawn(made: forms.Made) -> Response:
    return Response(made.content, media_type=made.media_type, headers={"Vary": "Accept-Language"})
