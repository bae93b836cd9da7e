"""The benchmark: ``python -m tests.benchmarks``, or ``make bench``. A whole run writes docs/performance.md."""

import time
from pathlib import Path
from typing import Final

import click

from api.bootstrap import spare_the_collector
from tests.benchmarks.databases import KINDS
from tests.benchmarks.measure import ROOT, MismatchError
from tests.benchmarks.run import MEASUREMENTS, run
from tests.conftest import postgres_server

PAGE: Final = ROOT / "docs" / "performance.md"


@click.command()
@click.option("--events", default=100_000, show_default=True, type=click.IntRange(100), help="Events in the record.")
@click.option("--seed", default=1, show_default=True, help="The same seed and size give the same record.")
@click.option("--only", multiple=True, type=click.Choice(list(MEASUREMENTS)), help="Measure this alone; no page.")
@click.option("--database", multiple=True, type=click.Choice(list(KINDS)), help="On this database alone; no page.")
@click.option("--profiles", is_flag=True, help="Show where the time goes of what meets its target too.")
@click.option("--page", type=click.Path(path_type=Path, dir_okay=False), help="Where to write what was found.")
def main(  # noqa: PLR0917 -- click passes options as it likes
    events: int,
    seed: int,
    only: tuple[str, ...],
    database: tuple[str, ...],
    profiles: bool,  # noqa: FBT001 -- the same
    page: Path | None,
) -> None:
    """Measure Khronika beside its peers; write docs/performance.md if everything was measured."""
    start = time.monotonic()
    spare_the_collector()
    try:
        _, written = run(
            postgres_server,
            events=events,
            seed=seed,
            only=only,
            kinds=database or KINDS,
            everything_profiled=profiles,
        )
    except MismatchError as error:
        raise click.ClickException(str(error)) from error
    if page is None and not only and not database:
        page = PAGE
    if page is not None:
        page.write_text(written, encoding="utf-8")
    click.echo(f"{time.monotonic() - start:.0f} s in all")


if __name__ == "__main__":
    main()
