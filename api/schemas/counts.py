"""How many."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import Field

from api.schemas.basis import BasisOut, CoverageOut, Out, SeriesBasisOut
from domain.dates import iso
from projections.breakdown import Breakdown
from projections.questions import CountAnswer

Certain = Annotated[int, Field(description="Persons counted under every reading of the dates.")]
Possible = Annotated[int, Field(description="Persons counted under some reading of the dates.")]


class GroupOut(Out):
    """One group of a count."""

    group: Annotated[
        str,
        Field(
            description="A body, an article, a value of the attribute, or the identifier of a place; unknown if none is"
            " stated, several if more than one is."
        ),
    ]
    title: Annotated[str | None, Field(description="How a place was called on the day; null of other groups.")] = None
    certain: Certain
    possible: Possible


class BreakdownOut(Out):
    """A count in groups."""

    by: Annotated[str, Field(description="recognizer, gender, occupation, article or place.")]
    overlapping: Annotated[
        bool, Field(description="True if one person may stand in several groups: then they do not sum to the whole.")
    ]
    groups: Annotated[
        list[GroupOut], Field(description="Groups that count anybody: bodies by name, values with most persons first.")
    ]

    @classmethod
    def of(cls, found: Breakdown) -> Self:
        """Print a breakdown."""
        return cls(
            by=found.by.value,
            overlapping=found.overlapping,
            groups=[
                GroupOut(group=name, title=found.names.get(name), certain=one.certain, possible=one.possible)
                for name, one in found.groups
            ],
        )


class CountOut(Out):
    """How many persons; both bounds are exact, the gap between them is the sources' imprecision."""

    certain: Certain
    possible: Possible
    breakdown: Annotated[BreakdownOut | None, Field(description="The groups, if `by` asked for them.")]
    coverage: Annotated[CoverageOut, Field(description="How much of the world the answer covers.")]
    basis: Annotated[BasisOut, Field(description="All that the answer depends on.")]

    @classmethod
    def of(cls, answer: CountAnswer) -> Self:
        """Print a count."""
        return cls(
            certain=answer.count.certain,
            possible=answer.count.possible,
            breakdown=BreakdownOut.of(answer.breakdown) if answer.breakdown else None,
            coverage=CoverageOut.of(answer.coverage),
            basis=BasisOut.of(answer.basis),
        )


class PointOut(Out):
    """The count on one day of a series."""

    as_of: Annotated[str, Field(description="The day, at its end in Minsk.")]
    certain: Certain
    possible: Possible
    extent: Annotated[str, Field(description="Coverage on this day: complete, or known to us.")]
    beyond_newest_fact: Annotated[
        bool, Field(description="True if the day is later than any that a fact of this basis speaks of.")
    ]


class SeriesOut(Out):
    """The count on each of some days, in order, at one basis but for the day."""

    points: Annotated[list[PointOut], Field(description="One for each day, in order.")]
    scopes: Annotated[list[str], Field(description="What the registers declare that they cover.")]
    basis: Annotated[SeriesBasisOut, Field(description="All that the series depends on.")]

    @classmethod
    def of(cls, answers: Sequence[CountAnswer], asked: Mapping[str, str | list[str]]) -> Self:
        """Print a series of at least one day, which ``asked`` asks for."""
        points = [
            PointOut(
                as_of=iso(one.basis.day),
                certain=one.count.certain,
                possible=one.count.possible,
                extent=one.coverage.extent.value,
                beyond_newest_fact=one.basis.beyond,
            )
            for one in answers
        ]
        scopes = sorted({scope for one in answers for scope in one.coverage.scopes})
        return cls(points=points, scopes=scopes, basis=SeriesBasisOut.over(answers[-1].basis, asked))
