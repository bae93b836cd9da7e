"""One source."""

from fastapi import APIRouter, Depends

from api.deps import AsKnownQuery, Identifier, ServiceDep, only
from api.schemas.sources import SourceOut
from domain.people import SourceId

router = APIRouter(prefix="/sources", tags=["sources"], dependencies=[Depends(only("as_known"))])


@router.get("/{identifier}", summary="A source and the passages quoted from it")
def source(identifier: Identifier, as_known: AsKnownQuery, service: ServiceDep) -> SourceOut:
    """Texts stand as printed; cuts are marked."""
    return SourceOut.of(*service.questions.source(SourceId(identifier), as_known))
