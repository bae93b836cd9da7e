"""The real application with one route more: the parameters and the answer of a count, and nothing behind them.

Run as ``python -m tests.benchmarks.server URL PORT``.
"""

import sys
from inspect import Signature, signature

import uvicorn
from fastapi import APIRouter
from fastapi.routing import APIRoute

from api import deps
from api.app import create_app
from api.bootstrap import Service, service
from api.routers import counts
from api.schemas.counts import CountOut
from domain.dates import Day

CONSTANT = "/v1/constant"


def constant_route(answer: CountOut) -> APIRouter:
    """Return a route that reads every parameter of a count and always gives the same answer."""
    real = next(route for route in counts.router.routes if isinstance(route, APIRoute) and route.path == "/counts")
    behind = [*signature(deps.basis).parameters.values(), *signature(real.endpoint).parameters.values()]
    taken = {one.name: one for one in behind if one.name not in {"basis", "service", "response"}}

    def constant(**_: object) -> CountOut:
        return answer

    constant.__signature__ = Signature(list(taken.values()), return_annotation=CountOut)  # type: ignore[attr-defined]  # what FastAPI reads
    router = APIRouter()
    router.add_api_route(CONSTANT, constant, methods=["GET"], dependencies=real.dependencies)
    return router


def an_answer(found: Service) -> CountOut:
    """Return some count, as it is printed."""
    questions = found.questions
    return CountOut.of(questions.count(questions.clock.basis(Day(735_000), definition="in-custody")))


def main(url: str, port: int) -> None:
    """Serve as ``khronika serve`` does."""
    with service(url) as found:
        app = create_app(found)
        app.include_router(constant_route(an_answer(found)))
        uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
