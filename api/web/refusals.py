"""Why a page cannot be had: one sentence in the reader's language, the controls as filled in, and ways on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from api import params
from api.languages import NAMES as LANGUAGES
from api.languages import Language, language, to_say
from api.web.render import filled, form
from api.web.view import BRIDGED, BY, GROUP, LANGUAGE, NAMES, OUTCOME, PUBLISHED, ROOMS, Asked, spoken_in
from domain.errors import QuestionError
from domain.folds.counts import DEFINITIONS
from domain.phrases import Said, spoken
from domain.sources import Variant

LABELS: Final[Mapping[str, str]] = {
    "as_of": to_say("On this day"),
    "to": to_say("On this day"),
    "as_known": to_say("As known at"),
    "as_published": to_say("As published by"),
    "definition": to_say("Counting"),
    "variant": to_say("Recognized"),
    "from_definition": to_say("Counting there"),
    "name": to_say("Name"),
    "group": to_say("Group"),
}
"""What stands above the fields of pages, by the parameter that each fills in; months end with that of the day."""
_MONTH, _BRIDGE = to_say("From this month"), to_say("Compared with")
_CONTROLS: Final = {
    "bridge": ("bridge_controls.html", {"from": _BRIDGE}),
    "cycle": ("cycle_controls.html", {"from": _MONTH}),
    "overview": ("cycle_controls.html", {"from": _MONTH}),
}
"""Pages that are asked more: the fields, and what stands above them."""
_TAKEN: Final = {*NAMES, PUBLISHED, BY, GROUP, *BRIDGED, OUTCOME}
"""What pages are asked about: no other parameter is repeated in a link, nor whom a page of the list comes after."""
_COUNTING: Final = {"", "bridge", "overview"}
"""Pages where definition and variant can be chosen."""


@dataclass(frozen=True, slots=True)
class Clerk(Language):
    """A language that calls the parameters of a question as its page does."""

    labels: Mapping[str, str]

    def field(self, text: str) -> str:
        """Return what stands above the field that a parameter fills in, or its own name if it has none on the page."""
        if text not in self.labels:
            return text
        return self.say(
            "\N{LEFT DOUBLE QUOTATION MARK}%(label)s\N{RIGHT DOUBLE QUOTATION MARK}", label=self.say(self.labels[text])
        )


@dataclass(frozen=True, slots=True)
class Again:
    """The same address in another language: of its parameters, those that pages take."""

    given: tuple[tuple[str, str], ...]

    def query(self, lang: str) -> str:
        """Return the query of a link to the address in a language."""
        return f"?{urlencode([*self.given, (LANGUAGE, lang)])}"


def refusal(request: Request, status: int, title: str, said: Said, *, field: str | None) -> HTMLResponse:
    """Print why a page cannot be had, with the controls as they were filled in, but for what no control can mend."""
    speaks = language(spoken_in(request, strict=False))
    room = request.scope["path"].removeprefix("/").partition("/")[0]
    more, labels = _CONTROLS.get(room, (None, {}))
    clerk = Clerk(speaks.code, speaks.catalog, speaks.locale, {**LABELS, **labels})
    asked, given = _chosen(Asked.of(request)), request.query_params
    dropped = {BY, GROUP} if field in {BY, GROUP} else {field} - {"from"}
    shown = {
        "title": title,
        "detail": said if isinstance(said, str) else spoken(said, clerk),
        "english": isinstance(said, str),
        "wrong": field,
        "counting": room in _COUNTING or room not in ROOMS,
        "more": more,
        "first": given.get("from", ""),
        "kept": {name: "" if name in dropped else given.get(name, "") for name in (*BRIDGED, BY, GROUP, OUTCOME)},
        "plain": _right(asked, field),
        "again": Again(tuple((name, text) for name, text in given.multi_items() if name in _TAKEN)),
        "searching": room == "search",
        "sought": "",
    }
    return filled("refusal.html", status, speaks, form(asked, list(Variant), as_of=asked.as_of) | shown)


def _chosen(asked: Asked) -> Asked:
    """Return what was asked, without what nobody can choose."""
    return replace(
        asked,
        definition=asked.definition if asked.definition in DEFINITIONS else "",
        variant=asked.variant if asked.variant in {*Variant} else "",
        lang=asked.lang if asked.lang in LANGUAGES else "",
    )


def _right(asked: Asked, wrong: str | None) -> Asked:
    """Return what other pages can be asked: the clocks as far as they can be read, definition, variant, language."""
    return replace(
        asked,
        as_of=asked.as_of if wrong != "as_of" and _readable(params.as_of, asked.as_of) else "",
        as_known=asked.as_known if wrong != "as_known" and _readable(params.as_known, asked.as_known) else "",
    )


def _readable(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except QuestionError:
        return False
    return True
