"""The command that asks what became of demands."""

import click

from api import params
from api.cli import text_demands
from api.cli.completion import words
from api.cli.options import as_json, as_published, asked, clocks, day, opened, show
from api.schemas.demands import DemandsOut
from api.settings import Settings
from domain.facts import Outcome


@click.command()
@clocks
@as_published
@click.option("--statement", metavar="SOURCE", help=params.STATEMENT)
@click.option("--of", metavar="BODY", help=params.DEMANDED_BY)
@click.option("--outcome", metavar="OUTCOME", help=params.OUTCOME, shell_complete=words(Outcome))
@as_json
@click.pass_obj
def demands(
    settings: Settings,
    as_of: str | None,
    as_known: str | None,
    as_published: str | None,
    statement: str | None,
    of: str | None,
    outcome: str | None,
    json_: bool,
) -> None:
    """Demands made by a day: how many stood in which way, how each did, who said so, and the passages."""
    with opened(settings) as service:
        found = asked(service, as_known, as_published).demands.on(
            day(service, as_of),
            as_known=params.as_known(as_known),
            statement=params.named(statement, "statement"),
            body=params.named(of, "of"),
            outcome=params.outcome(outcome),
        )
    answer = DemandsOut.made(found)
    show(answer) if json_ else text_demands.demands(answer)


COMMANDS = (demands,)
