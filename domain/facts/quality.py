"""How far the record can be relied on: what somebody compared with its sources, and which sources repeat others."""

from enum import StrEnum
from typing import Final

from domain.dates import FuzzyDate
from domain.errors import FactError
from domain.facts.base import Fact, Text
from domain.people import FactId, PassageId, SourceId


class CheckOutcome(StrEnum):
    """What a comparison with the sources gave."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_REACHABLE = "source not reachable"


class CheckedAgainstSource(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A `role` compared facts, as they stood when this was recorded, with the sources they cite, and found this."""

    TOPIC = "khronika:checked-against-source"
    facts: tuple[FactId, ...]
    role: Text
    checked_on: FuzzyDate
    outcome: CheckOutcome
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse a check of nothing, or of the same twice."""
        if not self.facts or len(set(self.facts)) != len(self.facts):
            raise FactError("a check is of at least one fact, and of each once", field="facts")


class SourceRequotes(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a source says it has from another, its `origin`: all of it, or these passages of it alone."""

    TOPIC = "khronika:source-requotes"
    source: SourceId
    origin: SourceId
    reason: Text
    passages: tuple[PassageId, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a source that is its own origin."""
        if self.source == self.origin:
            raise FactError("a source has nothing from itself", field="origin")


KINDS: Final[tuple[type[Fact], ...]] = (
    CheckedAgainstSource,
    SourceRequotes,
)
