"""The events themselves, for partners who mirror the whole record, those withheld included (docs/adr/0041)."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from api import params
from api.deps import ServiceDep, only
from api.partners import check_partner

router = APIRouter(tags=["proof"])
PAGE: Final = 1000
MOST_BYTES: Final = 4 * 1024 * 1024
"""A page ends before it gets larger than this."""


class LinesResponse(Response):
    """Events, each a line: canonical JSON has no line ends of its own."""

    media_type = "application/x-ndjson"


@router.get(
    "/events",
    summary="The bytes of the events, for mirrors of partners",
    response_class=LinesResponse,
    response_description="Each event's canonical bytes, and a newline after each.",
    dependencies=[Depends(only("since", "limit"))],
    openapi_extra={"security": [{"partner": []}]},
)
def events(
    request: Request,
    service: ServiceDep,
    since: Annotated[str, Query(description=params.SINCE)],
    limit: Annotated[str, Query(description=f"How many events on a page, up to {PAGE}.")] = str(PAGE),
) -> LinesResponse:
    """Everything is here, of withheld people too: whoever has no token of this service is told that nothing is."""
    check_partner(request)
    after = params.number(since, "since", most=params.LARGEST)
    many = params.number(limit, "limit", least=1, most=PAGE)
    found = service.ledger.stored_bytes(after=after, limit=many, most_bytes=MOST_BYTES)
    return LinesResponse(b"".join(b"%s\n" % one for one in found), headers={"Cache-Control": "no-store"})
