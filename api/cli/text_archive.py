"""Kept copies of sources, as text for a terminal."""

import click

from api.schemas.archive import ArchivedOut, ArchiveOut


def archived(answer: ArchivedOut, position: int | None) -> None:
    """Print what keeping a copy came to."""
    copy = answer.kept
    click.echo("known already; nothing was recorded" if position is None else f"archived: position {position}")
    click.echo(f"Copy: {copy.id}")
    click.echo(f"SHA-256: {copy.digest}")
    click.echo(f"{copy.size} bytes, {copy.media_type}; terms: {copy.terms}")
    for one in copy.anomalies:
        click.echo(f"Odd: {one.oddity}")
    if position is None:
        click.echo(f"What is recorded of it is changed with: khronika correct {copy.id}")


def looked(answer: ArchiveOut) -> None:
    """Print what a look at the archive found."""
    click.echo(f"{answer.intact} cop{'y' if answer.intact == 1 else 'ies'} intact")
    for what, digests in (
        ("missing", answer.missing),
        ("changed", answer.changed),
        ("named by no fact", answer.unreferenced),
    ):
        for digest in digests:
            click.echo(f"{what}: {digest}")
    if answer.unfinished:
        click.echo(f"begun and not finished: {answer.unfinished}")
