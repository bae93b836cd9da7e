"""What was published of a log up to a size: its checkpoints, and the keys that signed them."""

from dataclasses import dataclass

from domain.errors import KhronikaError
from ledger.checkpoints import Published
from ledger.events import ROTATION_TAG
from ledger.log import Log
from ledger.proofs.keys import parse_verifier
from ledger.proofs.rotation import reigns

_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Signed:
    """The log's name in its checkpoints, its keys, oldest first, and the notes by the size that they speak of."""

    origin: str | None
    keys: tuple[str, ...]
    checkpoints: dict[int, bytes]


def signed_of(log: Log, size: int) -> Signed:
    """Return all checkpoints up to a log size and, unless one is of that size, the next: it covers the size too.

    The next is left out if a key signed it that took over after this size: nothing up to here could say so.
    """
    found: list[Published] = []
    while page := log.checkpoints.page(after=found[-1].size if found else 0, limit=_PAGE):
        found += [one for one in page if one.size <= size]
        if page[-1].size >= size:
            break
    covering = log.checkpoints.covering(size)
    for every in ([*found, covering] if covering and covering not in found else found, found):
        keys = _keys(log, size, every)
        if every and {one.key for one in every} <= set(keys):
            return Signed(every[-1].says.origin, keys, {one.size: one.note for one in every})
    return Signed(None, (), {})


def _keys(log: Log, size: int, found: list[Published]) -> tuple[str, ...]:
    """Return the keys that led to the one of the newest checkpoint, oldest first."""
    if not found:
        return ()
    try:
        return tuple(str(one.key) for one in reigns(log.tagged(ROTATION_TAG, upto=size), parse_verifier(found[-1].key)))
    except KhronikaError:
        return ()
