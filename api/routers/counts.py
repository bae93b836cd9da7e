"""How many."""

from fastapi import APIRouter

from api.deps import BasisDep, ServiceDep
from api.schemas.counts import CountOut

router = APIRouter(tags=["counts"])


@router.get("/counts", summary="How many persons on a day, as known at a moment")
def count(basis: BasisDep, service: ServiceDep) -> CountOut:
    """Both bounds are exact; the gap between them is the sources' imprecision."""
    return CountOut.of(service.questions.count(basis))
