"""Sanctions: whom they aim at, the acts with their clocks, and what each act did to which measures.

A day up to which something lasts (``expires``, ``suspended_until``) is its last day.
"""

from typing import Final

from domain.dates import FuzzyDate
from domain.errors import FactError
from domain.facts.base import Fact, Name, Quoted, Text
from domain.people import FactId, TargetId
from domain.quantities import Quantity
from domain.sanctions import Measure, TargetKind


class TargetRegistered(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The record speaks of somebody or something that sanctions aim at; who that is, other facts say."""

    TOPIC = "khronika:target-registered"
    kind: TargetKind


class TargetFact(Quoted, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A sourced statement about one target."""

    target: TargetId


class TargetNamed(TargetFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A target's name as listed; of a group, what makes it one. No other personal data is recorded."""

    TOPIC = "khronika:target-named"
    text: Name
    language: Text


class TargetIdStated(TargetFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A list's own id of the target: the publisher's claim, and no identity; another list's is another fact."""

    TOPIC = "khronika:target-id-stated"
    publisher: Name
    value: Name


class SizeStated(TargetFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How many persons and entities a group is, as one source counts them; what no source counts is none of it."""

    TOPIC = "khronika:size-stated"
    persons: Quantity | None = None
    entities: Quantity | None = None

    def __post_init__(self) -> None:
        """Refuse a size that counts nothing."""
        Quoted.__post_init__(self)
        if self.persons is None and self.entities is None:
            raise FactError("a size states persons or entities", field="persons")


class PartStated(TargetFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The target is part of a group: whoever counts the group has counted it. Parts of one group share nobody."""

    TOPIC = "khronika:part-stated"
    whole: TargetId


class ActAdopted(Quoted, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A legal act with its clocks, each as far as it is known; what it did to whom, measures say that name it."""

    TOPIC = "khronika:act-adopted"
    authority: Text
    title: Text
    adopted: FuzzyDate
    announced: FuzzyDate | None = None
    published: FuzzyDate | None = None
    in_force: FuzzyDate | None = None


class MeasureFact(TargetFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something that became of measures against a target under a programme; ``occurred`` is the day in force.

    Facts that name one act and one day are in force together.
    """

    authority: Text
    programme: Text
    measures: tuple[Measure, ...]
    occurred: FuzzyDate
    act: FactId | None = None

    def __post_init__(self) -> None:
        """Refuse a fact about no measure, or about one twice."""
        Quoted.__post_init__(self)
        if not self.measures or len({*self.measures}) < len(self.measures):
            raise FactError("at least one measure is named, and each once", field="measures")


class MeasureImposed(MeasureFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Measures apply from that day, also again; up to ``expires``, if that is stated."""

    TOPIC = "khronika:measure-imposed"
    expires: FuzzyDate | None = None


class MeasureProlonged(MeasureFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Measures go on, up to ``expires`` if that is stated; says nothing of whether they are suspended."""

    TOPIC = "khronika:measure-prolonged"
    expires: FuzzyDate | None = None


class MeasureSuspended(MeasureFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Measures stay and do not apply, up to ``suspended_until`` if that is stated; then they apply by themselves."""

    TOPIC = "khronika:measure-suspended"
    suspended_until: FuzzyDate | None = None


class MeasureLapsed(MeasureFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A source says that measures ended because nobody prolonged them."""

    TOPIC = "khronika:measure-lapsed"


class MeasureLifted(MeasureFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Measures were ended, against all of the target."""

    TOPIC = "khronika:measure-lifted"


class MeasureDivided(MeasureFact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Measures no longer go for all of a group alike; how they stand from then on, its parts and other groups say."""

    TOPIC = "khronika:measure-divided"


KINDS: Final[tuple[type[Fact], ...]] = (
    TargetRegistered,
    TargetNamed,
    TargetIdStated,
    SizeStated,
    PartStated,
    ActAdopted,
    MeasureImposed,
    MeasureProlonged,
    MeasureSuspended,
    MeasureLapsed,
    MeasureLifted,
    MeasureDivided,
)
