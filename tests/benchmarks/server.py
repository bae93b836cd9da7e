"""The real application with one route more: the parameters and the answer of a count, and nothing behind them.

Run as ``python -m tests.benchmarks.server URL PORT``.
"""

import inspect
import sys

import uvicorn
from fastapi import APIRouter

from api import deps
from api.app import create_app
from api.bootstrap import Service, service
from api.routers import counts
from api.schemas.counts import CountOut
from domain.dates import Day

CONSTANT = "/v1/constant"


def constant_route(answer: CountOut) -> APIRouter:
    """Return a route that reads every parameter of a count and always gives the same answer."""
    basis = inspect.signature(deps.basis)
    taken = [parameter for name, parameter in basis.parameters.items() if name != "service"]

    def constant(**_: object) -> CountOut:
        return answer

    constant.__signature__ = inspect.Signature(taken, return_annotation=CountOut)  # type: ignore[attr-defined]  # what FastAPI reads
    router = APIRouter(dependencies=counts.router.dependencies)
    router.add_api_route(CONSTANT, constant, methods=["GET"])
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
