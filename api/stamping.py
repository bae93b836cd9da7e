"""Ask time-stamping authorities about the newest checkpoint. Whatever one of them does, the others are asked too."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException, HTTPResponse
from time import monotonic
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from api.settings import AuthoritySetting
from domain.errors import InvalidError, NotFoundError, ProofError
from ledger.checkpoints import Published
from ledger.log import Log
from ledger.proofs import timestamp
from ledger.proofs.timestamp import Pinned
from ledger.timestamps import Stamped

PATIENCE: Final = 10.0
"""Seconds that an authority has for each step of its answer."""
LONGEST: Final = 2**16
"""Bytes of an answer; a token with its certificates has a few thousand."""
QUERY: Final = "application/timestamp-query"
REPLY: Final = "application/timestamp-reply"


class _Straight(HTTPRedirectHandler):
    """Follows nobody elsewhere: the address is the one that was set."""

    def redirect_request(self, *_: object) -> None:
        """Take a redirection for the answer that it is."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Somebody who stamps, and the certificates that the stamps must lead to."""

    name: str
    url: str
    pinned: Pinned


@dataclass(frozen=True, slots=True)
class Outcome:
    """What asking one authority came to: a time stamp, new or held before, or why there is none."""

    authority: str
    stamped: Stamped | None
    new: bool
    failure: str | None


def authorities(settings: Sequence[AuthoritySetting]) -> tuple[Authority, ...]:
    """Read the certificates of each authority; raise `InvalidError` for two of one name or a file that holds none."""
    found: dict[str, Authority] = {}
    for one in settings:
        if one.name in found:
            raise InvalidError(f"KHRONIKA_AUTHORITIES: {one.name} is named twice", field="KHRONIKA_AUTHORITIES")
        try:
            pinned = timestamp.pinned(one.certificates.read_bytes())
        except OSError as error:
            message = f"KHRONIKA_AUTHORITIES: the certificates of {one.name} cannot be read"
            raise InvalidError(message, field="KHRONIKA_AUTHORITIES") from error
        except InvalidError as error:
            message = f"KHRONIKA_AUTHORITIES: {one.name}: {error.message}"
            raise InvalidError(message, field="KHRONIKA_AUTHORITIES") from error
        found[one.name] = Authority(one.name, one.url, pinned)
    return tuple(found.values())


def stamp(
    log: Log, asked: Sequence[Authority], *, now: Callable[[], datetime], patience: float = PATIENCE
) -> tuple[Outcome, ...]:
    """Have the newest checkpoint stamped by each authority that has not stamped it yet, and keep what holds.

    A checkpoint covers all before it, so an authority that failed is asked again about the next one. Raises
    `NotFoundError` if there is no checkpoint.
    """
    newest = log.checkpoints.newest()
    if newest is None:
        raise NotFoundError("there is no checkpoint yet")
    return tuple(_stamp(log, one, newest.size, newest.note, now=now, patience=patience) for one in asked)


def _stamp(
    log: Log, authority: Authority, size: int, note: bytes, *, now: Callable[[], datetime], patience: float
) -> Outcome:
    held = log.timestamps.at(size, authority.name)
    if held is not None:
        return Outcome(authority.name, held, new=False, failure=None)
    request = timestamp.request(note)
    try:
        token = ask(authority.url, request.data, patience=patience)
        at = timestamp.check_token(token, note, authority.pinned, nonce=request.nonce)
    except ProofError as error:
        return Outcome(authority.name, None, new=False, failure=str(error))
    log.timestamps.keep(Stamped(size, authority.name, token, at, now()))
    return Outcome(authority.name, log.timestamps.at(size, authority.name), new=True, failure=None)


def ask(url: str, query: bytes, *, patience: float) -> bytes:
    """Send a request to an authority (RFC 3161, section 3.4) and return its answer; raise `ProofError` for none."""
    sent = Request(url, data=query, headers={"Content-Type": QUERY, "Accept": REPLY}, method="POST")  # noqa: S310 -- settings take http and https alone
    try:
        with build_opener(_Straight()).open(sent, timeout=patience) as answer:
            return _read(answer, until=monotonic() + 3 * patience)
    except HTTPError as error:
        error.close()
        raise ProofError(f"the authority answers with status {error.code}") from error
    except (URLError, HTTPException, OSError) as error:
        raise ProofError(f"the authority does not answer ({type(error).__name__})") from error


def _read(answer: HTTPResponse, *, until: float) -> bytes:
    """Read an answer that is neither too long nor comes so slowly that the others wait for ever."""
    found = b""
    while piece := answer.read1(LONGEST):
        found += piece
        if len(found) > LONGEST:
            raise ProofError(f"the authority answers with more than {LONGEST} bytes")
        if monotonic() > until:
            raise ProofError("the authority answers too slowly")
    return found


def found(log: Log, size: str | None) -> tuple[Published, list[Stamped]]:
    """Return the checkpoint of a size, or the newest, with its time stamps; raise `NotFoundError` if there is none."""
    held = log.checkpoints.newest() if size is None else log.checkpoints.at(_number(size))
    if held is None:
        raise NotFoundError("there is no checkpoint yet" if size is None else "there is no checkpoint of this log size")
    return held, log.timestamps.of(held.size)


def token_of(log: Log, size: str, authority: str) -> bytes:
    """Return an authority's token on the checkpoint of a size; raise `NotFoundError` if there is none."""
    held = [one for one in found(log, size)[1] if one.authority == authority]
    if not held:
        raise NotFoundError("this authority has not stamped this checkpoint")
    return held[0].token


def _number(text: str) -> int:
    """Read a size as it stands in an address; what is none is the size of no checkpoint."""
    if not re.fullmatch("[1-9][0-9]{0,15}", text):
        raise NotFoundError("there is no checkpoint of this log size")
    return int(text)
