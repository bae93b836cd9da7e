"""What happened to many at once, and how many that was."""

from typing import Annotated, Self

from pydantic import Field

from api.schemas.basis import DISCLOSURE, AsKnownOut, CoverageOut, Out
from api.schemas.evidence import AnomalyOut
from api.schemas.prisoners import ReasonOut
from domain.dates import iso
from domain.folds.totals import Number, Total
from domain.quantities import Bounds
from projections.incidents import Among, Described, IncidentAnswer, IncidentsAnswer


class BoundsOut(Out):
    """The lowest and the highest number."""

    low: Annotated[int, Field(description="The lowest number.")]
    high: Annotated[int | None, Field(description="The highest number; null if no source sets a limit.")]

    @classmethod
    def of(cls, bounds: Bounds) -> Self:
        """Print bounds."""
        return cls(low=bounds[0], high=bounds[1])


class NumberOut(Out):
    """How many an incident was, in one unit."""

    unit: Annotated[str, Field(description="What is counted one by one: persons, detentions, cases and so on.")]
    low: Annotated[int, Field(description="At least so many: by rival figures, by who is named, by stated parts.")]
    high: Annotated[int | None, Field(description="At most so many; null if no source sets a limit.")]
    agreed: Annotated[
        BoundsOut | None, Field(description="What all figures allow; null if they contradict one another.")
    ]
    unnamed: Annotated[BoundsOut | None, Field(description="How many persons nobody has named; null for other units.")]

    @classmethod
    def of(cls, number: Number) -> Self:
        """Print a number."""
        return cls(
            unit=number.unit.value,
            low=number.bounds[0],
            high=number.bounds[1],
            agreed=BoundsOut.of(number.agreed) if number.agreed else None,
            unnamed=BoundsOut.of(number.unnamed) if number.unnamed else None,
        )


class MemberOut(Out):
    """Somebody known to have been among those of an incident."""

    id: Annotated[str, Field(description="The identifier of the person.")]
    name: Annotated[str, Field(description="The name to print; empty if none stands.")]
    because: Annotated[list[ReasonOut], Field(description="The facts that say so, and those of theirs that they name.")]

    @classmethod
    def of(cls, one: Among) -> Self:
        """Print a member."""
        return cls(id=one.id, name=one.name, because=[ReasonOut.of(reason) for reason in one.reasons])


class ReportOut(Out):
    """One report of an incident; several are rivals, judged to be of one and the same."""

    id: Annotated[str, Field(description="The identifier of the fact that reports it.")]
    kind: Annotated[str, Field(description="What happened: detentions, releases and so on; the words are ours.")]
    window: Annotated[str, Field(description="When, as written (EDTF); .. is a side that is not known.")]
    location: Annotated[str | None, Field(description="Where, as printed.")]
    text: Annotated[str | None, Field(description="What makes it one, if kind, window and location do not.")]


class IncidentOut(Out):
    """Something that happened to many: its reports, numbers, wholes and parts, members, and all that says so."""

    id: Annotated[str, Field(description="The identifier of its first report, by window.")]
    reports: Annotated[list[ReportOut], Field(description="The reports, by window.")]
    first: Annotated[str, Field(description="The first day that any report leaves open.")]
    last: Annotated[str, Field(description="The last day that any report leaves open.")]
    numbers: Annotated[list[NumberOut], Field(description="How many, in each unit that it is counted in.")]
    within: Annotated[list[str], Field(description="The incidents that it is part of.")]
    parts: Annotated[list[str], Field(description="The incidents that are part of it.")]
    named: Annotated[int, Field(description="How many persons are known to have been among those of it or its parts.")]
    members: Annotated[list[MemberOut], Field(description="Who was among those of the incident itself, by name.")]
    members_withheld: Annotated[int, Field(description="How many more of these must not be shown.")]
    because: Annotated[
        list[ReasonOut], Field(description="Reports, figures, wholes and judgements, each with its passages.")
    ]
    anomalies: Annotated[list[AnomalyOut], Field(description="What does not fit together in the record.")]

    @classmethod
    def of(cls, found: Described) -> Self:
        """Print an incident."""
        reports = [
            ReportOut(
                id=identifier,
                kind=said.kind.value,
                window=str(said.window),
                location=said.location,
                text=said.text,
            )
            for identifier, said in found.reports
        ]
        return cls(
            id=found.incident.id,
            reports=reports,
            first=iso(found.incident.first),
            last=iso(found.incident.last),
            numbers=[NumberOut.of(one) for one in found.numbers],
            within=list(found.wholes),
            parts=list(found.parts),
            named=found.named,
            members=[MemberOut.of(one) for one in found.members],
            members_withheld=found.withheld,
            because=[ReasonOut.of(one) for one in found.reasons],
            anomalies=[AnomalyOut.of(one) for one in found.anomalies],
        )


