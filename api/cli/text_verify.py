"""A verification as text for a terminal."""

from api.cli.page import say
from api.schemas.verification import VerificationOut
from ledger.verify.findings import Finding


def found_line(finding: Finding) -> str:
    """Write a finding as one line."""
    return f"found: {finding}"


def verified(answer: VerificationOut) -> None:
    """Print what was verified, part by part, and which part says what."""
    say(f"Schema: compared with {answer.schema_version}")
    say(f"Log: {answer.events} events, {answer.nodes} nodes, {answer.tags} tags, {answer.keys} keys")
    say(f"  root {answer.root}")
    say(f"Checkpoints: {answer.checkpoints} published, {answer.journal} in the journal; {_trust(answer)}")
    if answer.timestamps:
        say(f"Time stamps: {answer.timestamps}, each on the checkpoint of its size")
    say(f"Rows: {answer.rows} compared with those that the same rules derive afresh from the events")
    if answer.states:
        say(f"States of days: {answer.states}, each made again from the rows, the newest from the facts alone")
    say(
        f"Replay: counts and states at {answer.bases} bases, drawn with seed {answer.seed},"
        " compared with a replay that shares no code with the rows"
    )
    say(f"Findings: {len(answer.findings)}" if answer.findings else "Nothing was found.")


def _trust(answer: VerificationOut) -> str:
    if answer.trusted_key:
        return f"signatures checked with {answer.trusted_key}"
    return "no key was given to trust, so each was checked with the key that stands beside it"
