"""The page that finds people by a name. The name is posted and never in an address; the result has none of its own."""

from typing import Annotated, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from api import params
from api.deps import ServiceDep
from api.schemas.search import SearchOut
from api.web.render import page
from api.web.view import ViewDep
from domain.errors import QuestionError
from domain.phrases import Phrase

FORM: Final = "application/x-www-form-urlencoded"
LONGEST: Final = 16 * params.LONGEST_NAME
"""Bytes of a form: a character may take four, each written with three."""

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


async def posted(request: Request) -> str:
    """Read the name from a form; raise `QuestionError`, which repeats nothing of it."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            raise QuestionError(Phrase("the form is too long"), field="name")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    given = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True) if kind == FORM else []
    if [name for name, _ in given] != ["name"]:
        raise QuestionError(Phrase("a search takes a form with one field, name, and no other"), field="name")
    return params.name(given[0][1])


@router.get("/search")
def form(view: ViewDep) -> HTMLResponse:
    """Show the form."""
    return page("search.html", view, sought="", found=None)


@router.post("/search")
def result(view: ViewDep, service: ServiceDep, name: Annotated[str, Depends(posted)]) -> HTMLResponse:
    """Show whom a name may mean."""
    found = SearchOut.of(*service.questions.search(name, view.basis.head.size, language=view.reader))
    return page("search.html", view, sought=name, found=found)
