"""Receipts for what a log took in: made after it was read again, and held against the log that gave them."""

from domain.errors import IntegrityError, ProofError
from ledger.events import timestamp
from ledger.log import Log
from ledger.mapper import opened
from ledger.proofs import merkle
from ledger.proofs.receipt import Receipt, check_events, root_of
from ledger.recorder import Appended


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


def _leaves(log: Log, first: int, last: int) -> list[bytes]:
    pages = log.stored(after=first - 1, upto=last)
    return [merkle.leaf_hash(merkle.leaf_entry(opened(one.state))) for page in pages for one in page]
