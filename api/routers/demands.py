"""What was demanded, and what became of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api import params
from api.deps import AsKnownQuery, DayQuery, QuestionsDep, only
from api.schemas.demands import DemandsOut

router = APIRouter(tags=["demands"])


@router.get(
    "/demands",
    summary="The demands made by a day, how each stood, and all that was said of it, with passages",
    dependencies=[Depends(only("as_of", "as_known", "as_published", "statement", "of", "outcome"))],
)
def demands(
    day: DayQuery,
    as_known: AsKnownQuery,
    questions: QuestionsDep,
    statement: Annotated[str | None, Query(description=params.STATEMENT)] = None,
    of: Annotated[str | None, Query(description=params.DEMANDED_BY)] = None,
    outcome: Annotated[str | None, Query(description=params.OUTCOME)] = None,
) -> DemandsOut:
    """Outcomes are what assessors hold; of demands to release people they are computed from these people's facts."""
    found = questions.demands.on(
        day,
        as_known=as_known,
        statement=params.named(statement, "statement"),
        body=params.named(of, "of"),
        outcome=params.outcome(outcome),
    )
    return DemandsOut.made(found)
