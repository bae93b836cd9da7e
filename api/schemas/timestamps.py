"""Time stamps on a checkpoint."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self

from pydantic import Field

from api.schemas.basis import Out
from ledger.timestamps import Stamped


class TimestampOut(Out):
    """An authority says when it saw a checkpoint; its token says the same, and is signed."""

    authority: Annotated[str, Field(description="Our name of the authority.")]
    stamped_at: Annotated[datetime, Field(description="When the authority says that it saw it, UTC.")]
    received_at: Annotated[datetime, Field(description="When its token was received and found to hold, UTC.")]
    address: Annotated[str, Field(description="Where the token is to be had, as openssl ts reads it.")]

    @classmethod
    def of(cls, one: Stamped) -> Self:
        """Print a time stamp."""
        return cls(
            authority=one.authority,
            stamped_at=one.stamped_at,
            received_at=one.received_at,
            address=f"/v1/checkpoints/{one.size}/timestamps/{one.authority}",
        )


class TimestampsOut(Out):
    """The time stamps on the checkpoint of a log size."""

    size: Annotated[int, Field(description="The log size that the checkpoint speaks of.")]
    timestamps: Annotated[list[TimestampOut], Field(description="One of each authority that stamped it, by name.")]

    @classmethod
    def of(cls, size: int, found: Sequence[Stamped]) -> Self:
        """Print the time stamps on a checkpoint."""
        return cls(size=size, timestamps=[TimestampOut.of(one) for one in found])
