"""What every answer over HTTP is given at the edge: safe headers, an entity tag, and the answers to HEAD and to 304.

HEAD runs as GET and drops the body (RFC 9110, section 9.3.2). A tag is the SHA-256 of the body; who has that body
already is told so (RFC 9110, section 13.1.2).
"""

from hashlib import sha256
from typing import Final

from fastapi import Request, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems

POLICY: Final = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
SAFE: Final = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Send no reader elsewhere."""
_OK: Final = 200
_NOT_MODIFIED: Final = 304


class Edge:
    """ASGI middleware over the whole application; answers are small, so each is held until it is complete."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        if head:
            scope = {**scope, "method": "GET"}
        posted = scope["method"] == "POST"
        answer = _Answer(posted=posted)
        try:
            await self._app(scope, receive, answer.take)
        except Exception as error:  # noqa: BLE001 -- further out, the server would log a trace
            answer = _Answer(posted=posted)
            broken: Response = problems.broken(Request(scope), error)
            await broken(scope, receive, answer.take)
        await answer.send(send, ", ".join(Headers(scope=scope).getlist("if-none-match")), bodiless=head)


class _Answer:
    """An answer as the application makes it, part by part."""

    def __init__(self, *, posted: bool) -> None:
        # What is posted may name somebody: nothing keeps the answer, so nothing asks whether it still holds.
        self._posted = posted
        self._start: Message = {}
        self._body = b""

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")

    async def send(self, send: Send, known: str, *, bodiless: bool) -> None:
        headers = MutableHeaders(raw=list(self._start["headers"]))
        headers.update(SAFE)
        # Whatever can name a person is asked for again each time; only what a router says may last, does.
        headers.setdefault("Cache-Control", "no-store" if self._posted else "no-cache")
        status, body = self._start["status"], self._body
        if status == _OK and not self._posted:
            tag = headers.setdefault("ETag", f'"{sha256(body).hexdigest()[:32]}"')
            if _has(known, tag):
                status, body = _NOT_MODIFIED, b""
                del headers["Content-Length"], headers["Content-Type"]
        await send({"type": "http.response.start", "status": status, "headers": headers.raw})
        await send({"type": "http.response.body", "body": b"" if bodiless else body})


def _has(known: str, tag: str) -> bool:
    """Whether a request's ``If-None-Match`` names the tag; a proxy may have made it weak."""
    named = {one.strip().removeprefix("W/") for one in known.split(",")}
    return tag in named or "*" in named
