"""A log as a mirror meets it: what a door would give of a ledger, and what a hostile one would."""

from collections.abc import Sequence
from pathlib import Path

from domain.errors import MirrorError, NotFoundError
from ledger.journal import Journal
from ledger.ledger import Ledger
from ledger.mirror import Mirror
from ledger.notary import Notary
from ledger.proofs.keys import VerifierKey, make_key, read_key
from ledger.proofs.tiles import Tile
from ledger.watch import Pinned, Watch
from tests.conftest import Clock
from tests.ledger.batches import drafts
from tests.signing import ORIGIN

PAGE = 5


class Served:
    """An honest original."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def checkpoint(self) -> bytes:
        found = self.ledger.checkpoints.newest()
        assert found is not None
        return found.note

    def tile(self, tile: Tile) -> bytes:
        try:
            return self.ledger.tiles.hashes(tile)
        except NotFoundError as error:
            raise MirrorError("status 404") from error

    def events(self, *, after: int, limit: int) -> Sequence[bytes]:
        return self.ledger.stored_bytes(after=after, limit=limit, most_bytes=10**6)


def signed(ledger: Ledger, folder: Path, *batches: int, journal: str = "journal") -> VerifierKey:
    """Record batches and sign after the last, with one key for all logs of a folder."""
    file = folder / "key.pem"
    key = read_key(file, ORIGIN) if file.exists() else make_key(file, ORIGIN)
    for size in batches:
        ledger.record(drafts(size))
    Notary(ledger, key, Journal(folder / journal), now=Clock()).sign()
    return key.verifier


def mirror(original: Served, target: Ledger, folder: Path, *keys: VerifierKey, seen: str = "seen") -> Mirror:
    """A mirror that takes a few events at a time."""
    return Mirror(original, Pinned(keys), Journal(folder / seen), target, now=Clock(), page=PAGE)


def watch(original: Served, folder: Path, *keys: VerifierKey, seen: str = "seen") -> Watch:
    """A watch, which holds no events."""
    return Watch(original, Pinned(keys), Journal(folder / seen))
