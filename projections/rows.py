"""From what stands of one subject, a person say, to its rows: pure functions, the same for each batch size.

A region is what one kind of facts can change: after an event only the regions that it concerns are derived again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Final, NamedTuple

from domain.facts import (
    AfterRelease,
    BirthYearStated,
    CountPublished,
    DemandFact,
    DemandMade,
    ExternalIdStated,
    Fact,
    ForceFact,
    GenderStated,
    IdentityJudgement,
    IncidentFact,
    IncidentReported,
    IncidentsJudgement,
    LibertyFact,
    MeasureFact,
    MemberIdentified,
    Named,
    OccupationStated,
    PartStated,
    PersonDisclosed,
    PersonRegistered,
    PersonWithheld,
    PlaceFact,
    PlaceNamed,
    PlaceRegistered,
    ProcedureFact,
    ReportPreferred,
    SentenceFact,
    SizeStated,
    TargetNamed,
    TargetRegistered,
)
from domain.folds.after_release import measures
from domain.folds.articles import not_in_force
from domain.folds.counts import Definition
from domain.folds.cycle import occurrences
from domain.folds.demands import assessments
from domain.folds.disclosure import withheld_as
from domain.folds.force import in_force
from domain.folds.holds import Holds
from domain.folds.incidents import report_of
from domain.folds.places import held_at, kept, names_of
from domain.folds.procedure import cases
from domain.folds.punishment import sentences
from domain.folds.recognition import recognitions
from domain.folds.sanctions import Measures
from domain.folds.standing import Dated, Standing, about, of_subject
from domain.folds.status import FREE, Situation
from domain.folds.tallies import tallies
from domain.folds.targets import target_of
from domain.people import FactId, Script
from domain.sources import Variant
from projections.bitemporal import reach_of
from projections.tables import NO_LIMIT

UNKNOWN = "unknown"
SEVERAL = "several"


class Row(NamedTuple):
    """A row of a read model without its knowledge span: the table's name and the values of its columns."""

    table: str
    values: tuple[str | int, ...]


COLUMNS = {
    "tally": ("person", "series", "valid_from", "valid_to", "holds", "reach"),
    "person": ("person", "name", "gender", "occupation"),
    "external_id": ("publisher", "value", "person"),
    "named": ("person", "fact", "text"),
    "liberty": ("person", "liberty", "deprivation", "valid_from", "valid_to", "choices", "reach"),
    "past": ("person", "deprivation", "valid_from", "valid_to", "holds"),
    "recognition": ("person", "deprivation", "body", "valid_from", "valid_to", "now", "ever"),
    "occurrence": ("person", "sort", "facts", "earliest", "latest", "surely", "possibly"),
    "anomaly": ("person", "oddity", "facts"),
    "withheld": ("person", "ground"),
    "identity": ("person", "canonical"),
    "target": ("target", "kind", "name", "sized"),
    "size": ("target", "unit", "low", "high"),
    "part": ("target", "whole"),
    "measure": ("target", "authority", "programme", "measure", "stand", "valid_from", "valid_to"),
    "figure": ("figure", "counted", "unit", "group", "scope", "first", "last", "low", "high"),
    "demand": ("demand", "part_of", "earliest", "latest"),
    "demand_person": ("demand", "person"),
    "demand_act": ("demand", "fact", "statement", "earliest", "latest"),
    "demand_outcome": ("demand", "assessor", "fact", "outcome", "valid_from", "valid_to", "choices"),
    "mandate": ("mandate", "valid_from", "valid_to", "holds"),
    "law": ("law", "valid_from", "valid_to", "holds"),
    "procedure": ("person", "case", "state", "valid_from", "valid_to", "choices"),
    "charge": ("person", "case", "article", "deprivation", "valid_from", "valid_to", "holds"),
    "punishment": ("person", "sentence", "aspect", "value", "valid_from", "valid_to", "choices"),
    "after_release": ("person", "fact", "burden", "valid_from", "valid_to", "holds"),
    "incident": ("incident", "kind", "first", "last"),
    "incident_part": ("incident", "fact", "whole"),
    "incident_figure": ("incident", "fact", "unit", "low", "high", "stated"),
    "incident_member": ("incident", "fact", "person"),
    "incident_judged": ("incident", "fact", "verdict", "other"),
    "held_at": ("person", "place", "valid_from", "valid_to", "holds"),
    "place": ("place", "kind", "valid_from", "valid_to", "holds"),
    "place_name": ("place", "fact", "text", "language", "valid_from", "valid_to", "holds"),
}

