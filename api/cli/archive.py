"""Commands that keep copies of sources and record what became of them."""

from pathlib import Path
from typing import Final

import click

from api import params
from api.archive import Capture, Looked, copy_named, keep, look, source_named, state_of, take_step
from api.cli import text_archive as text
from api.cli.options import as_json, by, opened, show
from api.schemas.archive import ArchivedOut, ArchiveOut
from api.settings import Settings
from domain.archive import CaptureMethod, CaptureTime, CopyState, Terms
from domain.dates import FuzzyDate, iso
from domain.errors import DateError, FactError, InvalidError
from domain.facts import CopyChecked, CopyHandedOver
from domain.people import SourceId
from ledger.archive import Archive

METHODS: Final = {one.value.replace(" ", "-"): one for one in CaptureMethod}
TERMS: Final = {one.value.replace(" ", "-"): one for one in Terms}


@click.command()
@click.argument("source", metavar="[SOURCE]", required=False)
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--check", "checking", is_flag=True, help="Compare all that is kept with the log; exit code 1 if it lacks."
)
@click.option("--method", type=click.Choice(list(METHODS)), default="not-stated", help="How the copy was made.")
@click.option("--tool", metavar="TEXT", help="With what it was made.")
@click.option("--captured", metavar="TIME", help="When: YYYY-MM-DD, or YYYY-MM-DDThh:mm:ssZ.")
@click.option(
    "--terms", type=click.Choice(list(TERMS)), default="never", show_default=True, help="Whether it may be passed on."
)
@click.option("--media-type", metavar="TYPE", help="Default: guessed from how the file's name ends.")
@by
@as_json
@click.pass_obj
def archive(
    settings: Settings,
    source: str | None,
    file: Path | None,
    checking: bool,
    method: str,
    tool: str | None,
    captured: str | None,
    terms: str,
    media_type: str | None,
    by: str | None,
    json_: bool,
) -> None:
    """Keep a captured copy of a source in the folder that KHRONIKA_ARCHIVE names, and record it.

    SOURCE is its identifier, or register:key. The bytes are kept under their SHA-256; the file's name is not.
    """
    store = archive_of(settings)
    if checking:
        if source or file:
            raise FactError("--check looks at all copies, and takes no SOURCE", field="check")
        _check(settings, store, json_=json_)
        return
    if source is None or file is None:
        raise FactError("give a SOURCE and the FILE that is a copy of it, or --check", field="FILE")
    role = by or settings.recorder
    capture = Capture(
        role=role,
        media_type=media_type,
        method=METHODS[method],
        tool=tool,
        captured_at=_time(captured) if captured else None,
        terms=TERMS[terms],
    )
    with opened(settings) as service:
        done = keep(service.ledger, store, source_named(service.ledger, source), file, capture, by=role)
        service.projector.catch_up()
        held = service.questions.kept(SourceId(done.fact.source), done.id)
    answer = ArchivedOut.of(done, held)
    show(answer) if json_ else text.archived(answer, done.position)


def _time(text: str) -> CaptureTime:
    try:
        return CaptureTime.parse(text)
    except DateError as error:
        raise FactError(error.message, field="captured") from error


def _check(settings: Settings, store: Archive, *, json_: bool) -> None:
    with opened(settings) as service:
        found: Looked = look(service.ledger, store)
    answer = ArchiveOut.of(found)
    show(answer) if json_ else text.looked(answer)
    if not found.whole:
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("copy", metavar="COPY")
@click.option("--from", "giver", metavar="ROLE", help="The role that gave the copy.")
@click.option("--to", "taker", metavar="ROLE", help="The role that took it.")
@click.option("--on", metavar="DAY", help="The day. Default: today.")
@click.option("--note", metavar="TEXT", help="What there is to say; without names.")
@by
@click.pass_obj
def custody(
    settings: Settings,
    copy: str,
    giver: str | None,
    taker: str | None,
    on: str | None,
    note: str | None,
    by: str | None,
) -> None:
    """Record that a copy was handed over, or without --from and --to, that it was compared with its digest just now.

    COPY is its identifier or its digest. Either way the copy in the archive is looked at, and what that
    finds is recorded.
    """
    if (giver is None) != (taker is None):
        raise FactError("a copy is handed over --from a role --to a role", field="to" if giver else "from")
    store = archive_of(settings)
    role = by or settings.recorder
    with opened(settings) as service:
        identifier, fact = copy_named(service.ledger, copy)
        day = FuzzyDate.parse(iso(params.up_to_today(on, today=service.questions.clock.today())))
        found = state_of(store, fact.digest)
        step: CopyHandedOver | CopyChecked
        if giver is not None and taker is not None:
            verified = found is CopyState.INTACT
            step = CopyHandedOver(
                copy=identifier, giver=giver, taker=taker, handed_on=day, verified=verified, note=note
            )
        else:
            step = CopyChecked(copy=identifier, role=role, checked_on=day, found=found, note=note)
        position = take_step(service.ledger, step, by=role)
        service.projector.catch_up()
    click.echo(f"recorded: position {position}; the copy is {found.value}")


def archive_of(settings: Settings) -> Archive:
    """Return the archive; raise `InvalidError` if no folder is set."""
    if settings.archive is None:
        raise InvalidError("KHRONIKA_ARCHIVE: name the folder in which copies are kept", field="KHRONIKA_ARCHIVE")
    return Archive(settings.archive)


COMMANDS = (archive, custody)
