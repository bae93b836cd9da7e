"""Who."""

from fastapi import APIRouter

from api.deps import BasisDep, ServiceDep
from api.schemas.prisoners import ListOut

router = APIRouter(tags=["prisoners"])


@router.get("/prisoners", summary="The persons whom the count with the same parameters counts, each with why")
def prisoners(basis: BasisDep, service: ServiceDep) -> ListOut:
    """Each person comes with the facts that decide, and the passages these cite."""
    return ListOut.of(service.questions.prisoners(basis))
