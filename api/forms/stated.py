"""Answers that say what others did and stated, as tables: sanctions, demands, mandates, figures, incidents, the log."""

from collections.abc import Iterator
from typing import Final

from api.forms.table import Columns, Kind, Row, Table, Value, basis, day, table
from api.schemas.demands import DemandOut, DemandsOut, ScoresOut
from api.schemas.force import LawsOut, MandatesOut
from api.schemas.incidents import BoundsOut, IncidentOut, IncidentsOut, NumberOut
from api.schemas.log import ChangesOut
from api.schemas.published import FigureOut, LineOut, PublishedOut
from api.schemas.quality import QualityOut
from api.schemas.sanctions import SanctionsOut, StandOut, TargetOut, UnderOut

SANCTIONS: Final[Columns] = {
    "id": Kind.TEXT,
    "kind": Kind.TEXT,
    "name": Kind.TEXT,
    "listed_as": Kind.TEXTS,
    "ended": Kind.TRUTH,
    "measures": Kind.TEXTS,
    "persons_low": Kind.NUMBER,
    "persons_high": Kind.NUMBER,
    "entities_low": Kind.NUMBER,
    "entities_high": Kind.NUMBER,
    "part_of": Kind.IDS,
    "facts": Kind.IDS,
    "anomalies": Kind.TEXTS,
}
"""``ended`` is true of whom measures were aimed at before the day and are not on it."""
STATES: Final = ("either", "in_force", "suspended")


def sanctions(answer: SanctionsOut) -> Table:
    """One row a target on the one day asked about; a group and its parts are both rows, so totals are said of all."""
    (found,) = answer.days
    rows = [
        _target(one, ended=ended) for ended, several in ((False, found.under), (True, found.ended)) for one in several
    ]
    depends = basis(
        as_of=found.as_of,
        known=answer.basis.as_known,
        rules_version=answer.basis.rules_version,
        coverage=answer.coverage,
    )
    return table(SANCTIONS, rows, depends, dict(_totals(found.any_measure)))


def _totals(under: UnderOut) -> Iterator[tuple[str, tuple[Kind, Value]]]:
    for state, found in zip(STATES, (under.either, under.in_force, under.suspended), strict=True):
        for unit, total in (("persons", found.persons), ("entities", found.entities)):
            yield f"{state}_{unit}_certain", (Kind.NUMBER, total.certain)
            yield f"{state}_{unit}_possible", (Kind.NUMBER, total.possible)


def _target(one: TargetOut, *, ended: bool) -> Row:
    return (
        one.id,
        one.kind,
        one.name,
        tuple(f"{listed.publisher} {listed.value}" for listed in one.ids),
        ended,
        tuple(map(_measure, one.measures)),
        one.persons.low,
        one.persons.high,
        one.entities.low,
        one.entities.high,
        tuple(one.part_of),
        tuple(fact.id for fact in one.because),
        tuple(odd.oddity for odd in one.anomalies),
    )


def _measure(one: StandOut) -> str:
    return f"{one.authority}, {one.programme}, {one.measure}: {' or '.join(one.may_be)}"


DEMANDS: Final[Columns] = {
    "id": Kind.TEXT,
    "point": Kind.TEXT,
    "text": Kind.TEXT,
    "by": Kind.TEXTS,
    "addressee": Kind.TEXT,
    "made": Kind.TEXT,
    "may_be": Kind.TEXTS,
    "follows_from": Kind.TEXT,
    "assessed": Kind.TEXTS,
    "people": Kind.IDS,
    "at_liberty_certain": Kind.NUMBER,
    "at_liberty_possible": Kind.NUMBER,
    "part_of": Kind.TEXT,
    "parts": Kind.IDS,
    "facts": Kind.IDS,
}


def demands(answer: DemandsOut) -> Table:
    """One row a demand. What became of how many is said of all, also if the rows are those of one outcome."""
    depends = basis(as_of=answer.as_of, known=answer.as_known, coverage=answer.coverage, withheld=answer.withheld)
    board = answer.scoreboard
    whole: dict[str, tuple[Kind, Value]] = {"outcome": (Kind.TEXT, answer.outcome)}
    whole |= dict(_scores("demands", board.demands)) | dict(_scores("parts", board.parts))
    return table(DEMANDS, map(_demand, answer.demands), depends, whole)


