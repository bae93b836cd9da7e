"""Commands that keep the read models: the projector as a process of its own, and the rebuild."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from api import bootstrap
from api.cli.progress import bar
from api.follow import Follower
from api.settings import Settings
from ledger import full


@click.command()
@click.option("--once", is_flag=True, help="Project what is there, and end.")
@click.pass_obj
def project(settings: Settings, *, once: bool) -> None:
    """Keep the read models up with the log, until SIGTERM or SIGINT.

    Several of these may run over one database: they take turns.
    """
    with (
        bootstrap.service(settings.database_url) as service,
        Follower(service.ledger) as follower,
        ended_by_signals(follower.stop),
    ):
        if once:
            with bar("projecting", "events") as progress:
                follower.catch_up(progress)
        else:
            click.echo(f"Khronika projects from position {service.projector.position()} on")
            follower.follow()
        click.echo(f"projected: position {service.projector.position()}")


@click.command()
@click.argument("folder", metavar="[FOLDER]", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def rebuild(settings: Settings, folder: Path | None) -> None:
    """Derive the read models anew from the whole log, beside those that answer, and switch when they are complete.

    Broken off, it changes nothing; begun again, it starts afresh. Needed after an update that derives them otherwise.

    With the FOLDER of a full export, first take in the log that it holds: the database is empty before, or holds the
    beginning of that log. Broken off, it goes on from there when it is begun again.
    """
    with bootstrap.service(settings.database_url) as service:
        if folder is not None:
            with bar("taking in", "events") as progress:
                head = full.rebuild(folder, service.ledger, progress)
            with bar("projecting", "events") as progress:
                service.projector.catch_up(progress)
            click.echo(f"rebuilt: {head.size} events, root {head.root.hex()}")
            return
        with bar("rebuilding", "events") as progress:
            reached = service.projector.rebuild(progress)
    click.echo(f"rebuilt: position {reached}")


@contextmanager
def ended_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Within the block, SIGTERM and SIGINT ask to stop and do nothing else."""
    before = {number: signal.signal(number, lambda *_: stop()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


COMMANDS = (project, rebuild)
