"""The HTTP application over an open service."""

from importlib.metadata import version
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api import problems
from api.bootstrap import Service
from api.edge import Edge
from api.routers import counts, facts, health, log, people, prisoners, sources
from api.settings import READY_LAG
from api.web import pages

LOCAL: Final = ["127.0.0.1", "localhost", "[::1]"]
"""A page of another site cannot reach the service by a name of its own that resolves here."""
STATIC: Final = Path(__file__).parent / "web" / "static"
ABOUT: Final = """\
Who was held as a political prisoner in Belarus, and how many, on any day, as known at any moment.

Two clocks: **as_of** is the day asked about; **as_known** is how much of the log to answer from. Every answer
carries its basis: repeat the question with it and the answer is the same, always.
"""


def create_app(service: Service, host: str = "127.0.0.1", *, ready_lag: int = READY_LAG) -> FastAPI:
    """Make the application; it reads and never writes, and answers to ``host`` and the usual local names alone."""
    app = FastAPI(title="Khronika", version=version("khronika"), description=ABOUT, docs_url=None, redoc_url=None)
    app.state.service = service
    app.state.ready_lag = ready_lag
    problems.install(app)
    for room in (counts, prisoners, people, facts, sources, log, health):
        app.include_router(room.router, prefix="/v1")
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Edge)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOCAL, host], www_redirect=False)
    return app
