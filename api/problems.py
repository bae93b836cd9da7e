"""Errors as problem documents (RFC 9457) under /v1, as pages elsewhere. No trace and no name reaches a reader."""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from api import params
from api.forms.addresses import ENDINGS
from api.languages import to_say
from api.web.refusals import refusal
from domain.errors import BehindError, InvalidError, KhronikaError, MovedError, NotFoundError
from domain.phrases import ENGLISH, Phrase, Said, spoken
from ledger.log import StoreError

MEDIA_TYPE: Final = "application/problem+json"
_MACHINES: Final = {"v1", "openapi.json"}
"""First parts of addresses that programs read; what ends as a form of a page does is another."""
_PLAIN: Final = {
    404: Phrase("There is no page at this address."),
    405: Phrase("Pages can be read, and nothing else."),
}
_log = logging.getLogger("khronika")


def problem(
    status: int, title: str, detail: str, *, field: str | None = None, retry: int | None = None
) -> JSONResponse:
    """Return a problem document; ``field`` names the parameter at fault."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    if field is not None:
        body["field"] = field
    headers = {"Retry-After": str(retry)} if retry is not None else None
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def install(app: FastAPI) -> None:
    """Turn every error of the house into a problem document."""
    app.add_exception_handler(KhronikaError, _refused)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(StoreError, _unanswered)
    app.add_exception_handler(SQLAlchemyError, _unanswered)


def _told(
    request: Request, status: int, title: str, said: Said, *, field: str | None = None, retry: int | None = None
) -> Response:
    """Return a problem document in English to a machine, and a page in the language of its reader to anybody else."""
    if _by_machine(request):
        return problem(status, title, spoken(said, ENGLISH), field=field, retry=retry)
    answer = refusal(request, status, title, said, field=field)
    if retry is not None:
        answer.headers["Retry-After"] = str(retry)
    return answer


def _by_machine(request: Request) -> bool:
    path = request.scope["path"]
    return path.removeprefix("/").partition("/")[0] in _MACHINES or path.rpartition(".")[2] in ENDINGS


def _place(request: Request) -> str:
    """Return the address without what a reader wrote into it: that may name somebody."""
    written = request.scope.get("path_params", {}).values()
    parts = request.scope["path"].split("/")
    return "/".join("{…}" if {part, part.rpartition(".")[0]} & {*written} else part for part in parts)


def _refused(request: Request, error: Exception) -> Response:
    match error:
        case InvalidError(said=said, field=field):
            return _told(request, 400, to_say("The question cannot be answered"), said, field=field)
        case MovedError(to=there):
            return _moved(request, there)
        case NotFoundError(said=said):
            return _told(request, 404, to_say("Not found"), said)
        case BehindError(said=said):
            return _told(request, 503, to_say("Not there yet"), said, retry=1)
        case _:
            return _told(request, 503, to_say("Not available"), str(error))


def _moved(request: Request, there: str) -> Response:
    """Lead to the person who stands for the one asked about: for good, if the question names its basis."""
    named = request.path_params["identifier"]
    path = "/".join(there if part == named else part for part in request.url.path.split("/"))
    path = path.replace(f"/{named}.", f"/{there}.")
    asked = request.query_params
    status = 308 if "as_known" in asked or params.AT in asked.get("as_of", "") else 307
    return RedirectResponse(f"{path}?{request.url.query}".rstrip("?"), status_code=status)


def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 -- registered for nothing else
    first = error.errors()[0]
    place = first["loc"]
    if place[0] == "body":
        return _unreadable_body(request, first["type"], place, first["msg"])
    field = str(place[-1])
    return _told(request, 422, to_say("A parameter cannot be read"), f"{field}: {first['msg']}", field=field)


def _unreadable_body(request: Request, kind: str, place: Sequence[int | str], says: str) -> Response:
    """Say what is wrong with a body in words of ours: whatever stands in it may name somebody, names of fields too."""
    if kind == "extra_forbidden":
        return _told(request, 422, to_say("The body cannot be read"), "it has a field that this question does not take")
    if kind == "json_invalid" or len(place) == 1:
        return _told(request, 422, to_say("The body cannot be read"), "it is not a JSON object")
    field = str(place[1])
    return _told(request, 422, to_say("The body cannot be read"), f"{field}: {says}", field=field)


def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 -- registered for nothing else
    other = Phrase("That is not possible here.")
    said = str(error.detail) if _by_machine(request) else _PLAIN.get(error.status_code, other)
    title = to_say("Not found") if error.status_code == HTTPStatus.NOT_FOUND else to_say("Not possible")
    answer = _told(request, error.status_code, title, said)
    answer.headers.update(error.headers or {})
    return answer


def _unanswered(request: Request, error: Exception) -> Response:
    _log.error("%s at %s", type(error).__name__, _place(request))
    return _told(request, 503, to_say("Not available"), Phrase("The database does not answer as it should."), retry=5)


def broken(request: Request, error: Exception) -> Response:
    """Return the problem of a fault of ours; the log gets its type and place, for a trace could name somebody."""
    _log.error("%s at %s", type(error).__name__, _place(request))
    fault = Phrase("The fault is ours; it has been logged.")
    return _told(request, 500, to_say("Something is broken here"), fault)
