"""What every fact is: sourced, immutable, stored under a topic of its own."""

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from domain.errors import FactError
from domain.people import PassageId

Text = Annotated[str, Meta(min_length=1)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]


class Fact(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One sourced statement."""

    TOPIC: ClassVar[str]
    SCHEMA: ClassVar[int] = 1


class Quoted(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A fact that must cite: at least one passage."""

    passages: tuple[PassageId, ...]

    def __post_init__(self) -> None:
        """Refuse a fact without a passage (docs/adr/0001)."""
        if not self.passages:
            raise FactError("no passage is cited; at least one is needed", field="passages")
