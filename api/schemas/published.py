"""Published counts, and what we have beside them."""

from typing import Annotated, Self

from pydantic import Field

from api.schemas.basis import AsKnownOut, BasisOut, CoverageOut, DefinitionOut, Out
from api.schemas.evidence import QuoteOut, holds_word
from domain.dates import iso
from domain.folds import RULES_VERSION
from domain.folds.coverage import Extent
from domain.folds.published import Line
from projections.published import (
    Answered,
    Beside,
    Published,
    PublishedAnswer,
    Reconciled,
    ReconciledAnswer,
    Rivals,
    Sum,
)


class LineOut(Out):
    """What figures are about; those of one line can be compared with one another."""

    counted: Annotated[str, Field(description="Whom or what they count, such as political prisoners or detained.")]
    unit: Annotated[str, Field(description="What is counted one by one: persons, detentions, cases and so on.")]
    group: Annotated[str | None, Field(description="The part of those counted, such as women; null is everybody.")]
    scope: Annotated[str, Field(description="The country, a region, or a list of an organization.")]

    @classmethod
    def of(cls, line: Line) -> Self:
        """Print a line."""
        return cls(counted=line.counted.value, unit=line.unit.value, group=line.group or None, scope=line.scope)


class PartOut(Out):
    """A figure that another one adds up."""

    id: Annotated[str, Field(description="The identifier of the figure, a fact.")]
    quantity: Annotated[str, Field(description="The number as published.")]
    counted: Annotated[str, Field(description="Whom or what it counts.")]
    group: Annotated[str | None, Field(description="The part of those counted; null is everybody.")]


class SumOut(Out):
    """A sum that the publisher prints, checked."""

    parts: Annotated[list[PartOut], Field(description="The figures that are added up.")]
    missing: Annotated[int, Field(description="How many of them do not stand any more.")]
    closes: Annotated[
        str | None,
        Field(description="certainly, possibly (bounds leave room) or no; null if a part is missing."),
    ]

    @classmethod
    def of(cls, found: Sum) -> Self:
        """Print a sum."""
        return cls(
            parts=[
                PartOut(id=identifier, quantity=str(said.quantity), counted=said.counted.value, group=said.group)
                for identifier, said in found.parts
            ],
            missing=found.missing,
            closes=None if found.closes is None else holds_word(found.closes),
        )


class FigureOut(Out):
    """A published count: as its publisher states it, never corrected by us."""

    id: Annotated[str, Field(description="The identifier of the figure, a fact.")]
    publisher: Annotated[str, Field(description="Whose number it is; who printed it stands with the passages.")]
    quantity: Annotated[str, Field(description="The number as published: 888, more than 700, dozens.")]
    low: Annotated[int, Field(description="The lowest number that these words allow.")]
    high: Annotated[int | None, Field(description="The highest number that they allow; null is open.")]
    stated_as_of: Annotated[
        str | None, Field(description="The day it is stated as of, as written (EDTF); null if none is said.")
    ]
    during: Annotated[
        str | None, Field(description="The time it counts over, as written (EDTF); null if none is said.")
    ]
    first: Annotated[str, Field(description="The first day that it may speak of.")]
    last: Annotated[str, Field(description="The last day that it may speak of.")]
    definition: Annotated[str | None, Field(description="The publisher's own definition; null if none is stated.")]
    implied: Annotated[bool, Field(description="True if the number is not printed, and what is said comes to it.")]
    sum: Annotated[SumOut | None, Field(description="The sum that the publisher makes it; null if it is none.")]
    passages: Annotated[list[QuoteOut], Field(description="The passages that state it.")]
    passages_missing: Annotated[int, Field(description="How many cited passages do not stand any more.")]
    passages_withheld: Annotated[int, Field(description="How many cited passages speak of somebody withheld.")]

    @classmethod
    def of(cls, found: Published) -> Self:
        """Print a figure."""
        said = found.said
        low, high = found.figure.bounds
        return cls(
            id=found.figure.id,
            publisher=said.publisher,
            quantity=str(said.quantity),
            low=low,
            high=high,
            stated_as_of=str(said.stated_as_of) if said.stated_as_of else None,
            during=str(said.during) if said.during else None,
            first=iso(found.figure.first),
            last=iso(found.figure.last),
            definition=said.definition,
            implied=said.implied,
            sum=SumOut.of(found.sum) if found.sum else None,
            passages=[QuoteOut.of(quote) for quote in found.quotes],
            passages_missing=found.missing,
            passages_withheld=found.withheld,
        )


