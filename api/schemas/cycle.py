"""The cycle, month by month."""

from typing import Annotated, Self
from urllib.parse import urlencode

from pydantic import Field

from api.schemas.basis import DISCLOSURE, AsKnownOut, CoverageOut, Out, clocks_of
from api.schemas.counts import Certain, Possible
from api.schemas.evidence import holds_word
from api.schemas.prisoners import ReasonOut
from api.schemas.sanctions import TotalsOut
from domain.dates import iso
from domain.folds import RULES_VERSION
from domain.folds.cycle import Act, Sort
from projections.cycle import Aimed, Befallen, CycleAnswer, Happened, MonthOfCycle, Turned


class BefallenOut(Out):
    """One person to whom it happened."""

    id: Annotated[str, Field(description="The identifier of the person.")]
    name: Annotated[str, Field(description="The name to print; empty if none stands.")]
    holds: Annotated[str, Field(description="certainly in this month, or possibly.")]
    because: Annotated[list[ReasonOut], Field(description="The facts that say so, in the order of their days.")]

    @classmethod
    def of(cls, one: Befallen) -> Self:
        """Print a person."""
        return cls(
            id=one.id,
            name=one.name,
            holds=holds_word(one.holds),
            because=[ReasonOut.of(reason) for reason in one.reasons],
        )


class HappenedOut(Out):
    """How many persons something happened to in a month."""

    certain: Certain
    possible: Possible
    people: Annotated[list[BefallenOut], Field(description="To whom, in the order of names.")]
    withheld: Annotated[int, Field(description="How many more it happened to, whom no answer shows.")]

    @classmethod
    def of(cls, found: Happened) -> Self:
        """Print what happened."""
        return cls(
            certain=found.count.certain,
            possible=found.count.possible,
            people=[BefallenOut.of(one) for one in found.people],
            withheld=found.withheld,
        )


class AimedOut(Out):
    """One target on which something was done."""

    id: Annotated[str, Field(description="The identifier of the target.")]
    kind: Annotated[str, Field(description="person, entity, group or country.")]
    name: Annotated[str, Field(description="The name as listed, or what makes the group one; empty if none stands.")]
    holds: Annotated[str, Field(description="certainly in this month, or possibly.")]
    because: Annotated[list[ReasonOut], Field(description="What was done, and the acts that say so, with their days.")]

    @classmethod
    def of(cls, one: Aimed) -> Self:
        """Print a target."""
        return cls(
            id=one.target.id,
            kind=one.target.kind.value,
            name=one.target.name,
            holds=holds_word(one.holds),
            because=[ReasonOut.of(reason) for reason in one.reasons],
        )


class TurnedOut(Out):
    """On how many something was done in a month: measures by the day on which they are in force."""

    totals: Annotated[TotalsOut, Field(description="How many persons, entities, countries and craft.")]
    targets: Annotated[list[AimedOut], Field(description="On whom, by name.")]

    @classmethod
    def of(cls, found: Turned) -> Self:
        """Print what was done."""
        return cls(totals=TotalsOut.of(found.totals), targets=[AimedOut.of(one) for one in found.targets])


class MonthOut(Out):
    """What one month saw."""

    month: Annotated[str, Field(description="The month, YYYY-MM.")]
    recognized: Annotated[
        HappenedOut, Field(description="Persons first recognized in it for a deprivation, by whichever body was first.")
    ]
    released: Annotated[
        HappenedOut,
        Field(description="Persons let out of a deprivation that was recognized, before or after, as known."),
    ]
    detained_again: Annotated[
        HappenedOut,
        Field(description="Persons deprived of liberty anew after a release, recognized for another time before."),
    ]
    imposed: Annotated[TurnedOut, Field(description="Sanctions imposed, the first time or again.")]
    suspended: Annotated[TurnedOut, Field(description="Sanctions suspended.")]
    lifted: Annotated[TurnedOut, Field(description="Sanctions lifted.")]

    @classmethod
    def of(cls, seen: MonthOfCycle) -> Self:
        """Print one month."""
        return cls(
            month=iso(seen.month.first)[:7],
            recognized=HappenedOut.of(seen.people[Sort.RECOGNIZED]),
            released=HappenedOut.of(seen.people[Sort.RELEASED]),
            detained_again=HappenedOut.of(seen.people[Sort.DETAINED_AGAIN]),
            imposed=TurnedOut.of(seen.sanctions[Act.IMPOSED]),
            suspended=TurnedOut.of(seen.sanctions[Act.SUSPENDED]),
            lifted=TurnedOut.of(seen.sanctions[Act.LIFTED]),
        )


class CycleBasisOut(Out):
    """All that the cycle depends on, but for its months."""

    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]
    rules_version: Annotated[int, Field(description="The version of the rules that read dates and recognition.")]
    disclosure: Annotated[str, Field(description="What becomes of persons who are withheld from readers.")]
    query: Annotated[str, Field(description="Parameters that ask the same again at this very basis, for ever.")]

    @classmethod
    def of(cls, answer: CycleAnswer) -> Self:
        """Print the basis."""
        first, last = (iso(seen.month.first)[:7] for seen in (answer.months[0], answer.months[-1]))
        given = {"from": first, "to": last, **clocks_of(answer.head), "rules": RULES_VERSION}
        return cls(
            as_known=AsKnownOut.of(answer.head),
            rules_version=RULES_VERSION,
            disclosure=DISCLOSURE,
            query=urlencode(given),
        )


class CycleOut(Out):
    """What each month saw, in order."""

    months: Annotated[list[MonthOut], Field(description="One for each month, in order.")]
    coverage: Annotated[CoverageOut, Field(description="How much of the world the answer covers.")]
    basis: Annotated[CycleBasisOut, Field(description="All that the answer depends on.")]

    @classmethod
    def of(cls, answer: CycleAnswer) -> Self:
        """Print the cycle."""
        return cls(
            months=[MonthOut.of(seen) for seen in answer.months],
            coverage=CoverageOut.of(answer.coverage),
            basis=CycleBasisOut.of(answer),
        )
