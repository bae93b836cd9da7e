"""A proposal: what one row of a list would add to the record, as bytes with a digest that acceptance cites."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import msgspec

from api.intake.statements import Entry
from domain.errors import IntegrityError

CONTEXT: Final = "khronika/proposal/v1"
_PLACED: Final = frozenset({"source", "pinpoint"})
"""What a passage says of where it stands; the same words elsewhere propose nothing new."""
_encoder = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A fact that the list no longer states, by its key, and the reason to retract it."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """New and changed facts of one subject, as a register would write them, and those to retract.

    ``file`` is the SHA-256 of the file, ``row`` the row in it.
    """

    run: str
    register: str
    subject: str
    row: int
    file: str
    facts: Sequence[Entry]
    withdrawn: Sequence[Withdrawn] = ()

    @property
    def data(self) -> bytes:
        """The bytes: JSON with sorted keys, in UTF-8."""
        fields = {"ctx": CONTEXT} | {name: getattr(self, name) for name in self.__slots__}
        return _encoder.encode(fields)

    @property
    def says(self) -> str:
        """The digest of what is proposed, wherever in whichever file it stands."""
        facts = [{name: value for name, value in one.items() if name not in _PLACED} for one in self.facts]
        return sha256(_encoder.encode([facts, self.withdrawn])).hexdigest()


def digest(data: bytes) -> str:
    """Return the digest by which a proposal is known."""
    return sha256(data).hexdigest()


def parse(data: bytes) -> Proposal:
    """Read a proposal's bytes; raise `IntegrityError` if they are none."""
    try:
        fields: dict[str, Any] = msgspec.json.decode(data)
        if fields.pop("ctx") != CONTEXT:
            raise IntegrityError("a proposal of another format")
        withdrawn = [Withdrawn(**one) for one in fields.pop("withdrawn")]
        return Proposal(**fields, withdrawn=withdrawn)
    except (msgspec.DecodeError, KeyError, TypeError) as error:
        raise IntegrityError("the bytes of a proposal cannot be read") from error
