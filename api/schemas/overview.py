"""A count over time, with what others published for it, and with sanctions and mandates beside it."""

from typing import Annotated, Self

from pydantic import Field

from api.schemas.basis import BasisOut, Out
from api.schemas.counts import PointOut
from api.schemas.evidence import holds_word
from domain.dates import OPEN_DAY, Day, iso
from domain.facts import CountPublished
from domain.folds.published import Figure
from projections.spans import Span


class PublishedPointOut(Out):
    """A figure that somebody published, which our count can be put beside."""

    id: Annotated[str, Field(description="The identifier of the figure, a fact.")]
    publisher: Annotated[str, Field(description="Whose number it is.")]
    quantity: Annotated[str, Field(description="The number as published.")]
    low: Annotated[int, Field(description="The lowest number that these words allow.")]
    high: Annotated[int | None, Field(description="The highest number that they allow; null is open.")]
    first: Annotated[str, Field(description="The first day that it may speak of.")]
    last: Annotated[str, Field(description="The last day that it may speak of.")]

    @classmethod
    def of(cls, figure: Figure, said: CountPublished) -> Self:
        """Print a figure."""
        low, high = figure.bounds
        return cls(
            id=figure.id,
            publisher=said.publisher,
            quantity=str(said.quantity),
            low=low,
            high=high,
            first=iso(figure.first),
            last=iso(figure.last),
        )


class LastingOut(Out):
    """When something was in force or suspended."""

    what: Annotated[str, Field(description="Authority and measure, or the mechanism that has a mandate.")]
    state: Annotated[str, Field(description="in force, or suspended.")]
    start: Annotated[str, Field(description="The first day.")]
    last: Annotated[str | None, Field(description="The last day; null is until further notice.")]
    holds: Annotated[str, Field(description="certainly or possibly.")]

    @classmethod
    def of(cls, span: Span) -> Self:
        """Print a span."""
        return cls(
            what=span.what,
            state=span.state,
            start=iso(span.start),
            last=None if span.end >= OPEN_DAY else iso(Day(span.end - 1)),
            holds=holds_word(span.holds),
        )


class OverviewOut(Out):
    """The cycle at one basis: a count at the end of each month, and what others published, imposed and mandated."""

    says: Annotated[str, Field(description="The main message in a sentence, made from the numbers.")]
    points: Annotated[list[PointOut], Field(description="Our count at the end of each month, up to the day.")]
    published: Annotated[list[PublishedPointOut], Field(description="Figures that can be put beside it, by day.")]
    sanctions: Annotated[list[LastingOut], Field(description="When anybody was under each measure.")]
    mandates: Annotated[list[LastingOut], Field(description="When each mandate was in force.")]
    scopes: Annotated[list[str], Field(description="What the registers declare that they cover.")]
    basis: Annotated[BasisOut, Field(description="All that the answer depends on; as_of is its last day.")]
