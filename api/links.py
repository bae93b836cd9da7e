"""Where an answer leads, in its ``Link`` header (RFC 8288): its description, itself for ever, the next page."""

from typing import Final

from fastapi import Response

DESCRIPTION: Final = '</openapi.json>; rel="describedby service-desc"; type="application/json"'
"""`service-desc` is RFC 8631's name for a description that programs read."""


def described(response: Response) -> None:
    """Say of an answer in JSON where its fields are described."""
    response.headers["Link"] = DESCRIPTION


def linked(response: Response, *, canonical: str | None = None, following: str | None = None) -> None:
    """Add the address that gives this answer for ever, and that of the next page; both as a path with its query."""
    found = {"canonical": canonical, "next": following}
    added = [f'<{address}>; rel="{relation}"' for relation, address in found.items() if address]
    response.headers["Link"] = ", ".join([response.headers.get("Link", DESCRIPTION), *added])
