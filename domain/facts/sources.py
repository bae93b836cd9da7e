"""What everything else cites: sources, passages, and what a register covers."""

from typing import Annotated, Final

from msgspec import Meta

from domain.dates import FuzzyDate, FuzzyInterval
from domain.errors import FactError
from domain.facts.base import Fact, Text
from domain.people import PassageId, PersonId, SourceId
from domain.sources import About, SourceKind, Variant, Wording


class SourceRegistered(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A document that states something. ``digest`` is the SHA-256 (hex) of our copy, where we hold one."""

    TOPIC = "khronika:source-registered"
    kind: SourceKind
    issuer: Text
    title: Text
    language: Text
    published: FuzzyDate | None = None
    captured: FuzzyDate | None = None
    url: str | None = None
    signatories: tuple[str, ...] = ()
    digest: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse an address that a reader could not open as a page."""
        if self.url is not None and not self.url.startswith(("https://", "http://")):
            raise FactError("an address begins with https:// or http://", field="url")


class PassageQuoted(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A place in a source, what it says (``[…]`` marks a cut, docs/registers.md), and the people it mentions."""

    TOPIC = "khronika:passage-quoted"
    source: SourceId
    pinpoint: Text
    text: Text
    wording: Wording = Wording.AS_PRINTED
    mentions: tuple[PersonId, ...] = ()
    note: str | None = None


class CoverageDeclared(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A register states its scope, and inside which window, if any, its answers to one definition are complete.

    ``persons`` is how many that is: an answer with another number, after a retraction say, is not complete. A scope
    that says what it is ``about`` is told with answers about that alone.
    """

    TOPIC = "khronika:coverage-declared"
    scope: Text
    definition: str | None = None
    variant: Variant | None = None
    window: FuzzyInterval | None = None
    persons: Annotated[int, Meta(ge=0)] | None = None
    about: tuple[About, ...] = ()
    passages: tuple[PassageId, ...] = ()

    def __post_init__(self) -> None:
        """Refuse half a declaration of completeness."""
        parts = (self.definition, self.variant, self.window)
        if any(part is None for part in parts) and any(part is not None for part in parts):
            raise FactError("completeness needs definition, variant and window together", field="window")
        if self.persons is not None and self.window is None:
            raise FactError("how many persons belongs to a declaration of completeness", field="persons")


KINDS: Final[tuple[type[Fact], ...]] = (
    SourceRegistered,
    PassageQuoted,
    CoverageDeclared,
)
