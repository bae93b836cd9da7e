"""The HTTP application over an open service."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api import links, openapi, problems
from api.bootstrap import Service
from api.edge import Edge
from api.routers import (
    answers,
    archive,
    bridge,
    cases,
    checkpoints,
    citation,
    counts,
    cycle,
    demands,
    events,
    explanations,
    facts,
    force,
    health,
    incidents,
    log,
    people,
    places,
    prisoners,
    published,
    quality,
    sanctions,
    search,
    sources,
    states,
    tiles,
    timestamps,
)
from api.settings import READY_LAG
from api.web import about, charts, forms, pages
from api.web import search as search_page
from api.web.negotiated import Negotiated
from ledger.archive import Archive
from ledger.proofs.keys import SigningKey

LOCAL: Final = ["127.0.0.1", "localhost", "[::1]"]
"""A page of another site cannot reach the service by a name of its own that resolves here."""
STATIC: Final = Path(__file__).parent / "web" / "static"


def described() -> FastAPI:
    """Make the application without a service: what it takes and gives, which its description is made from."""
    app = FastAPI(
        title="Khronika",
        version=version("khronika"),
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=openapi.name_of,
    )
    for room in (
        counts,
        bridge,
        prisoners,
        published,
        search,  # before people: the address of one person would be taken for it, and its methods for those of that
        people,
        facts,
        citation,
        sources,
        archive,
        sanctions,
        cycle,
        demands,
        force,
        cases,
        places,
        incidents,
        explanations,
        quality,
        log,
        checkpoints,
        timestamps,
        states,
        answers,
        tiles,
        events,
        health,
    ):
        app.include_router(room.router, prefix="/v1", dependencies=[Depends(links.described)])
    app.openapi = lru_cache(lambda: openapi.document(app))  # type: ignore[method-assign]  # FastAPI's documented way
    return app


def create_app(
    service: Service,
    hosts: Sequence[str] = (),
    *,
    ready_lag: int = READY_LAG,
    copies: Archive | None = None,
    key: SigningKey | None = None,
    partner_token: str | None = None,
) -> FastAPI:
    """Make the application; it reads and never writes, and answers to ``hosts`` and the usual local names alone.

    Copies of sources are given from ``copies``, if there is one and their terms allow it. With a ``key`` answers are
    signed. Mirrors that show ``partner_token`` are given all events; without it nobody is.
    """
    app = described()
    app.state.service = service
    app.state.ready_lag = ready_lag
    app.state.copies = copies
    app.state.key = key
    app.state.partner_token = partner_token
    problems.install(app)
    # An identifier may hold anything, a form's ending too: forms come first.
    app.include_router(forms.router)
    app.include_router(pages.router)
    app.include_router(about.router)
    app.include_router(charts.router)
    app.include_router(search_page.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Negotiated)
    app.add_middleware(Edge)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOCAL, *hosts], www_redirect=False)
    return app
