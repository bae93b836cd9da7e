"""Whether the service answers."""

from fastapi import APIRouter, Depends

from api.deps import ServiceDep, only
from api.schemas.health import HealthOut
from migrations import schema

router = APIRouter(tags=["health"], dependencies=[Depends(only())])


@router.get("/health", summary="Whether the service answers, and how far its read models are")
def health(service: ServiceDep) -> HealthOut:
    """Behind means that the read models have not reached the end of the log yet."""
    size, position = service.ledger.size(), service.projector.position()
    status = "ok" if position >= size else "behind"
    return HealthOut(status=status, schema_version=schema.needed(), log_size=size, position=position)
