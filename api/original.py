"""Another instance over HTTP, as a mirror asks it: answers bounded in bytes and time, redirects not followed."""

import asyncio
import ipaddress
from types import TracebackType
from typing import Final, Self

import httpx2

from api.partners import authorization
from domain.errors import InvalidError, MirrorError
from ledger.mapper import MAX_BYTES
from ledger.proofs.merkle import HASH_BYTES
from ledger.proofs.tiles import Tile

_CHECKPOINT_BYTES: Final = 16_384
_PAGE_BYTES: Final = 8 * 1024 * 1024
_OK: Final = 200


class OverHttp:
    """The original at an address; its answers are read in the order in which they are asked for."""

    def __init__(self, url: str, *, token: str | None = None, patience: float) -> None:
        """Ask at ``url``, which may end in a path that stands before ``/v1``; raise `InvalidError` for no such address.

        A token is sent to this address alone, and over plain HTTP to this machine alone. ``patience`` is how many
        seconds one answer may take, from the first name look-up to its last byte.
        """
        self._url = _address(url, secret=token is not None)
        self._patience = patience
        self._headers = {"Accept-Encoding": "identity"}
        self._secret = {} if token is None else {"Authorization": authorization(token)}
        self._runner = asyncio.Runner()
        self._client = httpx2.AsyncClient(timeout=patience, headers=self._headers)

    def __enter__(self) -> Self:
        """Return the original."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connections."""
        self._runner.run(self._client.aclose())
        self._runner.close()

    def checkpoint(self) -> bytes:
        """Return its newest checkpoint."""
        return self._asked("/v1/checkpoint", most=_CHECKPOINT_BYTES)

    def tile(self, tile: Tile) -> bytes:
        """Return the hashes of a tile."""
        return self._asked(f"/v1/{tile.path}", most=tile.width * HASH_BYTES)

    def events(self, *, after: int, limit: int) -> list[bytes]:
        """Return the bytes of up to ``limit`` events after a position."""
        path = f"/v1/events?since={after}&limit={limit}"
        data = self._asked(path, most=min(_PAGE_BYTES, limit * (MAX_BYTES + 1)), headers=self._secret)
        *lines, rest = data.split(b"\n")
        if rest or not all(lines):
            raise MirrorError(f"the original's answer to {path} is not one event on each line")
        return lines

    def _asked(self, path: str, *, most: int, headers: dict[str, str] | None = None) -> bytes:
        try:
            return self._runner.run(self._get(path, most, headers or {}))
        except TimeoutError as error:
            raise MirrorError(f"the original did not answer {path} within {self._patience:g} seconds") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise MirrorError(f"the original does not answer {path} ({type(error).__name__})") from error

    async def _get(self, path: str, most: int, headers: dict[str, str]) -> bytes:
        async with (
            asyncio.timeout(self._patience),
            self._client.stream("GET", self._url + path, headers=headers) as got,
        ):
            if got.status_code != _OK:
                raise MirrorError(f"the original answers {path} with status {got.status_code}")
            if got.headers.get("content-encoding", "identity") != "identity":
                raise MirrorError(f"the original's answer to {path} is compressed, which was not asked for")
            data = bytearray()
            async for part in got.aiter_raw():
                data += part
                if len(data) > most:
                    raise MirrorError(f"the original's answer to {path} is longer than {most} bytes")
        return bytes(data)


def _address(url: str, *, secret: bool) -> str:
    """Return an address without the slash at its end; raise `InvalidError` for none, or one not safe for secrets."""
    try:
        found = httpx2.URL(url)
    except httpx2.InvalidURL as error:
        raise InvalidError("that is no address; write https://NAME", field="url") from error
    if found.scheme not in {"http", "https"} or not found.host or found.userinfo or found.query or found.fragment:
        raise InvalidError("an original has an address like https://NAME, without password or question", field="url")
    if secret and found.scheme == "http" and not _is_here(found.host):
        raise InvalidError("a token is not sent in the clear: give an https:// address", field="url")
    return str(found).rstrip("/")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
