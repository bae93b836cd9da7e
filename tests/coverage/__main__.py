"""Which facts record what the first documents state: ``python -m tests.coverage``, or ``make coverage``."""

from pathlib import Path
from typing import Final

import click

from tests.coverage.page import rendered
from tests.coverage.record import Record, faults
from tests.coverage.statements import documents

PAGE: Final = Path(__file__).parents[2] / "docs" / "coverage.md"


@click.command()
def main() -> None:
    """Write docs/coverage.md, unless a statement has neither facts nor a reason."""
    read, record = documents(), Record.read()
    if wrong := [fault for document in read for fault in faults(document, record)]:
        raise click.ClickException("\n".join(wrong))
    PAGE.write_text(rendered(read, record), encoding="utf-8")


if __name__ == "__main__":
    main()
