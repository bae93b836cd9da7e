"""The form of a page that ``Accept`` asks for, at the page's own address, and links to the others (RFC 9110, 8288).

A page asked for as data is answered as the address of that form would be, and says so in ``Content-Location``.
"""

from typing import Final

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
        accept = ", ".join(Headers(scope=scope).getlist("accept"))
        form = named if named != HTML else _form(place, accept)
        query = scope["query_string"].decode("latin-1")

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                if named == HTML:
                    headers.add_vary_header("Accept")
                if message["status"] in {_OK, _NOT_ACCEPTABLE}:
                    links = [one for one in (headers.get("Link"), *alternates(place, form or "", query)) if one]
                    headers["Link"] = ", ".join(links)
                if message["status"] == _OK and form != named:
                    headers["Content-Location"] = place.asked(form or HTML, query)
            await send(message)

        if form is None:
            there = " and ".join(TITLES.get(one, "a page") for one in place.forms)
            refused = problems.problem(
                _NOT_ACCEPTABLE, "Not acceptable", f"This comes as {there} alone: it is no table."
            )
            await refused(scope, receive, told)
            return
        await self._app(scope if form == named else {**scope, "path": place.of(form)}, receive, told)


def _form(place: Place, accept: str) -> str | None:
    """Return the form to give; ``None`` if only such are wanted as other pages have and this one has not.

    Whoever wants neither gets the page: an answer says what it is.
    """
    there = {form: (MEDIA[form],) for form in place.forms}
    if liking([MEDIA[form] for form in there], accept) == 0 < liking(list(MEDIA.values()), accept):
        return None
    return chosen(None, accept, there)
