"""The command that gives the record out again, in formats of others or whole."""

from pathlib import Path
from typing import Final

import click

from api.cli.options import opened
from api.cli.progress import bar
from api.settings import Settings
from domain.errors import InvalidError
from ledger import full

FULL: Final = "full"


@click.command()
@click.argument("format_", metavar="FORMAT", type=click.Choice([FULL]))
@click.argument("path", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Withheld people too: a full export holds them.")
@click.pass_obj
def export(settings: Settings, /, format_: str, path: Path, *, everything: bool) -> None:  # noqa: ARG001 -- one for now
    """Write the record into a new file, or all of it into a new folder.

    \b
    khronika export full FOLDER --all
    """
    if not everything:
        raise InvalidError("a full export holds withheld people too; if that is meant, add --all", field="all")
    with opened(settings) as service, bar("exporting", "events") as progress:
        head = full.write(service.ledger, path, progress)
    click.echo(f"exported: {head.size} events, those of withheld people too, root {head.root.hex()}")


COMMANDS = (export,)
