"""How far the record can be relied on."""

from typing import Annotated, Any, Self

from pydantic import Field

from api.schemas.basis import AsKnownOut, Out
from api.schemas.facts import FactOut
from domain.facts import CheckOutcome
from domain.folds.quality import Check
from projections.quality import QualityAnswer, Sample


class QualityOut(Out):
    """How many of the facts that cite passages were compared with their sources, and how many have two origins."""

    facts: Annotated[int, Field(description="Standing facts that cite passages.")]
    checked: Annotated[int, Field(description="Of these, compared with their sources as they now stand.")]
    agree: Annotated[int, Field(description="Checked, and found to agree.")]
    differ: Annotated[int, Field(description="Checked, and found to differ.")]
    not_reachable: Annotated[int, Field(description="Not checked, for the source could not be reached.")]
    confirmed: Annotated[
        int,
        Field(
            description="Facts that cite sources of two independent origins, as far as it is recorded who repeats whom."
        ),
    ]
    differing: Annotated[list[str], Field(description="The identifiers of facts that differ from their sources.")]
    withheld: Annotated[int, Field(description="How many of those that differ are not shown.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]

    @classmethod
    def of(cls, answer: QualityAnswer) -> Self:
        """Print the quality of a record."""
        found = answer.quality
        return cls(
            facts=found.facts,
            checked=found.checked,
            agree=found.outcomes[CheckOutcome.AGREES],
            differ=found.outcomes[CheckOutcome.DIFFERS],
            not_reachable=found.outcomes[CheckOutcome.NOT_REACHABLE],
            confirmed=found.confirmed,
            differing=sorted(answer.differ),
            withheld=answer.withheld,
            as_known=AsKnownOut.of(answer.head),
        )


class CheckOut(Out):
    """What somebody found who compared a fact with its sources."""

    id: Annotated[str, Field(description="The identifier of the fact that says so.")]
    role: Annotated[str, Field(description="Who compared, as a role.")]
    checked_on: Annotated[str, Field(description="When, as written (EDTF).")]
    outcome: Annotated[str, Field(description="agrees, differs, or source not reachable.")]

    @classmethod
    def of(cls, check: Check) -> Self:
        """Print a check."""
        said: dict[str, Any] = {"role": check.said.role, "outcome": check.said.outcome.value}
        return cls(id=check.id, checked_on=str(check.said.checked_on), **said)


class SampledOut(Out):
    """A fact to compare with its sources."""

    fact: Annotated[FactOut, Field(description="The fact with its passages.")]
    check: Annotated[CheckOut | None, Field(description="The newest check that counts; null if there is none.")]
    confirmed: Annotated[bool, Field(description="Whether it cites sources of two independent origins.")]


class SampleOut(Out):
    """Facts drawn at random: the same seed at the same log size draws the same."""

    facts: Annotated[list[SampledOut], Field(description="In the order of drawing.")]
    seed: Annotated[int, Field(description="The seed.")]
    among: Annotated[int, Field(description="How many facts there are to draw from.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the sample is from.")]

    @classmethod
    def of(cls, sample: Sample) -> Self:
        """Print a sample."""
        facts = [
            SampledOut(
                fact=FactOut.of(one.entry),
                check=CheckOut.of(one.rating.check) if one.rating.check else None,
                confirmed=one.rating.confirmed,
            )
            for one in sample.facts
        ]
        return cls(facts=facts, seed=sample.seed, among=sample.among, as_known=AsKnownOut.of(sample.head))
