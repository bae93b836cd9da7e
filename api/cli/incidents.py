"""The commands that ask what happened to many at once."""

import click

from api import params
from api.cli import text_incidents
from api.cli.completion import words
from api.cli.options import as_json, as_known, as_published, asked, identified, opened, show
from api.schemas.incidents import IncidentAnswerOut, IncidentsOut
from api.settings import Settings
from domain.incidents import IncidentKind


@click.command()
@click.option("--from", "first", metavar="DAY", help=params.FROM_DAY)
@click.option("--to", "last", metavar="DAY", help=params.TO_DAY)
@click.option("--kind", metavar="KIND", help=params.KIND, shell_complete=words(IncidentKind))
@as_known
@as_published
@as_json
@click.pass_obj
def incidents(
    settings: Settings,
    /,
    first: str | None,
    last: str | None,
    kind: str | None,
    as_known: str | None,
    as_published: str | None,
    json_: bool,
) -> None:
    """What happened to many in a time: rival figures, parts, members, and totals that add no part to its whole."""
    with opened(settings) as service:
        start, end = params.window(first, last, today=service.questions.clock.today())
        found = asked(service, as_known, as_published).incidents.between(
            start, end, kind=params.incident_kind(kind), as_known=params.as_known(as_known)
        )
    answer = IncidentsOut.of(found)
    show(answer) if json_ else text_incidents.incidents(answer)


@click.command()
@click.argument("identifier")
@as_known
@as_published
@as_json
@click.pass_obj
def incident(settings: Settings, identifier: str, as_known: str | None, as_published: str | None, json_: bool) -> None:
    """One incident by the identifier of any of its reports: figures, parts, members, and the passages."""
    with opened(settings) as service:
        found = asked(service, as_known, as_published).incidents.one(
            identified(service, identifier), as_known=params.as_known(as_known)
        )
    answer = IncidentAnswerOut.of(found)
    show(answer) if json_ else text_incidents.incident(answer)


COMMANDS = (incidents, incident)
