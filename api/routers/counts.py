"""How many."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api import params
from api.deps import ABOUT_A_DAY, OF_A_COUNT, AsKnownQuery, BasisDep, ServiceDep, basis, lasting, only
from api.links import linked
from api.schemas.counts import CountOut, SeriesOut
from api.schemas.definitions import DefinitionsOut
from domain.dates import iso

router = APIRouter(tags=["counts"])


@router.get(
    "/counts",
    summary="How many persons on a day, as known at a moment",
    dependencies=[Depends(only(*ABOUT_A_DAY, "by")), Depends(lasting)],
)
def count(
    response: Response,
    basis: BasisDep,
    service: ServiceDep,
    by: Annotated[str | None, Query(description=params.BY)] = None,
) -> CountOut:
    """Both bounds are exact; the gap between them is the sources' imprecision."""
    found = CountOut.of(service.questions.count(basis, params.by(by)))
    linked(response, canonical=f"/v1/counts?{found.basis.query}{f'&by={by}' if by else ''}")
    return found


def days_asked(
    service: ServiceDep,
    first: Annotated[str | None, Query(alias="from", description=params.FROM)] = None,
    last: Annotated[str | None, Query(alias="to", description=params.TO)] = None,
    interval: Annotated[str | None, Query(description=params.INTERVAL)] = None,
    on: Annotated[list[str] | None, Query(description=params.ON)] = None,
) -> params.Days:
    """Read which days a series is about."""
    return params.days(first, last, interval, on or (), today=service.questions.clock.today())


@router.get(
    "/counts/series",
    summary="How many persons on each of many days, at one size of the log",
    dependencies=[Depends(only("from", "to", "interval", "on", *OF_A_COUNT)), Depends(lasting)],
)
def count_series(
    response: Response,
    asked: Annotated[params.Days, Depends(days_asked)],
    service: ServiceDep,
    as_known: AsKnownQuery,
    definition: Annotated[str, Query(description=params.DEFINITION)] = "in-custody",
    variant: Annotated[str, Query(description=params.VARIANT)] = "then",
    recognized_by: Annotated[list[str] | None, Query(description=params.RECOGNIZED_BY)] = None,
    rules: Annotated[str | None, Query(description=params.RULES)] = None,
    as_published: Annotated[str | None, Query(description=params.AS_PUBLISHED)] = None,
) -> SeriesOut:
    """Each value is that of the last day of its interval, or of the day given with `on`."""
    at = basis(service, as_known, iso(asked.days[-1]), definition, variant, recognized_by, rules, as_published)
    found = SeriesOut.of(service.questions.series(at, asked.days), asked.query)
    linked(response, canonical=f"/v1/counts/series?{found.basis.query}")
    return found


@router.get("/definitions", summary="What counts count", dependencies=[Depends(only())])
def definitions() -> DefinitionsOut:
    """Each definition has a version; a new rule is a new version."""
    return DefinitionsOut.all()