class RivalsOut(Out):
    """The figures of one line: rivals stand side by side, and none is preferred."""

    about: Annotated[LineOut, Field(description="What they count.")]
    on_the_day: Annotated[list[FigureOut], Field(description="Figures that speak, or may speak, of the day.")]
    before: Annotated[list[FigureOut], Field(description="The nearest that speak of an earlier day.")]

    @classmethod
    def of(cls, found: Rivals) -> Self:
        """Print a line."""
        return cls(
            about=LineOut.of(found.line),
            on_the_day=[FigureOut.of(one) for one in found.on_the_day],
            before=[FigureOut.of(one) for one in found.before],
        )


class PublishedOut(Out):
    """What was published for a day, and the nearest before it."""

    lines: Annotated[list[RivalsOut], Field(description="One for each thing that is counted.")]
    as_of: Annotated[str, Field(description="The day asked about.")]
    days: Annotated[int, Field(description="How many days back the nearest earlier figures were looked for.")]
    coverage: Annotated[CoverageOut, Field(description="How much of what was published is recorded.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]

    @classmethod
    def of(cls, answer: PublishedAnswer) -> Self:
        """Print what was published."""
        return cls(
            lines=[RivalsOut.of(one) for one in answer.lines],
            as_of=iso(answer.day),
            days=answer.days,
            coverage=CoverageOut.of(answer.coverage),
            as_known=AsKnownOut.of(answer.head),
        )


class BesideOut(Out):
    """Our count on the days that a figure speaks of, and the difference."""

    definition: Annotated[DefinitionOut, Field(description="The definition of ours that comes nearest.")]
    certain: Annotated[int, Field(description="Persons counted under every reading; of several days the fewest.")]
    possible: Annotated[int, Field(description="Persons counted under some reading; of several days the most.")]
    extent: Annotated[str, Field(description="Coverage of our count on these days: complete, or known to us.")]
    residual_low: Annotated[int, Field(description="At least so many more are published than we count.")]
    residual_high: Annotated[int | None, Field(description="At most so many more; null is open.")]
    query: Annotated[str, Field(description="Parameters of /v1/counts that count again, on the last of these days.")]

    @classmethod
    def of(cls, found: Beside) -> Self:
        """Print a comparison."""
        basis = BasisOut.of(found.counts[-1].basis)
        low, high = found.residual
        return cls(
            definition=basis.definition,
            certain=min(one.count.certain for one in found.counts),
            possible=max(one.count.possible for one in found.counts),
            extent=_extent(found.counts),
            residual_low=low,
            residual_high=high,
            query=basis.query,
        )


class ReconciledOut(Out):
    """One figure and what we have beside it."""

    about: Annotated[LineOut, Field(description="What it counts.")]
    figure: Annotated[FigureOut, Field(description="The figure as published.")]
    on_the_day: Annotated[bool, Field(description="False if it speaks of an earlier day than the one asked about.")]
    ours: Annotated[
        BesideOut | None,
        Field(description="Our count; null where no definition of ours is near, or its day is too uncertain."),
    ]

    @classmethod
    def of(cls, found: Reconciled) -> Self:
        """Print a figure with ours."""
        return cls(
            about=LineOut.of(found.published.figure.line),
            figure=FigureOut.of(found.published),
            on_the_day=found.on_the_day,
            ours=BesideOut.of(found.beside) if found.beside else None,
        )


class ReconciliationOut(Out):
    """What was published for a day, and what we have: nothing is corrected to agree."""

    figures: Annotated[
        list[ReconciledOut], Field(description="Figures of the day; of a line that has none, the nearest before.")
    ]
    as_of: Annotated[str, Field(description="The day asked about.")]
    days: Annotated[int, Field(description="How many days back the nearest earlier figures were looked for.")]
    rules_version: Annotated[int, Field(description="The version of the rules that read status and dates.")]
    coverage: Annotated[CoverageOut, Field(description="How much of the world our counts and these figures cover.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]

    @classmethod
    def of(cls, answer: ReconciledAnswer) -> Self:
        """Print a reconciliation."""
        return cls(
            figures=[ReconciledOut.of(one) for one in answer.figures],
            as_of=iso(answer.day),
            days=answer.days,
            rules_version=RULES_VERSION,
            coverage=CoverageOut.of(answer.coverage),
            as_known=AsKnownOut.of(answer.head),
        )


def _extent(counts: tuple[Answered, ...]) -> str:
    complete = all(one.coverage.extent is Extent.COMPLETE for one in counts)
    return (Extent.COMPLETE if complete else Extent.KNOWN_TO_US).value
