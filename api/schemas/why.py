"""Why a person is counted, and which facts a count rests on."""

from typing import Annotated, Any, Self

from pydantic import Field

from api.cursor import Cursor
from api.schemas.basis import BasisOut, CoverageOut, Out
from api.schemas.counts import Certain, Possible
from api.schemas.evidence import QuoteOut, fields_of, holds_word
from domain.facts import word
from domain.folds.why import Sentence
from projections.explanations import FactsAnswer, WhyAnswer
from projections.why import Explained, UsedFact


class SentenceOut(Out):
    """One sentence of an explanation."""

    says: Annotated[str, Field(description="The sentence.")]
    facts: Annotated[list[str], Field(description="The identifiers of the facts that it is about.")]

    @classmethod
    def of(cls, said: Sentence) -> Self:
        """Print a sentence."""
        return cls(says=said.says, facts=list(said.facts))


class UsedFactOut(Out):
    """One fact of liberty or recognition, and how it bears on the answer."""

    id: Annotated[str, Field(description="The identifier of the fact.")]
    type: Annotated[str, Field(description="What kind of fact it is.")]
    fields: Annotated[dict[str, Any], Field(description="What it says, without its passages.")]
    decides: Annotated[bool, Field(description="Whether the answer rests on it.")]
    bearing: Annotated[str, Field(description="What it has to do with the answer, or why it is not used.")]
    by: Annotated[
        str | None,
        Field(description="The fact that came after it, is preferred to it, or that it belongs to; null if none."),
    ]
    corrected: Annotated[bool, Field(description="True if it once said something else.")]
    passages: Annotated[list[QuoteOut], Field(description="The passages it cites.")]
    passages_missing: Annotated[int, Field(description="How many cited passages do not stand any more.")]
    passages_withheld: Annotated[int, Field(description="How many cited passages speak of somebody withheld.")]

    @classmethod
    def of(cls, used: UsedFact) -> Self:
        """Print a fact."""
        return cls(
            id=used.id,
            type=word(type(used.fact)),
            fields=fields_of(used.fact),
            decides=used.bearing.decides,
            bearing=used.bearing.value,
            by=used.by,
            corrected=used.corrected,
            passages=[QuoteOut.of(quote) for quote in used.quotes],
            passages_missing=used.missing,
            passages_withheld=used.withheld,
        )


class ExplainedOut(Out):
    """One person near a count, and the facts that bear on whether it counts them."""

    id: Annotated[str, Field(description="The identifier of the person.")]
    name: Annotated[str, Field(description="The name to print; empty if none stands.")]
    holds: Annotated[str, Field(description="Whether the count counts them: certainly, possibly or no.")]
    facts: Annotated[list[UsedFactOut], Field(description="Those that decide first, those that do not stand last.")]

    @classmethod
    def of(cls, one: Explained) -> Self:
        """Print a person."""
        facts = [UsedFactOut.of(fact) for fact in one.facts]
        return cls(id=one.id, name=one.name, holds=holds_word(one.holds), facts=facts)


class WhyOut(Out):
    """Whether a person is counted on a day, why, and what would give another answer."""

    id: Annotated[str, Field(description="The identifier of the person.")]
    name: Annotated[str, Field(description="The name to print; empty if none stands.")]
    registered: Annotated[bool, Field(description="False once the registration is retracted.")]
    holds: Annotated[str, Field(description="Whether the count counts them: certainly, possibly or no.")]
    because: Annotated[list[SentenceOut], Field(description="Why, step by step; the last sentence concludes.")]
    otherwise: Annotated[list[SentenceOut], Field(description="What would give another answer.")]
    facts: Annotated[
        list[UsedFactOut],
        Field(description="Every fact of liberty and recognition: those that decide first, retracted ones last."),
    ]
    coverage: Annotated[CoverageOut, Field(description="How much of the world the count covers.")]
    basis: Annotated[BasisOut, Field(description="All that the answer depends on.")]

    @classmethod
    def of(cls, answer: WhyAnswer) -> Self:
        """Print an explanation."""
        one = answer.person
        return cls(
            id=one.id,
            name=one.name,
            registered=one.registered,
            holds=holds_word(one.holds),
            because=[SentenceOut.of(said) for said in one.because],
            otherwise=[SentenceOut.of(said) for said in one.otherwise],
            facts=[UsedFactOut.of(fact) for fact in one.facts],
            coverage=CoverageOut.of(answer.coverage),
            basis=BasisOut.of(answer.basis),
        )


class CountFactsOut(Out):
    """A count, and the people whom any definition or variant counts on the day, each with facts used and not used."""

    certain: Certain
    possible: Possible
    people: Annotated[list[ExplainedOut], Field(description="In the order of names.")]
    withheld: Annotated[int, Field(description="How many more there are, whom no page shows; the same on each page.")]
    next: Annotated[str | None, Field(description="`cursor` of the next page, at this very basis; null on the last.")]
    coverage: Annotated[CoverageOut, Field(description="How much of the world the answer covers.")]
    basis: Annotated[BasisOut, Field(description="All that the answer depends on.")]

    @classmethod
    def of(cls, answer: FactsAnswer) -> Self:
        """Print the facts of a count."""
        page = answer.page
        return cls(
            certain=answer.count.certain,
            possible=answer.count.possible,
            people=[ExplainedOut.of(one) for one in page.people],
            withheld=page.withheld,
            next=Cursor.of(answer.basis, page.after).format() if page.after else None,
            coverage=CoverageOut.of(answer.coverage),
            basis=BasisOut.of(answer.basis),
        )
