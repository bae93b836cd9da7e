"""Whom sanctions aim at on a day, and how many that is."""

from typing import Annotated, Self
from urllib.parse import urlencode

from pydantic import Field

from api.schemas.basis import DISCLOSURE, AsKnownOut, CoverageOut, Out, clocks_of
from api.schemas.evidence import AnomalyOut
from api.schemas.prisoners import ReasonOut
from domain.dates import iso
from domain.folds import RULES_VERSION
from domain.folds.sanctions import Sanction
from domain.folds.targets import Range, Total, Totals
from domain.sanctions import Unit
from projections.sanctions import Sanctioned, SanctionsAnswer, SanctionsOfDay, Under


class TotalOut(Out):
    """How many of one unit."""

    certain: Annotated[int, Field(description="How many under every reading of dates and figures.")]
    possible: Annotated[
        int | None, Field(description="How many under some reading; null if no source sets an upper limit.")
    ]

    @classmethod
    def of(cls, total: Total) -> Self:
        """Print a total."""
        return cls(certain=total.certain, possible=total.possible)


class TotalsOut(Out):
    """How many persons, entities, countries and craft; a group and its parts are counted once."""

    persons: Annotated[TotalOut, Field(description="Persons, those of groups included.")]
    entities: Annotated[TotalOut, Field(description="Companies and other bodies, those of groups included.")]
    countries: Annotated[TotalOut, Field(description="Countries, under an embargo say.")]
    craft: Annotated[TotalOut, Field(description="Vessels and aircraft.")]
    uncounted: Annotated[int, Field(description="Groups among them whose size no source states.")]

    @classmethod
    def of(cls, found: Totals) -> Self:
        """Print totals."""
        units = {unit.value: TotalOut.of(found.units[unit]) for unit in Unit}
        return cls(**units, uncounted=found.uncounted)


class UnderOut(Out):
    """How many are under a measure; who has one measure in force and another suspended stands in both."""

    either: Annotated[TotalsOut, Field(description="Under a measure, in force or suspended.")]
    in_force: Annotated[TotalsOut, Field(description="Under a measure that is in force.")]
    suspended: Annotated[TotalsOut, Field(description="Under a measure that is suspended.")]

    @classmethod
    def of(cls, under: Under) -> Self:
        """Print how many."""
        return cls(
            either=TotalsOut.of(under.either),
            in_force=TotalsOut.of(under.in_force),
            suspended=TotalsOut.of(under.suspended),
        )


class SanctionOut(Out):
    """One measure of an authority under a programme."""

    authority: Annotated[str, Field(description="Whose measure it is, as recorded.")]
    programme: Annotated[str, Field(description="The programme of the authority.")]
    measure: Annotated[str, Field(description="asset freeze, travel ban or arms embargo.")]


class EachOut(SanctionOut):
    """How many are under one measure."""

    under: Annotated[UnderOut, Field(description="How many.")]

    @classmethod
    def of(cls, sanction: Sanction, under: Under) -> Self:
        """Print one measure with how many."""
        return cls(**sanction._asdict(), under=UnderOut.of(under))


class StandOut(SanctionOut):
    """How one measure against a target may stand on the day."""

    may_be: Annotated[
        list[str],
        Field(description="in force, suspended, lapsed, lifted, divided or none; several if the dates leave room."),
    ]


class TargetIdOut(Out):
    """A list's own id of a target."""

    publisher: Annotated[str, Field(description="Whose list it is.")]
    value: Annotated[str, Field(description="The id, as the list prints it.")]


class RangeOut(Out):
    """How many a target is, as all sources together allow."""

    low: Annotated[int, Field(description="The smallest number.")]
    high: Annotated[int | None, Field(description="The largest number; null if no source sets a limit.")]

    @classmethod
    def of(cls, numbers: Range) -> Self:
        """Print a range."""
        return cls(low=numbers[0], high=numbers[1])


