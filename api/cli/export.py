"""The command that gives the record out again, in formats of others or whole."""

from pathlib import Path
from typing import Final

import click

from api import bootstrap, params
from api.bootstrap import Service
from api.cli.options import as_known, opened
from api.cli.page import say
from api.cli.progress import bar
from api.export import csv_file, ftm, jsonl, parquet
from api.settings import Settings
from domain.errors import InvalidError
from ledger import full
from ledger.log import Head
from ledger.output import new_file

FULL: Final = "full"
FACTS: Final = ("csv", "jsonl", "parquet")
FTM: Final = "ftm"


@click.command()
@click.argument("format_", metavar="FORMAT", type=click.Choice([*FACTS, FTM, FULL]))
@click.argument("path", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Withheld people too: a full export holds them.")
@as_known
@click.pass_obj
def export(settings: Settings, /, format_: str, path: Path, *, everything: bool, as_known: str | None) -> None:
    """Write what a reader may see into a new FILE: facts as csv, jsonl or parquet, people and sanctions as ftm.

    A full export goes into a new FOLDER and holds everything, withheld people too: it is for the owner alone.
    """
    if everything != (format_ == FULL):
        raise InvalidError(
            "that is for a full export; no other holds withheld people"
            if everything
            else "a full export holds withheld people too; if that is meant, add --all",
            field="all",
        )
    if format_ == FULL and as_known is not None:
        raise InvalidError("a full export is of the whole log", field="as_known")
    if format_ == FULL:
        with bootstrap.service(settings.database_url) as service:
            return _full(service, path)
    with opened(settings) as service:
        return _public(service, format_, path, service.questions.exports.head(params.as_known(as_known)))


def _full(service: Service, folder: Path) -> None:
    with bar("exporting", "events") as progress:
        head = full.write(service.ledger, folder, progress)
    say(f"exported: {head.size} events, those of withheld people too, root {head.root.hex()}")


def _public(service: Service, format_: str, path: Path, head: Head) -> None:
    exports = service.questions.exports
    with new_file(path) as file, bar("exporting", "events") as progress:
        if format_ == FTM:
            written, left_out = ftm.write(file, exports.entities(head, progress))
            told = [f"{written} entities"]
            told += [f"{count} targets that are a {kind} left out" for kind, count in sorted(left_out.items())]
        else:
            pages = exports.facts(head, progress)
            match format_:
                case "csv":
                    count = csv_file.write(file, pages)
                case "jsonl":
                    count = jsonl.write(file, pages)
                case _:
                    count = parquet.write(file, pages, head)
            told = [f"{count} facts"]
    say(f"exported: {', '.join(told)}; as known at size {head.size}, root {head.root.hex()}")


COMMANDS = (export,)
