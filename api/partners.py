"""The token by which a partner's mirror is known: a file that only its owner reads, the same text on both sides."""

import hmac
import re
from pathlib import Path
from typing import Final

from starlette.requests import Request

from domain.errors import InvalidError, NotFoundError

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{32,200}")
_FOR_OTHERS: Final = 0o077


def read_token(path: Path) -> str:
    """Read a token; raise `InvalidError`, without the token, if it cannot be, or if others may read it."""
    try:
        if path.stat().st_mode & _FOR_OTHERS:
            raise InvalidError("the token file is open to others; take their rights away: chmod 600")
        found = path.read_bytes()[:1000].decode("ascii", "replace").removesuffix("\n")
    except OSError as error:
        raise InvalidError(f"the token file cannot be read: {error.strerror}") from error
    if not _TOKEN.fullmatch(found):
        raise InvalidError(
            "a token is a line of 32 to 200 letters, digits, - or _; make one with: openssl rand -hex 32"
        )
    return found


def authorization(token: str) -> str:
    """Return what is sent with a request, as RFC 6750, section 2.1, has it."""
    return f"Bearer {token}"


def check_partner(request: Request) -> None:
    """Return quietly if a request shows the token of this service; raise `NotFoundError` if not, or if it has none."""
    token: str | None = request.app.state.partner_token
    shown = request.headers.getlist("authorization")
    if token is None or len(shown) != 1 or not _same(shown[0], authorization(token)):
        raise NotFoundError("there is nothing here for whoever shows no token of this service")


def _same(shown: str, wanted: str) -> bool:
    return hmac.compare_digest(shown.encode(), wanted.encode())
