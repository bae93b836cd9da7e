"""The command that asks about sanctions."""

import click

from api import params
from api.cli import text_sanctions
from api.cli.completion import words
from api.cli.options import as_json, as_published, asked, clocks, opened, show
from api.schemas.sanctions import SanctionsOut
from api.settings import Settings
from domain.sanctions import Measure


@click.command()
@clocks
@as_published
@click.option("--on", multiple=True, metavar="DAY", help=params.ON_INSTEAD)
@click.option("--authority", metavar="AUTHORITY", help=params.AUTHORITY)
@click.option("--measure", metavar="MEASURE", help=params.MEASURE, shell_complete=words(Measure))
@as_json
@click.pass_obj
def sanctions(
    settings: Settings,
    as_of: str | None,
    on: tuple[str, ...],
    as_known: str | None,
    as_published: str | None,
    authority: str | None,
    measure: str | None,
    json_: bool,
) -> None:
    """How many are under which measure on a day, whom each act aimed at, and the passages that say so."""
    named, chosen = params.authority(authority), params.measure(measure)
    with opened(settings) as service:
        days = params.each_day(as_of, on, today=service.questions.clock.today())
        found = asked(service, as_known, as_published).sanctions.on(
            days, params.as_known(as_known), authority=named, measure=chosen
        )
        answer = SanctionsOut.of(found)
    show(answer) if json_ else text_sanctions.sanctions(answer)


COMMANDS = (sanctions,)
