"""Commands that follow another instance: watch what it signs, or mirror all of it."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from api import bootstrap
from api.cli.progress import bar
from api.cli.project import ended_by_signals
from api.partners import read_token
from api.settings import Settings
from domain.errors import KhronikaError, TwoHistoriesError
from ledger.evidence import keep
from ledger.journal import Journal
from ledger.mirror import Mirror
from ledger.proofs.checkpoint import Checkpoint
from ledger.proofs.keys import parse_verifier
from ledger.watch import Pinned, Watch

Command = TypeVar("Command", bound=Callable[..., Any])
EVERY_SECONDS: Final = 60
PATIENCE_SECONDS: Final = 60.0
_TURN_SECONDS: Final = 0.5


def _follows(command: Command) -> Command:
    """Add what both commands take."""
    for option in reversed(
        (
            click.argument("url", metavar="URL"),
            click.option(
                "--key",
                "keys",
                multiple=True,
                required=True,
                metavar="KEY",
                help="The public key of the original, as: khronika key show; after a change of it, repeat for both.",
            ),
            click.option(
                "--journal",
                required=True,
                metavar="FILE",
                type=click.Path(path_type=Path, dir_okay=False),
                help="Where the checkpoints that were seen are kept; keep it for good.",
            ),
            click.option("--every", default=EVERY_SECONDS, show_default=True, type=click.IntRange(1, 86_400)),
            click.option("--once", is_flag=True, help="Follow to the newest checkpoint, and end."),
            click.option(
                "--patience",
                default=PATIENCE_SECONDS,
                show_default=True,
                type=click.FloatRange(0.1, 3600),
                help="How many seconds one answer may take.",
            ),
        )
    ):
        command = option(command)
    return command


@click.command()
@_follows
def watch(url: str, keys: tuple[str, ...], journal: Path, every: int, *, once: bool, patience: float) -> None:
    """Watch what the instance at URL signs: each checkpoint has to begin with all those before it.

    Needs no token and no database. Exit code 3 says that there are two histories: both signed checkpoints are kept
    beside the journal, in a file that ends in .fork
    """
    from api.original import OverHttp  # noqa: PLC0415 -- a client is much to import for every other command

    with OverHttp(url, patience=patience) as original:
        looks = Watch(original, _pinned(keys), Journal(journal))
        _follow(lambda _: looks.look().says, journal, every=every, once=once, done="watched")


@click.command()
@_follows
@click.option(
    "--token",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The file of the token that the original gave you; only you may read it.",
)
@click.pass_obj
def mirror(
    settings: Settings,
    url: str,
    keys: tuple[str, ...],
    journal: Path,
    every: int,
    token: Path,
    *,
    once: bool,
    patience: float,
) -> None:
    """Keep a whole copy of the instance at URL: its events, proven before they are taken in, and read models of them.

    The database is empty at first, and nobody records in it. Run again after whatever ended it, it goes on. Exit code
    3 says that there are two histories: nothing is taken in, and both signed checkpoints are kept beside the journal,
    in a file that ends in .fork
    """
    from api.original import OverHttp  # noqa: PLC0415 -- as in watch

    with ExitStack() as stack:
        original = stack.enter_context(OverHttp(url, token=read_token(token), patience=patience))
        service = stack.enter_context(bootstrap.service(settings.database_url))
        copies = Mirror(original, _pinned(keys), Journal(journal), service.ledger, now=service.now)

        def step(stopping: Callable[[], bool]) -> Checkpoint:
            with bar("mirroring", "events") as progress:
                says = copies.follow(progress, stop=stopping)
            service.projector.catch_up(stop=stopping)
            return says

        _follow(step, journal, every=every, once=once, done="mirrored")


def _pinned(keys: tuple[str, ...]) -> Pinned:
    return Pinned(tuple(map(parse_verifier, keys)))


def _follow(
    step: Callable[[Callable[[], bool]], Checkpoint], journal: Path, *, every: int, once: bool, done: str
) -> None:
    """Do one step after the other, until SIGTERM or SIGINT; only two histories end it otherwise."""
    asked: list[bool] = []
    with ended_by_signals(lambda: asked.append(True)):
        size = 0
        while not asked:
            try:
                says = step(lambda: bool(asked))
                if says.size != size and not asked:
                    click.echo(f"{done}: {says.origin}, {says.size} events, root {says.root.hex()}")
                size = says.size
            except TwoHistoriesError as error:
                kept = keep(journal.with_name(f"{journal.name}.fork"), error.notes)
                raise TwoHistoriesError(f"{error}; both are kept in {kept.name}", notes=error.notes) from error
            except KhronikaError as error:
                if once:
                    raise
                click.echo(f"khronika: {error}; trying again in {every} seconds", err=True)
            if once:
                return
            until = time.monotonic() + every
            while not asked and time.monotonic() < until:
                time.sleep(min(_TURN_SECONDS, every))


COMMANDS = (mirror, watch)
