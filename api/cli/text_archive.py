"""Kept copies of sources, as text for a terminal."""

from api.cli.page import say
from api.schemas.archive import ArchivedOut, ArchiveOut


def archived(answer: ArchivedOut, position: int | None) -> None:
    """Print what keeping a copy came to."""
    copy = answer.kept
    say("known already; nothing was recorded" if position is None else f"archived: position {position}")
    say(f"Copy: {copy.id}")
    say(f"SHA-256: {copy.digest}")
    say(f"{copy.size} bytes, {copy.media_type}; terms: {copy.terms}")
    for one in copy.anomalies:
        say(f"Odd: {one.oddity}")
    if position is None:
        say(f"What is recorded of it is changed with: khronika correct {copy.id}")


def looked(answer: ArchiveOut) -> None:
    """Print what a look at the archive found."""
    say(f"{answer.intact} cop{'y' if answer.intact == 1 else 'ies'} intact")
    for what, digests in (
        ("missing", answer.missing),
        ("changed", answer.changed),
        ("named by no fact", answer.unreferenced),
    ):
        for digest in digests:
            say(f"{what}: {digest}")
    if answer.unfinished:
        say(f"begun and not finished: {answer.unfinished}")
