"""What every page is asked, and what every page shows of it: both clocks, definition and variant, in its links too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final, Self
from urllib.parse import urlencode

from fastapi import Depends, Request

from api import deps, negotiation, params
from api.deps import ServiceDep, only
from api.forms.addresses import ENDINGS, LIST
from api.languages import NAMES as LANGUAGES
from api.languages import Language, language
from domain.errors import QuestionError
from domain.folds import naming
from domain.folds.counts import Definition, check_combination, definition_of
from domain.phrases import Begun, Phrase, Word, listing
from domain.sources import Variant
from projections.basis import Basis

NAMES: Final = ("as_of", "as_known", "definition", "variant")
LANGUAGE: Final = "lang"
DEFINITION: Final = "in-custody"
AFTER: Final = "after"
PUBLISHED: Final = "as_published"
BY: Final = "by"
GROUP: Final = "group"
OUTCOME: Final = "outcome"
LISTED: Final = (PUBLISHED, AFTER, BY, GROUP)
"""On the list alone: the day by which a source must be out, the person with whom the page before ended, and what it is
broken down by, or narrowed to.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters as the reader gave them; an empty one was left to its default: today, now, in-custody, then.

    An empty ``lang`` is whatever language the browser asks for.
    """

    as_of: str = ""
    as_known: str = ""
    definition: str = ""
    variant: str = ""
    as_published: str = ""
    lang: str = ""

    @classmethod
    def of(cls, request: Request) -> Self:
        """Read the parameters, whatever they hold; a day with what was known then goes into the fields of both."""
        given = {name: request.query_params.get(name, "") for name in (*NAMES, PUBLISHED, LANGUAGE)}
        day, _, known = given["as_of"].partition(params.AT)
        return cls(**given | {"as_of": day, "as_known": given["as_known"] or known})

    def query(self, **other: str | int) -> str:
        """Return the query of a link that keeps what was asked, but for ``other``; empty values are left out.

        What was published by a day is asked on the list alone: links to it name that day in ``other``.
        """
        return _query({name: getattr(self, name) for name in (*NAMES, LANGUAGE)} | other)

    def data(self, **other: str | int) -> str:
        """Return the query of a link to data, which is in no language."""
        return _query({name: getattr(self, name) for name in NAMES} | other)


@dataclass(frozen=True, slots=True)
class View:
    """A page's question, resolved, and the language to answer in.

    ``note`` says in one sentence what was answered instead, if it was. ``address`` is where readers find the record, if
    that is known.
    """

    asked: Asked
    basis: Basis
    old: bool
    note: Phrase | None
    language: Language
    address: str | None = None

    @property
    def reader(self) -> naming.Language:
        """Whose script names are shown in, where a fact has one."""
        return naming.Language(self.language.code)


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
    "/demands": (OUTCOME,),
    "/demands/": (OUTCOME,),
    "/report": ("about",),
    "/overview": ("from",),
    **{f"/chart/overview.{form}": ("from",) for form in FORMS},
    **{f"{LIST}.{form}": LISTED for form in ENDINGS},
    **{f"/bridge.{form}": BRIDGED for form in ENDINGS},
    **{f"/demands.{form}": (OUTCOME,) for form in ENDINGS},
    **{f"/{room}.{form}": ("from",) for form in ENDINGS for room in ("cycle", "overview")},
}
"""What some pages are asked beside what all are; a path that ends with a slash is of every page below it."""


def view(request: Request, service: ServiceDep) -> View:
    """Resolve what a page is asked; raise as the questions do. A variant without meaning falls back to ``then``."""
    only(*NAMES, LANGUAGE, *_more(request.url.path))(request)
    said_in = language(spoken_in(request))
    params.clocks(request.query_params.get("as_of"), request.query_params.get("as_known") or None)
    asked = Asked.of(request)
    rule = definition_of(asked.definition or DEFINITION)
    variant, note = params.variant(asked.variant or Variant.THEN), None
    if not _takes(rule, variant):
        note = Phrase(
            "%(variant)s has no meaning for '%(rule)s'; this is the answer without it.",
            variant=Begun(Word(variant.value)),
            rule=Word(rule.id),
        )
        asked, variant = replace(asked, variant=""), Variant.THEN
    known = params.as_known(asked.as_known or None)
    basis = deps.basis(
        service=service, as_known=known, as_of=asked.as_of or None, definition=rule.id, variant=variant.value
    )
    basis = service.questions.clock.published(basis, params.published(asked.as_published or None))
    return View(
        asked, basis, known is not None and basis.head.size < service.ledger.size(), note, said_in, service.address
    )


def _more(path: str) -> Sequence[str]:
    """Return what a page is asked beside what all are: what stands at its address, or at that of all pages below it."""
    room, _, below = path.rpartition("/")
    return MORE.get(path, MORE.get(f"{room}/", ()) if room and below else ())


ViewDep = Annotated[View, Depends(view)]


def spoken_in(request: Request, *, strict: bool = True) -> str:
    """Return the code of the language to answer in: the one named, else what the browser likes best.

    Raises `QuestionError` for one that there is not; unless ``strict``, that is as if none were named.
    """
    named = request.query_params.get(LANGUAGE, "")
    if named and named not in LANGUAGES and strict:
        no = Phrase(
            "%(named)s is no language here; there are %(languages)s",
            named=repr(named),
            languages=listing(LANGUAGES),
        )
        raise QuestionError(no, field=LANGUAGE)
    if named in LANGUAGES:
        return named
    return negotiation.spoken(request.headers.get("accept-language", ""), list(LANGUAGES))


def _query(given: Mapping[str, str | int]) -> str:
    kept = urlencode({name: value for name, value in given.items() if value != ""})
    return f"?{kept}" if kept else ""


def _takes(definition: Definition, variant: Variant) -> bool:
    try:
        check_combination(definition, variant, ())
    except QuestionError:
        return False
    return True
