"""Sanctions as text for a terminal: how many, then whom, each with the facts and passages that say so."""

import click

from api.cli import text
from api.schemas.prisoners import ReasonOut
from api.schemas.sanctions import SanctionsOfDayOut, SanctionsOut, TargetOut, TotalsOut, UnderOut

NOBODY = "none"


def sanctions(answer: SanctionsOut) -> None:
    """Print the sanctions on each day, with coverage and basis."""
    basis = answer.basis
    asked = "".join(f", {one}" for one in (basis.authority, basis.measure) if one)
    for day in answer.days:
        _day(day, asked)
        click.echo()
    text.covered(answer.coverage)
    click.echo(f"Basis: rules {basis.rules_version}")
    text.answered_from(basis.as_known)


def _day(day: SanctionsOfDayOut, asked: str) -> None:
    beyond = ", later than any fact" if day.beyond_newest_fact else ""
    click.echo(f"Sanctions on {day.as_of}{asked}{beyond}")
    _under("any measure", day.any_measure)
    for one in day.each:
        _under(f"{one.authority}, {one.programme}, {one.measure}", one.under)
    for target in day.under:
        _target(target)
    if day.ended:
        click.echo(f"\nNo longer under measures on {day.as_of}")
    for target in day.ended:
        _target(target)


def _under(label: str, under: UnderOut) -> None:
    """Print how many are under a measure, and, if any is suspended, how many under one in force and one suspended."""
    click.echo(f"  {label}: {totals(under.either)}")
    if totals(under.suspended) != NOBODY:
        click.echo(f"    in force: {totals(under.in_force)}")
        click.echo(f"    suspended: {totals(under.suspended)}")


def totals(many: TotalsOut) -> str:
    """Say how many of each unit."""
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
    return "; ".join(found) or NOBODY


def _target(target: TargetOut) -> None:
    click.echo(f"\n{target.name or '(no name stands)'}  {target.kind}")
    click.echo(f"  target {target.id}")
    for one in target.ids:
        click.echo(f"  listed by {one.publisher} as {one.value}")
    for each in target.measures:
        click.echo(f"  {each.authority}, {each.measure}: {' or '.join(each.may_be)}")
    for reason in target.because:
        click.echo(f"  {_says(reason)}")
        for passage in reason.passages:
            text.quote(passage)
        text.lost(reason.passages_missing, reason.passages_withheld)
    for anomaly in target.anomalies:
        click.echo(f"  odd: {anomaly.oddity}")


def _says(reason: ReasonOut) -> str:
    """Say a fact in a line: an act with its clocks, a measure with its day and end, a figure."""
    fields = reason.fields
    when = fields.get("occurred", "")
    named = [fields["title"]] if "title" in fields else fields.get("measures", [])
    clocks = ("announced", "adopted", "published", "in_force", "expires", "suspended_until", "persons", "entities")
    stated = [f"{name.replace('_', ' ')} {fields[name]}" for name in clocks if name in fields]
    return "  ".join(part for part in (when, reason.type, ", ".join([*named, *stated])) if part)
