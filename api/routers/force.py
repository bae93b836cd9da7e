"""What is in force: mandates of mechanisms, provisions of law."""

from fastapi import APIRouter, Depends

from api.deps import AsKnownQuery, DayQuery, QuestionsDep, only
from api.schemas.force import LawsOut, MandatesOut
from projections.force import Kind

router = APIRouter(tags=["force"], dependencies=[Depends(only("as_of", "as_known", "as_published"))])


@router.get("/mandates", summary="The mandates that had begun by a day, whether each was in force, with passages")
def mandates(day: DayQuery, as_known: AsKnownQuery, questions: QuestionsDep) -> MandatesOut:
    """A mandate is in force while a time that it was given runs and nothing has ended it."""
    return MandatesOut.of(questions.force.on(Kind.MANDATE, day, as_known=as_known))


@router.get("/laws", summary="The provisions of law that had begun by a day, whether each was in force, with passages")
def laws(day: DayQuery, as_known: AsKnownQuery, questions: QuestionsDep) -> LawsOut:
    """A provision is in force until the day on which a repeal is, whenever that was signed, and again once restored."""
    return LawsOut.of(questions.force.on(Kind.LAW, day, as_known=as_known))
