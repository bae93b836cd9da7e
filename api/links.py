"""Where an answer leads (RFC 8288): its description, itself for ever, the next page, the same as a page or a file."""

from typing import Final
from urllib.parse import urlencode

from fastapi import Request, Response

from api.forms.addresses import JSON, alternates, read, twin
from api.schemas.basis import BasisOut

DESCRIPTION: Final = '</openapi.json>; rel="describedby service-desc"; type="application/json"'
"""`service-desc` is RFC 8631's name for a description that programs read."""


def described(request: Request, response: Response) -> None:
    """Say of an answer in JSON where its fields are described, and which page with its files is asked the same."""
    others = twin(request.url.path, request.url.query, frozenset(request.query_params))
    response.headers["Link"] = ", ".join([DESCRIPTION, *others])


def linked(
    response: Response, *, canonical: str | None = None, following: str | None = None, page: str | None = None
) -> None:
    """Add the address that gives this answer for ever, that of the next page of it, and that of the page that shows it.

    Each is a path with its query. With the page come the files that it can be had as.
    """
    found = {"canonical": canonical, "next": following}
    added = [f'<{address}>; rel="{relation}"' for relation, address in found.items() if address]
    path, _, query = (page or "").partition("?")
    shown = read(path)
    added += alternates(shown[0], JSON, query) if shown else ()
    response.headers["Link"] = ", ".join([response.headers.get("Link", DESCRIPTION), *added])


def page(path: str, basis: BasisOut, **more: str | None) -> str | None:
    """Return the address of a page at the basis of a count; ``None`` if no page asks for that count."""
    if basis.recognized_by is not None:
        return None
    asked = {
        **more,
        "as_of": basis.as_of,
        "as_known": str(basis.as_known.size),
        "definition": basis.definition.id,
        "variant": basis.variant,
        "as_published": basis.as_published,
    }
    return f"{path}?{urlencode({name: value for name, value in asked.items() if value})}"
