"""What was demanded, and how it stood."""

from typing import Annotated, Any, Self

from pydantic import Field

from api.schemas.basis import AsKnownOut, CoverageOut, Out
from api.schemas.evidence import QuoteOut, fields_of, holds_word
from domain.dates import iso
from domain.facts import Outcome, word
from domain.folds.demands import Outcomes, Scoreboard, Scores
from domain.folds.holds import Holds
from projections.demands import Act, Assessed, Demand, DemandsAnswer, Named

ORDER = list(Outcome)
MAY_BE = Field(description="What may have become of it, under some reading of the dates; one alone is certain.")


def outcomes_out(outcomes: Outcomes) -> list[str]:
    """Print a set of outcomes in a fixed order."""
    return [one.value for one in sorted(outcomes, key=ORDER.index)]


class ActOut(Out):
    """One thing said of a demand: it was made, restated, answered, assessed, or linked to a relief."""

    id: Annotated[str, Field(description="The identifier of the fact.")]
    type: Annotated[str, Field(description="What kind of fact it is; docs/registers.md lists them.")]
    holds: Annotated[str, Field(description="Whether it had been said by the end of the day: certainly or possibly.")]
    fields: Annotated[
        dict[str, Any], Field(description="What it says: when, which bodies, and the rest of its fields.")
    ]
    passages: Annotated[list[QuoteOut], Field(description="The passages it cites.")]
    passages_missing: Annotated[int, Field(description="How many cited passages do not stand any more.")]
    passages_withheld: Annotated[int, Field(description="How many cited passages speak of somebody withheld.")]

    @classmethod
    def of(cls, act: Act) -> Self:
        """Print an act."""
        return cls(
            id=act.id,
            type=word(type(act.fact)),
            holds=holds_word(act.holds),
            fields=fields_of(act.fact),
            passages=[QuoteOut.of(quote) for quote in act.quotes],
            passages_missing=act.missing,
            passages_withheld=act.withheld,
        )


class AssessedOut(Out):
    """What one assessor held on the day; several assessors stand side by side."""

    assessor: Annotated[str, Field(description="Who assesses.")]
    may_be: Annotated[list[str], MAY_BE]

    @classmethod
    def of(cls, one: Assessed) -> Self:
        """Print what one assessor may hold."""
        return cls(assessor=one.assessor, may_be=outcomes_out(one.outcomes))


class NamedOut(Out):
    """Somebody whose release is demanded."""

    person: Annotated[str, Field(description="The identifier of the person.")]
    at_liberty: Annotated[str, Field(description="At the end of the day, here or abroad: certainly, possibly or no.")]

    @classmethod
    def of(cls, one: Named) -> Self:
        """Print one person."""
        return cls(person=one.person, at_liberty=holds_word(one.at_liberty))


class ReleaseOut(Out):
    """How many of the people whose release is demanded are at liberty; computed from their facts."""

    people: Annotated[list[NamedOut], Field(description="The people named.")]
    certain: Annotated[int, Field(description="How many are at liberty under every reading of the dates.")]
    possible: Annotated[int, Field(description="How many are under some.")]

    @classmethod
    def of(cls, named: tuple[Named, ...]) -> Self:
        """Print who is at liberty."""
        return cls(
            people=[NamedOut.of(one) for one in named],
            certain=sum(one.at_liberty is Holds.CERTAINLY for one in named),
            possible=sum(one.at_liberty is not Holds.NO for one in named),
        )


