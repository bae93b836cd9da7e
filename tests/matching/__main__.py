"""How well names are matched: ``python -m tests.matching``, or ``make bench-matching``. It writes docs/matching.md."""

import os
from pathlib import Path
from typing import Final

import click

from tests.matching.measure import scored
from tests.matching.names import half, real, spellings_in
from tests.matching.page import misses, rendered
from tests.matching.speed import measured

PAGE: Final = Path(__file__).parents[2] / "docs" / "matching.md"
PEOPLE: Final = 5_000


@click.command()
@click.option("--tuning", is_flag=True, help="Show the figures and the worst mistakes of the half to tune on; no page.")
def main(tuning: bool) -> None:  # noqa: FBT001 -- click passes options as it likes
    """Measure on the real spellings in the folder that KHRONIKA_DATA names; without it, say so and do nothing."""
    folder = os.environ.get("KHRONIKA_DATA")
    spellings = spellings_in(Path(folder)) if folder else None
    if spellings is None:
        click.echo("skipped: KHRONIKA_DATA names no folder with the real spellings (*.tsv, or names/*.tsv)")
        return
    known = real(spellings)
    tune, test = half(known, "tune"), half(known, "test")
    page = rendered(tune, tune if tuning else test, measured(PEOPLE))
    click.echo(page)
    click.echo("\n".join(misses(scored(tune if tuning else test))))
    if not tuning:
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
