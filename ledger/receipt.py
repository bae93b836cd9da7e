"""Receipts: that the log took events in, at which positions and when, as a note that whoever sent them keeps.

A log that later lacks them, or holds others in their place, is shown to be another log by its own signature.
Strict: ``parse(text).text == text``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.errors import IntegrityError, ProofError
from ledger import merkle
from ledger.events import timestamp
from ledger.log import Log
from ledger.mapper import opened
from ledger.note import from_decimal
from ledger.recorder import Appended
from ledger.statement import Kind, Lines, text_of


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is promised: the log holds these events at positions ``first`` to ``last``, and ``root`` at size ``last``.

    ``leaves`` is the root of the tree over the leaf hashes of these events alone; of one event it is its leaf hash.
    """

    origin: str
    recorded_at: str
    first: int
    last: int
    leaves: bytes
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed."""
        return text_of(
            Kind.RECEIPT,
            self.origin,
            [
                ("recorded-at", self.recorded_at),
                ("first", self.first),
                ("last", self.last),
                ("leaves", self.leaves.hex()),
                ("root", self.root.hex()),
            ],
        )


def parse(text: str) -> Receipt:
    """Read the text of a receipt; raise `ProofError` if it is not written exactly as `Receipt.text` would."""
    lines = Lines(text, Kind.RECEIPT)
    found = Receipt(
        origin=lines.origin,
        recorded_at=lines.take("recorded-at"),
        first=from_decimal(lines.take("first")),
        last=from_decimal(lines.take("last")),
        leaves=lines.hash("leaves"),
        root=lines.hash("root"),
    )
    lines.end()
    if found.text != text:
        raise ProofError("the receipt is not written in its one form")
    if not 0 < found.first <= found.last:
        raise ProofError(f"there are no positions from {found.first} to {found.last}")
    return found


def receipt_for(log: Log, origin: str, done: Appended) -> Receipt:
    """Return the receipt for what was appended, read again; raise `IntegrityError` if it is not as it was sent."""
    leaves = _leaves(log, done.first, done.last)
    stored = [found for _, found in log.recorder.level(0, low=done.first - 1, high=done.last)]
    if leaves != stored:
        raise IntegrityError(f"positions {done.first} to {done.last} are not as they were recorded; nothing is signed")
    return Receipt(origin, timestamp(done.recorded_at), done.first, done.last, root_of(leaves), log.root(done.last))


def check_kept(log: Log, receipt: Receipt) -> None:
    """Return quietly if a log holds what a receipt promises; raise `ProofError` if not."""
    if log.size() < receipt.last:
        raise ProofError(f"the log holds {log.size()} events, and the receipt is for positions up to {receipt.last}")
    check_events(receipt, _leaves(log, receipt.first, receipt.last))
    if log.root(receipt.last) != receipt.root:
        raise ProofError(f"the log of size {receipt.last} is another than the receipt was given for")


def check_events(receipt: Receipt, leaves: Iterable[bytes]) -> None:
    """Return quietly if a receipt is for events with these leaf hashes, in this order; raise `ProofError` if not."""
    found = list(leaves)
    if len(found) != receipt.last - receipt.first + 1 or root_of(found) != receipt.leaves:
        raise ProofError(f"the receipt is for other events at positions {receipt.first} to {receipt.last}")


def root_of(leaves: list[bytes]) -> bytes:
    """Return the root of the tree over leaf hashes."""
    nodes = dict(merkle.grow(0, [], leaves))
    return merkle.root([nodes[node] for node in merkle.subtrees(len(leaves))])


def _leaves(log: Log, first: int, last: int) -> list[bytes]:
    pages = log.stored(after=first - 1, upto=last)
    return [merkle.leaf_hash(merkle.leaf_entry(opened(one.state))) for page in pages for one in page]
