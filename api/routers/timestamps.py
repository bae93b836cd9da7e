"""Time stamps of RFC 3161 on checkpoints."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from api.deps import ServiceDep, only
from api.schemas.timestamps import TimestampsOut
from api.stamping import REPLY, found, token_of

router = APIRouter(prefix="/checkpoints", tags=["log"], dependencies=[Depends(only())])

Size = Annotated[str, Path(description="The log size of a checkpoint.")]
Name = Annotated[str, Path(description="The name of an authority, as the list of time stamps prints it.")]


class TokenResponse(Response):
    """The answer of an authority, as it came."""

    media_type = REPLY


@router.get("/{size}/timestamps", summary="Who stamped a checkpoint, and when")
def timestamps(size: Size, service: ServiceDep) -> TimestampsOut:
    """A time stamp on a checkpoint covers every event in it: all were recorded before."""
    checkpoint, stamped = found(service.ledger, size)
    return TimestampsOut.of(checkpoint.size, stamped)


@router.get(
    "/{size}/timestamps/{authority}",
    summary="The token of one authority on a checkpoint",
    response_class=TokenResponse,
    responses={200: {"description": "An answer of RFC 3161, which openssl ts -verify checks against the checkpoint."}},
)
def timestamp(size: Size, authority: Name, service: ServiceDep) -> TokenResponse:
    """What is stamped are the bytes of the checkpoint's signed note, by their SHA-256."""
    return TokenResponse(token_of(service.ledger, size, authority))
