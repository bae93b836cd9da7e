"""The command that copies a log into another database."""

from contextlib import ExitStack

import click

from api import bootstrap
from api.cli.page import say
from api.cli.progress import bar
from api.settings import Settings
from domain.errors import KhronikaError
from ledger.copying import copy as copy_log


@click.command()
@click.argument("url", metavar="URL")
@click.pass_obj
def copy(settings: Settings, url: str) -> None:
    """Copy the log, byte for byte, into the database at URL, which holds nothing or the beginning of this log.

    Positions, times and root hashes are the same afterwards. Run again, it copies what came since, or goes on where it
    was interrupted. A new database is made ready with: khronika --database URL migrate
    """
    with bootstrap.service(settings.database_url) as service, ExitStack() as stack:
        try:
            target = stack.enter_context(bootstrap.service(url)).ledger
        except KhronikaError as error:
            raise KhronikaError(f"the target: {error}") from error
        held = target.size()
        with bar("copying", "events") as progress:
            head = copy_log(service.ledger, target, progress=progress)
    say(f"copied: {head.size - held} events; both logs hold {head.size}, root {head.root.hex()}")


COMMANDS = (copy,)