Derivation = Callable[[FactId, Sequence[Standing]], frozenset[Row]]


@dataclass(frozen=True, slots=True)
class Region:
    """Rows of one kind of subject that follow from some kinds of facts, and from the fact that opens the subject.

    The tables have a column of the subject's kind, which holds its identifier. What ``stays`` is derived even if the
    fact that opens the subject is retracted.
    """

    subject: str
    tables: tuple[str, ...]
    concerns: tuple[type | UnionType, ...]
    derive: Derivation
    stays: bool = False


def identity(person: FactId, facts: Sequence[Standing]) -> frozenset[Row]:
    """Return how a person is called and grouped, every name, and the keys that publishers have for them."""
    genders = {one.fact.gender.value for one in facts if isinstance(one.fact, GenderStated)}
    groups = {one.fact.group.value for one in facts if isinstance(one.fact, OccupationStated)}
    keys = {(one.fact.publisher, one.fact.value) for one in facts if isinstance(one.fact, ExternalIdStated)}
    return frozenset(
        {
            Row("person", (person, display_name(facts), group_of(genders), group_of(groups))),
            *(Row("external_id", (publisher, value, person)) for publisher, value in keys),
            *(Row("named", (person, one.id, one.fact.text)) for one in facts if isinstance(one.fact, Named)),
        }
    )


def custody(person: FactId, facts: Sequence[Standing]) -> frozenset[Row]:
    """Return what may have been so on each day, where, who recognized it, what befell the person, and what was odd."""
    situation = Situation(facts)
    rows = [
        Row("liberty", (person, e.liberty.value, e.deprivation or "", *ends, len(span.elements), reach_of(*ends)))
        for span in situation.spans()
        if span.elements != {FREE}
        for ends in [(span.start, span.end)]
        for e in span.elements
    ]
    rows += [Row("past", (person, p.deprivation, p.start, p.end, int(p.holds))) for p in situation.past()]
    recognized = recognitions(facts, situation.deprivation)
    rows += [
        Row("recognition", (person, r.deprivation or "", r.body, r.start, r.end, int(r.now), int(r.ever)))
        for r in recognized
    ]
    rows += [
        Row("tally", (person, series_name(*t.series), t.start, t.end, int(t.holds), reach_of(t.start, t.end)))
        for t in tallies(situation, recognized)
    ]
    mine = {one.id for one in facts}
    rows += [
        Row(
            "occurrence",
            (person, o.sort.value, " ".join(filter(mine.__contains__, o.facts)), *o.bounds, o.surely, o.possibly),
        )
        for o in occurrences(facts, situation)
    ]
    there, odd = held_at(facts, situation)
    rows += [Row("held_at", (person, w.place or "", w.start, w.end, int(w.holds))) for w in there]
    odd = [*situation.anomalies, *odd, *not_in_force(facts)]
    rows += [Row("anomaly", (person, a.oddity.value, " ".join(a.facts))) for a in odd]
    return frozenset(rows)


def disclosure(person: FactId, facts: Sequence[Standing]) -> frozenset[Row]:
    """Return on what ground a person is withheld; nothing if they may be shown."""
    ground = withheld_as(facts)
    return frozenset() if ground is None else frozenset({Row("withheld", (person, ground.value))})


def listed(target: FactId, facts: Sequence[Standing]) -> frozenset[Row]:
    """Return what a target of sanctions is, how many, and part of what."""
    found = target_of(target, facts)
    if found is None:
        return frozenset()
    sizes = found.sizes.items()
    return frozenset(
        {
            Row("target", (target, found.kind.value, found.name, int(found.sized))),
            *(
                Row("size", (target, unit.value, low, NO_LIMIT if high is None else high))
                for unit, (low, high) in sizes
            ),
            *(Row("part", (target, whole)) for whole in found.wholes),
        }
    )


def measured(target: FactId, facts: Sequence[Standing]) -> frozenset[Row]:
    """Return how each measure against a target may stand on each day."""
    return frozenset(
        Row("measure", (target, *span.sanction, stand.value, span.start, span.end))
        for span in Measures(facts).spans()
        for stand in span.stands
    )


