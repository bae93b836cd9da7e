"""One fact."""

from fastapi import APIRouter, Depends

from api.deps import AsKnownQuery, Identifier, ServiceDep, only
from api.schemas.facts import FactAnswerOut
from domain.people import FactId

router = APIRouter(prefix="/facts", tags=["facts"], dependencies=[Depends(only("as_known"))])


@router.get("/{identifier}", summary="A fact: what stands, every version, its passages")
def fact(identifier: Identifier, as_known: AsKnownQuery, service: ServiceDep) -> FactAnswerOut:
    """The digest of each version is what ``sha256sum`` prints of its canonical bytes."""
    return FactAnswerOut.of(*service.questions.fact(FactId(identifier), as_known))
