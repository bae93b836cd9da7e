"""The first page: a form, the count, and the list with its passages. Complete without a script."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, select_autoescape

from api import params
from api.deps import ServiceDep, only
from api.schemas.counts import CountOut
from api.schemas.prisoners import ListOut
from domain.dates import iso
from domain.errors import BehindError, QuestionError
from domain.folds.counts import DEFINITIONS
from domain.sources import Variant
from ledger.events import minsk_day

router = APIRouter(include_in_schema=False)
_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    trim_blocks=True,
    lstrip_blocks=True,
)


@router.get("/")
def first_page(
    request: Request,
    service: ServiceDep,
    as_of: Annotated[str, Query()] = "",
    as_known: Annotated[str, Query()] = "",
    definition: Annotated[str, Query()] = "in-custody",
    variant: Annotated[str, Query()] = "then",
) -> HTMLResponse:
    """Answer the form's own question; what cannot be answered is said beside the form."""
    asked = {"as_of": as_of or iso(minsk_day(service.now())), "as_known": as_known}
    asked |= {"definition": definition, "variant": variant}
    shown: dict[str, Any] = {"asked": asked, "definitions": DEFINITIONS.values(), "variants": list(Variant)}
    try:
        only("as_of", "as_known", "definition", "variant")(request)
        basis = service.questions.clock.basis(
            params.as_of(asked["as_of"]),
            as_known=params.as_known(as_known or None),
            definition=definition,
            variant=params.variant(variant),
        )
    except (QuestionError, BehindError) as error:
        status = 400 if isinstance(error, QuestionError) else 503
        return _page(shown | {"error": str(error)}, status)
    count = CountOut.of(service.questions.count(basis))
    people = ListOut.of(service.questions.prisoners(basis))
    old = basis.head.size < service.ledger.size()
    return _page(shown | {"count": count, "people": people.prisoners, "old": old}, 200)


def _page(shown: dict[str, Any], status: int) -> HTMLResponse:
    return HTMLResponse(_pages.get_template("first_page.html").render(shown), status_code=status)
