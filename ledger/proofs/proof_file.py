"""The file that goes with a citation, as C2SP tlog-proof v1 writes it: index, inclusion proof and checkpoint.

Whoever has it, the event's bytes and the log's public key can check, offline, that the event is in the log.
Strict: ``parse(data).data == data``, or it is a `ProofError`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from domain.errors import ProofError
from ledger.proofs import checkpoint, note
from ledger.proofs.checkpoint import Checkpoint
from ledger.proofs.merkle import HASH_BYTES, check_inclusion
from ledger.proofs.note import Note, Verifier, base64_of, from_base64, from_decimal

HEADER: Final = "c2sp.org/tlog-proof@v1"
SUFFIX: Final = ".tlog-proof"
_EXTRA: Final = "extra "
_INDEX: Final = "index "
_DEEPEST: Final = 64
"""No tree that a size below 2^64 describes has more levels above a leaf."""


@dataclass(frozen=True, slots=True)
class ProofFile:
    """Where a leaf is, the hashes from its sibling upwards, and the signed checkpoint.

    ``index`` counts from 0: a position less one. Nothing vouches for ``extra``.
    """

    index: int
    proof: tuple[bytes, ...]
    checkpoint: Note
    extra: bytes | None = None

    @property
    def data(self) -> bytes:
        """The file."""
        extra = "" if self.extra is None else f"{_EXTRA}{base64_of(self.extra)}\n"
        hashes = "".join(f"{base64_of(one)}\n" for one in self.proof)
        return f"{HEADER}\n{extra}{_INDEX}{self.index}\n{hashes}\n".encode() + self.checkpoint.data


def parse(data: bytes) -> ProofFile:
    """Read a file; raise `ProofError` if it is not written exactly as `ProofFile.data` would write it."""
    head, blank, rest = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise ProofError("a proof is ASCII before its checkpoint") from error
    if not blank or lines.pop(0) != HEADER:
        raise ProofError(f"a proof begins with the line {HEADER}")
    extra = None
    if lines and lines[0].startswith(_EXTRA):
        extra = from_base64(lines.pop(0).removeprefix(_EXTRA))
        if not extra:
            raise ProofError("a proof without extra data has no line for it")
    if not lines or not lines[0].startswith(_INDEX):
        raise ProofError("a proof says the index of its leaf")
    index, *hashes = lines
    if len(hashes) > _DEEPEST:
        raise ProofError(f"a proof has at most {_DEEPEST} hashes")
    proof = tuple(map(from_base64, hashes))
    if any(len(one) != HASH_BYTES for one in proof):
        raise ProofError(f"a hash in a proof has {HASH_BYTES} bytes")
    return ProofFile(from_decimal(index.removeprefix(_INDEX)), proof, note.parse(rest), extra)


def check(found: ProofFile, leaf: bytes, *, origin: str, keys: Iterable[Verifier]) -> Checkpoint:
    """Return the checkpoint of a proof that holds: signed by one of some keys, with the leaf hash at its place.

    Raises `ProofError` if it does not.
    """
    signed = checkpoint.checked(found.checkpoint, origin=origin, keys=keys)
    check_inclusion(leaf, index=found.index, size=signed.size, proof=found.proof, root=signed.root)
    return signed