class DemandOut(Out):
    """A demand as it stood on the day."""

    id: Annotated[str, Field(description="The identifier of the demand, the fact that made it.")]
    point: Annotated[str | None, Field(description="Under which point of its first statement it stands; null if none.")]
    text: Annotated[str, Field(description="What is asked, in the recorder's neutral words; the passages print it.")]
    by: Annotated[list[str], Field(description="Who demanded it first.")]
    made: Annotated[str, Field(description="Whether it had been made by the end of the day: certainly or possibly.")]
    addressee: Annotated[str, Field(description="Of whom it is demanded.")]
    may_be: Annotated[list[str], MAY_BE]
    follows_from: Annotated[
        str,
        Field(
            description="What the outcome follows from: assessors (the last of them), the people whose release is"
            " demanded, or the demand's parts."
        ),
    ]
    assessed: Annotated[list[AssessedOut], Field(description="What each assessor held, side by side.")]
    release: Annotated[ReleaseOut | None, Field(description="Of a demand to release people: how many are at liberty.")]
    part_of: Annotated[str | None, Field(description="The demand that it is a part of; null if of none.")]
    parts: Annotated[list[str], Field(description="The identifiers of its parts.")]
    acts: Annotated[list[ActOut], Field(description="All that was said of it by the day, the demand itself first.")]

    @classmethod
    def of(cls, one: Demand) -> Self:
        """Print a demand."""
        return cls(
            id=one.id,
            point=one.made.point,
            text=one.made.text,
            by=list(one.made.bodies),
            made=holds_word(one.made_by_then),
            addressee=one.made.addressee,
            may_be=outcomes_out(one.outcomes),
            follows_from=one.follows.value,
            assessed=[AssessedOut.of(assessed) for assessed in one.assessed],
            release=ReleaseOut.of(one.named) if one.named else None,
            part_of=one.part_of,
            parts=list(one.parts),
            acts=[ActOut.of(act) for act in one.acts],
        )


class ScoreOut(Out):
    """How many demands stood in one way."""

    outcome: Annotated[str, Field(description="met, partly met, not met, refused, lapsed, reversed or not assessed.")]
    certain: Annotated[int, Field(description="How many had certainly been made, and can have no other outcome.")]
    possible: Annotated[int, Field(description="How many stood so under some reading of the dates.")]


class ScoresOut(Out):
    """How many demands stood in which way, each once: the certain, open and withheld come to all."""

    outcomes: Annotated[list[ScoreOut], Field(description="Each outcome, also those that none has.")]
    open: Annotated[
        int,
        Field(description="How many the dates leave open: several outcomes, or perhaps not made yet; certain in none."),
    ]
    withheld: Annotated[int, Field(description="How many name somebody who is withheld; under no outcome.")]
    total: Annotated[int, Field(description="How many there are.")]

    @classmethod
    def of(cls, scores: Scores) -> Self:
        """Print scores."""
        each = scores.each.items()
        return cls(
            outcomes=[
                ScoreOut(outcome=outcome.value, certain=many.certain, possible=many.possible) for outcome, many in each
            ],
            open=scores.open,
            withheld=scores.withheld,
            total=scores.total,
        )


class ScoreboardOut(Out):
    """What became of how many demands; parts apart, for a whole says already what became of them together."""

    demands: Annotated[ScoresOut, Field(description="Demands that are no part of another one listed.")]
    parts: Annotated[ScoresOut, Field(description="Parts of these demands.")]

    @classmethod
    def of(cls, board: Scoreboard) -> Self:
        """Print a scoreboard."""
        return cls(demands=ScoresOut.of(board.demands), parts=ScoresOut.of(board.parts))


class DemandsOut(Out):
    """The demands that may have been made by a day, and how each stood at its end."""

    scoreboard: Annotated[
        ScoreboardOut, Field(description="What became of how many; of all asked about, also if outcome narrows these.")
    ]
    demands: Annotated[list[DemandOut], Field(description="The demands: by day, then in the order of their points.")]
    withheld: Annotated[int, Field(description="How many more there are, that name somebody who is withheld.")]
    as_of: Annotated[str, Field(description="The valid day asked about; at its end, in Minsk.")]
    statement: Annotated[str | None, Field(description="The source whose demands were asked for; null is any.")]
    of: Annotated[str | None, Field(description="The body whose demands were asked for; null is any.")]
    outcome: Annotated[str | None, Field(description="What those listed may have come to; null is anything.")]
    coverage: Annotated[CoverageOut, Field(description="How much of the world the answer covers.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]

    @classmethod
    def made(cls, answer: DemandsAnswer) -> Self:
        """Print an answer."""
        return cls(
            scoreboard=ScoreboardOut.of(answer.scores),
            demands=[DemandOut.of(one) for one in answer.demands],
            withheld=answer.withheld,
            as_of=iso(answer.day),
            statement=answer.statement,
            of=answer.body,
            outcome=answer.outcome,
            coverage=CoverageOut.of(answer.coverage),
            as_known=AsKnownOut.of(answer.head),
        )
