"""Kept copies of sources: what was captured, what became of it, and what the archive holds."""

from typing import Annotated, Self

from pydantic import Field

from api.archive import Archived, Looked
from api.schemas.basis import Out
from api.schemas.evidence import AnomalyOut
from domain.facts import CopyChecked, CopyHandedOver
from domain.folds.archive import Step
from projections.archive import Held


class StepOut(Out):
    """What became of a copy: it was handed over, or somebody compared it with its digest."""

    id: Annotated[str, Field(description="The identifier of the fact.")]
    step: Annotated[str, Field(description="handed over or checked.")]
    on: Annotated[str, Field(description="When, as it is recorded.")]
    giver: Annotated[str | None, Field(description="The role that gave it; null of a check.")]
    taker: Annotated[str, Field(description="The role that took it, or that checked it.")]
    found: Annotated[
        str, Field(description="intact, changed or missing; of a copy handed over without a look, not looked at.")
    ]
    note: Annotated[str | None, Field(description="What the recorder adds; null if nothing.")]

    @classmethod
    def of(cls, step: Step) -> Self:
        """Print a step of custody."""
        match step.fact:
            case CopyHandedOver(giver=giver, taker=taker, handed_on=on, verified=verified, note=note):
                looked = "intact" if verified else "not looked at"
                return cls(
                    id=step.id, step="handed over", on=str(on), giver=giver, taker=taker, found=looked, note=note
                )
            case CopyChecked(role=role, checked_on=on, found=found, note=note):
                return cls(id=step.id, step="checked", on=str(on), giver=None, taker=role, found=found.value, note=note)


class CopyOut(Out):
    """A kept copy of a source."""

    id: Annotated[str, Field(description="The identifier of the fact.")]
    digest: Annotated[str, Field(description="The SHA-256 of its bytes, as sha256sum prints it.")]
    size: Annotated[int, Field(description="How many bytes it has.")]
    media_type: Annotated[str, Field(description="What kind of file it is.")]
    method: Annotated[str, Field(description="How it was made, or not stated.")]
    tool: Annotated[str | None, Field(description="With what it was made; null if nobody says.")]
    captured_at: Annotated[str | None, Field(description="When it was made, a day or a second in UTC; or null.")]
    role: Annotated[str, Field(description="The role that made it.")]
    terms: Annotated[str, Field(description="Whether it may be passed on: never, on request, or passes on.")]
    note: Annotated[str | None, Field(description="What the recorder adds; null if nothing.")]
    address: Annotated[
        str | None, Field(description="Where its bytes are to be had; null unless they may be passed on now.")
    ]
    custody: Annotated[list[StepOut], Field(description="What became of it, by day.")]
    holder: Annotated[str, Field(description="The role that holds it, as far as is recorded.")]
    anomalies: Annotated[list[AnomalyOut], Field(description="What does not fit together.")]

    @classmethod
    def of(cls, held: Held) -> Self:
        """Print a copy."""
        one = held.copy
        return cls(
            id=one.id,
            digest=one.fact.digest,
            size=one.fact.size,
            media_type=one.fact.media_type,
            method=one.fact.method.value,
            tool=one.fact.tool,
            captured_at=str(one.fact.captured_at) if one.fact.captured_at else None,
            role=one.fact.role,
            terms=one.fact.terms.value,
            note=one.fact.note,
            address=f"/v1/copies/{one.fact.digest}" if held.passes_on else None,
            custody=[StepOut.of(step) for step in one.steps],
            holder=one.holder,
            anomalies=[AnomalyOut.of(odd) for odd in one.anomalies],
        )


class ArchivedOut(Out):
    """What keeping a copy came to."""

    known: Annotated[bool, Field(description="True if just this copy of this source was recorded before.")]
    kept: Annotated[CopyOut, Field(description="The copy as it is recorded.")]

    @classmethod
    def of(cls, archived: Archived, held: Held) -> Self:
        """Print a copy that is kept now."""
        return cls(known=archived.position is None, kept=CopyOut.of(held))


class ArchiveOut(Out):
    """What the archive holds beside what the log names."""

    intact: Annotated[int, Field(description="How many copies that stand are held and have their digest.")]
    missing: Annotated[list[str], Field(description="Digests of copies that stand and are not held.")]
    changed: Annotated[list[str], Field(description="Names of files whose bytes have another digest.")]
    unreferenced: Annotated[list[str], Field(description="Digests of files that no fact ever named.")]
    unfinished: Annotated[int, Field(description="How many files were begun and never finished.")]

    @classmethod
    def of(cls, looked: Looked) -> Self:
        """Print what a look at the archive found."""
        return cls(
            intact=looked.intact,
            missing=list(looked.missing),
            changed=list(looked.changed),
            unreferenced=list(looked.unreferenced),
            unfinished=looked.unfinished,
        )
