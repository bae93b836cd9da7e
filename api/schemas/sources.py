"""One source."""

from typing import Any, Self

from api.schemas.basis import AsKnownOut, Out
from api.schemas.evidence import fields_of
from domain.facts import SourceRegistered
from ledger.ledger import Head
from projections.sources import SourceRecord


class PassageOut(Out):
    """A passage of the source."""

    id: str
    pinpoint: str
    text: str
    wording: str
    note: str | None


class SourceOut(Out):
    """A source and the passages quoted from it; ``fields`` is null once the source is retracted."""

    id: str
    fields: dict[str, Any] | None
    passages: list[PassageOut]
    as_known: AsKnownOut

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
            as_known=AsKnownOut.of(head),
        )
