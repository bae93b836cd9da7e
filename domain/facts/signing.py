"""Whose signature stands under the log: statements of the record about itself, which cite no source."""

from typing import Annotated, Final

from msgspec import Meta

from domain.errors import FactError
from domain.facts.base import Fact

VerifierText = Annotated[str, Meta(pattern=r"^[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$", max_length=400)]
SignatureText = Annotated[str, Meta(pattern=r"^[A-Za-z0-9+/]+=*$", max_length=8000)]


class KeyRotated(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """From this position on a new key signs checkpoints; both keys signed that it does.

    It counts for nothing unless both signatures hold (docs/adr/0034).
    """

    TOPIC = "khronika:key-rotated"
    old_key: VerifierText
    new_key: VerifierText
    old_signature: SignatureText
    new_signature: SignatureText

    def __post_init__(self) -> None:
        """Refuse a key that follows itself."""
        if self.old_key == self.new_key:
            raise FactError("a key does not take over from itself", field="new_key")


KINDS: Final[tuple[type[Fact], ...]] = (KeyRotated,)
