"""Cursors of lists: opaque, bound to the basis of the page before, and without a name in them."""

import base64
import binascii
from hashlib import sha256
from typing import Final, Self

import msgspec

from domain.dates import iso
from domain.errors import QuestionError
from domain.people import PersonId
from domain.phrases import Phrase
from projections.basis import Basis
from projections.groups import Group

_SUM: Final = 6
"""Bytes of the checksum: a damaged cursor is refused, and not read as one of another day."""
_NONE: Final = Phrase("that is no cursor of this list; take it from the page before")


class Cursor(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Where a list goes on: its basis, and the person after whom."""

    as_of: str
    as_known: int
    definition: str
    variant: str
    recognized_by: tuple[str, ...]
    rules: int
    after: str
    as_published: str | None = None
    by: str | None = None
    group: str | None = None

    @classmethod
    def of(cls, basis: Basis, after: PersonId, group: Group | None = None) -> Self:
        """Make the cursor of the page that follows a person, at a basis, of a whole list or of one group."""
        rule = basis.definition
        return cls(
            as_of=iso(basis.day),
            as_known=basis.head.size,
            definition=f"{rule.id}/{rule.version}",
            variant=basis.variant.value,
            recognized_by=tuple(sorted(basis.recognized_by)),
            rules=basis.rules,
            after=after,
            as_published=None if basis.as_published is None else iso(basis.as_published),
            by=group.by.value if group else None,
            group=group.name if group else None,
        )

    def format(self) -> str:
        """Write it as it stands in answers: base64url, without padding, of a checksum and the fields."""
        # Without the last fields a cursor is what it was before there were any.
        given = list(msgspec.structs.astuple(self))
        while given[-1] is None:
            given.pop()
        fields = msgspec.json.encode(given)
        return base64.urlsafe_b64encode(sha256(fields).digest()[:_SUM] + fields).rstrip(b"=").decode()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `format` wrote; raise `QuestionError` for any other text."""
        try:
            read = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
            found = msgspec.json.decode(read[_SUM:], type=cls)
        except (binascii.Error, ValueError) as error:
            raise QuestionError(_NONE, field="cursor") from error
        if found.format() != text:
            raise QuestionError(_NONE, field="cursor")
        return found
