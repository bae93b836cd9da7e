"""Kept copies of sources: captured, handed over, checked. The bytes lie in the archive, under their digest."""

from typing import Annotated, Final

from msgspec import Meta

from domain.archive import CaptureMethod, CaptureTime, CopyState, Terms
from domain.dates import FuzzyDate
from domain.errors import FactError
from domain.facts.base import Fact, Text
from domain.people import FactId, SourceId

Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", max_length=64)]
"""A SHA-256 as ``sha256sum`` prints it."""
MediaType = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*$(?!\n)", max_length=100)]
"""A type of RFC 6838, without parameters, in small letters: ``text/html``, ``application/warc``."""


class CopyCaptured(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A `role` made a copy of a source. It says nothing of whether the source is right, or still says this.

    ``digest`` is the SHA-256 (hex) of the copy, ``size`` its length in bytes. The name of the file is not recorded.
    """

    TOPIC = "khronika:copy-captured"
    source: SourceId
    digest: Digest
    size: Annotated[int, Meta(ge=1)]
    media_type: MediaType
    role: Text
    method: CaptureMethod = CaptureMethod.NOT_STATED
    tool: str | None = None
    captured_at: CaptureTime | None = None
    terms: Terms = Terms.NEVER
    note: str | None = None


class CustodyFact(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What became of a copy after it was captured."""

    copy: FactId


class CopyHandedOver(CustodyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A copy went from one role to another; ``verified`` if its digest was computed then and was the recorded one."""

    TOPIC = "khronika:copy-handed-over"
    giver: Text
    taker: Text
    handed_on: FuzzyDate
    verified: bool = False
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse a step that goes nowhere."""
        if self.giver == self.taker:
            raise FactError("a copy is handed from one role to another", field="taker")


class CopyChecked(CustodyFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A `role` compared a kept copy with its digest, and found this."""

    TOPIC = "khronika:copy-checked"
    role: Text
    checked_on: FuzzyDate
    found: CopyState
    note: str | None = None


KINDS: Final[tuple[type[Fact], ...]] = (
    CopyCaptured,
    CopyHandedOver,
    CopyChecked,
)
