"""Cases, sentences and measures after release."""

from fastapi import APIRouter, Depends

from api.deps import AsKnownQuery, DayQuery, QuestionsDep, only
from api.schemas.cases import CasesOut

router = APIRouter(tags=["cases"], dependencies=[Depends(only("as_of", "as_known", "as_published"))])


@router.get("/cases", summary="How many persons have a case in which state, serve what, and what weighs on them after")
def cases(day: DayQuery, as_known: AsKnownQuery, questions: QuestionsDep) -> CasesOut:
    """Reports that have no order leave several states possible, and both bounds are exact."""
    return CasesOut.of(questions.cases.on(day, as_known=as_known))
