"""Commands that take in other people's lists: import, and what became of it."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import Final

import click
from tqdm import tqdm

from api.bootstrap import Service
from api.cli.options import by, opened, reason, receipted
from api.cli.page import say, spaced, table
from api.cli.progress import bar
from api.intake.acceptance import accept
from api.intake.formats import FORMATS
from api.intake.formats.table import Table
from api.intake.importing import Import, Refusing, Summary, check_file
from api.intake.statements import Importer, ListFile, joined
from api.intake.table_map import read_map
from api.intake.undoing import take_back
from api.settings import Settings
from domain.dates import Day, day_of
from domain.errors import InvalidError, RegisterError
from ledger.events import minsk_day
from ledger.proposals import Run, State

_PATH: Final = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("import")
@click.argument("format_", metavar="FORMAT", type=click.Choice([*FORMATS, Table.name]))
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=_PATH)
@click.option(
    "--observed",
    metavar="DATE",
    help="The day on which the list was seen to be so; default: a day in the file's name, or today.",
)
@click.option("--map", "map_", metavar="FILE", type=_PATH, help="What the columns of a table mean (format table).")
@click.option("--accept", "accepting", is_flag=True, help="Record at once what is proposed, without review.")
@by
@click.pass_obj
def import_(
    settings: Settings,
    format_: str,
    paths: tuple[Path, ...],
    observed: str | None,
    map_: Path | None,
    accepting: bool,
    by: str | None,
) -> None:
    """Propose what somebody's list says and the record does not; with --accept, record it."""
    if accepting and by is None:
        raise InvalidError("--accept needs --by ROLE: somebody answers for it", field="by")
    importer = _importer(format_, map_)
    with opened(settings) as service:
        today = minsk_day(service.now())
        files = sorted((_file(path, observed, today) for path in paths), key=lambda one: (one.observed, one.path.name))
        for file in joined(importer, files):
            _one(service, importer, file, by if accepting else None)
            service.projector.catch_up()


def _importer(format_: str, map_: Path | None) -> Importer:
    if (map_ is None) == (format_ == Table.name):
        raise InvalidError("--map FILE goes with the format table, and the format table with --map FILE", field="map")
    return FORMATS[format_] if map_ is None else Table(read_map(map_))


def _one(service: Service, importer: Importer, file: ListFile, accepting: str | None) -> None:
    check_file(file)
    recorded = 0
    with bar(f"reading {file.path.name}", "bytes") as progress:
        found = Import(service, importer, replace(file, progress=progress), refusing=_refusing(file))
        for kept in found.chunks():
            if kept and accepting is not None:
                accept(service, kept, by=accepting)
                recorded += len(kept)
    _told(file, found.summary, recorded if accepting is not None else None)


def _refusing(file: ListFile) -> Refusing:
    return lambda one: tqdm.write(f"{file.path.name}: {one}", file=sys.stderr)


def _told(file: ListFile, found: Summary, recorded: int | None) -> None:
    parts = [f"{found.new} new", f"{found.changed} changed", f"{found.known} known"]
    parts += [f"{found.waiting} proposed before"] * bool(found.waiting)
    parts += [f"{found.rejected} rejected before"] * bool(found.rejected)
    parts += [f"{found.refused} refused"]
    parts += [f"{found.matched} like somebody who is recorded"] * bool(found.matched)
    say(f"{file.path.name}: {found.rows} rows: {', '.join(parts)}")
    for what, count in found.aside.items():
        say(f"{file.path.name}: {count} {what}")
    if found.whole:
        say(f"{file.path.name}: {found.whole} more of the list as a whole: whom it names, and whom no longer")
    if found.cells:
        say(f"{file.path.name}: {found.cells} cells left out of rows that were taken")
    if found.odd:
        say(f"{file.path.name}: {found.odd} cells taken as printed, though they are odd")
    if recorded:
        say(f"{file.path.name}: {recorded} proposals recorded")
    elif found.proposed:
        say(f"import {found.run}: {found.proposed} proposals, none recorded; to decide on them: khronika review")


def _file(path: Path, observed: str | None, today: Day) -> ListFile:
    with path.open("rb") as data:
        digest = file_digest(data, "sha256").hexdigest()
    day = day_of(observed) if observed is not None else _named(path) or today
    if day > today:
        raise RegisterError(f"{path.name}: it cannot have been seen on a day to come")
    return ListFile(path, digest, day)


def _named(path: Path) -> Day | None:
    try:
        return Day(date.fromisoformat(path.stem).toordinal())
    except ValueError:
        return None


@click.command()
@click.pass_obj
def imports(settings: Settings) -> None:
    """What was imported: each run with its format, and what became of its proposals."""
    with opened(settings) as service:
        counts = service.ledger.proposals.counts()
        runs = [_row(run, counts.get(run.id, {})) for run in service.ledger.proposals.runs()]
    table(runs, _run, indent="")
    if not runs:
        say("Nothing was imported.")


def _row(run: Run, counts: Mapping[State, int]) -> list[str]:
    became = ", ".join(f"{count} {state}" for state, count in counts.items())
    return [run.id, f"{run.started_at:%Y-%m-%d %H:%M}", run.format, became]


def _run(cells: Sequence[str]) -> str:
    return f"{spaced(cells[:3])}: {cells[3]}"


@click.command("retract-import")
@click.argument("run", metavar="ID")
@reason
@by
@receipted
@click.pass_obj
def retract_import(settings: Settings, run: str, reason: str | None, by: str | None) -> None:
    """Take a whole import back: its facts are retracted with a reason, what it corrected stands as before.

    What somebody has changed or built on since stays, and so does every past answer. Proposals that are open are
    rejected.
    """
    with opened(settings) as service:
        with bar("reading", "events") as progress:
            undone, kept = take_back(service, run, by=by or settings.recorder, reason=reason or "", progress=progress)
        service.projector.catch_up()
    say(f"{undone} facts taken back, {kept} stay: others name them, or have changed them")


COMMANDS = (import_, imports, retract_import)
