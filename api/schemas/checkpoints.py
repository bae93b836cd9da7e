"""Signed checkpoints of the log, and the keys that signed them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self

from pydantic import Field

from api.schemas.basis import Out
from domain.facts import KeyRotated
from ledger.checkpoints import Published
from ledger.events import Event
from ledger.proofs.rotation import as_note


class CheckpointOut(Out):
    """A signed checkpoint of the log."""

    size: Annotated[int, Field(description="The log size that it speaks of.")]
    root: Annotated[str, Field(description="Merkle root hash of the log at this size, hexadecimal.")]
    published_at: Annotated[datetime, Field(description="When it was published, UTC; nobody signs this.")]
    key: Annotated[str, Field(description="The public key that signed it (C2SP signed-note); know it from elsewhere.")]
    note: Annotated[str, Field(description="The signed note itself, as /v1/checkpoint gives it.")]

    @classmethod
    def of(cls, one: Published) -> Self:
        """Print a checkpoint."""
        return cls(
            size=one.size,
            root=one.says.root.hex(),
            published_at=one.published_at,
            key=one.key,
            note=one.note.decode(),
        )


class RotationOut(Out):
    """A new key that took over from an earlier one."""

    position: Annotated[int, Field(description="From this log size on checkpoints are signed by the new key.")]
    fact: Annotated[str, Field(description="The identifier of the fact that says so.")]
    old_key: Annotated[str, Field(description="The public key that was given up.")]
    new_key: Annotated[str, Field(description="The public key that took over.")]
    note: Annotated[str, Field(description="What both keys signed, as a signed note; check both signatures.")]

    @classmethod
    def of(cls, event: Event, fact: KeyRotated) -> Self:
        """Print a rotation."""
        return cls(
            position=event.position,
            fact=event.id,
            old_key=fact.old_key,
            new_key=fact.new_key,
            note=as_note(fact).data.decode(),
        )


class CheckpointsOut(Out):
    """Signed checkpoints of the log, smallest size first, and every change of the key."""

    checkpoints: Annotated[list[CheckpointOut], Field(description="Those of larger sizes than `since`.")]
    rotations: Annotated[
        list[RotationOut], Field(description="Each change of the key, oldest first, that both keys signed.")
    ]
    next: Annotated[int | None, Field(description="`since` of the next page; null if there is nothing more yet.")]

    @classmethod
    def of(cls, found: Sequence[Published], rotations: Sequence[tuple[Event, KeyRotated]], *, limit: int) -> Self:
        """Print a page of checkpoints, of which one more than ``limit`` was asked for."""
        shown = found[:limit]
        return cls(
            checkpoints=[CheckpointOut.of(one) for one in shown],
            rotations=[RotationOut.of(event, fact) for event, fact in rotations],
            next=shown[-1].size if len(found) > limit else None,
        )