def _scores(unit: str, scores: ScoresOut) -> Iterator[tuple[str, tuple[Kind, Value]]]:
    for one in scores.outcomes:
        name = f"{unit}_{one.outcome.replace(' ', '_')}"
        yield f"{name}_certain", (Kind.NUMBER, one.certain)
        yield f"{name}_possible", (Kind.NUMBER, one.possible)
    yield f"{unit}_open", (Kind.NUMBER, scores.open)
    yield f"{unit}_total", (Kind.NUMBER, scores.total)


def _demand(one: DemandOut) -> Row:
    release = one.release
    return (
        one.id,
        one.point,
        one.text,
        tuple(one.by),
        one.addressee,
        one.made,
        tuple(one.may_be),
        one.follows_from,
        tuple(f"{each.assessor}: {' or '.join(each.may_be)}" for each in one.assessed),
        tuple(each.person for each in release.people) if release else (),
        release.certain if release else None,
        release.possible if release else None,
        one.part_of,
        tuple(one.parts),
        tuple(act.id for act in one.acts),
    )


MANDATES: Final[Columns] = {
    "id": Kind.TEXT,
    "mechanism": Kind.TEXT,
    "body": Kind.TEXT,
    "in_force": Kind.TEXT,
    "facts": Kind.IDS,
}


def mandates(answer: MandatesOut) -> Table:
    """One row a mandate."""
    rows: list[Row] = [
        (one.id, one.mechanism, one.body, one.in_force, tuple(step.id for step in one.steps)) for one in answer.mandates
    ]
    depends = basis(as_of=answer.as_of, known=answer.as_known, coverage=answer.coverage, withheld=answer.withheld)
    return table(MANDATES, rows, depends)


LAWS: Final[Columns] = {"id": Kind.TEXT, "provision": Kind.TEXT, "in_force": Kind.TEXT, "facts": Kind.IDS}


def laws(answer: LawsOut) -> Table:
    """One row a provision."""
    rows: list[Row] = [
        (one.id, one.provision, one.in_force, tuple(step.id for step in one.steps)) for one in answer.laws
    ]
    depends = basis(as_of=answer.as_of, known=answer.as_known, coverage=answer.coverage, withheld=answer.withheld)
    return table(LAWS, rows, depends)


PUBLISHED: Final[Columns] = {
    "id": Kind.TEXT,
    "publisher": Kind.TEXT,
    "counted": Kind.TEXT,
    "unit": Kind.TEXT,
    "group": Kind.TEXT,
    "scope": Kind.TEXT,
    "quantity": Kind.TEXT,
    "low": Kind.NUMBER,
    "high": Kind.NUMBER,
    "on_the_day": Kind.TRUTH,
    "stated_as_of": Kind.TEXT,
    "during": Kind.TEXT,
    "first": Kind.DAY,
    "last": Kind.DAY,
    "publishers_definition": Kind.TEXT,
    "implied": Kind.TRUTH,
    "sum_of": Kind.IDS,
    "sum_closes": Kind.TEXT,
    "sources": Kind.IDS,
}


def published(answer: PublishedOut) -> Table:
    """One row a figure, rivals in rows of their own."""
    rows = [
        _figure(line.about, figure, on_the_day=on_the_day)
        for line in answer.lines
        for on_the_day, several in ((True, line.on_the_day), (False, line.before))
        for figure in several
    ]
    depends = basis(as_of=answer.as_of, known=answer.as_known, coverage=answer.coverage)
    return table(PUBLISHED, rows, depends)


def _figure(about: LineOut, one: FigureOut, *, on_the_day: bool) -> Row:
    return (
        one.id,
        one.publisher,
        about.counted,
        about.unit,
        about.group,
        about.scope,
        one.quantity,
        one.low,
        one.high,
        on_the_day,
        one.stated_as_of,
        one.during,
        day(one.first),
        day(one.last),
        one.definition,
        one.implied,
        tuple(part.id for part in one.sum.parts) if one.sum else (),
        one.sum.closes if one.sum else None,
        tuple(dict.fromkeys(passage.source for passage in one.passages)),
    )


