"""How many."""

from fastapi import APIRouter, Depends

from api.deps import ABOUT_A_DAY, BasisDep, ServiceDep, only
from api.schemas.counts import CountOut

router = APIRouter(tags=["counts"], dependencies=[Depends(only(*ABOUT_A_DAY))])


@router.get("/counts", summary="How many persons on a day, as known at a moment")
def count(basis: BasisDep, service: ServiceDep) -> CountOut:
    """Both bounds are exact; the gap between them is the sources' imprecision."""
    return CountOut.of(service.questions.count(basis))
