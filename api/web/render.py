"""Templates to pages. What a template gets, it escapes; what it does not get, it refuses to print."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from api import params
from api.forms.addresses import forms
from api.languages import NAMES as LANGUAGES
from api.languages import Language
from api.schemas.basis import BasisOut, CoverageOut
from api.schemas.bridge import BridgeOut
from api.view_citation import ViewCited, of_view
from api.web.view import DEFINITION, Asked, View, variants
from api.web.words import Words
from domain.folds.counts import DEFINITIONS
from domain.sources import Variant, Wording
from projections.disclosure import HIDDEN


def page(template: str, view: View, **shown: Any) -> HTMLResponse:  # noqa: ANN401 -- a template takes any answer
    """Print an answer with both controls, its basis, and the note that something else was answered, if so."""
    basis = BasisOut.of(view.basis)
    controls = form(view.asked, variants(view.basis.definition), as_of=basis.as_of)

    def cite(title: Markup, path: Markup, counting: bool, same_each_day: bool) -> ViewCited | None:  # noqa: FBT001 -- called by a template
        if not (said := title.unescape().strip()):
            return None
        return of_view(
            said,
            path.unescape(),
            basis,
            coverage=_coverage(shown.values()),
            counting=counting,
            same_each_day=same_each_day,
            address=view.address,
        )

    given = {"basis": basis, "known": basis.as_known, "view": view, "cite": cite}
    return filled(template, 200, view.language, controls | given | shown)


def _coverage(shown: Iterable[object]) -> str | None:
    """Return what the answers of a page claim to cover."""
    for one in shown:
        if isinstance(one, BridgeOut):
            return f"{one.before.coverage.extent} before, {one.after.coverage.extent} after"
        if isinstance(covered := getattr(one, "coverage", None) or one, CoverageOut):
            return covered.extent
    return None


@cache
def environment(language: Language) -> Environment:
    """Return the templates in one language: its messages, and its words, days and lists as filters."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        extensions=["jinja2.ext.i18n"],
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(language.catalog, newstyle=True)  # type: ignore[attr-defined]  # the extension's
    made.filters |= Words(language).filters()
    made.globals |= {"DEFINITIONS": DEFINITIONS, "HIDDEN": HIDDEN, "PRINTED": Wording.AS_PRINTED.value}
    made.globals |= {"VARIANT": params.VARIANT, "LANGUAGES": LANGUAGES, "language": language, "forms": forms}
    return made


def form(asked: Asked, offered: list[Variant], *, as_of: str) -> dict[str, Any]:
    """Return what the controls are filled in with, and what a page says of itself unless it says otherwise."""
    return {
        "asked": asked,
        "as_of": as_of,
        "definition": asked.definition or DEFINITION,
        "variant": asked.variant or Variant.THEN.value,
        "variants": [one.value for one in offered],
        "wrong": None,
        "counting": False,
        "kept": {},
        "pinned": None,
        "more": None,
        "same_each_day": False,
    }


def filled(template: str, status: int, language: Language, shown: dict[str, Any]) -> HTMLResponse:
    """Return a template filled in, in a language."""
    # A page is in the language that its address names, or else in the one that its reader's browser asks for.
    headers = {"Content-Language": language.code, "Vary": "Accept-Language"}
    text = environment(language).get_template(template).render(shown)
    return HTMLResponse(text, status_code=status, headers=headers)