def figures(figure: FactId, facts: Sequence[Standing]) -> frozenset[Row]:
    """Return what a published count is about, its days and its bounds; nothing follows from another figure."""
    return frozenset(
        Row("figure", (figure, said.counted, said.unit, said.group or "", said.scope, *said.days(one.latest), *bounds))
        for one in facts
        if isinstance(said := one.fact, CountPublished)
        for bounds in [(said.quantity.low, NO_LIMIT if said.quantity.high is None else said.quantity.high)]
    )


def demanded(demand: FactId, facts: Sequence[Standing]) -> frozenset[Row]:
    """Return what was demanded, all that was said of it, and what each assessor may hold of it on each day."""
    rows: list[Row] = []
    for one in facts:
        statement = getattr(one.fact, "statement", "")
        rows.append(Row("demand_act", (demand, one.id, statement, one.earliest, one.latest)))
        if one.id == demand and isinstance(one.fact, DemandMade):
            rows.append(Row("demand", (demand, one.fact.part_of or "", one.earliest, one.latest)))
            rows += [Row("demand_person", (demand, person)) for person in one.fact.releases]
    rows += [
        Row("demand_outcome", (demand, a.assessor, h.fact or "", h.outcome.value, a.start, a.end, len(a.holds)))
        for a in assessments(facts)
        for h in a.holds
    ]
    return frozenset(rows)


def mandated(mandate: FactId, facts: Sequence[Standing]) -> frozenset[Row]:
    """Return when a mandate is in force."""
    return frozenset(Row("mandate", (mandate, one.start, one.end, int(one.holds))) for one in in_force(facts))


def enacted(law: FactId, facts: Sequence[Standing]) -> frozenset[Row]:
    """Return when a provision of law is in force."""
    return frozenset(Row("law", (law, one.start, one.end, int(one.holds))) for one in in_force(facts))


def prosecuted(person: FactId, facts: Sequence[Standing]) -> frozenset[Row]:
    """Return how each case against a person may stand on each day, and which articles are charged in it."""
    found = cases(facts)
    situation = Situation(facts if any(case.opened.deprivation for case in found) else ())
    rows: list[Row] = []
    for case in found:
        named = case.opened.deprivation
        deprivation = situation.deprivation(named) if named else ""
        rows += [
            Row("procedure", (person, case.id, state.value, one.start, one.end, len(one.values)))
            for one in case.states
            for state in one.values
        ]
        rows += [
            Row("charge", (person, case.id, str(one.article), deprivation, one.start, one.end, int(one.holds)))
            for one in case.charges
        ]
    return frozenset(rows)


def punished(person: FactId, facts: Sequence[Standing]) -> frozenset[Row]:
    """Return what each sentence of a person may be on each day."""
    return frozenset(
        Row("punishment", (person, sentence.id, aspect.value, value, one.start, one.end, len(one.values)))
        for sentence in sentences(facts)
        for aspect, found in sentence.aspects
        for one in found
        for value in one.values
    )


def burdened(person: FactId, facts: Sequence[Standing]) -> frozenset[Row]:
    """Return when each measure after release applies to a person; when it does not it has no row."""
    return frozenset(
        Row("after_release", (person, measure.id, measure.burden.value, one.start, one.end, int(one.holds)))
        for measure in measures(facts)
        for one in measure.spans
        if one.holds is not Holds.NO
    )


def reported(incident: FactId, facts: Sequence[Standing]) -> frozenset[Row]:
    """Return what is said of an incident: its window, wholes, figures, members, what it is judged one with."""
    found = report_of(incident, facts)
    if found is None:
        return frozenset()
    rows = {Row("incident", (incident, found.kind.value, found.first, found.last))}
    rows |= {Row("incident_part", (incident, fact, whole)) for whole, fact in found.wholes}
    rows |= {
        Row("incident_figure", (incident, fact, unit.value, low, NO_LIMIT if high is None else high, stated or 0))
        for fact, unit, (low, high), stated in found.figures
    }
    rows |= {Row("incident_member", (incident, fact, person)) for fact, person in found.members}
    for verdict, judged in (("same", found.same), ("apart", found.apart)):
        rows |= {Row("incident_judged", (incident, fact, verdict, other)) for other, fact in judged}
    return frozenset(rows)


