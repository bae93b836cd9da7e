"""The form of a page that ``Accept`` asks for, at the page's own address, and links to the others (RFC 9110, 8288).

A page asked for as data is answered as the address of that form would be, and says so in ``Content-Location``.
"""

from collections.abc import Iterable
from typing import Final

from fastapi import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.forms.addresses import HTML, MEDIA, TITLES, Place, alternates, read
from api.negotiation import chosen, liking

_OK: Final = 200
_NOT_ACCEPTABLE: Final = 406


class Negotiated:
    """ASGI middleware over the whole application; what is no page with several forms passes through."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        found = read(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        place, named = found
        form = _form(place, ", ".join(Headers(scope=scope).getlist("accept"))) if named == HTML else named
        query = scope["query_string"].decode("latin-1")

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if named == HTML:
                    headers.add_vary_header("Accept")
                if message["status"] in {_OK, _NOT_ACCEPTABLE}:
                    _lead(headers, alternates(place, form or "", query))
                if message["status"] == _OK and form and form != named:
                    headers["Content-Location"] = place.asked(form, query)
            await send(message)

        if form is None:
            await _refused(place)(scope, receive, told)
        else:
            await self._app(scope if form == named else {**scope, "path": place.of(form)}, receive, told)


def _lead(headers: MutableHeaders, others: Iterable[str]) -> None:
    """Add links to those that an answer has."""
    links = [*filter(None, [headers.get("Link")]), *others]
    if links:
        headers["Link"] = ", ".join(links)


def _refused(place: Place) -> Response:
    """Return what says, in one sentence, in which forms a page comes; the links say where."""
    there = " and ".join(TITLES.get(form, "a page") for form in place.forms)
    return problems.problem(_NOT_ACCEPTABLE, "Not acceptable", f"This comes as {there} alone: it is no table.")


def _form(place: Place, accept: str) -> str | None:
    """Return the form to give; ``None`` if only such are wanted as other pages have and this one has not.

    Whoever wants neither gets the page: an answer says what it is.
    """
    there = {form: (MEDIA[form],) for form in place.forms}
    if liking([MEDIA[form] for form in there], accept) == 0 < liking(list(MEDIA.values()), accept):
        return None
    return chosen(None, accept, there)
