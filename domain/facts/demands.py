"""What was demanded, by whom and of whom, and what became of it as somebody states it."""

from enum import StrEnum
from typing import Final

from domain.dates import FuzzyDate
from domain.errors import FactError
from domain.facts.base import Fact, Name, Quoted, Text
from domain.people import FactId, PersonId, SourceId


class Answer(StrEnum):
    """What somebody of whom a thing was demanded said to it."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class Outcome(StrEnum):
    """What had become of a demand; the words by which assessments can be compared."""

    MET = "met"
    PARTLY_MET = "partly met"
    NOT_MET = "not met"
    REFUSED = "refused"
    LAPSED = "lapsed"
    REVERSED = "reversed"
    NOT_ASSESSED = "not assessed"

    __hash__ = str.__hash__


class DemandFact(Quoted, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something that bodies said on a day about what is demanded."""

    occurred: FuzzyDate
    bodies: tuple[Name, ...]

    def __post_init__(self) -> None:
        """Refuse what nobody said."""
        Quoted.__post_init__(self)
        if not self.bodies:
            raise FactError("no body is named; a demand, an answer and an assessment are somebody's", field="bodies")


class _OfDemands(DemandFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is said of demands that were made."""

    demands: tuple[FactId, ...]

    def __post_init__(self) -> None:
        """Refuse what is said of nothing."""
        DemandFact.__post_init__(self)
        if not self.demands:
            raise FactError("no demand is named; at least one is needed", field="demands")


class DemandMade(DemandFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Bodies demanded something of the ``addressee``, in a ``statement`` under a ``point`` of it.

    ``text`` says in neutral words what is asked; the demand's own words are its passages. ``releases`` are the people
    whose release is demanded: what became of that is computed from their liberty. ``part_of`` is the demand that this
    one is a part of, when the parts of one point fared differently.
    """

    TOPIC = "khronika:demand-made"
    addressee: Name
    text: Text
    statement: SourceId
    point: Name | None = None
    releases: tuple[PersonId, ...] = ()
    part_of: FactId | None = None


class DemandRestated(_OfDemands, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Bodies made an earlier demand again, in another ``statement``, perhaps for more or less (``text``)."""

    TOPIC = "khronika:demand-restated"
    text: Text
    statement: SourceId
    point: Name | None = None


class DemandAnswered(_OfDemands, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Bodies accepted or refused a demand; whether it was met is another question."""

    TOPIC = "khronika:demand-answered"
    answer: Answer
    text: Text | None = None


class DemandAssessed(_OfDemands, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """From that day on, these assessors hold that a demand has come to this; ``text`` says what had happened.

    A later assessment by the same assessor supersedes; different assessors stand side by side.
    """

    TOPIC = "khronika:demand-assessed"
    outcome: Outcome
    text: Text | None = None

    def __post_init__(self) -> None:
        """Refuse an assessment that assesses nothing."""
        _OfDemands.__post_init__(self)
        if self.outcome is Outcome.NOT_ASSESSED:
            raise FactError("not assessed is what stands where nobody has assessed", field="outcome")


class ConditionStated(_OfDemands, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Bodies linked a relief to demands, in their words: given for them, given without them, or to be given for them.

    It claims no cause: that somebody linked the two is all that is recorded.
    """

    TOPIC = "khronika:condition-stated"
    relief: Text
    text: Text


KINDS: Final[tuple[type[Fact], ...]] = (
    DemandMade,
    DemandRestated,
    DemandAnswered,
    DemandAssessed,
    ConditionStated,
)
