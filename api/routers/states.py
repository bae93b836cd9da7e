"""The states that are recorded beside checkpoints."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api import params, states
from api.checkpoints import LARGEST
from api.deps import ServiceDep, only
from api.schemas.states import StateOut

router = APIRouter(prefix="/checkpoints", tags=["proof"])


@router.get(
    "/{size}/digests",
    summary="The digests of the state of a day, signed, as recorded beside a checkpoint",
    dependencies=[Depends(only())],
)
def digests(size: Annotated[str, Path(description="The log size of a checkpoint.")], service: ServiceDep) -> StateOut:
    """Recorded once a day; replay and read models give the same digests at the same size."""
    return StateOut.of(states.one(service.ledger, params.number(size, "size", most=LARGEST)))
