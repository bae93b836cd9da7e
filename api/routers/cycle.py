"""The cycle, month by month."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api import params
from api.deps import AsKnownQuery, QuestionsDep, only
from api.schemas.cycle import CycleOut

router = APIRouter(tags=["cycle"])


@router.get(
    "/cycle",
    summary="Month by month: who was recognized, released and detained again, and which sanctions came and went",
    dependencies=[Depends(only("from", "to", "as_known", "as_published", "rules"))],
)
def cycle(
    questions: QuestionsDep,
    as_known: AsKnownQuery,
    first: Annotated[str, Query(alias="from", description=params.FIRST_MONTH)],
    last: Annotated[str | None, Query(alias="to", description=params.LAST_MONTH)] = None,
    rules: Annotated[str | None, Query(description=params.RULES)] = None,
) -> CycleOut:
    """Certain is what every reading of the dates puts into the month, possible what some reading does."""
    params.rules(rules)
    months = params.months(first, last, today=questions.clock.today())
    return CycleOut.of(questions.cycle.over(months, as_known))
