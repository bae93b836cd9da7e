"""Why a page cannot be had: one sentence in the reader's language, the controls as filled in, and ways on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.languages import Language, language, to_say
from api.web.render import form, written
from api.web.view import BRIDGED, BY, GROUP, LANGUAGE, LISTED, NAMES, OUTCOME, ROOMS, Asked, spoken_in
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
}
"""What stands above the fields of pages, by the parameter that each fills in; months end with that of the day."""
_MONTH, _BRIDGE = to_say("From this month"), to_say("Compared with")
_CONTROLS: Final = {
    "bridge": ("bridge_controls.html", {"from": _BRIDGE}),
    "cycle": ("cycle_controls.html", {"from": _MONTH}),
    "overview": ("cycle_controls.html", {"from": _MONTH}),
}
"""Pages that are asked more: the fields, and what stands above them."""
_TAKEN: Final = {*NAMES, *LISTED, *BRIDGED, OUTCOME}
"""What pages take: no other parameter is repeated in a link, whatever it holds."""
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
    counting = room in _COUNTING or room not in ROOMS
    asked = Asked.of(request)
    if not counting and field in {"definition", "variant"}:
        asked = replace(asked, **{field: ""})
    clerk = Clerk(speaks.code, speaks.catalog, speaks.locale, {**LABELS, **labels})
    dropped = {BY, GROUP} if field in {BY, GROUP} else {field} - {"from", "from_definition"}
    given = request.query_params
    shown = {
        "title": title,
        "detail": said if isinstance(said, str) else spoken(said, clerk),
        "english": isinstance(said, str),
        "wrong": field,
        "counting": counting,
        "more": more,
        "first": given.get("from", ""),
        "kept": {name: "" if name in dropped else given.get(name, "") for name in (*BRIDGED, BY, GROUP, OUTCOME)},
        "plain": Asked(lang=asked.lang if speaks.code == asked.lang else ""),
        "again": Again(tuple((name, text) for name, text in given.multi_items() if name in _TAKEN)),
    }
    return written("refusal.html", status, speaks, form(asked, list(Variant), as_of=asked.as_of) | shown)
