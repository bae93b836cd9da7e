"""What a fact moved."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field

from api.schemas.basis import AsKnownOut, CoverageOut, Out, open_end
from api.schemas.digest import NumbersOut
from api.schemas.facts import change_of
from domain.dates import iso
from domain.facts import word
from domain.folds.counts import Tests
from projections.explanations import ImpactAnswer
from projections.impact import Moved, Shift


class ShiftOut(Out):
    """Days ``[start, end)`` on which one count differs, by the same numbers on each of them."""

    definition: Annotated[str, Field(description="The definition of the count, with its version.")]
    variant: Annotated[str | None, Field(description="then or hindsight; null where the definition knows none.")]
    start: Annotated[str, Field(description="The first day, YYYY-MM-DD.")]
    end: Annotated[str | None, Field(description="The day after the last; null is until further notice.")]
    certain: Annotated[int, Field(description="How many more persons are certain; negative if fewer.")]
    possible: Annotated[int, Field(description="How many more persons are possible; negative if fewer.")]
    before: Annotated[NumbersOut, Field(description="The count on the first day, before.")]
    after: Annotated[NumbersOut, Field(description="The count on the first day, after.")]

    @classmethod
    def of(cls, shift: Shift) -> Self:
        """Print a shift."""
        rule = shift.definition
        return cls(
            definition=f"{rule.id}/{rule.version}",
            variant=shift.variant.value if rule.recognition is Tests.THIS_DEPRIVATION else None,
            start=iso(shift.start),
            end=open_end(shift.end),
            certain=shift.certain,
            possible=shift.possible,
            before=NumbersOut.of(shift.before),
            after=NumbersOut.of(shift.after),
        )


class MovedOut(Out):
    """One version of the fact, and what it moved."""

    version: Annotated[int, Field(description="From 1, within the fact.")]
    position: Annotated[int, Field(description="The number of the event in the log.")]
    change: Annotated[str, Field(description="recorded, corrected, retracted or reinstated.")]
    reason: Annotated[str | None, Field(description="Why the fact was changed; null for the first version.")]
    recorded_at: Annotated[datetime, Field(description="When it was recorded, UTC.")]
    moved: Annotated[list[ShiftOut], Field(description="The counts that it moved; empty if none.")]
    people: Annotated[
        list[str],
        Field(description="The persons whose counting changed; two that were judged the same can make up for another."),
    ]
    withheld: Annotated[int, Field(description="How many more persons that are.")]

    @classmethod
    def of(cls, moved: Moved) -> Self:
        """Print a version with what it moved."""
        change, reason, _ = change_of(moved.event.content)
        return cls(
            version=moved.event.version,
            position=moved.event.position,
            change=change,
            reason=reason,
            recorded_at=moved.event.recorded_at,
            moved=[ShiftOut.of(one) for one in moved.shifts],
            people=list(moved.people),
            withheld=moved.withheld,
        )


class ImpactOut(Out):
    """What a fact moved: the counts by any body, of every definition and variant, before and after each version."""

    id: Annotated[str, Field(description="The identifier of the fact.")]
    type: Annotated[str, Field(description="What kind of fact it is.")]
    versions: Annotated[list[MovedOut], Field(description="Every version, oldest first.")]
    coverage: Annotated[CoverageOut, Field(description="How much of the world the answer covers.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]

    @classmethod
    def of(cls, answer: ImpactAnswer) -> Self:
        """Print what a fact moved."""
        return cls(
            id=answer.id,
            type=word(type(answer.shown)),
            versions=[MovedOut.of(one) for one in answer.versions],
            coverage=CoverageOut.of(answer.coverage),
            as_known=AsKnownOut.of(answer.head),
        )