class TargetOut(Out):
    """One target, the measures against it, and why."""

    id: Annotated[str, Field(description="The identifier of the target.")]
    kind: Annotated[str, Field(description="person, entity, group, country, vessel or aircraft.")]
    name: Annotated[str, Field(description="The name as listed, or what makes the group one; empty if none stands.")]
    ids: Annotated[list[TargetIdOut], Field(description="The ids that lists give it, each with whose list it is.")]
    persons: Annotated[RangeOut, Field(description="How many persons it is.")]
    entities: Annotated[RangeOut, Field(description="How many entities it is.")]
    part_of: Annotated[list[str], Field(description="The identifiers of the groups that it is part of.")]
    measures: Annotated[list[StandOut], Field(description="How each measure asked about may stand.")]
    because: Annotated[
        list[ReasonOut], Field(description="The facts that decide, figures and parts, and the acts that they name.")
    ]
    anomalies: Annotated[list[AnomalyOut], Field(description="What does not fit together in the record.")]

    @classmethod
    def of(cls, found: Sanctioned) -> Self:
        """Print a target."""
        target = found.target
        return cls(
            id=target.id,
            kind=target.kind.value,
            name=target.name,
            ids=[TargetIdOut(publisher=publisher, value=value) for publisher, value in found.ids],
            persons=RangeOut.of(target.sizes[Unit.PERSONS]),
            entities=RangeOut.of(target.sizes[Unit.ENTITIES]),
            part_of=sorted(target.wholes),
            measures=[
                StandOut(**sanction._asdict(), may_be=sorted(stands)) for sanction, stands in found.stands.items()
            ],
            because=[ReasonOut.of(reason) for reason in found.reasons],
            anomalies=[AnomalyOut.of(one) for one in found.anomalies],
        )


class SanctionsOfDayOut(Out):
    """The sanctions on one day."""

    as_of: Annotated[str, Field(description="The day, at its end in Minsk.")]
    beyond_newest_fact: Annotated[
        bool, Field(description="True if the day is later than any that a fact of this basis speaks of.")
    ]
    any_measure: Annotated[UnderOut, Field(description="How many are under any of the measures asked about.")]
    each: Annotated[list[EachOut], Field(description="How many are under each measure, by authority and programme.")]
    under: Annotated[list[TargetOut], Field(description="The targets under a measure, by name.")]
    ended: Annotated[list[TargetOut], Field(description="The targets whose measures were lifted or lapsed by then.")]

    @classmethod
    def of(cls, day: SanctionsOfDay) -> Self:
        """Print one day."""
        return cls(
            as_of=iso(day.day),
            beyond_newest_fact=day.beyond,
            any_measure=UnderOut.of(day.any_measure),
            each=[EachOut.of(sanction, under) for sanction, under in day.each],
            under=[TargetOut.of(one) for one in day.under],
            ended=[TargetOut.of(one) for one in day.ended],
        )


class SanctionsBasisOut(Out):
    """All that an answer about sanctions depends on, but for its days."""

    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]
    authority: Annotated[str | None, Field(description="Whose measures are counted; null is anybody's.")]
    measure: Annotated[str | None, Field(description="Which measure is counted; null is any.")]
    rules_version: Annotated[int, Field(description="The version of the rules that read dates and measures.")]
    disclosure: Annotated[str, Field(description="What becomes of persons who are withheld from readers.")]
    query: Annotated[str, Field(description="Parameters that ask the same again at this very basis, for ever.")]

    @classmethod
    def of(cls, answer: SanctionsAnswer) -> Self:
        """Print the basis."""
        asked = {"authority": answer.authority, "measure": answer.measure}
        given: dict[str, str | int | list[str]] = {
            "on": [iso(one.day) for one in answer.days],
            **clocks_of(answer.head),
            **{name: str(value) for name, value in asked.items() if value is not None},
            "rules": RULES_VERSION,
        }
        return cls(
            as_known=AsKnownOut.of(answer.head),
            **asked,
            rules_version=RULES_VERSION,
            disclosure=DISCLOSURE,
            query=urlencode(given, doseq=True),
        )


class SanctionsOut(Out):
    """The sanctions on some days, at one basis but for the day."""

    days: Annotated[list[SanctionsOfDayOut], Field(description="One for each day, in order.")]
    coverage: Annotated[CoverageOut, Field(description="How much of the world the answer covers.")]
    basis: Annotated[SanctionsBasisOut, Field(description="All that the answer depends on.")]

    @classmethod
    def of(cls, answer: SanctionsAnswer) -> Self:
        """Print an answer."""
        return cls(
            days=[SanctionsOfDayOut.of(one) for one in answer.days],
            coverage=CoverageOut.of(answer.coverage),
            basis=SanctionsBasisOut.of(answer),
        )
