"""Commands that have checkpoints time-stamped, and list the stamps."""

from collections.abc import Sequence
from pathlib import Path

import click

from api import bootstrap
from api.cli.options import as_json, show
from api.cli.page import say
from api.schemas.timestamps import TimestampsOut
from api.settings import Settings
from api.stamping import Outcome, authorities, found, stamp
from domain.errors import InvalidError
from ledger.timestamps import Stamped


@click.command()
@click.pass_obj
def timestamp(settings: Settings) -> None:
    """Have the newest checkpoint stamped by each authority that has not stamped it yet.

    KHRONIKA_AUTHORITIES says which there are. One that fails stops no other; exit code 1 says that none has stamped it.
    """
    asked = authorities(settings.authorities)
    if not asked:
        raise InvalidError("KHRONIKA_AUTHORITIES: no authority is set", field="KHRONIKA_AUTHORITIES")
    with bootstrap.service(settings.database_url) as service:
        outcomes = stamp(service.ledger, asked, now=service.now)
    for one in outcomes:
        tell(one)
    if not any(one.stamped for one in outcomes):
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("size", metavar="[SIZE]", required=False)
@click.option(
    "--save",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Write checkpoint and tokens, as openssl reads them.",
)
@as_json
@click.pass_obj
def timestamps(settings: Settings, size: str | None, save: Path | None, json_: bool) -> None:
    """List the time stamps on the checkpoint of a log SIZE, by default the newest."""
    with bootstrap.service(settings.database_url) as service:
        published, held = found(service.ledger, size)
    if save is not None:
        _save(save, published.note, held)
    answer = TimestampsOut.of(published.size, held)
    if json_:
        show(answer)
        return
    many = len(answer.timestamps)
    say(f"Checkpoint of log size {answer.size}: {many} time stamp{'' if many == 1 else 's'}")
    for one in answer.timestamps:
        say(f"{one.authority}  {one.stamped_at:%Y-%m-%d %H:%M:%S} UTC")


def _save(folder: Path, note: bytes, held: Sequence[Stamped]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "checkpoint.txt").write_bytes(note)
        for one in held:
            (folder / f"{one.authority}.tsr").write_bytes(one.token)
    except OSError as error:
        raise InvalidError("the folder cannot be written to", field="save") from error


def tell(outcome: Outcome, *, err: bool = False) -> None:
    """Print what asking an authority came to; a failure always as an error."""
    if outcome.stamped is None:
        click.echo(f"khronika: {outcome.authority}: {outcome.failure}", err=True)
        return
    when = f"{outcome.stamped.stamped_at:%Y-%m-%d %H:%M:%S} UTC"
    click.echo(f"{outcome.authority}: {'stamped' if outcome.new else 'stamped before'}, {when}", err=err)


COMMANDS = (timestamp, timestamps)
