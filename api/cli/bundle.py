"""The command that writes a bundle."""

from pathlib import Path

import click

from api import params
from api.cli.archive import archive_of
from api.cli.options import as_known, definitions, opened
from api.cli.page import say
from api.settings import Settings


@click.command()
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option("--as-of", multiple=True, metavar="DAY", help="A day to answer for; repeat for several.")
@click.option(
    "--definition",
    multiple=True,
    metavar="NAME",
    shell_complete=definitions,
    help="A definition to count by; repeat for several.",
)
@click.option("--copies", is_flag=True, help="Put in the kept copies of sources whose terms allow it.")
@as_known
@click.pass_obj
def bundle(
    settings: Settings,
    /,
    folder: Path,
    as_of: tuple[str, ...],
    definition: tuple[str, ...],
    copies: bool,
    as_known: str | None,
) -> None:
    """Write the log and answers into FOLDER, so that anybody can check them without Khronika.

    They do it with: python -I FOLDER/verify.py
    """
    archive = archive_of(settings) if copies else None
    with opened(settings) as service:
        written = service.questions.bundles.write(
            folder,
            days=[params.up_to_today(day, today=service.questions.clock.today()) for day in as_of],
            definitions=[params.definition(name) for name in definition],
            as_known=params.as_known(as_known),
            archive=archive,
        )
    say(f"bundled: {written.shown} of {written.head.size} events, {written.answers} answers")
    if copies:
        say(f"copies of sources: {written.copies}, and {written.missing} more that are not held here")
    say(f"root {written.head.root.hex()}")
    say(written.report.splitlines()[-1])


COMMANDS = (bundle,)
