"""The proof that an event is in the log, for a reader who keeps it: the C2SP file, over a published checkpoint."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from domain.errors import IntegrityError, NotFoundError, ProofError, QuestionError
from domain.phrases import Phrase
from ledger.checkpoints import Published
from ledger.log import Log
from ledger.proofs import merkle
from ledger.proofs.keys import parse_verifier
from ledger.proofs.proof_file import ProofFile


@dataclass(frozen=True, slots=True)
class Covering:
    """The first published checkpoint that covers something: what it says, and which key signed it."""

    origin: str
    size: int
    root: bytes
    key: str
    key_id: bytes
    published_at: datetime

    @classmethod
    def of(cls, published: Published) -> "Covering":
        """Return what a published checkpoint says."""
        says = published.says
        key_id = parse_verifier(published.key).key_id
        return cls(says.origin, says.size, says.root, published.key, key_id, published.published_at)


def covering(ledger: Log, size: int) -> Covering | None:
    """Return the first checkpoint of a size or a larger one; ``None`` if none is published yet.

    Checkpoints only grow, so once there is one it stays the first.
    """
    found = ledger.checkpoints.covering(size)
    return None if found is None else Covering.of(found)


def proof_file(ledger: Log, position: int, event: bytes, *, size: int | None = None) -> bytes:
    """Return the proof that an event is in the log, over the first checkpoint that covers it, or over that of a size.

    Raises `NotFoundError` if there is no such checkpoint, `QuestionError` for a size that does not reach the event, and
    `IntegrityError` rather than give a proof that does not hold.
    """
    if size is not None and size < position:
        short = Phrase(
            "a checkpoint of size %(size)s does not reach position %(position)s", size=str(size), position=str(position)
        )
        raise QuestionError(short, field="size")
    found = ledger.checkpoints.covering(position) if size is None else ledger.checkpoints.at(size)
    if found is None:
        raise NotFoundError(_missing(ledger, position, size))
    says = found.says
    made = ProofFile(position - 1, tuple(ledger.prove(position, says.size)), found.signed)
    leaf = merkle.leaf_hash(merkle.leaf_entry(event))
    try:
        merkle.check_inclusion(leaf, index=made.index, size=says.size, proof=made.proof, root=says.root)
    except ProofError as error:
        digest = sha256(event).hexdigest()
        raise IntegrityError(f"the checkpoint of size {says.size} does not hold the event {digest}") from error
    return made.data


def _missing(ledger: Log, position: int, size: int | None) -> str:
    newest = ledger.checkpoints.newest()
    if newest is None:
        return "this log has published no checkpoint yet; khronika key new and khronika checkpoint make the first"
    if size is not None:
        return f"no checkpoint of size {size} is published; the newest is of size {newest.size}"
    return f"no checkpoint covers position {position} yet; the newest is of size {newest.size}"
