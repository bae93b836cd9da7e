"""Checkpoints as C2SP tlog-checkpoint v1 writes them: a signed note of a log's origin, size and root hash.

Strict: ``parse(text).text == text``, or it is a `ProofError`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.errors import ProofError
from ledger.proofs import note
from ledger.proofs.keys import SigningKey
from ledger.proofs.merkle import HASH_BYTES
from ledger.proofs.note import Note, Verifier, base64_of, from_base64, from_decimal

_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log claims of itself: under which name, how large it is, and the root hash; further lines mean nothing."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, base64_of(self.root), *self.extensions))


def parse(text: str) -> Checkpoint:
    """Read the text of a checkpoint; raise `ProofError` if it is not written exactly as `Checkpoint.text` would."""
    lines = text.split("\n")
    if lines.pop() or len(lines) < _LINES or not all(lines):
        raise ProofError("a checkpoint is lines that say origin, size and root hash")
    origin, size, root, *extensions = lines
    found = Checkpoint(origin, from_decimal(size), from_base64(root), tuple(extensions))
    if len(found.root) != HASH_BYTES:
        raise ProofError(f"the root hash of a checkpoint has {HASH_BYTES} bytes")
    return found


def sign(checkpoint: Checkpoint, keys: Sequence[SigningKey]) -> Note:
    """Return the checkpoint as a note that each of some keys signed."""
    return Note(checkpoint.text, tuple(key.sign(checkpoint.text) for key in keys))


def opened(data: bytes, *, origin: str, keys: Iterable[Verifier]) -> Checkpoint:
    """Return what a signed checkpoint says; raise `ProofError` unless one of some keys signed it, for this origin."""
    return checked(note.parse(data), origin=origin, keys=keys)


def checked(signed: Note, *, origin: str, keys: Iterable[Verifier]) -> Checkpoint:
    """Return what a note says as a checkpoint; raise `ProofError` unless one of some keys signed it for this origin."""
    note.check_signed(signed, keys)
    found = parse(signed.text)
    if found.origin != origin:
        raise ProofError(f"the checkpoint is of {found.origin}, not of {origin}")
    return found
