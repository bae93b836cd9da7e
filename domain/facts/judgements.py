"""Judgements of the recorder, each with its reason."""

from typing import Final

from domain.errors import FactError
from domain.facts.base import Fact, Text
from domain.people import FactId, PassageId, PersonId


class ReportPreferred(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Of several reports of one happening, the recorder follows this one, and says why."""

    TOPIC = "khronika:report-preferred"
    person: PersonId
    happening: FactId
    report: FactId
    reason: Text
    passages: tuple[PassageId, ...] = ()


class IdentityJudgement(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A judgement on whether two registered persons are one; whoever records it is its author (docs/adr/0025)."""

    pair: tuple[PersonId, ...]
    reason: Text
    passages: tuple[PassageId, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a judgement that is not on two."""
        if len(self.pair) != 2 or len(set(self.pair)) != 2:  # noqa: PLR2004 -- a pair
            raise FactError("a judgement of identity is on two different persons", field="pair")


class JudgedSame(IdentityJudgement, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The two are one person: answers count them once from this judgement on."""

    TOPIC = "khronika:judged-same"


class JudgedDifferent(IdentityJudgement, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The two are different persons: no other judgement joins them while this one stands."""

    TOPIC = "khronika:judged-different"


class JudgedUndecided(IdentityJudgement, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Somebody looked, and it cannot be said; that changes no answer."""

    TOPIC = "khronika:judged-undecided"


KINDS: Final[tuple[type[Fact], ...]] = (
    ReportPreferred,
    JudgedSame,
    JudgedDifferent,
    JudgedUndecided,
)
