"""Sanctions."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api import params
from api.deps import AsKnownQuery, QuestionsDep, only
from api.links import linked
from api.schemas.sanctions import SanctionsOut

router = APIRouter(tags=["sanctions"])


@router.get(
    "/sanctions",
    summary="How many are under which measure on a day, and whom each act aimed at",
    dependencies=[Depends(only("as_of", "on", "as_known", "as_published", "authority", "measure", "rules"))],
)
def sanctions(
    response: Response,
    questions: QuestionsDep,
    as_known: AsKnownQuery,
    as_of: Annotated[str | None, Query(description=params.AS_OF + " Default: today.")] = None,
    on: Annotated[list[str] | None, Query(description=params.ON_INSTEAD)] = None,
    authority: Annotated[str | None, Query(description=params.AUTHORITY)] = None,
    measure: Annotated[str | None, Query(description=params.MEASURE)] = None,
    rules: Annotated[str | None, Query(description=params.RULES)] = None,
) -> SanctionsOut:
    """A measure that is suspended is not in force, and stands beside those that are. Rival figures give a range."""
    params.rules(rules)
    days = params.each_day(as_of, on or (), today=questions.clock.today())
    found = questions.sanctions.on(
        days, as_known, authority=params.authority(authority), measure=params.measure(measure)
    )
    answer = SanctionsOut.of(found)
    linked(response, canonical=f"/v1/sanctions?{answer.basis.query}")
    return answer
