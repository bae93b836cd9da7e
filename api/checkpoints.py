"""The checkpoints of a log as the doors give them."""

from typing import Final

from api import params
from api.schemas.checkpoints import CheckpointsOut
from domain.errors import NotFoundError
from domain.facts import KeyRotated
from ledger.checkpoints import Published
from ledger.events import ROTATION_TAG
from ledger.log import Log
from ledger.proofs.rotation import signed_by_both

PAGE: Final = 100
MOST: Final = 1000
"""How many checkpoints stand on a page: unless said otherwise, and at most."""
LARGEST: Final = params.LARGEST


def page(log: Log, *, since: int, limit: int) -> CheckpointsOut:
    """Return the checkpoints of sizes above ``since``, and the changes of the key."""
    found = log.checkpoints.page(after=since, limit=limit + 1)
    rotations = [
        (event, event.content)
        for event in log.tagged(ROTATION_TAG, upto=log.size())
        if isinstance(event.content, KeyRotated) and signed_by_both(event.content)
    ]
    return CheckpointsOut.of(found, rotations, limit=limit)


def one(log: Log, *, covering: int | None) -> Published:
    """Return the newest checkpoint, or the first that covers a size; raise `NotFoundError` if there is none yet."""
    found = log.checkpoints.newest() if covering is None else log.checkpoints.covering(covering)
    if found is None:
        raise NotFoundError("no checkpoint has been published yet" + ("" if covering is None else " of this size"))
    return found
