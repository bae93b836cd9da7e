"""The command that asks about cases."""

import click

from api import params
from api.cli import text_cases
from api.cli.options import as_json, as_published, asked, clocks, day, opened, show
from api.schemas.cases import CasesOut
from api.settings import Settings


@click.command()
@clocks
@as_published
@as_json
@click.pass_obj
def cases(settings: Settings, as_of: str | None, as_known: str | None, as_published: str | None, json_: bool) -> None:
    """How many persons have a case in which state, serve which punishment, are under which measure after release."""
    with opened(settings) as service:
        found = asked(service, as_known, as_published).cases.on(day(service, as_of), as_known=params.as_known(as_known))
        answer = CasesOut.of(found)
    show(answer) if json_ else text_cases.cases(answer)


COMMANDS = (cases,)
