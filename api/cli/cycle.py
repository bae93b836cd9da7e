"""The command that follows the cycle."""

import click

from api import params
from api.cli import text_cycle
from api.cli.options import as_json, as_known, as_published, asked, opened, show
from api.schemas.cycle import CycleOut
from api.settings import Settings


@click.command()
@click.option("--from", "first", metavar="MONTH", required=True, help=params.FIRST_MONTH)
@click.option("--to", "last", metavar="MONTH", help=params.LAST_MONTH)
@as_known
@as_published
@as_json
@click.pass_obj
def cycle(
    settings: Settings, first: str, last: str | None, as_known: str | None, as_published: str | None, json_: bool
) -> None:
    """Month by month: recognitions, releases, detentions after a release, sanctions imposed, suspended and lifted."""
    with opened(settings) as service:
        months = params.months(first, last, today=service.questions.clock.today())
        answer = CycleOut.of(asked(service, as_known, as_published).cycle.over(months, params.as_known(as_known)))
    show(answer) if json_ else text_cycle.cycle(answer)


COMMANDS = (cycle,)
