"""What the doors print: the same objects as JSON on the command line and over HTTP. Descriptions are the manual."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from domain.changes import Corrected, Reinstated, Retracted
from domain.dates import OPEN_DAY, Day, iso
from domain.facts import Fact, SourceRegistered, word
from domain.folds.anomalies import Anomaly
from domain.folds.counts import Tests
from domain.folds.recognition import Holds, Recognition
from domain.folds.status import Element, Span
from ledger.events import Event
from ledger.ledger import Head
from ledger.mapper import body_of
from projections.basis import Basis
from projections.evidence import Quote
from projections.prisoners import Prisoner, Reason
from projections.questions import CountAnswer, ListAnswer
from projections.sources import SourceRecord
from projections.timeline import Entry, Timeline, Version


class Out(BaseModel):
    """A frozen answer."""

    model_config = ConfigDict(frozen=True)


def _open(day: Day) -> str | None:
    return None if day >= OPEN_DAY else iso(day)


class AsKnownOut(Out):
    """How much of the log an answer is from."""

    size: Annotated[int, Field(description="Log size: how many events were read.")]
    recorded_at: Annotated[datetime | None, Field(description="When the last of them was recorded; null if none.")]
    root: Annotated[str, Field(description="Merkle root hash of the log at this size, hexadecimal.")]

    @classmethod
    def of(cls, head: Head) -> Self:
        """Print a head."""
        return cls(size=head.size, recorded_at=head.recorded_at, root=head.root.hex())


class DefinitionOut(Out):
    """The rule of a count."""

    id: str
    version: int
    says: str


class BasisOut(Out):
    """All that an answer depends on; the same basis gives the same answer, always."""

    as_of: Annotated[str, Field(description="The valid day asked about; at its end, in Minsk.")]
    as_known: AsKnownOut
    definition: DefinitionOut
    variant: Annotated[str | None, Field(description="then or hindsight; null where the definition knows none.")]
    recognized_by: Annotated[list[str] | None, Field(description="Bodies whose recognition counts; null is any.")]
    rules_version: int
    disclosure: Annotated[str, Field(description="What is withheld from readers at this basis.")]
    beyond_newest_fact: Annotated[
        bool, Field(description="True if the day is later than any day that a fact of this basis speaks of.")
    ]

    @classmethod
    def of(cls, basis: Basis) -> Self:
        """Print a basis."""
        rule = basis.definition
        return cls(
            as_of=iso(basis.day),
            as_known=AsKnownOut.of(basis.head),
            definition=DefinitionOut(id=rule.id, version=rule.version, says=rule.says),
            variant=basis.variant.value if rule.recognition is Tests.THIS_DEPRIVATION else None,
            recognized_by=sorted(basis.recognized_by) or None,
            rules_version=basis.rules,
            disclosure="nothing withheld",
            beyond_newest_fact=basis.beyond,
        )


class CoverageOut(Out):
    """How much of the world an answer covers: silence must not be quoted as truth."""

    extent: Annotated[str, Field(description="complete, or known to us.")]
    scopes: Annotated[list[str], Field(description="What the registers declare that they cover.")]


class CountOut(Out):
    """How many persons; both bounds are exact, the gap between them is the sources' imprecision."""

    certain: Annotated[int, Field(description="Persons counted under every reading of the dates.")]
    possible: Annotated[int, Field(description="Persons counted under some reading of the dates.")]
    coverage: CoverageOut
    basis: BasisOut

    @classmethod
    def of(cls, answer: CountAnswer) -> Self:
        """Print a count."""
        return cls(
            certain=answer.count.certain,
            possible=answer.count.possible,
            coverage=_coverage(answer),
            basis=BasisOut.of(answer.basis),
        )


class QuoteOut(Out):
    """A passage: what the source says, and where."""

    id: str
    pinpoint: str
    text: str
    wording: Annotated[str, Field(description="as printed, or in our words: then it is no quotation.")]
    source: str
    issuer: str | None
    title: str | None
    published: str | None
    url: str | None

    @classmethod
    def of(cls, quote: Quote) -> Self:
        """Print a passage with its source."""
        source = quote.source
        return cls(
            id=quote.id,
            pinpoint=quote.pinpoint,
            text=quote.text,
            wording=quote.wording.value,
            source=quote.source_id,
            issuer=source.issuer if source else None,
            title=source.title if source else None,
            published=str(source.published) if source and source.published else None,
            url=source.url if source else None,
        )


class ElementOut(Out):
    """One thing that may be so: a liberty value and the deprivation it is part of."""

    liberty: str
    deprivation: str | None

    @classmethod
    def of(cls, element: Element) -> Self:
        """Print an element."""
        return cls(liberty=element.liberty.value, deprivation=element.deprivation)


def _elements(elements: frozenset[Element]) -> list[ElementOut]:
    return [ElementOut.of(one) for one in sorted(elements, key=lambda one: (one.liberty, one.deprivation or ""))]


class RecognitionOut(Out):
    """Days ``[start, end)`` on which a body's recognition holds; ``end`` null is until further notice."""

    body: str
    deprivation: str | None
    start: str
    end: str | None
    holds: Annotated[str, Field(description="certainly, possibly or no (withdrawn).")]

    @classmethod
    def of(cls, span: Recognition) -> Self:
        """Print a span of recognition."""
        return cls(
            body=span.body,
            deprivation=span.deprivation,
            start=iso(span.start),
            end=_open(span.end),
            holds=_holds(span.now),
        )


class ReasonOut(Out):
    """A fact that an answer rests on, with its passages."""

    id: str
    type: str
    fields: dict[str, Any]
    passages: list[QuoteOut]

    @classmethod
    def of(cls, reason: Reason) -> Self:
        """Print a reason."""
        return cls(
            id=reason.id,
            type=word(type(reason.fact)),
            fields=_fields(reason.fact),
            passages=[QuoteOut.of(quote) for quote in reason.quotes],
        )


