"""Courts and places of detention on a day."""

from typing import Annotated, Any, Self

from pydantic import Field

from api.schemas.basis import AsKnownOut, CoverageOut, Out, open_end
from api.schemas.evidence import QuoteOut, fields_of, holds_word
from domain.dates import iso
from projections.basis import Count
from projections.places import Called, Place, PlacesAnswer
from projections.whereabouts import Stay


class HeldOut(Out):
    """How many persons."""

    certain: Annotated[int, Field(description="Persons under every reading of the dates.")]
    possible: Annotated[int, Field(description="Persons under some reading of the dates.")]

    @classmethod
    def of(cls, count: Count) -> Self:
        """Print a number of persons."""
        return cls(certain=count.certain, possible=count.possible)


class CalledOut(Out):
    """One name of a place."""

    id: Annotated[str, Field(description="The identifier of the fact that names it so.")]
    text: Annotated[str, Field(description="The name, as printed.")]
    language: Annotated[str, Field(description="The language that it is in.")]
    holds: Annotated[str, Field(description="Whether the place bore it on the day: certainly or possibly.")]
    fields: Annotated[dict[str, Any], Field(description="What the fact says: also since when and until when.")]
    passages: Annotated[list[QuoteOut], Field(description="The passages it cites.")]
    passages_missing: Annotated[int, Field(description="How many cited passages do not stand any more.")]
    passages_withheld: Annotated[int, Field(description="How many cited passages speak of somebody withheld.")]

    @classmethod
    def of(cls, one: Called) -> Self:
        """Print a name."""
        return cls(
            id=one.id,
            text=one.fact.text,
            language=one.fact.language,
            holds=holds_word(one.holds),
            fields=fields_of(one.fact),
            passages=[QuoteOut.of(quote) for quote in one.quotes],
            passages_missing=one.missing,
            passages_withheld=one.withheld,
        )


class PlaceOut(Out):
    """A court or a place of detention as it was on the day."""

    id: Annotated[str, Field(description="The identifier of the place.")]
    kind: Annotated[str, Field(description="What sort of place it was registered as.")]
    keeps: Annotated[
        str, Field(description="Whether it still was that on the day: certainly, possibly, or no (it was closed).")
    ]
    title: Annotated[str, Field(description="The name to print; one of another day where none is known for this one.")]
    names: Annotated[list[CalledOut], Field(description="Every name that it may have borne on the day.")]
    held: Annotated[
        HeldOut,
        Field(description="How many are held there, recognized or not; who may be in one of several is in each."),
    ]

    @classmethod
    def of(cls, one: Place) -> Self:
        """Print a place."""
        return cls(
            id=one.id,
            kind=one.kind.value,
            keeps=holds_word(one.keeps),
            title=one.name,
            names=[CalledOut.of(name) for name in one.names],
            held=HeldOut.of(one.held),
        )


class PlacesOut(Out):
    """Every court and place of detention that is registered, and how many are held there at the end of the day."""

    places: Annotated[list[PlaceOut], Field(description="By kind and name.")]
    unstated: Annotated[
        HeldOut,
        Field(description="Persons deprived of liberty of whom no place is known, or who are withheld."),
    ]
    as_of: Annotated[str, Field(description="The valid day asked about; at its end, in Minsk.")]
    coverage: Annotated[CoverageOut, Field(description="How much of the world the answer covers.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]

    @classmethod
    def of(cls, answer: PlacesAnswer) -> Self:
        """Print an answer."""
        return cls(
            places=[PlaceOut.of(one) for one in answer.places],
            unstated=HeldOut.of(answer.unstated),
            as_of=iso(answer.day),
            coverage=CoverageOut.of(answer.coverage),
            as_known=AsKnownOut.of(answer.head),
        )


class StayOut(Out):
    """Days ``[start, end)`` on which a person is held at a place; in the days of several, each is possible."""

    place: Annotated[str | None, Field(description="The identifier of the place; null where it is not known.")]
    title: Annotated[str, Field(description="How the place was called when the days begin; empty if not known.")]
    start: Annotated[str, Field(description="The first day, YYYY-MM-DD.")]
    end: Annotated[str | None, Field(description="The day after the last; null is until further notice.")]
    holds: Annotated[str, Field(description="certainly or possibly.")]

    @classmethod
    def of(cls, one: Stay) -> Self:
        """Print a stay."""
        there = one.there
        return cls(
            place=there.place,
            title=one.name,
            start=iso(there.start),
            end=open_end(there.end),
            holds=holds_word(there.holds),
        )
