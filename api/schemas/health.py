"""Whether the service answers."""

from typing import Annotated

from pydantic import Field

from api.schemas.basis import Out


class HealthOut(Out):
    """Whether the service answers, and how far its read models are behind the log."""

    status: Annotated[str, Field(description="ok, or behind.")]
    schema_version: Annotated[str, Field(description="The schema that this program needs.")]
    log_size: Annotated[int, Field(description="How many events the log holds.")]
    position: Annotated[int, Field(description="Up to which of them the read models are.")]
    lag: Annotated[int, Field(description="How many events of the log the read models have not taken in yet.")]
    lag_seconds: Annotated[
        float,
        Field(description="How long ago the oldest of these events was recorded, in seconds; 0 when there is none."),
    ]
