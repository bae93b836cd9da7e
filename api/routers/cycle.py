"""The cycle, month by month."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response

from api import params
from api.deps import AsKnownQuery, QuestionsDep, only
from api.links import linked
from api.schemas.cycle import CycleOut
from domain.dates import iso

router = APIRouter(tags=["cycle"])


@router.get(
    "/cycle",
    summary="Month by month: who was recognized, released and detained again, and which sanctions came and went",
    dependencies=[Depends(only("from", "to", "as_known", "as_published", "rules"))],
)
def cycle(
    response: Response,
    questions: QuestionsDep,
    as_known: AsKnownQuery,
    first: Annotated[str, Query(alias="from", description=params.FIRST_MONTH)],
    last: Annotated[str | None, Query(alias="to", description=params.LAST_MONTH)] = None,
    rules: Annotated[str | None, Query(description=params.RULES)] = None,
) -> CycleOut:
    """Certain is what every reading of the dates puts into the month, possible what some reading does."""
    params.rules(rules)
    months = params.months(first, last, today=questions.clock.today())
    found = CycleOut.of(questions.cycle.over(months, as_known))
    known, today = found.basis.as_known, questions.clock.today()
    asked = {"from": found.months[0].month, "as_of": iso(min(months[-1].last, today)), "as_known": known.size}
    # The page shows what is known, whenever it was published.
    shown = f"/cycle?{urlencode(asked)}" if known.as_published is None else None
    linked(response, canonical=f"/v1/cycle?{found.basis.query}", page=shown)
    return found
