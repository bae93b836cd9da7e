"""Receipts: that the log took events in, at which positions and when, as a note that whoever sent them keeps.

A log that later lacks them, or holds others in their place, is shown to be another log by its own signature.
Strict: ``parse(text).text == text``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.errors import ProofError
from ledger.proofs import merkle
from ledger.proofs.note import from_decimal
from ledger.proofs.statement import Kind, Lines, text_of


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


def check_events(receipt: Receipt, leaves: Iterable[bytes]) -> None:
    """Return quietly if a receipt is for events with these leaf hashes, in this order; raise `ProofError` if not."""
    found = list(leaves)
    if len(found) != receipt.last - receipt.first + 1 or root_of(found) != receipt.leaves:
        raise ProofError(f"the receipt is for other events at positions {receipt.first} to {receipt.last}")


def root_of(leaves: list[bytes]) -> bytes:
    """Return the root of the tree over leaf hashes."""
    nodes = dict(merkle.grow(0, [], leaves))
    return merkle.root([nodes[node] for node in merkle.subtrees(len(leaves))])
