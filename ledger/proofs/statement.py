"""What the log signs beside its checkpoints: notes whose first line says their kind, and each further line its name.

A kind has a key name of its own, the log's and the kind: ``example.org/log/answer``. The key behind it is the log's, so
the text must tell kinds apart, too: the second line of a checkpoint is a number, and here it begins with ``origin``.
Strict: what is read is what would be written, or it is a `ProofError`.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final

from domain.errors import ProofError
from ledger.proofs import note
from ledger.proofs.keys import SigningKey, VerifierKey
from ledger.proofs.note import Note

_HEX: Final = re.compile(r"[0-9a-f]{64}")


class Kind(StrEnum):
    """What is stated: whether a person was counted, that something was recorded, which state a count had."""

    ANSWER = "answer"
    RECEIPT = "receipt"
    STATE = "state"

    @property
    def context(self) -> str:
        """The first line of each note of this kind."""
        return f"khronika/{self.value}/v1"


def text_of(kind: Kind, origin: str, lines: Iterable[tuple[str, object]]) -> str:
    """Write the text of a statement."""
    return "".join(
        f"{line}\n" for line in (kind.context, f"origin {origin}", *(f"{name} {said}" for name, said in lines))
    )


class Lines:
    """The lines of a statement, taken one after the other by their names."""

    def __init__(self, text: str, kind: Kind) -> None:
        """Read a text that ends in a newline; raise `ProofError` for another kind than ``kind``."""
        self._kind = kind
        self._lines = text.split("\n")
        if self._lines.pop() or self._lines[:1] != [kind.context]:
            raise ProofError(f"that is no {kind.value}: the first line of one is {kind.context}")
        self._at = 1
        self.origin = self.take("origin")

    def take(self, name: str) -> str:
        """Return what the next line says; raise `ProofError` if it has another name."""
        found = self.maybe(name)
        if found is None:
            raise ProofError(f"line {self._at + 1} of the {self._kind.value} is not that of {name!r}")
        return found

    def maybe(self, name: str) -> str | None:
        """Return what the next line says, ``None`` if it has another name."""
        line = self._lines[self._at] if self._at < len(self._lines) else ""
        if not line.startswith(f"{name} "):
            return None
        self._at += 1
        return line.removeprefix(f"{name} ")

    def each(self, name: str) -> Iterator[str]:
        """Yield what the next lines say, as long as they have the name."""
        while (found := self.maybe(name)) is not None:
            yield found

    def hash(self, name: str) -> bytes:
        """Return the hash that the next line gives; raise `ProofError` if it gives none."""
        return bytes.fromhex(digest(self.take(name)))

    def end(self) -> None:
        """Return quietly if all lines are taken; raise `ProofError` if not."""
        if self._at != len(self._lines):
            raise ProofError(f"the {self._kind.value} goes on after line {self._at}, where it has to end")


def digest(text: str) -> str:
    """Return a SHA-256 as ``sha256sum`` prints it; raise `ProofError` for any other text."""
    if not _HEX.fullmatch(text):
        raise ProofError("a hash is 64 digits of the hexadecimal kind, in lower case")
    return text


def sign(kind: Kind, text: str, key: SigningKey) -> Note:
    """Return a statement as a note that the log's key signed, under the name of its kind."""
    made = Note(text, (SigningKey(_name(key.name, kind), key.private).sign(text),))
    if note.parse(made.data) != made:
        raise ProofError(f"the {kind.value} would not be read as it is written")
    return made


def check_signed(kind: Kind, signed: Note, *, origin: str, keys: Iterable[VerifierKey]) -> None:
    """Return quietly if one of the log's keys signed a statement; raise `ProofError` if none did.

    ``keys`` are those that sign checkpoints, as readers know them; ``origin`` is what the statement says.
    """
    note.check_signed(signed, [key_for(kind, key) for key in keys if key.name == origin])


def key_for(kind: Kind, key: VerifierKey) -> VerifierKey:
    """Return the public key that other tools check statements of a kind with."""
    return VerifierKey(_name(key.name, kind), key.public)


def _name(origin: str, kind: Kind) -> str:
    return f"{origin}/{kind.value}"
