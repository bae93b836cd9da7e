"""Candidates for a name as text for a terminal."""

import click

from api.cli.text import answered_from
from api.schemas.search import MatchOut, SearchOut


def candidates(answer: SearchOut) -> None:
    """Print whom a name may mean, each with the names that are like it and why."""
    for one in answer.candidates:
        click.echo(f"{'likely' if one.likely else 'less likely'} {one.score:.2f}  {one.name or '(no name stands)'}")
        click.echo(f"  person {one.id}")
        for match in one.matches:
            click.echo(f"  {match.score:.2f}  {match.text}: {_why(match)}")
    if answer.more:
        click.echo(f"{answer.more} more are less like it. A longer name has fewer candidates.")
    if answer.candidates:
        click.echo("These are candidates to look at: a likeness of names says nothing about who is who.")
    else:
        click.echo("Nobody, as far as this log knows.")
    answered_from(answer.as_known)


def _why(match: MatchOut) -> str:
    fits = [f"{fit.asked} = {fit.recorded}, {fit.how}" for fit in match.parts]
    left = [f"without a counterpart {', '.join(match.left)}"] if match.left else []
    return "; ".join([*fits, *left])
