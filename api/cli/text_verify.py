"""A verification as text for a terminal."""

import click

from api.schemas.verification import VerificationOut
from ledger.verify.findings import Finding


def found_line(finding: Finding) -> str:
    """Write a finding as one line."""
    return f"found: {finding}"


def verified(answer: VerificationOut) -> None:
    """Print what was verified, part by part, and which part says what."""
    click.echo(f"Schema: compared with {answer.schema_version}")
    click.echo(f"Log: {answer.events} events, {answer.nodes} nodes, {answer.tags} tags, {answer.keys} keys")
    click.echo(f"  root {answer.root}")
    click.echo(f"Checkpoints: {answer.checkpoints} published, {answer.journal} in the journal; {_trust(answer)}")
    if answer.timestamps:
        click.echo(f"Time stamps: {answer.timestamps}, each on the checkpoint of its size")
    click.echo(f"Rows: {answer.rows} compared with those that the same rules derive afresh from the events")
    if answer.states:
        click.echo(f"States of days: {answer.states}, each made again from the rows, the newest from the facts alone")
    click.echo(
        f"Replay: counts and states at {answer.bases} bases, drawn with seed {answer.seed},"
        " compared with a replay that shares no code with the rows"
    )
    click.echo(f"Findings: {len(answer.findings)}" if answer.findings else "Nothing was found.")


def _trust(answer: VerificationOut) -> str:
    if answer.trusted_key:
        return f"signatures checked with {answer.trusted_key}"
    return "no key was given to trust, so each was checked with the key that stands beside it"
