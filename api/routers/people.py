"""One person, and people by a publisher's key."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api import params
from api.deps import AsKnownQuery, DayQuery, Identifier, QuestionsDep, ServiceDep, only
from api.schemas.people import FoundOut, PersonOut, TimelineOut
from domain.people import PersonId

router = APIRouter(prefix="/people", tags=["people"])


@router.get(
    "",
    summary="Persons for whom a publisher's own key is stated",
    dependencies=[Depends(only("publisher", "external_id", "as_known"))],
)
def find_people(
    publisher: Annotated[str, Query(description="Whose key it is, as recorded.")],
    external_id: Annotated[str, Query(description="The key.")],
    as_known: AsKnownQuery,
    service: ServiceDep,
) -> FoundOut:
    """A key is its publisher's claim and no identity: several persons may be found, or none."""
    named, key = params.key(publisher, "publisher"), params.key(external_id, "external_id")
    return FoundOut.of(*service.questions.with_external_id(named, key, as_known))


@router.get(
    "/{identifier}",
    summary="A person: what is stated, spans of liberty and recognition, days in custody",
    dependencies=[Depends(only("as_of", "as_known", "as_published"))],
)
def person(identifier: Identifier, day: DayQuery, as_known: AsKnownQuery, questions: QuestionsDep) -> PersonOut:
    """The identifier is that of the fact which registered the person."""
    return PersonOut.of(*questions.timeline(PersonId(identifier), day, as_known))


@router.get(
    "/{identifier}/timeline",
    summary="A person's dated facts, in order, with what became of them",
    dependencies=[Depends(only("as_known", "as_published"))],
)
def timeline(identifier: Identifier, as_known: AsKnownQuery, questions: QuestionsDep) -> TimelineOut:
    """Corrected and retracted facts stay in the list, with every version."""
    today = questions.clock.today()
    return TimelineOut.of(*questions.timeline(PersonId(identifier), today, as_known))
