"""Commands that sign answers, and check what was signed without any database."""

from pathlib import Path
from typing import Any

import click

from api import answers, bootstrap
from api.cli.options import as_json, basis, identified, opened, question
from api.settings import Settings
from api.signing import key_of
from domain.errors import InvalidError, MovedError
from domain.people import PersonId
from ledger.proofs import answer_file, merkle, note, statement
from ledger.proofs import receipt as receipts
from ledger.proofs.keys import VerifierKey, parse_verifier
from ledger.proofs.statement import Kind
from ledger.receipts import check_kept

_FILE = click.Path(path_type=Path, dir_okay=False)
check_with = click.option(
    "--key", "keys", multiple=True, metavar="KEY", help="With --check: the log's public key; repeat after a rotation."
)
to_check = click.option(
    "--check",
    "checked",
    metavar="FILE",
    type=_FILE,
    help="Check this file instead, offline: no database is opened.",
)
_out = click.option(
    "--out",
    metavar="FILE",
    type=_FILE,
    help="Write the answer with its proofs to a new FILE, for --check.",
)


@click.command()
@click.argument("identifier", metavar="[PERSON]", required=False)
@question
@_out
@to_check
@check_with
@as_json
@click.pass_obj
def attest(
    settings: Settings,
    /,
    identifier: str | None,
    out: Path | None,
    checked: Path | None,
    keys: tuple[str, ...],
    json_: bool,
    **asked: Any,  # noqa: ANN401 -- click's own
) -> None:
    """Sign whether a person is counted on a day, or not, with the facts and proofs that carry it."""
    if checked is not None:
        _check(checked, trusted(keys))
        return
    if identifier is None:
        raise InvalidError("name a person by identifier, or a file with --check", field="PERSON")
    key = key_of(settings)
    with opened(settings) as service:
        at = basis(service, **asked)
        try:
            made = answers.signed(service, key, at, PersonId(identified(service, identifier)))
        except MovedError as moved:
            click.echo(f"khronika: {moved}; this is the record under {moved.to}", err=True)
            made = answers.signed(service, key, at, PersonId(moved.to))
    if out is not None:
        write(out, made.data)
    if out is None or not json_:
        click.echo((made.data if json_ else made.note.data).decode(), nl=False)


def _check(file: Path, keys: list[VerifierKey]) -> None:
    said = answer_file.check(answer_file.parse(read(file)), keys)
    click.echo(said.text, nl=False)
    click.echo(f"Signed by the key of {said.origin}; the log holds each of the {len(said.facts)} facts at its place.")


def trusted(keys: tuple[str, ...]) -> list[VerifierKey]:
    """Read the public keys that a reader trusts; raise `InvalidError` if there are none."""
    if not keys:
        raise InvalidError(
            "a signature is checked with the log's public key, which you know from elsewhere", field="--key"
        )
    return [parse_verifier(one) for one in keys]


def read(file: Path) -> bytes:
    """Read a file; raise `InvalidError` if it cannot be."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise InvalidError(f"the file cannot be read: {error.strerror}", field="check") from error


def write(file: Path, data: bytes) -> None:
    """Write a new file; raise `InvalidError` if it cannot be, or is there already."""
    try:
        with file.open("xb") as new:
            new.write(data)
    except OSError as error:
        raise InvalidError(f"the file cannot be made: {error.strerror}", field="out") from error


@click.command()
@to_check
@check_with
@click.option("--event", "events", multiple=True, metavar="FILE", type=_FILE, help="The bytes of an event, in order.")
@click.option("--log", "held", is_flag=True, help="See whether the present database keeps what the receipt promises.")
@click.pass_obj
def receipt(
    settings: Settings, checked: Path | None, keys: tuple[str, ...], events: tuple[Path, ...], *, held: bool
) -> None:
    """Check a receipt that a command wrote with --receipt; offline, unless --log is given."""
    if checked is None:
        raise InvalidError("name the file of a receipt; commands that record write one with --receipt", field="--check")
    signed = note.parse(read(checked))
    said = receipts.parse(signed.text)
    statement.check_signed(Kind.RECEIPT, signed, origin=said.origin, keys=trusted(keys))
    if events:
        receipts.check_events(said, [merkle.leaf_hash(merkle.leaf_entry(read(one))) for one in events])
    if held:
        with bootstrap.service(settings.database_url) as service:
            check_kept(service.ledger, said)
    click.echo(said.text, nl=False)
    click.echo(f"Signed by the key of {said.origin}.")
    if events:
        click.echo("It is for these events.")
    if held:
        click.echo("The log holds them there.")


COMMANDS = (attest, receipt)
