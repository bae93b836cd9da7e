"""Why answers are what they are."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from api import params
from api.cursor import Cursor
from api.deps import ABOUT_A_DAY, AsKnownQuery, BasisDep, Identifier, ServiceDep, basis, only
from api.routers.prisoners import MOST, PAGE
from api.schemas.digest import DigestOut
from api.schemas.impact import ImpactOut
from api.schemas.why import CountFactsOut, WhyOut
from domain.errors import QuestionError
from domain.people import FactId, PersonId
from domain.phrases import Phrase

router = APIRouter(tags=["explanations"])


@router.get(
    "/counts/digest",
    summary="The digest of the state that a count counts, to compare with another computation",
    dependencies=[Depends(only(*ABOUT_A_DAY))],
)
def digest(at: BasisDep, service: ServiceDep) -> DigestOut:
    """The same at the same basis, as long as nobody else is withheld or shown again."""
    return DigestOut.of(service.questions.explanations.digest(at))


@router.get(
    "/counts/facts",
    summary="The facts that a count rests on, and those near it that it does not use, each with why",
    dependencies=[Depends(only(*ABOUT_A_DAY, "limit", "cursor"))],
)
def count_facts(
    request: Request,
    service: ServiceDep,
    as_known: AsKnownQuery,
    as_of: Annotated[str | None, Query(description=params.AS_OF + " Default: today.")] = None,
    definition: Annotated[str, Query(description=params.DEFINITION)] = "in-custody",
    variant: Annotated[str, Query(description=params.VARIANT)] = "then",
    recognized_by: Annotated[list[str] | None, Query(description=params.RECOGNIZED_BY)] = None,
    rules: Annotated[str | None, Query(description=params.RULES)] = None,
    as_published: Annotated[str | None, Query(description=params.AS_PUBLISHED)] = None,
    limit: Annotated[str, Query(description=f"How many persons on a page, up to {MOST}.")] = str(PAGE),
    cursor: Annotated[
        str | None, Query(description="`next` of the page before. It holds the basis: no other parameter but `limit`.")
    ] = None,
) -> CountFactsOut:
    """Near are the persons whom any definition or variant counts on the day."""
    many, after = params.number(limit, "limit", least=1, most=MOST), None
    if cursor is None:
        at = basis(service, as_known, as_of, definition, variant, recognized_by, rules, as_published)
    elif set(request.query_params) - {"cursor", "limit"}:
        raise QuestionError(Phrase("a cursor holds its basis; give no other parameter but limit"), field="cursor")
    else:
        held = Cursor.parse(cursor)
        bodies, rules = list(held.recognized_by), str(held.rules)
        at = basis(service, held.as_known, held.as_of, held.definition, held.variant, bodies, rules, held.as_published)
        after = PersonId(held.after)
    return CountFactsOut.of(service.questions.explanations.facts(at, after=after, limit=many))


@router.get(
    "/people/{identifier}/why",
    summary="Why a person is counted on a day, or not, in sentences, with the facts and their passages",
    dependencies=[Depends(only(*ABOUT_A_DAY))],
)
def why(identifier: Identifier, at: BasisDep, service: ServiceDep) -> WhyOut:
    """Each sentence names its facts; `otherwise` says what would give another answer."""
    return WhyOut.of(service.questions.explanations.why(at, PersonId(identifier)))


@router.get(
    "/facts/{identifier}/impact",
    summary="Which counts each version of a fact moved, on which days, from what to what",
    dependencies=[Depends(only("as_known"))],
)
def impact(identifier: Identifier, as_known: AsKnownQuery, service: ServiceDep) -> ImpactOut:
    """A count is compared at the log size just before the version and at the version's own."""
    return ImpactOut.of(service.questions.explanations.impact(FactId(identifier), as_known))
