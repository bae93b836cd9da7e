"""Who."""

from fastapi import APIRouter, Depends

from api.deps import ABOUT_A_DAY, BasisDep, ServiceDep, only
from api.schemas.prisoners import ListOut

router = APIRouter(tags=["prisoners"], dependencies=[Depends(only(*ABOUT_A_DAY))])


@router.get("/prisoners", summary="The persons whom the count with the same parameters counts, each with why")
def prisoners(basis: BasisDep, service: ServiceDep) -> ListOut:
    """Each person comes with the facts that decide, and the passages these cite."""
    return ListOut.of(service.questions.prisoners(basis))
