"""Why an answer is what it is, as text for a terminal."""

import textwrap

import click

from api.cli.text import WIDTH, answered_from, based_on, bounds, covered, lost, out_by, quote
from api.schemas.digest import DigestOut
from api.schemas.impact import ImpactOut
from api.schemas.why import CountFactsOut, SentenceOut, UsedFactOut, WhyOut

_COUNTED = {"certainly": "counted certainly", "possibly": "counted possibly", "no": "not counted"}


def why(answer: WhyOut) -> None:
    """Print why, what would be otherwise, and the facts that decide with their passages."""
    click.echo(f"{answer.name or '(no name stands)'}  {_COUNTED[answer.holds]}")
    _sentences(answer.because)
    if answer.otherwise:
        click.echo("\nOtherwise")
        _sentences(answer.otherwise)
    for one in answer.facts:
        if one.decides:
            _fact(one)
            for passage in one.passages:
                quote(passage)
            lost(one.passages_missing, one.passages_withheld)
    unused = [one for one in answer.facts if not one.decides]
    if unused:
        click.echo("\nNot used")
    for one in unused:
        _fact(one)
    click.echo()
    covered(answer.coverage)
    based_on(answer.basis)


def facts(answer: CountFactsOut) -> None:
    """Print a count with the facts used and not used, by person."""
    click.echo(f"{answer.basis.definition.id} on {answer.basis.as_of}{out_by(answer.basis)}: {bounds(answer)}")
    hidden = f", and {answer.withheld} withheld" if answer.withheld else ""
    click.echo(f"People near: {len(answer.people)}{hidden}")
    for one in answer.people:
        click.echo(f"\n{one.name or '(no name stands)'}  {_COUNTED[one.holds]}")
        click.echo(f"  person {one.id}")
        for fact in one.facts:
            _fact(fact)
    click.echo()
    covered(answer.coverage)
    based_on(answer.basis)


def _sentences(said: list[SentenceOut]) -> None:
    for one in said:
        for line in textwrap.wrap(one.says, WIDTH, initial_indent="  ", subsequent_indent="    "):
            click.echo(line)


def _fact(one: UsedFactOut) -> None:
    bodies = ", ".join(one.fields.get("bodies", []))
    corrected = "corrected; " if one.corrected else ""
    sign = "+" if one.decides else "-"
    what = f"{one.type}{f' by {bodies}' if bodies else ''}"
    click.echo(f"  {sign} {one.fields.get('occurred', '')}  {what}: {corrected}{one.bearing}")
    click.echo(f"      fact {one.id}{f', see {one.by}' if one.by else ''}")


def digest(answer: DigestOut) -> None:
    """Print a digest with what it holds."""
    click.echo(f"{answer.basis.definition.id} on {answer.basis.as_of}{out_by(answer.basis)}: state {answer.digest}")
    hidden = f", and {answer.withheld.possible} withheld as numbers alone" if answer.withheld.possible else ""
    click.echo(f"Persons: {answer.rows}{hidden}")
    covered(answer.coverage)
    based_on(answer.basis)


def impact(answer: ImpactOut) -> None:
    """Print what each version of a fact moved, a line for each count and span of days."""
    click.echo(f"{answer.type}  {answer.id}")
    for version in answer.versions:
        reason = f": {version.reason}" if version.reason else ""
        click.echo(f"\nVersion {version.version} {version.change}, position {version.position}{reason}")
        for one in version.moved:
            rule = f"{one.definition}{f' {one.variant}' if one.variant else ''}"
            change = f"{one.certain:+d} certain, {one.possible:+d} possible"
            click.echo(f"  {rule}  {one.start} to {one.end or 'further notice'}: {change}")
            click.echo(f"    on the first day {bounds(one.after)}; before it was {bounds(one.before)}")
        if not version.moved:
            click.echo("  It moved no count.")
        hidden = f", and {version.withheld} withheld" if version.withheld else ""
        click.echo(f"  Persons whose counting changed: {len(version.people)}{hidden}")
    click.echo()
    answered_from(answer.as_known)
