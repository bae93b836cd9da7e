"""One source."""

from typing import Annotated, Any, Self

from pydantic import Field

from api.schemas.archive import CopyOut
from api.schemas.basis import AsKnownOut, Out
from api.schemas.evidence import fields_of
from domain.facts import SourceRegistered
from ledger.log import Head
from projections.sources import SourceRecord


class PassageOut(Out):
    """A passage of the source."""

    id: Annotated[str, Field(description="The identifier of the passage.")]
    pinpoint: Annotated[str, Field(description="The place in the source.")]
    text: Annotated[str, Field(description="What stands there; cuts are marked.")]
    wording: Annotated[str, Field(description="as printed, or in our words: then it is no quotation.")]
    note: Annotated[str | None, Field(description="What the recorder adds; null if nothing.")]


class SourceOut(Out):
    """A source and the passages quoted from it; ``fields`` is null once the source is retracted."""

    id: Annotated[str, Field(description="The identifier of the source.")]
    fields: Annotated[dict[str, Any] | None, Field(description="What is recorded of it; null once it is retracted.")]
    passages: Annotated[list[PassageOut], Field(description="The passages quoted from it that stand.")]
    passages_withheld: Annotated[int, Field(description="How many passages speak of somebody withheld.")]
    copies: Annotated[
        list[CopyOut], Field(description="The copies of it that are kept; terms are read as they are now.")
    ]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]

    @classmethod
    def of(cls, record: SourceRecord, head: Head) -> Self:
        """Print a source."""
        return cls(
            id=record.id,
            fields=fields_of(record.source) if isinstance(record.source, SourceRegistered) else None,
            passages=[
                PassageOut(
                    id=one.id,
                    pinpoint=one.passage.pinpoint,
                    text=one.passage.text,
                    wording=one.passage.wording.value,
                    note=one.passage.note,
                )
                for one in record.passages
            ],
            passages_withheld=record.withheld,
            copies=[CopyOut.of(one) for one in record.copies],
            as_known=AsKnownOut.of(head),
        )