class AnomalyOut(Out):
    """Something odd in a record: shown, not refused."""

    oddity: str
    facts: list[str]

    @classmethod
    def of(cls, anomaly: Anomaly) -> Self:
        """Print an anomaly."""
        return cls(oddity=anomaly.oddity.value, facts=list(anomaly.facts))


class PrisonerOut(Out):
    """One person counted, what may be so on the day, and why."""

    id: str
    name: str
    holds: Annotated[str, Field(description="certainly or possibly.")]
    on_the_day: list[ElementOut]
    recognitions: list[RecognitionOut]
    because: list[ReasonOut]
    anomalies: list[AnomalyOut]

    @classmethod
    def of(cls, prisoner: Prisoner) -> Self:
        """Print one person."""
        return cls(
            id=prisoner.id,
            name=prisoner.name,
            holds=_holds(prisoner.holds),
            on_the_day=_elements(prisoner.elements),
            recognitions=[RecognitionOut.of(one) for one in prisoner.recognitions],
            because=[ReasonOut.of(one) for one in prisoner.reasons],
            anomalies=[AnomalyOut.of(one) for one in prisoner.anomalies],
        )


class ListOut(Out):
    """The persons whom the count with the same parameters counts."""

    prisoners: list[PrisonerOut]
    coverage: CoverageOut
    basis: BasisOut

    @classmethod
    def of(cls, answer: ListAnswer) -> Self:
        """Print a list."""
        return cls(
            prisoners=[PrisonerOut.of(one) for one in answer.prisoners],
            coverage=_coverage(answer),
            basis=BasisOut.of(answer.basis),
        )


class VersionOut(Out):
    """One version of a fact in the log: ``sha256sum`` of the event's bytes prints ``sha256``."""

    version: int
    position: int
    change: Annotated[str, Field(description="recorded, corrected, retracted or reinstated.")]
    reason: str | None
    fields: dict[str, Any]
    recorded_at: datetime
    recorded_by: str
    sha256: str
    stands: bool

    @classmethod
    def of(cls, version: Version) -> Self:
        """Print a version."""
        event = version.event
        change, reason, fields = _change(event)
        return cls(
            version=event.version,
            position=event.position,
            change=change,
            reason=reason,
            fields=fields,
            recorded_at=event.recorded_at,
            recorded_by=event.recorded_by,
            sha256=event.sha256,
            stands=version.stands,
        )


class FactOut(Out):
    """A fact: what stands of it, every version, and the passages it cites."""

    id: str
    type: str
    status: Annotated[str, Field(description="standing, corrected or retracted.")]
    fields: dict[str, Any]
    passages: list[QuoteOut]
    versions: list[VersionOut]

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Print a fact."""
        changed = len(entry.versions) > 1
        standing = "corrected" if changed and not entry.versions[0].stands else "standing"
        return cls(
            id=entry.id,
            type=word(type(entry.shown)),
            status="retracted" if entry.fact is None else standing,
            fields=_fields(entry.shown),
            passages=[QuoteOut.of(quote) for quote in entry.quotes],
            versions=[VersionOut.of(version) for version in entry.versions],
        )


class FactAnswerOut(Out):
    """A fact, at a basis."""

    fact: FactOut
    as_known: AsKnownOut

    @classmethod
    def of(cls, entry: Entry, head: Head) -> Self:
        """Print a fact with the log size it was read at."""
        return cls(fact=FactOut.of(entry), as_known=AsKnownOut.of(head))


class SpanOut(Out):
    """Days ``[start, end)`` on which one set holds: one element is certain, several are possible."""

    start: str
    end: str | None
    may_be: list[ElementOut]

    @classmethod
    def of(cls, span: Span) -> Self:
        """Print a span."""
        return cls(start=iso(span.start), end=_open(span.end), may_be=_elements(span.elements))


class PersonOut(Out):
    """A person: names and attributes as standing facts, spans of liberty and recognition, and what was odd."""

    id: str
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
    name: str
    facts: list[FactOut]
    as_known: AsKnownOut

    @classmethod
    def of(cls, record: Timeline, head: Head) -> Self:
        """Print a timeline."""
        dated = [one for one in record.entries if hasattr(one.shown, "occurred")]
        return cls(
            id=record.id, name=record.name, facts=[FactOut.of(one) for one in dated], as_known=AsKnownOut.of(head)
        )


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
            fields=_fields(record.source) if isinstance(record.source, SourceRegistered) else None,
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


class HealthOut(Out):
    """Whether the service answers, and how far its read models are behind the log."""

    status: Annotated[str, Field(description="ok, or behind.")]
    schema_version: str
    log_size: int
    position: int


def _coverage(answer: CountAnswer | ListAnswer) -> CoverageOut:
    return CoverageOut(extent=answer.coverage.extent.value, scopes=list(answer.coverage.scopes))


def _holds(holds: Holds) -> str:
    return {Holds.NO: "no", Holds.POSSIBLY: "possibly", Holds.CERTAINLY: "certainly"}[holds]


def _fields(fact: Fact) -> dict[str, Any]:
    return {name: value for name, value in body_of(fact).items() if name != "passages"}


def _change(event: Event) -> tuple[str, str | None, dict[str, Any]]:
    match event.content:
        case Corrected(body=body, reason=reason):
            return "corrected", reason, {"type": word(type(body))} | _fields(body)
        case Retracted(reason=reason, version=version):
            return "retracted", reason, {"version": version}
        case Reinstated(reason=reason, version=version):
            return "reinstated", reason, {"version": version}
        case fact:
            return "recorded", None, _fields(fact)
