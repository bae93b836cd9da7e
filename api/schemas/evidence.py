"""What carries an answer: passages, what may be so, recognitions, anomalies."""

from typing import Annotated, Any, Self

from pydantic import Field

from api.schemas.basis import Out, open_end
from domain.dates import iso
from domain.facts import Fact
from domain.folds.anomalies import Anomaly
from domain.folds.holds import Holds
from domain.folds.recognition import Recognition
from domain.folds.status import Element
from ledger.mapper import body_of
from projections.evidence import Quote


class QuoteOut(Out):
    """A passage: what the source says, and where."""

    id: str
    pinpoint: str
    text: str
    wording: Annotated[str, Field(description="as printed, or in our words: then it is no quotation.")]
    source: str
    issuer: str | None
    title: str | None
    language: str | None
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
            language=source.language if source else None,
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


def elements_out(elements: frozenset[Element]) -> list[ElementOut]:
    """Print a set of elements in a fixed order."""
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
            end=open_end(span.end),
            holds=holds_word(span.now),
        )


class AnomalyOut(Out):
    """Something odd in a record: shown, not refused."""

    oddity: str
    facts: list[str]

    @classmethod
    def of(cls, anomaly: Anomaly) -> Self:
        """Print an anomaly."""
        return cls(oddity=anomaly.oddity.value, facts=list(anomaly.facts))


def holds_word(holds: Holds) -> str:
    """Print whether something holds."""
    return {Holds.NO: "no", Holds.POSSIBLY: "possibly", Holds.CERTAINLY: "certainly"}[holds]


def fields_of(fact: Fact) -> dict[str, Any]:
    """Print the fields of a fact but for its passages, which stand beside it in full."""
    return {name: value for name, value in body_of(fact).items() if name != "passages"}
