"""The HTTP application over an open service."""

from collections.abc import Awaitable, Callable
from importlib.metadata import version
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api import problems
from api.bootstrap import Service
from api.head import HeadAsGet
from api.routers import counts, facts, health, people, prisoners, sources
from api.web import pages

POLICY: Final = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
LOCAL: Final = ["127.0.0.1", "localhost", "[::1]"]
"""A page of another site cannot reach the service by a name of its own that resolves here."""
STATIC: Final = Path(__file__).parent / "web" / "static"
ABOUT: Final = """\
Who was held as a political prisoner in Belarus, and how many, on any day, as known at any moment.

Two clocks: **as_of** is the day asked about; **as_known** is how much of the log to answer from. Every answer
carries its basis: repeat the question with it and the answer is the same, always.
"""


def create_app(service: Service, host: str = "127.0.0.1") -> FastAPI:
    """Make the application; it reads and never writes, and answers to ``host`` and the usual local names alone."""
    app = FastAPI(title="Khronika", version=version("khronika"), description=ABOUT, docs_url=None, redoc_url=None)
    app.state.service = service
    problems.install(app)
    for room in (counts, prisoners, people, facts, sources, health):
        app.include_router(room.router, prefix="/v1")
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.middleware("http")(_headers)
    app.add_middleware(HeadAsGet)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOCAL, host], www_redirect=False)
    return app


async def _headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Send no reader elsewhere, and let nothing that can name a person linger in a cache."""
    try:
        response = await call_next(request)
    except Exception as error:  # noqa: BLE001 -- further out, the server would log a trace
        response = problems.broken(request, error)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Cache-Control", "no-cache")
    return response
