"""Templates to pages. What a template gets, it escapes; what it does not get, it refuses to print."""

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from api import params
from api.schemas.basis import BasisOut
from api.web import words
from api.web.view import DEFINITION, ROOMS, Asked, View, variants
from domain.folds.counts import DEFINITIONS
from domain.sources import Variant, Wording
from projections.disclosure import HIDDEN

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= words.FILTERS
_templates.globals |= {"DEFINITIONS": DEFINITIONS, "HIDDEN": HIDDEN, "PRINTED": Wording.AS_PRINTED.value}
_templates.globals |= {"VARIANT": params.VARIANT}


def page(template: str, view: View, **shown: Any) -> HTMLResponse:  # noqa: ANN401 -- a template takes any answer
    """Print an answer with both controls, its basis, and the note that something else was answered, if so."""
    basis = BasisOut.of(view.basis)
    form = _form(view.asked, variants(view.basis.definition), as_of=basis.as_of)
    return _print(template, 200, form | {"basis": basis, "known": basis.as_known, "view": view} | shown)


def refusal(request: Request, status: int, title: str, detail: str, *, field: str | None) -> HTMLResponse:
    """Print why a page cannot be had, in one sentence, with the controls as they were filled in."""
    asked = Asked.of(request)
    form = _form(asked, list(Variant), as_of=asked.as_of)
    here = request.scope["path"].removeprefix("/").partition("/")[0] in ROOMS
    shown = {"title": title, "detail": detail, "wrong": field, "here": here}
    return _print("refusal.html", status, form | shown)


def _form(asked: Asked, offered: list[Variant], *, as_of: str) -> dict[str, Any]:
    return {
        "asked": asked,
        "as_of": as_of,
        "definition": asked.definition or DEFINITION,
        "variant": asked.variant or Variant.THEN.value,
        "variants": [one.value for one in offered],
        "wrong": None,
        "counting": False,
        "kept": {},
        "more": None,
        "same_each_day": False,
    }


def _print(template: str, status: int, shown: dict[str, Any]) -> HTMLResponse:
    return HTMLResponse(_templates.get_template(template).render(shown), status_code=status)
