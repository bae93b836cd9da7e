"""Every page that shows an answer, in its other forms: the same question, the same basis."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api import params
from api.bootstrap import Service
from api.deps import ServiceDep
from api.forms import counted, stated, written
from api.forms.addresses import JSON, MEDIA, RECORDS, TABLES, Place, read
from api.forms.table import Table
from api.overview import overview
from api.schemas.basis import Out
from api.schemas.definitions import DefinitionsOut
from api.web import shown
from api.web.shown import Compared, ComparedDep
from api.web.view import AFTER, BY, GROUP, OUTCOME, View, ViewDep
from domain.dates import iso
from domain.facts import Outcome
from projections.basis import Basis
from projections.groups import Group

router = APIRouter(include_in_schema=False)
NEWEST: Final = 1000
"""How many events the forms of the log's page hold; /v1/changes gives the rest."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the forms of a page are asked."""

    service: Service
    view: View
    compared: Compared
    identifier: str
    after: str
    within: Group | None
    outcome: Outcome | None

    @property
    def basis(self) -> Basis:
        """Return the basis of the page."""
        return self.view.basis

    @property
    def first(self) -> str:
        """Return the month with which to begin."""
        return self.compared.first


def question(request: Request, view: ViewDep, service: ServiceDep, compared: ComparedDep) -> Question:
    """Read what a page is asked."""
    identifier = str(request.path_params.get("identifier", ""))
    asked = request.query_params
    # A page may be in groups without being narrowed to one: then its file is of everybody, too.
    group = asked.get(GROUP)
    within = params.group(asked.get(BY) or None, group) if group else None
    outcome = params.outcome(asked.get(OUTCOME) or None)
    return Question(service, view, compared, identifier, asked.get(AFTER, ""), within, outcome)


QuestionDep = Annotated[Question, Depends(question)]


@dataclass(frozen=True, slots=True)
class Room:
    """What a page answers: as the object that /v1 returns, and as a table, unless it is none."""

    answer: Callable[[Question], Out]
    table: Callable[[Question], Table] | None = None


Answer = TypeVar("Answer", bound=Out)


def room(answer: Callable[[Question], Answer], table: Callable[[Answer], Table]) -> Room:
    """Make a page's answer a table too."""
    return Room(answer, lambda asked: table(answer(asked)))


ROOMS: Final[Mapping[str, Room]] = {
    "/": room(lambda one: shown.prisoners(one.service, one.basis, one.after, one.within), counted.prisoners),
    "/sanctions": room(lambda one: shown.sanctions(one.service, one.basis), stated.sanctions),
    "/cycle": room(lambda one: shown.cycle(one.service, one.basis, one.first), counted.cycle),
    "/published": room(lambda one: shown.published(one.service, one.basis), stated.published),
    "/demands": room(lambda one: shown.demands(one.service, one.basis, outcome=one.outcome), stated.demands),
    "/mandates": room(lambda one: shown.mandates(one.service, one.basis), stated.mandates),
    "/laws": room(lambda one: shown.laws(one.service, one.basis), stated.laws),
    "/cases": room(lambda one: shown.cases(one.service, one.basis), counted.cases),
    "/places": room(lambda one: shown.places(one.service, one.basis), counted.places),
    "/incidents": room(lambda one: shown.incidents(one.service, one.basis), stated.incidents),
    "/bridge": room(lambda one: shown.bridge(one.service, one.basis, one.compared), counted.bridge),
    "/overview": room(lambda one: overview(one.service, one.basis, one.first), counted.overview),
    "/quality": room(lambda one: shown.quality(one.service, one.basis), stated.quality),
    "/definitions": room(lambda _: DefinitionsOut.all(), counted.definitions),
    "/log": room(lambda one: shown.changes(one.service, one.basis, NEWEST), stated.changes),
    "/demands/{identifier}": room(
        lambda one: shown.demands(one.service, one.basis, one.identifier, one.outcome), stated.demands
    ),
    "/people/{identifier}": Room(lambda one: shown.person(one.service, one.basis, one.identifier)),
    "/facts/{identifier}": Room(lambda one: shown.fact(one.service, one.basis, one.identifier)),
    "/facts/{identifier}/impact": Room(lambda one: shown.impact(one.service, one.basis, one.identifier)),
    "/sources/{identifier}": Room(lambda one: shown.source(one.service, one.basis, one.identifier)),
    "/incidents/{identifier}": Room(lambda one: shown.incident(one.service, one.basis, one.identifier)),
}


def answered(request: Request, asked: QuestionDep) -> Response:
    """Give the form that the address ends with, and where the same is for ever."""
    found = read(request.scope["path"])
    assert found is not None  # noqa: S101 -- every route below is one of these addresses
    place, form = found
    # A file names its own basis, so that it can be had again; what else was asked stays.
    kept = {name: value for name, value in request.query_params.items() if value}
    at = {"as_of": iso(asked.basis.day), "as_known": str(asked.basis.head.size)}
    headers = {"Link": f'<{place.asked(form, urlencode(kept | at))}>; rel="canonical"'}
    answers = ROOMS[place.room]
    if form == JSON or answers.table is None:
        return Response(answers.answer(asked).model_dump_json(), media_type=MEDIA[JSON], headers=headers)
    made = answers.table(asked)
    headers["Content-Disposition"] = f'attachment; filename="{_name(place, asked.basis)}.{form}"'
    if form == "csv":
        return Response(written.as_csv(made), media_type=written.CSV, headers=headers)
    return Response(written.as_parquet(made), media_type=MEDIA[form], headers=headers)


def _name(place: Place, basis: Basis) -> str:
    """Return the name of a file: of what it is, the day and the size of the log, and nobody."""
    return f"{place.stem.removeprefix('/').replace('/', '-')}-{iso(basis.day)}-{basis.head.size}"


for _address in (*TABLES, *RECORDS):
    _place = Place(_address, _address)
    for _form in _place.forms[1:]:
        router.add_api_route(_place.of(_form), answered)
