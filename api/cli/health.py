"""The command that says whether the service over this database would be ready."""

import click

from api import bootstrap
from api.cli.options import as_json, show
from api.cli.page import say
from api.health import check_ready
from api.health import health as health_of
from api.settings import Settings
from domain.errors import KhronikaError


@click.command()
@as_json
@click.pass_obj
def health(settings: Settings, *, json_: bool) -> None:
    """How far the read models are. Exit code 1 if a service over this database would not be ready."""
    try:
        with bootstrap.service(settings.database_url) as service:
            found = health_of(service)
            if json_:
                show(found)
            else:
                say(f"{found.status}: position {found.position} of {found.log_size}")
                if found.lag:
                    say(f"{found.lag} events behind; the oldest of them has waited {found.lag_seconds:.0f} s")
            check_ready(service, most=settings.ready_lag)
    except KhronikaError as error:
        click.echo(f"khronika: not ready: {error}", err=True)
        raise click.exceptions.Exit(1) from error


COMMANDS = (health,)
