"""The pages about the record itself: what it counts, its log, what it is, and how to report an error."""

import re
from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.deps import ServiceDep
from api.schemas.checkpoints import CheckpointOut
from api.schemas.counts import CountOut
from api.schemas.definitions import DefinitionsOut
from api.web import shown
from api.web.render import page
from api.web.view import ROOMS, ViewDep
from domain.errors import QuestionError
from domain.phrases import Phrase

NEWEST: Final = 20
"""How many checkpoints and changes the page of the log shows."""
UUID: Final = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
OURS: Final = re.compile(rf"/|/(?:{'|'.join(sorted(ROOMS))})|/[a-z]+/{UUID}(?:/impact)?")
"""The address of a page, whose room is looked at apart: identifiers, and no text of anybody's."""

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/definitions")
def definitions(view: ViewDep, service: ServiceDep) -> HTMLResponse:
    """Every definition of a count, and what the registers declare that they cover."""
    coverage = CountOut.of(service.questions.count(view.basis)).coverage
    return page("definitions.html", view, answer=DefinitionsOut.all(), coverage=coverage)


@router.get("/log")
def log(view: ViewDep, service: ServiceDep) -> HTMLResponse:
    """Show the newest checkpoints and changes, up to the log size of the basis."""
    size = view.basis.head.size
    signed = [CheckpointOut.of(one) for one in service.ledger.checkpoints.newest_up_to(size, limit=NEWEST)]
    changes = shown.changes(service, view.basis, NEWEST).changes
    return page("log.html", view, checkpoints=signed, changes=changes[::-1], since=max(0, size - NEWEST))


@router.get("/about")
def about(view: ViewDep) -> HTMLResponse:
    """Say what this is, for whom, and what is never recorded."""
    return page("about.html", view)


@router.get("/report")
def report(view: ViewDep, service: ServiceDep, about: str = "") -> HTMLResponse:
    """How to report an error or a danger: words, and whom to write to."""
    return page("report.html", view, about=checked(about), contact=service.contact, kept={"about": about})


def checked(address: str) -> str:
    """Return the address of a page of ours, or none; raise `QuestionError`, which repeats nothing of it."""
    if address and not (OURS.fullmatch(address) and (address == "/" or address.split("/")[1] in ROOMS)):
        raise QuestionError(Phrase("the report is about no page that is here"), field="about")
    return address
