"""What others published, and what we have beside it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api import params
from api.deps import AsKnownQuery, DayQuery, QuestionsDep, only
from api.schemas.published import PublishedOut, ReconciliationOut
from projections.published import WINDOW

router = APIRouter(
    prefix="/published",
    tags=["published"],
    dependencies=[Depends(only("as_of", "as_known", "as_published", "days"))],
)


def window(days: Annotated[str, Query(description=params.DAYS)] = str(WINDOW)) -> int:
    """Read how many days back earlier figures are looked for."""
    return params.number(days, "days", most=params.MOST_DAYS)


WindowDep = Annotated[int, Depends(window)]


@router.get("", summary="The figures that others published for a day, rivals side by side")
def published(day: DayQuery, as_known: AsKnownQuery, days: WindowDep, questions: QuestionsDep) -> PublishedOut:
    """Each figure stands as its publisher printed it, with the passages; none is preferred or corrected."""
    return PublishedOut.of(questions.published.on(day, days=days, as_known=as_known))


@router.get("/reconciliation", summary="What was published for a day, and our count beside each figure")
def reconciliation(
    day: DayQuery, as_known: AsKnownQuery, days: WindowDep, questions: QuestionsDep
) -> ReconciliationOut:
    """The residual is what is published less what we count on the same day, under the nearest definition."""
    return ReconciliationOut.of(questions.published.reconciled(day, days=days, as_known=as_known))
