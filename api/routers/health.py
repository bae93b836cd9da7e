"""Whether the service answers, and whether questions should come here."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from api import health as house
from api.deps import ServiceDep, only
from api.schemas.health import HealthOut

router = APIRouter(tags=["health"], dependencies=[Depends(only())])


def ready_lag(request: Request) -> int:
    """Return how many events behind the application still counts as ready."""
    return int(request.app.state.ready_lag)


@router.get("/health", summary="Whether the service answers, and how far its read models are")
def health(service: ServiceDep) -> HealthOut:
    """Behind means that the read models have not reached the end of the log yet."""
    return house.health(service)


@router.get("/ready", summary="Whether questions should come here")
def ready(service: ServiceDep, most: Annotated[int, Depends(ready_lag)]) -> HealthOut:
    """The schema is the one needed, the database answers, and the read models are near enough; a problem if not."""
    house.check_ready(service, most=most)
    return house.health(service)
