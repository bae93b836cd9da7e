"""The command that verifies a live database."""

import time
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from api import bootstrap, params
from api.cli.options import as_json, show
from api.cli.page import say
from api.cli.progress import bar
from api.cli.text_verify import found_line, verified
from api.schemas.verification import VerificationOut
from api.settings import Settings
from api.signing import journal_of, key_of
from api.stamping import authorities
from api.verification import Verified
from api.verification import verify as verify_all
from domain.errors import InvalidError, ModelsError, ProofError
from ledger.journal import Journal
from ledger.ledger import Ledger
from ledger.log import StoreError
from ledger.proofs.keys import VerifierKey, parse_verifier
from ledger.verify.findings import Finding
from projections.database import engine_of
from projections.projector import Projector

MOST = 10_000
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
PATIENCE_SECONDS = 2.0
"""How long to wait for a projector that is at work before the read models count as behind."""


@click.command()
@click.option("--bases", metavar="NUMBER", default="8", show_default=True, help="At how many to replay answers.")
@click.option("--seed", metavar="NUMBER", default="0", show_default=True, help="The same seed draws the same bases.")
@click.option("--key", metavar="KEY", help="The public key to trust; default: that of KHRONIKA_KEY.")
@click.option("--journal", type=FILE, metavar="FILE", help="What was signed here; default: KHRONIKA_JOURNAL.")
@as_json
@click.pass_obj
def verify(settings: Settings, bases: str, seed: str, *, key: str | None, journal: Path | None, json_: bool) -> None:
    """Verify the whole database: bytes, order, tree, checkpoints, schema, and every row against the events.

    Each line that it finds names a table and a place, and no person. Exit code 1 if it finds anything.
    """
    number = params.number(bases, "bases", least=0, most=MOST)
    drawn = params.number(seed, "seed", most=params.LARGEST)
    trusted = _trusted(settings, key)
    kept = journal_of(settings) if journal is None else Journal(journal)
    pinned = {one.name: one.pinned for one in authorities(settings.authorities)}
    findings: list[Finding] = []

    def report(finding: Finding) -> None:
        findings.append(finding)
        if not json_:
            say(found_line(finding))

    done = Verified()
    engine = engine_of(settings.database_url)
    try:
        with Ledger(settings.database_url, now=bootstrap.now) as ledger, bar("verifying", "events") as progress:
            _wait(ledger, Projector(ledger, engine))
            done = verify_all(
                ledger,
                engine,
                report,
                journal=kept,
                key=trusted,
                pinned=pinned,
                bases=number,
                seed=drawn,
                progress=progress,
            )
    except (SQLAlchemyError, StoreError, UnicodeDecodeError) as error:
        # A damaged file: what SQLite says of it may itself hold damaged text.
        report(Finding("database", "", f"it cannot be opened as it should ({type(error).__name__})"))
    finally:
        engine.dispose()
    answer = VerificationOut.of(done, findings, seed=drawn, trusted=None if trusted is None else str(trusted))
    show(answer) if json_ else verified(answer)
    if findings:
        raise click.exceptions.Exit(1)


def _trusted(settings: Settings, key: str | None) -> VerifierKey | None:
    """Return the public key to trust, if there is any; raise `InvalidError` for a text that is none."""
    try:
        if key is not None:
            return parse_verifier(key)
    except ProofError as error:
        raise InvalidError(str(error), field="key") from error
    return None if settings.key is None else key_of(settings).verifier


def _wait(ledger: Ledger, projector: Projector) -> None:
    """Give a projector that is at work the time to take in what was recorded a moment ago."""
    patience = time.monotonic() + PATIENCE_SECONDS
    try:
        while projector.position() < ledger.size() and time.monotonic() < patience:
            time.sleep(0.05)
    except ModelsError:
        return


COMMANDS = (verify,)
