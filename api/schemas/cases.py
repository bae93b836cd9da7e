"""Cases against a person, sentences and measures after release; and how many persons stand how on a day."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Self, TypeVar

from pydantic import Field

from api.schemas.basis import AsKnownOut, CoverageOut, Out, open_end
from api.schemas.counts import GroupOut
from api.schemas.evidence import holds_word
from api.schemas.facts import FactOut
from domain.dates import Day, iso
from domain.folds.after_release import Measure
from domain.folds.lasts import Stretch
from domain.folds.procedure import Case
from domain.folds.punishment import Sentence
from projections.cases import CasesAnswer, Groups

Start = Annotated[str, Field(description="The first day, YYYY-MM-DD.")]
End = Annotated[str | None, Field(description="The day after the last; null is until further notice.")]
Holds = Annotated[str, Field(description="certainly, possibly or no.")]
Steps = Annotated[list[FactOut], Field(description="The facts it is read from, in the order of their days.")]
Facts = Mapping[str, FactOut]
"""The facts of a person that may be shown, by identifier."""
Value = TypeVar("Value", bound=str)


class StretchOut(Out):
    """Days ``[start, end)``: one value is certain, of several each is possible."""

    start: Start
    end: End
    may_be: Annotated[list[str], Field(description="All that may be so.")]

    @classmethod
    def of(cls, one: Stretch[Value]) -> Self:
        """Print a stretch."""
        return cls(start=iso(one.start), end=open_end(one.end), may_be=sorted(map(str, one.values)))


class AppliesOut(Out):
    """Days ``[start, end)`` on which something applies, certainly, possibly or not."""

    start: Start
    end: End
    holds: Holds

    @classmethod
    def over(cls, start: Day, end: Day, holds: str) -> Self:
        """Print days."""
        return cls(start=iso(start), end=open_end(end), holds=holds)


class ChargeOut(AppliesOut):
    """Days on which an article is charged."""

    article: Annotated[str, Field(description="The article, as docs/codes.md writes it.")]


class CaseOut(Out):
    """One case against the person, and how it stands on each stretch of days."""

    id: Annotated[str, Field(description="The identifier of the case, the fact that opened it.")]
    proceedings: Annotated[str, Field(description="criminal or administrative.")]
    called: Annotated[str | None, Field(description="What the press calls the case.")]
    deprivation: Annotated[str | None, Field(description="The custody whose ground it is, if that is stated.")]
    articles: Annotated[list[str], Field(description="The articles it was opened under, as far as stated.")]
    states: Annotated[list[StretchOut], Field(description="How it stands, in order, from the first possible day on.")]
    charges: Annotated[list[ChargeOut], Field(description="When each article is charged, certainly or possibly.")]
    facts: Steps

    @classmethod
    def of(cls, case: Case, facts: Facts) -> Self:
        """Print a case."""
        return cls(
            id=case.id,
            proceedings=case.opened.proceedings.value,
            called=case.opened.called,
            deprivation=case.opened.deprivation,
            articles=list(map(str, case.opened.articles)),
            states=[StretchOut.of(one) for one in case.states],
            charges=[
                ChargeOut(
                    start=iso(one.start), end=open_end(one.end), holds=holds_word(one.holds), article=str(one.article)
                )
                for one in case.charges
            ],
            facts=_known(facts, (case.id, *case.steps)),
        )


class SentenceOut(Out):
    """One sentence, and what it is on each stretch of days."""

    id: Annotated[str, Field(description="The identifier of the sentence, the first report of it.")]
    punishment: Annotated[list[StretchOut], Field(description="The kind of punishment, in order.")]
    term: Annotated[list[StretchOut], Field(description="The term, as ISO 8601 writes a length, in order.")]
    facts: Steps

    @classmethod
    def of(cls, sentence: Sentence, facts: Facts) -> Self:
        """Print a sentence."""
        aspects = {aspect.value: [StretchOut.of(one) for one in found] for aspect, found in sentence.aspects}
        return cls(id=sentence.id, facts=_known(facts, sentence.steps), **aspects)


class MeasureOut(Out):
    """One measure after release, and when it applies."""

    id: Annotated[str, Field(description="The identifier of the fact that began it.")]
    measure: Annotated[str, Field(description="What weighs on the person.")]
    applies: Annotated[list[AppliesOut], Field(description="When it applies, in order.")]
    facts: Steps

    @classmethod
    def of(cls, measure: Measure, facts: Facts) -> Self:
        """Print a measure."""
        applies = [AppliesOut.over(one.start, one.end, holds_word(one.holds)) for one in measure.spans]
        return cls(id=measure.id, measure=measure.burden.value, applies=applies, facts=_known(facts, measure.steps))


class CasesOut(Out):
    """How many persons stand how on a day. One person may be in several groups; who is withheld is in unknown."""

    states: Annotated[list[GroupOut], Field(description="Persons with a case in each state.")]
    serving: Annotated[list[GroupOut], Field(description="Persons serving each punishment.")]
    after_release: Annotated[list[GroupOut], Field(description="Persons under each measure after release.")]
    as_of: Annotated[str, Field(description="The valid day asked about; at its end, in Minsk.")]
    coverage: Annotated[CoverageOut, Field(description="How much of the world the answer covers.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]

    @classmethod
    def of(cls, answer: CasesAnswer) -> Self:
        """Print an answer."""
        return cls(
            states=_groups(answer.states),
            serving=_groups(answer.serving),
            after_release=_groups(answer.after_release),
            as_of=iso(answer.day),
            coverage=CoverageOut.of(answer.coverage),
            as_known=AsKnownOut.of(answer.head),
        )


def _groups(found: Groups) -> list[GroupOut]:
    return [GroupOut(group=name, certain=one.certain, possible=one.possible) for name, one in found]


def _known(facts: Facts, identifiers: Iterable[str]) -> list[FactOut]:
    return [facts[one] for one in identifiers if one in facts]