INCIDENTS: Final[Columns] = {
    "id": Kind.TEXT,
    "kinds": Kind.TEXTS,
    "first": Kind.DAY,
    "last": Kind.DAY,
    "locations": Kind.TEXTS,
    "unit": Kind.TEXT,
    "low": Kind.NUMBER,
    "high": Kind.NUMBER,
    "agreed_low": Kind.NUMBER,
    "agreed_high": Kind.NUMBER,
    "unnamed_low": Kind.NUMBER,
    "unnamed_high": Kind.NUMBER,
    "named": Kind.NUMBER,
    "members": Kind.IDS,
    "not_shown": Kind.NUMBER,
    "within": Kind.IDS,
    "parts": Kind.IDS,
    "facts": Kind.IDS,
}
"""``within`` are the wholes that an incident is part of: adding up rows would count people twice."""


def incidents(answer: IncidentsOut) -> Table:
    """One row for each incident and each unit that it is counted in, or one without a unit."""
    numbers: dict[str, list[NumberOut | None]] = {one.id: [*one.numbers] or [None] for one in answer.incidents}
    rows = [_incident(one, number) for one in answer.incidents for number in numbers[one.id]]
    whole: dict[str, tuple[Kind, Value]] = {"from": (Kind.DAY, day(answer.start))}
    depends = basis(as_of=answer.end, known=answer.as_known, coverage=answer.coverage, withheld=answer.withheld)
    return table(INCIDENTS, rows, depends, whole)


def _incident(one: IncidentOut, number: NumberOut | None) -> Row:
    return (
        one.id,
        tuple(dict.fromkeys(report.kind for report in one.reports)),
        day(one.first),
        day(one.last),
        tuple(dict.fromkeys(report.location for report in one.reports if report.location)),
        *((number.unit, number.low, number.high) if number else (None, None, None)),
        *_bounds(number.agreed if number else None),
        *_bounds(number.unnamed if number else None),
        one.named,
        tuple(member.id for member in one.members),
        one.members_withheld,
        tuple(one.within),
        tuple(one.parts),
        tuple(fact.id for fact in one.because),
    )


def _bounds(found: BoundsOut | None) -> tuple[int | None, int | None]:
    return (found.low, found.high) if found else (None, None)


CHANGES: Final[Columns] = {
    "position": Kind.NUMBER,
    "hidden": Kind.TRUTH,
    "fact": Kind.TEXT,
    "version": Kind.NUMBER,
    "change": Kind.TEXT,
    "type": Kind.TEXT,
    "reason": Kind.TEXT,
    "people": Kind.IDS,
    "recorded_at": Kind.MOMENT,
    "recorded_by": Kind.TEXT,
    "batch": Kind.TEXT,
}
"""``hidden`` is true of an event of which only its place and time are given."""


def changes(answer: ChangesOut) -> Table:
    """One row an event."""
    rows: list[Row] = [
        (
            one.position,
            one.withheld,
            one.fact,
            one.version,
            one.change,
            one.type,
            one.reason,
            tuple(one.people),
            one.recorded_at,
            one.recorded_by,
            one.batch,
        )
        for one in answer.changes
    ]
    return table(CHANGES, rows, basis(known=answer.as_known))


QUALITY: Final[Columns] = {"what": Kind.TEXT, "facts": Kind.NUMBER, "ids": Kind.IDS}


def quality(answer: QualityOut) -> Table:
    """One row a number of facts; those that differ from their sources are named, but for those withheld."""
    numbers = {
        "facts": answer.facts,
        "checked": answer.checked,
        "agree": answer.agree,
        "differ": answer.differ,
        "not_reachable": answer.not_reachable,
        "confirmed": answer.confirmed,
    }
    rows: list[Row] = [
        (what, many, tuple(answer.differing) if what == "differ" else ()) for what, many in numbers.items()
    ]
    return table(QUALITY, rows, basis(known=answer.as_known, withheld=answer.withheld))
