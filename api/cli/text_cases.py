"""How many persons stand how with cases, sentences and measures after release, as text for a terminal."""

import click

from api.cli.text import answered_from, bounds, covered
from api.schemas.cases import CasesOut
from api.schemas.counts import GroupOut


def cases(answer: CasesOut) -> None:
    """Print how many persons stand how."""
    click.echo(f"Persons on {answer.as_of}; one may stand in several groups")
    for title, groups in (
        ("With a case", answer.states),
        ("Serving", answer.serving),
        ("After release", answer.after_release),
    ):
        click.echo(f"\n{title}")
        _groups(groups)
    click.echo()
    covered(answer.coverage)
    answered_from(answer.as_known)


def _groups(groups: list[GroupOut]) -> None:
    for group in groups:
        click.echo(f"  {group.group}: {bounds(group)}")
    if not groups:
        click.echo("  nobody, as far as this log knows")
