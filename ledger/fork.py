"""The guard against forks: a log that is not what was signed of it takes nothing in, until somebody decides."""

from typing import Protocol

from domain.errors import ForkError, IntegrityError
from ledger.journal import Journal
from ledger.proofs.checkpoint import Checkpoint

_GO_ON = (
    "restore the newer copy, or fetch its events with khronika copy; if it is lost for good, begin under another "
    "KHRONIKA_ORIGIN with a new KHRONIKA_JOURNAL, and say so to readers"
)


class Sized(Protocol):
    """A log as far as the guard looks at it."""

    def size(self) -> int:
        """Return how many events the log holds."""

    def root(self, size: int) -> bytes:
        """Return the root hash at a size it has reached."""


class Guard:
    """Compares a log with the newest checkpoint that was signed of it here."""

    def __init__(self, journal: Journal) -> None:
        """Compare with what a journal says."""
        self._journal = journal
        self._held: Checkpoint | None = None

    def check(self, log: Sized) -> None:
        """Return quietly if the log holds all that was signed of it; raise `ForkError` if not."""
        last = self._journal.last()
        if last is None or last.says == self._held:
            return
        check_holds(log, last.says)
        self._held = last.says


def check_holds(log: Sized, signed: Checkpoint) -> None:
    """Return quietly if a log begins with what a checkpoint says; raise `ForkError` if not."""
    size = log.size()
    if size < signed.size:
        raise ForkError(
            f"the database holds {size} events, and a checkpoint was signed over {signed.size}: it is an older copy. "
            f"Nothing is recorded in it; {_GO_ON}"
        )
    try:
        same = log.root(signed.size) == signed.root
    except IntegrityError:
        same = False
    if not same:
        raise ForkError(
            f"the first {signed.size} events of the database are not those that a checkpoint was signed over. "
            f"Nothing is recorded in it; {_GO_ON}"
        )
