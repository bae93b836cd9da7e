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

    id: Annotated[str, Field(description="The identifier of the passage, a fact of its own.")]
    pinpoint: Annotated[str, Field(description="The place in the source.")]
    text: Annotated[str, Field(description="What stands there; cuts are marked.")]
    wording: Annotated[str, Field(description="as printed, or in our words: then it is no quotation.")]
    source: Annotated[str, Field(description="The identifier of the source.")]
    issuer: Annotated[str | None, Field(description="Who issued the source; null if it does not stand.")]
    title: Annotated[str | None, Field(description="The title of the source.")]
    language: Annotated[str | None, Field(description="The language of the source, as a BCP 47 tag.")]
    published: Annotated[
        str | None, Field(description="When the source was published, as written (EDTF); null if it does not say.")
    ]
    url: Annotated[str | None, Field(description="Where it can be read; null if nowhere.")]

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

    liberty: Annotated[str, Field(description="free, a kind of custody or restriction, outside the country, or dead.")]
    deprivation: Annotated[
        str | None, Field(description="The fact that opened the stretch without liberty; null at large.")
    ]

    @classmethod
    def of(cls, element: Element) -> Self:
        """Print an element."""
        return cls(liberty=element.liberty.value, deprivation=element.deprivation)


def elements_out(elements: frozenset[Element]) -> list[ElementOut]:
    """Print a set of elements in a fixed order."""
    return [ElementOut.of(one) for one in sorted(elements, key=lambda one: (one.liberty, one.deprivation or ""))]


class RecognitionOut(Out):
    """Days ``[start, end)`` on which a body's recognition holds; ``end`` null is until further notice."""

    body: Annotated[str, Field(description="The organization.")]
    deprivation: Annotated[str | None, Field(description="The deprivation that it covers; null if none is named.")]
    start: Annotated[str, Field(description="The first day, YYYY-MM-DD.")]
    end: Annotated[str | None, Field(description="The day after the last; null is until further notice.")]
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

    oddity: Annotated[str, Field(description="What does not fit together.")]
    facts: Annotated[list[str], Field(description="The identifiers of the facts concerned.")]

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
