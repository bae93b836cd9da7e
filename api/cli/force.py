"""The commands that ask what is in force."""

import click

from api import params
from api.cli import text_force
from api.cli.options import as_json, as_published, asked, clocks, day, opened, show
from api.schemas.force import LawsOut, MandatesOut
from api.settings import Settings
from projections.force import ForceAnswer, Kind


@click.command()
@clocks
@as_published
@as_json
@click.pass_obj
def mandates(
    settings: Settings, as_of: str | None, as_known: str | None, as_published: str | None, json_: bool
) -> None:
    """Mandates of mechanisms that had begun by a day: whether each was in force, and the passages."""
    answer = MandatesOut.of(_ask(settings, Kind.MANDATE, as_of, as_known, as_published))
    show(answer) if json_ else text_force.mandates(answer)


@click.command()
@clocks
@as_published
@as_json
@click.pass_obj
def laws(settings: Settings, as_of: str | None, as_known: str | None, as_published: str | None, json_: bool) -> None:
    """Provisions of law that had begun by a day: whether each was in force, and the passages."""
    answer = LawsOut.of(_ask(settings, Kind.LAW, as_of, as_known, as_published))
    show(answer) if json_ else text_force.laws(answer)


def _ask(
    settings: Settings, kind: Kind, as_of: str | None, as_known: str | None, as_published: str | None
) -> ForceAnswer:
    with opened(settings) as service:
        return asked(service, as_known, as_published).force.on(
            kind, day(service, as_of), as_known=params.as_known(as_known)
        )


COMMANDS = (mandates, laws)
