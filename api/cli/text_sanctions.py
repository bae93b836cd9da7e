"""Sanctions as text for a terminal: how many, then whom, each with the facts and passages that say so."""

from api.cli import text
from api.cli.page import say, table
from api.schemas.prisoners import ReasonOut
from api.schemas.sanctions import SanctionsOfDayOut, SanctionsOut, TargetOut, TotalsOut, UnderOut

NOBODY = "none"


def sanctions(answer: SanctionsOut) -> None:
    """Print the sanctions on each day, with coverage and basis."""
    basis = answer.basis
    asked = "".join(f", {one}" for one in (basis.authority, basis.measure) if one)
    for day in answer.days:
        _day(day, asked)
        say()
    text.covered(answer.coverage)
    say(f"Basis: rules {basis.rules_version}")
    text.answered_from(basis.as_known)


def _day(day: SanctionsOfDayOut, asked: str) -> None:
    beyond = ", later than any fact" if day.beyond_newest_fact else ""
    say(f"Sanctions on {day.as_of}{asked}{beyond}")
    rows = _under("any measure", day.any_measure)
    for one in day.each:
        rows += _under(f"{one.authority}, {one.programme}, {one.measure}", one.under)
    table(rows, lambda cells: f"{cells[0]}: {'; '.join(cells[1:])}")
    for target in day.under:
        _target(target)
    if day.ended:
        say(f"\nNo longer under measures on {day.as_of}")
    for target in day.ended:
        _target(target)


def _under(label: str, under: UnderOut) -> list[list[str]]:
    """Say how many are under a measure, and, if any is suspended, how many under one in force and one suspended."""
    rows = [[label, *_each(under.either)]]
    if _each(under.suspended) != [NOBODY]:
        rows += [["  in force", *_each(under.in_force)], ["  suspended", *_each(under.suspended)]]
    return rows


def totals(many: TotalsOut) -> str:
    """Say how many of each unit."""
    return "; ".join(_each(many))


def _each(many: TotalsOut) -> list[str]:
    found = []
    units = (
        ("persons", many.persons),
        ("entities", many.entities),
        ("countries", many.countries),
        ("craft", many.craft),
    )
    for unit, total in units:
        possible = "no limit to the possible" if total.possible is None else f"{total.possible} possible"
        if (total.certain, total.possible) != (0, 0):
            found.append(f"{unit} {total.certain} certain, {possible}")
    if many.uncounted:
        found.append(f"groups of unstated size {many.uncounted}")
    return found or [NOBODY]


def _target(target: TargetOut) -> None:
    say(f"\n{text.named(target.name)}  {target.kind}")
    say(f"  target {target.id}")
    for one in target.ids:
        say(f"  listed by {one.publisher} as {one.value}")
    for each in target.measures:
        say(f"  {each.authority}, {each.measure}: {' or '.join(each.may_be)}")
    for reason in target.because:
        say(f"  {_says(reason)}")
        for passage in reason.passages:
            text.quote(passage)
        text.lost(reason.passages_missing, reason.passages_withheld)
    for anomaly in target.anomalies:
        say(f"  odd: {anomaly.oddity}")


def _says(reason: ReasonOut) -> str:
    """Say a fact in a line: an act with its clocks, a measure with its day and end, a figure."""
    fields = reason.fields
    when = fields.get("occurred", "")
    named = [fields["title"]] if "title" in fields else fields.get("measures", [])
    clocks = ("announced", "adopted", "published", "in_force", "expires", "suspended_until", "persons", "entities")
    stated = [f"{name.replace('_', ' ')} {fields[name]}" for name in clocks if name in fields]
    return "  ".join(part for part in (when, reason.type, ", ".join([*named, *stated])) if part)
