"""Why one count became another."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api import params
from api.bridge import Rule, ends
from api.deps import ServiceDep, only
from api.links import linked, page
from api.schemas.bridge import BridgeOut

AT_BOTH = ("from", "to", "definition", "variant", "recognized_by", "as_published")
AT_THE_END = ("to_definition", "to_variant", "to_recognized_by", "to_as_published")

router = APIRouter(tags=["bridge"])


@router.get(
    "/bridge",
    summary="Why the count at one basis became the count at another, person by person",
    dependencies=[Depends(only(*AT_BOTH, *AT_THE_END, "rules"))],
)
def bridge(
    response: Response,
    service: ServiceDep,
    first: Annotated[str, Query(alias="from", description=params.BRIDGE_FROM)],
    last: Annotated[str | None, Query(alias="to", description=params.BRIDGE_TO)] = None,
    definition: Annotated[str, Query(description=params.DEFINITION)] = "in-custody",
    variant: Annotated[str, Query(description=params.VARIANT)] = "then",
    recognized_by: Annotated[list[str] | None, Query(description=params.RECOGNIZED_BY)] = None,
    to_definition: Annotated[str | None, Query(description=params.TO_DEFINITION)] = None,
    to_variant: Annotated[str | None, Query(description=params.TO_VARIANT)] = None,
    to_recognized_by: Annotated[list[str] | None, Query(description=params.TO_RECOGNIZED_BY)] = None,
    as_published: Annotated[str | None, Query(description=params.AS_PUBLISHED)] = None,
    to_as_published: Annotated[str | None, Query(description=params.TO_AS_PUBLISHED)] = None,
    rules: Annotated[str | None, Query(description=params.RULES)] = None,
) -> BridgeOut:
    """Three steps: what is known changes first, then the day, then the rule. They sum to the difference."""
    params.rules(rules)
    begins = Rule(definition, variant, recognized_by or (), as_published)
    leads_to = Rule(to_definition, to_variant, to_recognized_by or (), to_as_published)
    start, end = ends(service, first, last, begins, leads_to)
    found = BridgeOut.of(service.questions.bridge(start, end))
    linked(response, canonical=f"/v1/bridge?{found.query}", page=_page(found))
    return found


def _page(found: BridgeOut) -> str | None:
    """Return the address of the page that shows a bridge, which has no other rule than definition and variant."""
    begins, ends_at = found.before.basis, found.after.basis
    if begins.recognized_by or begins.as_published or ends_at.as_published:
        return None
    return page(
        "/bridge",
        ends_at,
        **{"from": begins.at, "from_definition": begins.definition.id, "from_variant": begins.variant},
    )
