"""The state of a day: the digest of each default count, as a signed note.

A checkpoint says what the log holds, and this what it added up to. Strict: ``parse(text).text == text``.
"""

from dataclasses import dataclass

from domain.errors import ProofError
from ledger.proofs.note import from_decimal
from ledger.proofs.statement import Kind, Lines, digest, text_of


@dataclass(frozen=True, slots=True)
class Digest:
    """The digest of what one count counts, hexadecimal; the definition with its version."""

    definition: str
    variant: str
    sha256: str

    def __str__(self) -> str:
        """Write it as it stands in the note."""
        return f"{self.definition} {self.variant} {self.sha256}"


@dataclass(frozen=True, slots=True)
class State:
    """What is signed: the digests for a day (ISO) at a log size, who is withheld read at this size, too."""

    origin: str
    day: str
    size: int
    root: bytes
    rules: int
    digests: tuple[Digest, ...]

    @property
    def text(self) -> str:
        """The text that is signed."""
        return text_of(
            Kind.STATE,
            self.origin,
            [
                ("as-of", self.day),
                ("as-known", self.size),
                ("root", self.root.hex()),
                ("rules", self.rules),
                *(("digest", one) for one in self.digests),
            ],
        )


def parse(text: str) -> State:
    """Read the text of a state; raise `ProofError` if it is not written exactly as `State.text` would."""
    lines = Lines(text, Kind.STATE)
    found = State(
        origin=lines.origin,
        day=lines.take("as-of"),
        size=from_decimal(lines.take("as-known")),
        root=lines.hash("root"),
        rules=from_decimal(lines.take("rules")),
        digests=tuple(map(_digest, lines.each("digest"))),
    )
    lines.end()
    if found.text != text:
        raise ProofError("the state is not written in its one form")
    return found


def _digest(said: str) -> Digest:
    parts = said.split(" ")
    if len(parts) != len(Digest.__slots__):
        raise ProofError("a digest of a state has definition, variant and hash")
    return Digest(parts[0], parts[1], digest(parts[2]))