def placed(place: FactId, facts: Sequence[Standing]) -> frozenset[Row]:
    """Return of which kind a place is, until when, and its names."""
    kinds = [one.fact.kind.value for one in facts if isinstance(one.fact, PlaceRegistered)]
    texts = {one.id: one.fact for one in facts if isinstance(one.fact, PlaceNamed)}
    rows = [
        Row("place", (place, kind, span.start, span.end, int(span.holds))) for kind in kinds for span in kept(facts)
    ]
    for name in names_of(facts):
        said = texts[name.fact]
        rows.append(
            Row("place_name", (place, name.fact, said.text, said.language, name.start, name.end, int(name.holds)))
        )
    return frozenset(rows)


REGIONS = (
    Region(
        "person",
        ("person", "external_id", "named"),
        (PersonRegistered, Named, GenderStated, OccupationStated, ExternalIdStated, IdentityJudgement),
        identity,
    ),
    Region(
        "person",
        ("tally", "liberty", "past", "recognition", "occurrence", "anomaly", "held_at"),
        (PersonRegistered, Dated, ReportPreferred),
        custody,
    ),
    Region(
        "person",
        ("withheld",),
        (PersonRegistered, PersonWithheld, PersonDisclosed, BirthYearStated, Dated),
        disclosure,
        stays=True,
    ),
    Region("target", ("target", "size", "part"), (TargetRegistered, TargetNamed, SizeStated, PartStated), listed),
    Region("target", ("measure",), (TargetRegistered, MeasureFact), measured),
    Region("figure", ("figure",), (CountPublished,), figures),
    Region("demand", ("demand", "demand_person", "demand_act", "demand_outcome"), (DemandFact,), demanded),
    Region("mandate", ("mandate",), (ForceFact,), mandated),
    Region("law", ("law",), (ForceFact,), enacted),
    Region(
        "person", ("procedure", "charge"), (PersonRegistered, ProcedureFact, LibertyFact, ReportPreferred), prosecuted
    ),
    Region("person", ("punishment",), (PersonRegistered, LibertyFact, SentenceFact, ReportPreferred), punished),
    Region("person", ("after_release",), (PersonRegistered, AfterRelease), burdened),
    Region(
        "incident",
        ("incident", "incident_part", "incident_figure", "incident_member", "incident_judged"),
        (IncidentReported, IncidentFact, IncidentsJudgement, MemberIdentified),
        reported,
    ),
    Region("place", ("place", "place_name"), (PlaceRegistered, PlaceFact), placed),
)


IDENTITY: Final = "identity"
"""The table of who is whom: not derived from one person's facts, but from judgements on several."""

SUBJECTS: Final = frozenset(region.subject for region in REGIONS)
"""The kinds of subjects that have rows."""
SUBJECT_OF: Final = {table: region.subject for region in REGIONS for table in region.tables} | {IDENTITY: "person"}
"""Per table, the kind of subject that its rows are of, which is the name of the column too."""


def concerned(subject: str, facts: Iterable[Fact]) -> list[Region]:
    """Return the regions of a kind of subject that may change when any of these facts begins or ceases to stand."""
    facts = list(facts)
    mine = [region for region in REGIONS if region.subject == subject]
    return [region for region in mine if any(isinstance(fact, region.concerns) for fact in facts)]


def rows_of(
    subject: str, members: Sequence[str], facts: Sequence[Standing], regions: Iterable[Region] = REGIONS
) -> frozenset[Row]:
    """Derive the rows of one subject, in some regions, from everything that stands.

    ``members`` are all identifiers of the subject, first the one that its rows bear.
    """
    mine = of_subject(subject, members, facts)
    whole = mine if {one.id for one in mine} >= set(members) else about(subject, members, facts)
    wanted = (region for region in regions if region.subject == subject and (mine or region.stays))
    return frozenset(
        row for region in wanted for row in region.derive(FactId(members[0]), whole if region.stays else mine)
    )


def series_name(definition: Definition, variant: Variant) -> str:
    """Return how a series is called in the tally."""
    return f"{definition.id} {variant.value}"


def display_name(facts: Sequence[Standing]) -> str:
    """Return the first recorded name in Latin script, else the first of any; empty where none stands."""
    names = [standing.fact for standing in facts if isinstance(standing.fact, Named)]
    latin = [name for name in names if name.script is Script.LATIN]
    return next((name.text for name in (*latin, *names)), "")


def group_of(stated: set[str]) -> str:
    """Return the one group that a breakdown puts a person in, so that its numbers sum."""
    return next(iter(stated)) if len(stated) == 1 else SEVERAL if stated else UNKNOWN
