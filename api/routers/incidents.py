"""What happened to many at once."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api import params
from api.deps import AsKnownQuery, Identifier, QuestionsDep, only
from api.links import linked
from api.schemas.incidents import IncidentAnswerOut, IncidentsOut
from domain.people import FactId

router = APIRouter(prefix="/incidents", tags=["incidents"])


@router.get(
    "",
    summary="The incidents of a time: rival figures, parts, members, and totals that add no part to its whole",
    dependencies=[Depends(only("from", "to", "kind", "as_known", "as_published"))],
)
def incidents(
    response: Response,
    questions: QuestionsDep,
    as_known: AsKnownQuery,
    first: Annotated[str | None, Query(alias="from", description=params.FROM_DAY)] = None,
    last: Annotated[str | None, Query(alias="to", description=params.TO_DAY)] = None,
    kind: Annotated[str | None, Query(description=params.KIND)] = None,
) -> IncidentsOut:
    """An incident belongs to the time if its window may touch it; it is added for certain if it lies inside."""
    start, end = params.window(first, last, today=questions.clock.today())
    wanted = params.incident_kind(kind)
    found = IncidentsOut.of(questions.incidents.between(start, end, kind=wanted, as_known=as_known))
    # The page shows a year up to a day, of every kind, whenever it was published.
    known = found.as_known
    same = found.start == f"{found.end[:4]}-01-01" and wanted is None and known.as_published is None
    linked(response, page=f"/incidents?as_of={found.end}&as_known={known.size}" if same else None)
    return found


@router.get(
    "/{identifier}",
    summary="One incident: its reports, figures, parts and members, with passages",
    dependencies=[Depends(only("as_known", "as_published"))],
)
def incident(identifier: Identifier, as_known: AsKnownQuery, questions: QuestionsDep) -> IncidentAnswerOut:
    """The identifier is that of any of its reports."""
    return IncidentAnswerOut.of(questions.incidents.one(FactId(identifier), as_known=as_known))
