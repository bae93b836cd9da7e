"""The log as it grows, and what is left to do."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api import params
from api.deps import AsKnownQuery, DayQuery, ServiceDep, only
from api.schemas.log import ChangesOut, WorklistOut

PAGE = 100
MOST = 1000
SILENCE = 12

router = APIRouter(tags=["log"])


@router.get(
    "/changes",
    summary="What the log took in after a position",
    dependencies=[Depends(only("since", "limit", "as_known"))],
)
def changes(
    service: ServiceDep,
    as_known: AsKnownQuery,
    since: Annotated[str, Query(description=params.SINCE)],
    limit: Annotated[str, Query(description=f"How many events on a page, up to {MOST}.")] = str(PAGE),
) -> ChangesOut:
    """To follow the log, ask again with `since` set to `next`; when that is null, later with the last position."""
    after = params.number(since, "since", most=10**15)
    many = params.number(limit, "limit", least=1, most=MOST)
    return ChangesOut.of(*service.questions.news(since=after, limit=many, as_known=as_known), since=after)


@router.get(
    "/worklist",
    summary="What a recorder should look into",
    dependencies=[Depends(only("as_of", "as_known", "months"))],
)
def worklist(
    day: DayQuery,
    as_known: AsKnownQuery,
    service: ServiceDep,
    months: Annotated[str, Query(description=params.MONTHS)] = str(SILENCE),
) -> WorklistOut:
    """Terms that may be over without a release, people possibly held of whom nothing was heard, odd records."""
    silence = params.number(months, "months", least=1, most=params.MOST_MONTHS)
    return WorklistOut.of(*service.questions.worklist(day, months=silence, as_known=as_known), day=day)
