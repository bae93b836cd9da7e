"""One person."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field

from api.schemas.basis import AsKnownOut, Out, open_end
from api.schemas.cases import CaseOut, MeasureOut, SentenceOut
from api.schemas.evidence import AnomalyOut, ElementOut, RecognitionOut, elements_out, holds_word
from api.schemas.facts import FactOut
from api.schemas.places import StayOut
from domain.dates import iso
from domain.folds.days import Days
from domain.folds.status import Span
from ledger.log import Head
from projections.people import Found
from projections.timeline import Timeline

Registered = Annotated[bool, Field(description="False once the registration is retracted: then no answer counts them.")]


class SpanOut(Out):
    """Days ``[start, end)`` on which one set holds: one element is certain, several are possible."""

    start: Annotated[str, Field(description="The first day, YYYY-MM-DD.")]
    end: Annotated[str | None, Field(description="The day after the last; null is until further notice.")]
    may_be: Annotated[list[ElementOut], Field(description="All that may be so.")]

    @classmethod
    def of(cls, span: Span) -> Self:
        """Print a span."""
        return cls(start=iso(span.start), end=open_end(span.end), may_be=elements_out(span.elements))


class DaysOut(Out):
    """Civil days at whose end the person was held, up to and with a day; `held` says what counts as that."""

    certain: Annotated[int, Field(description="Days under every reading of the dates.")]
    possible: Annotated[int, Field(description="Days under some reading of the dates.")]
    through: Annotated[str, Field(description="The last day looked at.")]

    @classmethod
    def of(cls, days: Days) -> Self:
        """Print a number of days."""
        return cls(certain=days.certain, possible=days.possible, through=iso(days.through))


class PersonOut(Out):
    """A person: names and attributes as standing facts, lanes of liberty, cases and sentences, and what was odd."""

    id: Annotated[str, Field(description="The identifier of the person.")]
    registered: Registered
    identifiers: Annotated[
        list[str],
        Field(description="All registrations that judgements of identity make one person; the first stands for them."),
    ]
    name: Annotated[str, Field(description="The name to print; empty if none stands.")]
    stated: Annotated[list[FactOut], Field(description="Names and attributes, each a fact.")]
    liberty: Annotated[
        list[SpanOut], Field(description="Spans in order, from the first day on which the person is not plainly free.")
    ]
    places: Annotated[list[StayOut], Field(description="Where they were held, in the order of days.")]
    recognitions: Annotated[
        list[RecognitionOut], Field(description="By whom, for which deprivation, from when until when.")
    ]
    incommunicado: Annotated[str, Field(description="Whether they were so on the day: no, possibly or certainly.")]
    days_held: Annotated[DaysOut, Field(description="How long the person was held, up to the day asked about.")]
    cases: Annotated[list[CaseOut], Field(description="Cases against the person, by the days that opened them.")]
    sentences: Annotated[list[SentenceOut], Field(description="Sentences, by their days.")]
    after_release: Annotated[list[MeasureOut], Field(description="Measures after release, by their first days.")]
    anomalies: Annotated[list[AnomalyOut], Field(description="What does not fit together in the record.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]

    @classmethod
    def of(cls, record: Timeline, head: Head) -> Self:
        """Print a person without the timeline's dated facts."""
        facts: dict[str, FactOut] = {one.id: FactOut.of(one) for one in record.entries}
        undated = [one for one in record.entries if not hasattr(one.shown, "occurred")]
        return cls(
            id=record.id,
            registered=record.registered,
            identifiers=list(record.identifiers),
            name=record.name,
            stated=[FactOut.of(one) for one in undated],
            liberty=[SpanOut.of(one) for one in record.spans],
            places=[StayOut.of(one) for one in record.places],
            recognitions=[RecognitionOut.of(one) for one in record.recognitions],
            incommunicado=holds_word(record.incommunicado),
            days_held=DaysOut.of(record.held),
            cases=[CaseOut.of(one, facts) for one in record.cases],
            sentences=[SentenceOut.of(one, facts) for one in record.sentences],
            after_release=[MeasureOut.of(one, facts) for one in record.measures],
            anomalies=[AnomalyOut.of(one) for one in record.anomalies],
            as_known=AsKnownOut.of(head),
        )


class TimelineOut(Out):
    """A person's dated facts in order, corrected and retracted ones included."""

    id: Annotated[str, Field(description="The identifier of the person.")]
    registered: Registered
    name: Annotated[str, Field(description="The name to print; empty if none stands.")]
    facts: Annotated[list[FactOut], Field(description="In the order of their days.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]

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


class FoundPersonOut(Out):
    """A person whom a publisher's key is stated for."""

    id: Annotated[str, Field(description="The identifier of the person.")]
    name: Annotated[str, Field(description="The name to print; empty if none stands.")]


class FoundOut(Out):
    """The persons for whom a publisher's key is stated."""

    people: Annotated[
        list[FoundPersonOut], Field(description="In the order of identifiers; empty if the key is stated for nobody.")
    ]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]

    @classmethod
    def of(cls, found: Sequence[Found], head: Head) -> Self:
        """Print whom a key leads to."""
        people = [FoundPersonOut(id=one.id, name=one.name) for one in found]
        return cls(people=people, as_known=AsKnownOut.of(head))
