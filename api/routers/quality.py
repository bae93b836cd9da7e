"""How far the record can be relied on."""

from fastapi import APIRouter, Depends

from api.deps import AsKnownQuery, ServiceDep, only
from api.schemas.quality import QualityOut

router = APIRouter(tags=["log"], dependencies=[Depends(only("as_known"))])


@router.get("/quality", summary="How many facts were compared with their sources, and how many have two origins")
def quality(as_known: AsKnownQuery, service: ServiceDep) -> QualityOut:
    """A check counts while the fact and its passages stand as they stood when it was recorded."""
    return QualityOut.of(service.questions.quality.on(as_known))
