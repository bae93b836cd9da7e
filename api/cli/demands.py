"""The command that asks what became of demands."""

import click

from api import params
from api.cli import text_demands
from api.cli.options import as_json, as_published, asked, clocks, day, opened, show
from api.schemas.demands import DemandsOut
from api.settings import Settings


@click.command()
@clocks
@as_published
@click.option("--statement", metavar="SOURCE", help=params.STATEMENT)
@click.option("--of", metavar="BODY", help=params.DEMANDED_BY)
@as_json
@click.pass_obj
def demands(
    settings: Settings,
    as_of: str | None,
    as_known: str | None,
    as_published: str | None,
    statement: str | None,
    of: str | None,
    json_: bool,
) -> None:
    """Demands made by a day: how each stood, who said so, and the passages."""
    with opened(settings) as service:
        found = asked(service, as_known, as_published).demands.on(
            day(service, as_of),
            as_known=params.as_known(as_known),
            statement=params.named(statement, "statement"),
            body=params.named(of, "of"),
        )
    answer = DemandsOut.made(found)
    show(answer) if json_ else text_demands.demands(answer)


COMMANDS = (demands,)
