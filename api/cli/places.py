"""The command that asks about places."""

import click

from api import params
from api.cli import text_places
from api.cli.options import as_json, as_published, asked, clocks, day, opened, show
from api.schemas.places import PlacesOut
from api.settings import Settings


@click.command()
@clocks
@as_published
@as_json
@click.pass_obj
def places(settings: Settings, as_of: str | None, as_known: str | None, as_published: str | None, json_: bool) -> None:
    """Courts and places of detention on a day: how each is called, and how many are held there."""
    with opened(settings) as service:
        found = asked(service, as_known, as_published).places.on(
            day(service, as_of), as_known=params.as_known(as_known)
        )
    answer = PlacesOut.of(found)
    show(answer) if json_ else text_places.places(answer)


COMMANDS = (places,)
