"""Courts and places of detention."""

from fastapi import APIRouter, Depends

from api.deps import AsKnownQuery, DayQuery, QuestionsDep, only
from api.schemas.places import PlacesOut

router = APIRouter(tags=["places"], dependencies=[Depends(only("as_of", "as_known", "as_published"))])


@router.get("/places", summary="Courts and places of detention on a day: their names, and how many are held there")
def places(day: DayQuery, as_known: AsKnownQuery, questions: QuestionsDep) -> PlacesOut:
    """A person is held at a place from the day a fact says so until the deprivation ends or another says otherwise."""
    return PlacesOut.of(questions.places.on(day, as_known=as_known))
