"""Who."""

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response

from api import params
from api.cursor import Cursor
from api.deps import ABOUT_A_DAY, AsKnownQuery, ServiceDep, basis, only
from api.links import linked, page
from api.schemas.prisoners import ListOut
from domain.errors import QuestionError
from domain.people import PersonId
from domain.phrases import Phrase

PAGE = 100
MOST = 500
HERE: Final = "/v1/prisoners"

router = APIRouter(tags=["prisoners"], dependencies=[Depends(only(*ABOUT_A_DAY, "by", "group", "limit", "cursor"))])


@router.get("/prisoners", summary="The persons whom the count with the same parameters counts, each with why")
def prisoners(
    request: Request,
    response: Response,
    service: ServiceDep,
    as_known: AsKnownQuery,
    as_of: Annotated[str | None, Query(description=params.AS_OF + " Default: today.")] = None,
    definition: Annotated[str, Query(description=params.DEFINITION)] = "in-custody",
    variant: Annotated[str, Query(description=params.VARIANT)] = "then",
    recognized_by: Annotated[list[str] | None, Query(description=params.RECOGNIZED_BY)] = None,
    rules: Annotated[str | None, Query(description=params.RULES)] = None,
    as_published: Annotated[str | None, Query(description=params.AS_PUBLISHED)] = None,
    by: Annotated[str | None, Query(description=params.LIST_BY)] = None,
    group: Annotated[str | None, Query(description=params.GROUP)] = None,
    limit: Annotated[str, Query(description=f"How many persons on a page, up to {MOST}.")] = str(PAGE),
    cursor: Annotated[
        str | None, Query(description="`next` of the page before. It holds the basis: no other parameter but `limit`.")
    ] = None,
) -> ListOut:
    """Each person comes with the facts that decide, and the passages these cite; in the order of their names."""
    many = params.number(limit, "limit", least=1, most=MOST)
    if cursor is None:
        at = basis(service, as_known, as_of, definition, variant, recognized_by, rules, as_published)
        within = params.group(by, group)
        found = ListOut.of(service.questions.prisoners(at, limit=many, group=within))
        narrowed = f"&{urlencode({'by': within.by.value, 'group': within.name})}" if within else ""
        whole = within is None and "limit" not in request.query_params
        linked(
            response,
            canonical=f"{HERE}?{found.basis.query}{narrowed}&limit={many}",
            following=_after(found, many),
            page=page("/", found.basis) if whole else None,
        )
        return found
    if set(request.query_params) - {"cursor", "limit"}:
        raise QuestionError(Phrase("a cursor holds its basis; give no other parameter but limit"), field="cursor")
    held = Cursor.parse(cursor)
    bodies, rules = list(held.recognized_by), str(held.rules)
    at = basis(service, held.as_known, held.as_of, held.definition, held.variant, bodies, rules, held.as_published)
    within = params.group(held.by, held.group)
    found = ListOut.of(service.questions.prisoners(at, after=PersonId(held.after), limit=many, group=within))
    canonical = f"{HERE}?{urlencode({'cursor': cursor, 'limit': many})}"
    linked(response, canonical=canonical, following=_after(found, many))
    return found


def _after(found: ListOut, limit: int) -> str | None:
    """Return the address of the next page, if there is one."""
    return found.next and f"{HERE}?{urlencode({'cursor': found.next, 'limit': limit})}"
