"""One person."""

from fastapi import APIRouter, Depends

from api.deps import AsKnownQuery, ServiceDep, only
from api.schemas.people import PersonOut, TimelineOut
from domain.people import PersonId

router = APIRouter(prefix="/people", tags=["people"], dependencies=[Depends(only("as_known"))])


@router.get("/{identifier}", summary="A person: what is stated, spans of liberty and recognition")
def person(identifier: str, as_known: AsKnownQuery, service: ServiceDep) -> PersonOut:
    """The identifier is that of the fact which registered the person."""
    return PersonOut.of(*service.questions.timeline(PersonId(identifier), as_known))


@router.get("/{identifier}/timeline", summary="A person's dated facts, in order, with what became of them")
def timeline(identifier: str, as_known: AsKnownQuery, service: ServiceDep) -> TimelineOut:
    """Corrected and retracted facts stay in the list, with every version."""
    return TimelineOut.of(*service.questions.timeline(PersonId(identifier), as_known))
