"""How commands print: within the width of a terminal; plain, and the same everywhere, into a pipe or a file.

Only spaces are broken at. An identifier, an address or a hash wider than the terminal stands alone on its line, whole,
for it is there to be copied.
"""

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import click

MEASURE: Final = 100
"""Columns of running text: what is wider is hard to read, however wide the terminal is."""
HANG: Final = 4
"""How much further in the rest of a line stands."""
GAP: Final = "   "
_WORD = re.compile(r" *[^ ]+")
_UNSEEN: Final = frozenset({"Mn", "Me", "Cf", "Cc"})


def say(line: str = "") -> None:
    """Print a line as it is; on a terminal that is narrower, as several."""
    within = width()
    for one in line.split("\n"):
        for part in [one] if within is None else wrapped(one, within):
            click.echo(part)


def prose(text: str, first: str = "", then: str | None = None) -> None:
    """Print running text, its lines begun with ``first`` and ``then``, to the measure of a page or less."""
    rest = first if then is None else then
    for line in wrapped(first + re.sub(r"\s", " ", text.strip()), min(width() or MEASURE, MEASURE), rest):
        click.echo(line)


def table(rows: Sequence[Sequence[str]], plain: Callable[[Sequence[str]], str], indent: str = "  ") -> None:
    """Print rows in columns on a terminal that is wide enough; elsewhere each as the line that ``plain`` makes of it.

    Cells that begin with a digit end at one column, others begin at one. Rows may leave out their last cells.
    """
    within = width()
    lines = list(aligned(rows, indent)) if within is not None else []
    if within is not None and all(columns(line) <= within for line in lines):
        for line in lines:
            click.echo(line)
    else:
        for row in rows:
            say(indent + plain(row))


def strong(text: str) -> str:
    """Emphasize a text, on a terminal that shows it and whose user did not say NO_COLOR."""
    plain = width() is None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return text if plain else click.style(text, bold=True)


def width() -> int | None:
    """Return how many columns the terminal has; ``None`` where nobody reads along."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def wrapped(line: str, within: int, then: str | None = None) -> Iterator[str]:
    """Yield a line as lines that fit, broken at spaces alone; ``then`` begins all but the first, by default further in.

    A single word that does not fit stands further out, and if that is not enough, beyond the edge.
    """
    start = line[: len(line) - len(line.lstrip(" "))]
    rest = start + " " * HANG if then is None else then
    found = start
    for word in _WORD.findall(line[len(start) :]):
        if not found.strip() or columns(found) + columns(word) <= within:
            found += word
            continue
        yield found
        bare = word.lstrip(" ")
        found = rest[: max(0, within - columns(bare))] + bare
    if found.strip() and columns(found) > within and " " not in found.strip():
        found = " " * max(0, within - columns(found.strip())) + found.strip()
    yield found


def aligned(rows: Sequence[Sequence[str]], indent: str = "") -> Iterator[str]:
    """Yield rows as lines of columns, each as wide as its widest cell."""
    several = max(map(len, rows), default=0)
    whole = [[*row, *[""] * (several - len(row))] for row in rows]
    widths = [max(columns(cell) for cell in each) for each in zip(*whole, strict=True)]
    numbers = [all(cell[:1].isdigit() or not cell for cell in each) for each in zip(*whole, strict=True)]
    for row in whole:
        cells = []
        for place, cell in enumerate(row):
            room = " " * (widths[place] - columns(cell))
            cells.append(room + cell if place and numbers[place] else cell + room)
        yield (indent + GAP.join(cells)).rstrip()


def columns(text: str) -> int:
    """Return how many columns a text takes: a mark over a letter takes none, a wide character two."""
    shown = click.unstyle(text)
    if shown.isascii():
        return len(shown)
    return sum(
        0 if unicodedata.category(one) in _UNSEEN else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in shown
    )


def labelled(cells: Sequence[str]) -> str:
    """Write a row as a label and what is said of it."""
    return f"{cells[0]}: {', '.join(cell for cell in cells[1:] if cell)}"


def spaced(cells: Sequence[str]) -> str:
    """Write a row as its cells, apart."""
    return "  ".join(cell for cell in cells if cell)
