"""Cursors of lists: opaque, bound to the basis of the page before, and without a name in them."""

import base64
import binascii
from typing import Self

import msgspec

from domain.dates import iso
from domain.errors import QuestionError
from domain.people import PersonId
from projections.basis import Basis


class Cursor(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Where a list goes on: its basis, and the person after whom."""

    as_of: str
    as_known: int
    definition: str
    variant: str
    recognized_by: tuple[str, ...]
    rules: int
    after: str

    @classmethod
    def of(cls, basis: Basis, after: PersonId) -> Self:
        """Make the cursor of the page that follows a person, at a basis."""
        rule = basis.definition
        return cls(
            as_of=iso(basis.day),
            as_known=basis.head.size,
            definition=f"{rule.id}/{rule.version}",
            variant=basis.variant.value,
            recognized_by=tuple(sorted(basis.recognized_by)),
            rules=basis.rules,
            after=after,
        )

    def format(self) -> str:
        """Write it as it stands in answers: base64url without padding."""
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).rstrip(b"=").decode()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `format` wrote; raise `QuestionError` for any other text."""
        try:
            return msgspec.json.decode(base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)), type=cls)
        except (binascii.Error, ValueError) as error:
            raise QuestionError(
                "that is no cursor of this list; take it from the page before", field="cursor"
            ) from error
