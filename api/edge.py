"""What every answer over HTTP is given at the edge: safe headers, a tag, gzip, and the answers to HEAD and to 304.

HEAD runs as GET and drops the body (RFC 9110, section 9.3.2). A tag is the SHA-256 of the body, marked if the body goes
out compressed, for those are other bytes (section 8.8.3.3); who has that body already is told so (section 13.1.2).
"""

import gzip
from hashlib import sha256
from typing import Final

from anyio import to_thread
from fastapi import Request, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems
from api.negotiation import codes

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAFE: Final = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Send no reader elsewhere."""
WORDY: Final = ("text/", "application/json", "image/svg+xml")
"""How media types of ours begin, or end after a plus, that get smaller; tiles and copies are bytes that do not."""
WORTH: Final = 500
"""Bytes of a body from which on compressing saves a packet."""
LEVEL: Final = 6
LARGE: Final = 128 * 1024
"""Bytes from which on a body is compressed in a thread, while others are answered."""
_OK: Final = 200
_NOT_MODIFIED: Final = 304


class Edge:
    """ASGI middleware over the whole application.

    Answers are small, so each is held until it is complete; what comes with an entity tag of its own is not, and goes
    out piece by piece.
    """

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
        asked = Headers(scope=scope)
        answer = _Answer(send, asked, posted=posted, bodiless=head)
        try:
            await self._app(scope, receive, answer.take)
        except Exception as error:
            if answer.begun:
                # The server cuts the connection: the reader sees that it is not the whole.
                raise
            answer = _Answer(send, asked, posted=posted, bodiless=head)
            broken: Response = problems.broken(Request(scope), error)
            await broken(scope, receive, answer.take)
        await answer.end()


class _Answer:
    """An answer as the application makes it, part by part."""

    def __init__(self, send: Send, asked: Headers, *, posted: bool, bodiless: bool) -> None:
        # What is posted may name somebody: nothing keeps the answer, so nothing asks whether it still holds.
        self._posted = posted
        self._send = send
        self._known = ", ".join(asked.getlist("if-none-match"))
        self._packs = codes("gzip", ", ".join(asked.getlist("accept-encoding")))
        self._bodiless = bodiless
        self._start: Message = {}
        self._body = b""
        self.begun = False

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            if "ETag" in Headers(raw=message["headers"]):
                await self._begin()
        elif message["type"] == "http.response.body":
            piece = message.get("body", b"")
            if not self.begun:
                self._body += piece
            elif piece and not self._bodiless:
                await self._send({"type": "http.response.body", "body": piece, "more_body": True})

    async def end(self) -> None:
        if not self.begun:
            await self._begin()
        body = b"" if self._bodiless else self._body
        await self._send({"type": "http.response.body", "body": body})

    async def _begin(self) -> None:
        """Send status and headers; from then on no body follows one who has it."""
        self.begun = True
        headers = MutableHeaders(raw=list(self._start["headers"]))
        for name, value in SAFE.items():
            headers.setdefault(name, value)
        # Whatever can name a person is asked for again each time; only what a router says may last, does.
        headers.setdefault("Cache-Control", "no-store" if self._posted else "no-cache")
        status = self._start["status"]
        if "GET" in headers.get("Allow", "").split(", "):
            # HEAD is answered here, so that no router knows of it.
            headers["Allow"] += ", HEAD"
        if status == _OK and not self._posted:
            # What has a tag of its own is given as it is: only it knows which bytes the tag is of.
            packed = "ETag" not in headers and self._packed(headers)
            tag = headers.setdefault("ETag", f'"{sha256(self._body).hexdigest()[:32]}{"-gzip" * packed}"')
            if _has(self._known, tag):
                status, self._bodiless = _NOT_MODIFIED, True
                del headers["Content-Length"], headers["Content-Type"]
            elif packed:
                self._body = await _compressed(self._body)
                headers["Content-Encoding"] = "gzip"
                headers["Content-Length"] = str(len(self._body))
        await self._send({"type": "http.response.start", "status": status, "headers": headers.raw})

    def _packed(self, headers: MutableHeaders) -> bool:
        """Whether the body goes out compressed; whatever might, says that it depends on the reader."""
        kind = headers.get("Content-Type", "").partition(";")[0]
        if len(self._body) < WORTH or not (kind.startswith(WORDY) or kind.endswith(("+json", "+xml"))):
            return False
        headers.add_vary_header("Accept-Encoding")
        return self._packs


async def _compressed(body: bytes) -> bytes:
    """Return a body as gzip, without the time in it: the same body gives the same bytes."""
    if len(body) < LARGE:
        return gzip.compress(body, LEVEL, mtime=0)
    return await to_thread.run_sync(lambda: gzip.compress(body, LEVEL, mtime=0))


def _has(known: str, tag: str) -> bool:
    """Whether a request's ``If-None-Match`` names the tag; a proxy may have made it weak."""
    named = {one.strip().removeprefix("W/") for one in known.split(",")}
    return tag in named or "*" in named
