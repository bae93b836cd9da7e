"""The state of a day, recorded beside a checkpoint."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field

from api.schemas.basis import Out
from ledger.states import Recorded


class StateDigestOut(Out):
    """The digest of what one count counts; docs/state-digest.md says of which bytes."""

    definition: Annotated[str, Field(description="The definition, with its version.")]
    variant: Annotated[str, Field(description="then or hindsight; none where the definition knows none.")]
    digest: Annotated[str, Field(description="The digest, hexadecimal.")]


class StateOut(Out):
    """The digests of all default counts on one day, at the log size of a checkpoint."""

    size: Annotated[int, Field(description="The log size that they were read at; who is withheld is read there, too.")]
    as_of: Annotated[str, Field(description="The day that they are of.")]
    root: Annotated[str, Field(description="Merkle root hash of the log at this size, hexadecimal.")]
    rules_version: Annotated[int, Field(description="The version of the rules that read status and dates.")]
    recorded_at: Annotated[datetime, Field(description="When it was recorded, UTC; nobody signs this.")]
    digests: Annotated[list[StateDigestOut], Field(description="One for each definition and variant.")]
    note: Annotated[str, Field(description="All of this as a signed note; docs/answers.md says how to check it.")]

    @classmethod
    def of(cls, one: Recorded) -> Self:
        """Print a state."""
        says = one.says
        return cls(
            size=one.size,
            as_of=says.day,
            root=says.root.hex(),
            rules_version=says.rules,
            recorded_at=one.recorded_at,
            digests=[
                StateDigestOut(definition=each.definition, variant=each.variant, digest=each.sha256)
                for each in says.digests
            ],
            note=one.note.decode(),
        )
