"""Signed checkpoints of the log."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import PlainTextResponse

from api import checkpoints as found
from api import params
from api.checkpoints import LARGEST, MOST, PAGE
from api.deps import ServiceDep, only
from api.links import linked
from api.schemas.checkpoints import CheckpointsOut

router = APIRouter(tags=["proof"])


@router.get(
    "/checkpoint",
    summary="The newest signed checkpoint of the log",
    response_class=PlainTextResponse,
    response_description="A checkpoint as C2SP tlog-checkpoint writes it, a signed note.",
    dependencies=[Depends(only("covering"))],
)
def checkpoint(
    service: ServiceDep,
    covering: Annotated[
        str | None, Query(description="The first checkpoint of this log size or a larger one, instead of the newest.")
    ] = None,
) -> PlainTextResponse:
    """Origin, size and root hash, signed: whoever knows the public key can hold every answer and proof against it."""
    size = None if covering is None else params.number(covering, "covering", most=LARGEST)
    return PlainTextResponse(found.one(service.ledger, covering=size).note)


@router.get(
    "/checkpoints",
    summary="All signed checkpoints of the log, and every change of its key",
    dependencies=[Depends(only("since", "limit"))],
)
def checkpoints(
    response: Response,
    service: ServiceDep,
    since: Annotated[str, Query(description="List checkpoints of log sizes above this one.")] = "0",
    limit: Annotated[str, Query(description=f"How many checkpoints on a page, up to {MOST}.")] = str(PAGE),
) -> CheckpointsOut:
    """Any two of them are consistent: the log of the larger size begins with that of the smaller."""
    after = params.number(since, "since", most=LARGEST)
    many = params.number(limit, "limit", least=1, most=MOST)
    page = found.page(service.ledger, since=after, limit=many)
    linked(response, following=f"/v1/checkpoints?since={page.next}&limit={many}" if page.next else None)
    return page
