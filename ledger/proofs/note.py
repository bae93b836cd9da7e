"""Signed notes as C2SP signed-note v1 writes them: a text, and lines with the signatures of it. Standard library only.

Strict: ``parse(data).data == data``, or it is a `ProofError`.
"""

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from domain.errors import ProofError

MOST_BYTES: Final = 1_000_000
MOST_SIGNATURES: Final = 100
KEY_ID_BYTES: Final = 4
_DASH: Final = "\u2014 "


class Verifier(Protocol):
    """A key that signatures are checked with; its name and id together say which it is."""

    @property
    def name(self) -> str:
        """The name of the key."""

    @property
    def key_id(self) -> bytes:
        """The first four bytes of a hash over name, kind and key."""

    def check(self, message: bytes, signature: bytes) -> None:
        """Return quietly if the key made the signature over the message; raise `ProofError` if not."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who signed, with which key, and what came of it."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """The line as it stands in a note, with its end."""
        return f"{_DASH}{self.name} {base64_of(self.key_id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which ends in a newline, and the signatures of it, at least one."""

    text: str
    signatures: tuple[Signature, ...]

    @property
    def data(self) -> bytes:
        """The whole note as it is stored and sent."""
        return (self.text + "\n" + "".join(one.line for one in self.signatures)).encode()


def parse(data: bytes) -> Note:
    """Read a note; raise `ProofError` if it is not written exactly as `Note.data` would write it."""
    if len(data) > MOST_BYTES:
        raise ProofError(f"a note of {len(data)} bytes is longer than {MOST_BYTES}")
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        raise ProofError("a note is UTF-8") from error
    if any(one < " " and one != "\n" for one in whole):
        raise ProofError("a note holds no control characters")
    text, blank, signatures = whole.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise ProofError("a note has a text, an empty line, and lines with signatures")
    lines = signatures[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise ProofError(f"a note has at most {MOST_SIGNATURES} signatures")
    return Note(text + "\n", tuple(map(_signature, lines)))


def check_signed(note: Note, by: Iterable[Verifier]) -> None:
    """Return quietly if one of some keys signed the note; raise `ProofError` if none did, or if one of theirs is wrong.

    Signatures of other keys say nothing.
    """
    known = {(key.name, key.key_id): key for key in by}
    theirs = [one for one in note.signatures if (one.name, one.key_id) in known]
    if not theirs:
        raise ProofError("no key that is trusted here signed the note")
    for one in theirs:
        known[one.name, one.key_id].check(note.text.encode(), one.value)


def check_name(name: str) -> None:
    """Return quietly if a key, or a log, can bear a name; raise `ProofError` if not."""
    if not name or "+" in name or any(one.isspace() or one < " " for one in name):
        raise ProofError(f"{name!r} cannot name a key: a name has no spaces and no plus")


def base64_of(data: bytes) -> str:
    """Write bytes as RFC 4648, section 4, does."""
    return b64encode(data).decode()


def from_base64(text: str) -> bytes:
    """Read base64 in its one form; raise `ProofError` for any other."""
    try:
        found = b64decode(text, validate=True)
    except (Error, ValueError) as error:
        raise ProofError("that is no base64") from error
    if base64_of(found) != text:
        raise ProofError("that is base64, but not in its one form")
    return found


def from_decimal(text: str) -> int:
    """Read a number below 2^64 without leading zeros; raise `ProofError` for any other text."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(2**64)) or str(int(text)) != text:
        raise ProofError(f"{text[:30]!r} is no number in its one form")
    if int(text) >= 2**64:
        raise ProofError(f"{text} is beyond all numbers of leaves")
    return int(text)


def _signature(line: str) -> Signature:
    dash, (name, blank, value) = line[: len(_DASH)], line[len(_DASH) :].partition(" ")
    if dash != _DASH or not blank:
        raise ProofError("a line with a signature is a dash, a name and the signature")
    check_name(name)
    found = from_base64(value)
    if len(found) <= KEY_ID_BYTES:
        raise ProofError(f"the signature of {name} is too short")
    return Signature(name, found[:KEY_ID_BYTES], found[KEY_ID_BYTES:])
