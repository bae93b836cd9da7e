"""What every page is asked, and what every page shows of it: both clocks, definition and variant, in its links too."""

from dataclasses import dataclass, replace
from typing import Annotated, Final, Self
from urllib.parse import urlencode

from fastapi import Depends, Request

from api import deps, params
from api.bootstrap import Service
from api.deps import ServiceDep, only
from domain.errors import QuestionError
from domain.folds.counts import Definition, check_combination, definition_of
from domain.sources import Variant
from projections.basis import Basis

NAMES: Final = ("as_of", "as_known", "definition", "variant")
DEFINITION: Final = "in-custody"
AFTER: Final = "after"
PUBLISHED: Final = "as_published"
LISTED: Final = (PUBLISHED, AFTER)
"""On the list alone: the day by which a source must be out, and the person with whom the page before ended."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters as the reader gave them; an empty one was left to its default: today, now, in-custody, then."""

    as_of: str = ""
    as_known: str = ""
    definition: str = ""
    variant: str = ""
    as_published: str = ""

    @classmethod
    def of(cls, request: Request) -> Self:
        """Read the parameters, whatever they hold; a day with what was known then goes into the fields of both."""
        given = {name: request.query_params.get(name, "") for name in (*NAMES, PUBLISHED)}
        day, _, known = given["as_of"].partition(params.AT)
        return cls(**given | {"as_of": day, "as_known": given["as_known"] or known})

    def query(self, **other: str | int) -> str:
        """Return the query of a link that keeps what was asked, but for ``other``; empty values are left out.

        What was published by a day is asked on the list alone: links to it name that day in ``other``.
        """
        given = {name: getattr(self, name) for name in NAMES} | other
        kept = urlencode({name: value for name, value in given.items() if value != ""})
        return f"?{kept}" if kept else ""


@dataclass(frozen=True, slots=True)
class View:
    """A page's question, resolved. ``note`` says in one sentence what was answered instead, if it was."""

    asked: Asked
    basis: Basis
    old: bool
    note: str | None


def variants(definition: Definition) -> list[Variant]:
    """Return the variants that a definition can be asked in."""
    return [variant for variant in Variant if _takes(definition, variant)]


ROOMS: Final = frozenset(
    {
        *("people", "facts", "sources", "published", "sanctions", "demands", "mandates", "laws", "cases", "places"),
        *("incidents", "bridge", "cycle", "overview", "quality", "search", "definitions", "log", "about", "report"),
    }
)
"""What the addresses of pages begin with, but for the list of a day."""
BRIDGED: Final = ("from", "from_definition", "from_variant")
FORMS: Final = ("svg", "dark.svg", "vl.json", "json", "csv")
"""The forms in which a chart can be had: drawn for light and for dark, its specification, and its data."""
MORE: Final = {
    "/": LISTED,
    "/bridge": BRIDGED,
    **{f"/chart/bridge.{form}": BRIDGED for form in FORMS if form != "json"},
    "/cycle": ("from",),
    "/report": ("about",),
    "/overview": ("from",),
    **{f"/chart/overview.{form}": ("from",) for form in FORMS},
}
"""What some pages are asked beside what all are."""


def view(request: Request, service: ServiceDep) -> View:
    """Resolve what a page is asked; raise as the questions do. A variant without meaning falls back to ``then``."""
    only(*NAMES, *MORE.get(request.url.path, ()))(request)
    params.clocks(request.query_params.get("as_of"), request.query_params.get("as_known") or None)
    asked = Asked.of(request)
    rule = definition_of(asked.definition or DEFINITION)
    variant = params.variant(asked.variant or Variant.THEN)
    if _takes(rule, variant):
        return _resolved(service, asked, rule, variant, None)
    note = f"{variant.value.capitalize()} has no meaning for {rule.id!r}; this is the answer without it."
    return _resolved(service, replace(asked, variant=""), rule, Variant.THEN, note)


ViewDep = Annotated[View, Depends(view)]


def _resolved(service: Service, asked: Asked, rule: Definition, variant: Variant, note: str | None) -> View:
    known = params.as_known(asked.as_known or None)
    basis = deps.basis(
        service=service, as_known=known, as_of=asked.as_of or None, definition=rule.id, variant=variant.value
    )
    basis = service.questions.clock.published(basis, params.published(asked.as_published or None))
    return View(asked, basis, known is not None and basis.head.size < service.ledger.size(), note)


def _takes(definition: Definition, variant: Variant) -> bool:
    try:
        check_combination(definition, variant, ())
    except QuestionError:
        return False
    return True
