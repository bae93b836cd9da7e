"""A proposal: what one row of a list would add to the record, as bytes with a digest that acceptance cites."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import msgspec

from api.intake.statements import Entry
from domain.errors import IntegrityError

CONTEXT: Final = "khronika/proposal/v1"
_PASSAGE: Final = "passage-quoted"
_SOURCE: Final = "source-registered"


class Withdrawn(msgspec.Struct, frozen=True):
    """A fact that the list no longer states, by its key, and the reason to retract it."""

    key: str
    reason: str


class Proposal(msgspec.Struct, frozen=True, tag_field="ctx", tag=CONTEXT, forbid_unknown_fields=True):
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
        return _encoder.encode(self)

    @property
    def says(self) -> str:
        """The digest of what is proposed, wherever in whichever file it stands: a passage's key is of its words."""
        said = [one for one in self.facts if one["type"] != _SOURCE]
        facts = [one["key"] if one["type"] == _PASSAGE else one for one in said]
        return sha256(_encoder.encode([facts, self.withdrawn])).hexdigest()


_encoder: Final = msgspec.json.Encoder(order="sorted")
_decoder: Final = msgspec.json.Decoder(Proposal)


def digest(data: bytes) -> str:
    """Return the digest by which a proposal is known."""
    return sha256(data).hexdigest()


def parse(data: bytes) -> Proposal:
    """Read a proposal's bytes; raise `IntegrityError` if they are none."""
    try:
        return _decoder.decode(data)
    except msgspec.DecodeError as error:
        raise IntegrityError("the bytes of a proposal cannot be read") from error
