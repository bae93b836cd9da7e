"""Who, and why."""

from typing import Annotated, Any, Self

from pydantic import Field

from api.cursor import Cursor
from api.schemas.basis import BasisOut, CoverageOut, Out
from api.schemas.counts import Certain, Possible
from api.schemas.evidence import AnomalyOut, ElementOut, QuoteOut, RecognitionOut, elements_out, fields_of, holds_word
from domain.facts import word
from projections.groups import Narrowed
from projections.prisoners import Prisoner, Reason
from projections.questions import ListAnswer


class ReasonOut(Out):
    """A fact that an answer rests on, with its passages."""

    id: Annotated[str, Field(description="The identifier of the fact.")]
    type: Annotated[str, Field(description="What kind of fact it is.")]
    fields: Annotated[dict[str, Any], Field(description="What it says, without its passages.")]
    after_the_day: Annotated[bool, Field(description="True of what happened later: it counts in hindsight alone.")]
    passages: Annotated[list[QuoteOut], Field(description="The passages it cites.")]
    passages_missing: Annotated[int, Field(description="How many cited passages do not stand any more.")]

    passages_withheld: Annotated[int, Field(description="How many cited passages speak of somebody withheld.")]

    @classmethod
    def of(cls, reason: Reason) -> Self:
        """Print a reason."""
        return cls(
            id=reason.id,
            type=word(type(reason.fact)),
            fields=fields_of(reason.fact),
            after_the_day=reason.later,
            passages=[QuoteOut.of(quote) for quote in reason.quotes],
            passages_missing=reason.missing,
            passages_withheld=reason.withheld,
        )


class PrisonerOut(Out):
    """One person counted, what may be so on the day, and why."""

    id: Annotated[str, Field(description="The identifier of the person.")]
    name: Annotated[str, Field(description="The name to print; empty if none stands.")]
    holds: Annotated[str, Field(description="certainly or possibly.")]
    on_the_day: Annotated[list[ElementOut], Field(description="All that may be so on the day.")]
    incommunicado: Annotated[str, Field(description="Whether they were so on the day: no, possibly or certainly.")]
    recognitions: Annotated[list[RecognitionOut], Field(description="The recognitions that the answer tests.")]
    because: Annotated[list[ReasonOut], Field(description="The facts that decide.")]
    anomalies: Annotated[list[AnomalyOut], Field(description="What does not fit together in the record.")]

    @classmethod
    def of(cls, prisoner: Prisoner) -> Self:
        """Print one person."""
        return cls(
            id=prisoner.id,
            name=prisoner.name,
            holds=holds_word(prisoner.holds),
            on_the_day=elements_out(prisoner.elements),
            incommunicado=holds_word(prisoner.incommunicado),
            recognitions=[RecognitionOut.of(one) for one in prisoner.recognitions],
            because=[ReasonOut.of(one) for one in prisoner.reasons],
            anomalies=[AnomalyOut.of(one) for one in prisoner.anomalies],
        )


class WithinOut(Out):
    """The group that a list is narrowed to, with its numbers in the count: those withheld are in ``unknown``."""

    by: Annotated[str, Field(description="What the count is broken down by.")]
    group: Annotated[str, Field(description="Which group, as the breakdown names it.")]
    title: Annotated[str | None, Field(description="How a place was called on the day; null of other groups.")]
    certain: Certain
    possible: Possible

    @classmethod
    def of(cls, found: Narrowed) -> Self:
        """Print a group."""
        return cls(
            by=found.group.by.value,
            group=found.group.name,
            title=found.title,
            certain=found.count.certain,
            possible=found.count.possible,
        )


class ListOut(Out):
    """The persons whom the count with the same parameters counts, or a page of them."""

    prisoners: Annotated[list[PrisonerOut], Field(description="In the order of names.")]
    withheld: Annotated[
        int, Field(description="How many more the count counts, whom no page shows; the same on each page.")
    ]
    within: Annotated[WithinOut | None, Field(description="The group that it is narrowed to; null of the whole list.")]
    next: Annotated[str | None, Field(description="`cursor` of the next page, at this very basis; null on the last.")]
    coverage: Annotated[CoverageOut, Field(description="How much of the world the answer covers.")]
    basis: Annotated[BasisOut, Field(description="All that the answer depends on.")]

    @classmethod
    def of(cls, answer: ListAnswer) -> Self:
        """Print a list."""
        group = answer.within.group if answer.within else None
        return cls(
            prisoners=[PrisonerOut.of(one) for one in answer.prisoners],
            withheld=answer.withheld,
            within=WithinOut.of(answer.within) if answer.within else None,
            next=Cursor.of(answer.count.basis, answer.after, group).format() if answer.after else None,
            coverage=CoverageOut.of(answer.count.coverage),
            basis=BasisOut.of(answer.count.basis),
        )
