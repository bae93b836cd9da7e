"""Commands that make and change keys, sign checkpoints and list them."""

from pathlib import Path
from uuid import uuid4

import click

from api import bootstrap, params, states
from api import checkpoints as found
from api.checkpoints import LARGEST, MOST, PAGE
from api.cli.options import as_json, by, show
from api.cli.page import say, spaced, table
from api.cli.progress import bar
from api.cli.timestamps import tell
from api.schemas.checkpoints import CheckpointOut
from api.settings import Settings
from api.signing import journal_of, key_of, notary_of
from api.stamping import authorities, stamp
from domain.errors import InvalidError
from ledger.events import Draft, new_id
from ledger.notary import Notary
from ledger.proofs.keys import make_key, read_key
from ledger.proofs.rotation import rotated


@click.group()
def key() -> None:
    """The key that signs checkpoints: make it, show its public half, change it."""


@key.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--origin", metavar="NAME", help="The name of the log; default: KHRONIKA_ORIGIN.")
@click.pass_obj
def new(settings: Settings, file: Path, origin: str | None) -> None:
    """Make a key in a new FILE that only its owner reads, and print its public half, which readers need."""
    click.echo(str(make_key(file, _origin(settings, origin)).verifier))


@key.command(name="show")
@click.option("--pem", is_flag=True, help="As openssl reads it.")
@click.pass_obj
def show_key(settings: Settings, *, pem: bool) -> None:
    """Print the public half of the key that signs."""
    verifier = key_of(settings).verifier
    click.echo(verifier.pem if pem else str(verifier), nl=not pem)


@key.command()
@click.argument("file", type=click.Path(path_type=Path))
@by
@click.pass_obj
def rotate(settings: Settings, file: Path, by: str | None) -> None:
    """Let the key in FILE take over: the old one signs a last checkpoint, both sign the change, the new one goes on.

    Afterwards KHRONIKA_KEY has to name FILE, and readers need the new public key, which is printed.
    """
    old = key_of(settings)
    follows = read_key(file, old.name)
    with bootstrap.service(settings.database_url, journal=journal_of(settings)) as service:
        notary = notary_of(settings, service)
        notary.sign()
        fact = rotated(old, follows)
        service.ledger.record([Draft(new_id(), 1, fact, by or settings.recorder, str(uuid4()))])
        service.projector.catch_up()
        Notary(service.ledger, follows, notary.journal, now=service.now).sign()
    click.echo(str(follows.verifier))


@click.command()
@as_json
@click.pass_obj
def checkpoint(settings: Settings, *, json_: bool) -> None:
    """Sign the log as it is now, and print the checkpoint; of a log that has not grown, the one there is.

    Beside the first checkpoint of a day the state of that day is recorded, signed. The time-stamping authorities that
    KHRONIKA_AUTHORITIES names are asked to stamp the checkpoint, as khronika timestamp does.
    """
    stamping = authorities(settings.authorities)
    with (
        bootstrap.service(settings.database_url, journal=journal_of(settings)) as service,
        bar("reading again", "events") as progress,
    ):
        signed = notary_of(settings, service).sign(progress)
        service.projector.catch_up()
        states.record(service, key_of(settings))
        outcomes = stamp(service.ledger, stamping, now=service.now)
    if json_:
        show(CheckpointOut.of(signed))
    else:
        click.echo(signed.note.decode(), nl=False)
    for one in outcomes:
        tell(one, err=True)


@click.command()
@click.argument("since", default="0", metavar="[SIZE]")
@click.option("--limit", default=str(PAGE), show_default=True, help=f"How many, up to {MOST}.")
@as_json
@click.pass_obj
def checkpoints(settings: Settings, since: str, limit: str, *, json_: bool) -> None:
    """List the signed checkpoints of log sizes above SIZE, and every change of the key."""
    with bootstrap.service(settings.database_url) as service:
        after, many = params.number(since, "since", most=LARGEST), params.number(limit, "limit", least=1, most=MOST)
        answer = found.page(service.ledger, since=after, limit=many)
    if json_:
        show(answer)
        return
    listed = [(str(one.size), one.root, f"{one.published_at:%Y-%m-%d %H:%M:%S} UTC") for one in answer.checkpoints]
    table(listed, spaced, indent="")
    for change in answer.rotations:
        say(f"From size {change.position} on: {change.new_key}, which took over from {change.old_key}")
    if not answer.checkpoints:
        say("No checkpoint is there.")
    if answer.next is not None:
        say(f"More follow: khronika checkpoints {answer.next}")


def _origin(settings: Settings, given: str | None) -> str:
    origin = given or settings.origin
    if origin is None:
        raise InvalidError("a key is made for an origin: the name of the log, such as example.org/log", field="origin")
    return origin


COMMANDS = (key, checkpoint, checkpoints)