class AddedOut(BoundsOut):
    """An incident that a total adds; its low is 0 if it may lie outside the time."""

    id: Annotated[str, Field(description="The identifier of the incident.")]


class LeftOutOut(Out):
    """An incident that a total leaves out."""

    id: Annotated[str, Field(description="The identifier of the incident.")]
    within: Annotated[str, Field(description="The incident that it is part of, which is added.")]


class SumOfIncidentsOut(Out):
    """How many the incidents of one kind were together, in one unit: no part is added to its whole."""

    kind: Annotated[str, Field(description="What happened.")]
    unit: Annotated[str, Field(description="What is counted one by one.")]
    certain: Annotated[
        int, Field(description="At least so many, whichever figure is right and however incidents overlap.")
    ]
    possible: Annotated[int | None, Field(description="At most so many; null if nothing sets a limit.")]
    added: Annotated[list[AddedOut], Field(description="What is added.")]
    left_out: Annotated[list[LeftOutOut], Field(description="Parts, which are counted in their wholes.")]
    uncounted: Annotated[list[str], Field(description="Incidents without a number in this unit.")]
    overlaps: Annotated[
        list[tuple[str, str]],
        Field(description="Pairs that may count somebody twice: possible has both, certain the larger of them."),
    ]

    @classmethod
    def of(cls, total: Total) -> Self:
        """Print a total."""
        return cls(
            kind=total.kind.value,
            unit=total.unit.value,
            certain=total.certain,
            possible=total.possible,
            added=[AddedOut(id=one.id, low=one.bounds[0], high=one.bounds[1]) for one in total.added],
            left_out=[LeftOutOut(id=part, within=whole) for part, whole in total.left_out],
            uncounted=list(total.uncounted),
            overlaps=list(total.overlaps),
        )


class IncidentsOut(Out):
    """The incidents that may lie in a time, and totals of them; who was in several is counted in each."""

    start: Annotated[str, Field(description="The first day asked about.")]
    end: Annotated[str, Field(description="The last day asked about.")]
    kind: Annotated[str | None, Field(description="The kind asked about; null is any.")]
    totals: Annotated[list[SumOfIncidentsOut], Field(description="A total of each kind and unit.")]
    incidents: Annotated[list[IncidentOut], Field(description="The incidents, by window.")]
    withheld: Annotated[int, Field(description="How many more there are that must not be shown.")]
    coverage: Annotated[CoverageOut, Field(description="How much of the world the answer covers.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]
    disclosure: Annotated[str, Field(description="What becomes of persons who are withheld from readers.")]

    @classmethod
    def of(cls, answer: IncidentsAnswer) -> Self:
        """Print an answer."""
        return cls(
            start=iso(answer.start),
            end=iso(answer.end),
            kind=answer.kind.value if answer.kind else None,
            totals=[SumOfIncidentsOut.of(one) for one in answer.totals],
            incidents=[IncidentOut.of(one) for one in answer.found],
            withheld=answer.withheld,
            coverage=CoverageOut.of(answer.coverage),
            as_known=AsKnownOut.of(answer.head),
            disclosure=DISCLOSURE,
        )


class IncidentAnswerOut(Out):
    """One incident."""

    incident: Annotated[IncidentOut, Field(description="The incident that the report is of.")]
    coverage: Annotated[CoverageOut, Field(description="How much of the world the answer covers.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]

    @classmethod
    def of(cls, answer: IncidentAnswer) -> Self:
        """Print an answer."""
        return cls(
            incident=IncidentOut.of(answer.found),
            coverage=CoverageOut.of(answer.coverage),
            as_known=AsKnownOut.of(answer.head),
        )
