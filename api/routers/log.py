"""The log as it grows, and what is left to do."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api import feed, params
from api.deps import AsKnownQuery, DayQuery, ServiceDep, only
from api.links import linked
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
    response: Response,
    service: ServiceDep,
    as_known: AsKnownQuery,
    since: Annotated[str, Query(description=params.SINCE)],
    limit: Annotated[str, Query(description=f"How many events on a page, up to {MOST}.")] = str(PAGE),
) -> ChangesOut:
    """To follow the log, ask again with `since` set to `next`; when that is null, later with the last position."""
    after = params.number(since, "since", most=params.LARGEST)
    many = params.number(limit, "limit", least=1, most=MOST)
    found = ChangesOut.of(*service.questions.news(since=after, limit=many, as_known=as_known), since=after)
    if found.next is not None:
        size = found.as_known.size
        linked(response, following=f"/v1/changes?since={found.next}&limit={many}&as_known={size}")
    return found


class FeedResponse(Response):
    """A feed."""

    media_type = feed.MEDIA


@router.get(
    "/changes.atom",
    summary="What the log took in last, as an Atom feed",
    response_class=FeedResponse,
    responses={200: {"content": {feed.MEDIA: {"schema": {"type": "string"}}}}},
    response_description="A feed as RFC 4287 has it, newest first; `next` leads to what is older.",
    dependencies=[Depends(only("limit", "as_known"))],
)
def changes_feed(
    service: ServiceDep,
    as_known: AsKnownQuery,
    limit: Annotated[str, Query(description=f"How many events a page is of, up to {MOST}.")] = str(PAGE),
) -> FeedResponse:
    """An entry for each event that may be shown; it names nobody and leads to the fact."""
    many = params.number(limit, "limit", least=1, most=MOST)
    size = service.questions.clock.size(as_known)
    found, head = service.questions.news(since=max(0, size - many), limit=many, as_known=size)
    first = service.ledger.root(min(1, size))
    return FeedResponse(feed.atom(found, head, first=first, limit=many, address=service.address or ""))


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
