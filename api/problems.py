"""Errors as problem documents (RFC 9457). No stack trace and no person's name reaches a reader."""

import logging
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from domain.errors import BehindError, InvalidError, KhronikaError, NotFoundError
from ledger.ledger import StoreError

MEDIA_TYPE: Final = "application/problem+json"
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


def _refused(_request: Request, error: Exception) -> JSONResponse:
    match error:
        case InvalidError(message=message, field=field):
            return problem(400, "The question cannot be answered", message, field=field)
        case NotFoundError():
            return problem(404, "Not found", str(error))
        case BehindError():
            return problem(503, "Not there yet", str(error), retry=1)
        case _:
            return problem(503, "Not available", str(error))


def _unreadable(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 -- registered for nothing else
    first = error.errors()[0]
    field = str(first["loc"][-1])
    return problem(422, "A parameter cannot be read", f"{field}: {first['msg']}", field=field)


def _plain(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 -- registered for nothing else
    answer = problem(error.status_code, "Not possible", str(error.detail))
    answer.headers.update(error.headers or {})
    return answer


def _unanswered(request: Request, error: Exception) -> JSONResponse:
    _log.error("%s at %s", type(error).__name__, request.scope["path"])
    return problem(503, "Not available", "The database does not answer as it should.", retry=5)


def broken(request: Request, error: Exception) -> JSONResponse:
    """Return the problem of a fault of ours; the log gets its type and place, for a trace could name somebody."""
    _log.error("%s at %s", type(error).__name__, request.scope["path"])
    return problem(500, "Something is broken here", "The fault is ours; it has been logged.")
