"""One person."""

from typing import Annotated, Self

from pydantic import Field

from api.schemas.basis import AsKnownOut, Out, open_end
from api.schemas.evidence import AnomalyOut, ElementOut, RecognitionOut, elements_out
from api.schemas.facts import FactOut
from domain.dates import iso
from domain.folds.status import Span
from ledger.ledger import Head
from projections.timeline import Timeline

Registered = Annotated[bool, Field(description="False once the registration is retracted: then no answer counts them.")]


class SpanOut(Out):
    """Days ``[start, end)`` on which one set holds: one element is certain, several are possible."""

    start: str
    end: str | None
    may_be: list[ElementOut]

    @classmethod
    def of(cls, span: Span) -> Self:
        """Print a span."""
        return cls(start=iso(span.start), end=open_end(span.end), may_be=elements_out(span.elements))


class PersonOut(Out):
    """A person: names and attributes as standing facts, spans of liberty and recognition, and what was odd."""

    id: str
    registered: Registered
    name: str
    stated: list[FactOut]
    liberty: list[SpanOut]
    recognitions: list[RecognitionOut]
    anomalies: list[AnomalyOut]
    as_known: AsKnownOut

    @classmethod
    def of(cls, record: Timeline, head: Head) -> Self:
        """Print a person without the timeline's dated facts."""
        undated = [one for one in record.entries if not hasattr(one.shown, "occurred")]
        return cls(
            id=record.id,
            registered=record.registered,
            name=record.name,
            stated=[FactOut.of(one) for one in undated],
            liberty=[SpanOut.of(one) for one in record.spans],
            recognitions=[RecognitionOut.of(one) for one in record.recognitions],
            anomalies=[AnomalyOut.of(one) for one in record.anomalies],
            as_known=AsKnownOut.of(head),
        )


class TimelineOut(Out):
    """A person's dated facts in order, corrected and retracted ones included."""

    id: str
    registered: Registered
    name: str
    facts: list[FactOut]
    as_known: AsKnownOut

    @classmethod
    def of(cls, record: Timeline, head: Head) -> Self:
        """Print a timeline."""
        dated = [one for one in record.entries if hasattr(one.shown, "occurred")]
        return cls(
            id=record.id,
            registered=record.registered,
            name=record.name,
            facts=[FactOut.of(one) for one in dated],
            as_known=AsKnownOut.of(head),
        )
