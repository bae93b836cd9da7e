"""A name that is asked for, and whom it may mean. What is asked travels in a body, and the answer is kept nowhere."""

from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api import params
from api.schemas.basis import AsKnownOut, Out
from domain.likeness import LIKELY, WORTH_A_LOOK, Fit
from ledger.log import Head
from projections.search import MOST, Candidate, Candidates, Match

Score = Annotated[float, Field(description="From 0 to 1. It orders candidates; it is no probability.")]


def _whole(value: object) -> object:
    """Read 12.0 as 12: they are one number in JSON."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class SearchIn(BaseModel):
    """A name in any spelling, script and order of its parts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[
        str,
        Field(
            description=params.NAME,
            max_length=params.LONGEST_NAME,
            json_schema_extra={"pattern": f"^{params.SPELT}$"},
        ),
    ]
    as_known: Annotated[
        Annotated[int, Field(strict=True, ge=0, le=params.LARGEST), BeforeValidator(_whole)]
        | Annotated[str, Field(pattern=params.SIZE_OR_TIME)]
        | None,
        Field(description=params.AS_KNOWN),
    ] = None


class FitOut(Out):
    """A part of the name asked for, taken for a part of a recorded one."""

    asked: Annotated[str, Field(description="The part as asked for, in small letters.")]
    recorded: Annotated[str, Field(description="The part as recorded, in small letters.")]
    how: Annotated[
        str, Field(description="same letters, same sounds (in another script or romanization), initial, or alike.")
    ]
    likeness: Annotated[float, Field(description="From 0 to 1, of these parts alone.")]

    @classmethod
    def of(cls, fit: Fit) -> Self:
        """Print a pair of parts."""
        return cls(asked=fit.one, recorded=fit.other, how=fit.how.value, likeness=fit.likeness)


class MatchOut(Out):
    """A recorded name that is like the one asked for, and why."""

    fact: Annotated[str, Field(description="The fact that states the name.")]
    text: Annotated[str, Field(description="The name as printed.")]
    score: Score
    parts: Annotated[list[FitOut], Field(description="Which part was taken for which.")]
    left: Annotated[list[str], Field(description="Parts of either name without a counterpart, as a patronymic may be.")]

    @classmethod
    def of(cls, match: Match) -> Self:
        """Print a name that was found."""
        found = match.likeness
        return cls(
            fact=match.fact,
            text=match.text,
            score=found.score,
            parts=[FitOut.of(fit) for fit in found.fits],
            left=list(found.left),
        )


class CandidateOut(Out):
    """A person whom the name may mean."""

    id: Annotated[str, Field(description="The identifier of the person.")]
    name: Annotated[str, Field(description="The name to print.")]
    score: Score
    likely: Annotated[bool, Field(description=f"Whether the score is {LIKELY} or more, where few others are found.")]
    matches: Annotated[
        list[MatchOut], Field(description=f"Names with a score of {WORTH_A_LOOK} or more, the best first.")
    ]

    @classmethod
    def of(cls, one: Candidate) -> Self:
        """Print a candidate."""
        matches = [MatchOut.of(match) for match in one.matches]
        return cls(id=one.id, name=one.name, score=one.score, likely=one.likely, matches=matches)


class SearchOut(Out):
    """Candidates for a name, best first: to look at, and no judgement of who is who."""

    candidates: Annotated[list[CandidateOut], Field(description=f"At most {MOST}; empty if no name is like it.")]
    more: Annotated[int, Field(description="How many further candidates there are; a longer name has fewer.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]

    @classmethod
    def of(cls, candidates: Candidates, head: Head) -> Self:
        """Print what a search found."""
        found = [CandidateOut.of(one) for one in candidates.found]
        return cls(candidates=found, more=candidates.more, as_known=AsKnownOut.of(head))
