"""The command that writes a read-only SQLite file of what may be shown."""

from pathlib import Path

import click

from api import params
from api.cli.options import as_known, opened
from api.cli.page import say
from api.cli.progress import bar
from api.export import snapshot as tables
from api.settings import Settings


@click.command()
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@as_known
@click.pass_obj
def snapshot(settings: Settings, /, path: Path, *, as_known: str | None) -> None:
    """Write what a reader may see as tables into a new SQLite FILE, and beside it what datasette says of them.

    Opened with: datasette -i FILE -m FILE.metadata.yaml
    """
    with opened(settings) as service:
        head = service.questions.exports.head(params.as_known(as_known))
        with bar("writing", "events") as progress:
            people, facts = tables.write(path, service.questions, head, progress)
    say(f"snapshot: {people} people, {facts} facts; as known at size {head.size}, root {head.root.hex()}")


COMMANDS = (snapshot,)
