"""Answers on a terminal: a real pseudo-terminal, on which every line fits and nothing of the plain form is lost."""

import fcntl
import os
import pty
import struct
import sys
import termios
import threading
from collections.abc import Iterator

import click
import pytest

from api.cli.main import main
from api.cli.page import aligned, columns, wrapped
from tests.api.conftest import ROOT, Command
from tests.conftest import Databases

ASKED = [
    "list --as-of 2015-08-21 --variant hindsight",
    "count --as-of 2015-08-21 --by recognizer",
    "series --from 2012-01-01 --to 2017-12-31 --interval year --sparkline",
    "sanctions --as-of 2015-11-01 --authority EU",
    "published --as-of 2021-11-26",
    "cases --as-of 2017-07-04",
    "places --as-of 2010-12-25",
    "incidents --from 2017-03-01 --to 2017-03-31",
    "demands --as-of 2017-07-04",
    "laws --as-of 2019-03-01",
    "changes 0 --limit 5",
    "checkpoints",
    "imports",
    "definitions",
]


@pytest.fixture(scope="module")
def shipped(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    """The command over the shipped register; what a terminal shows depends on no database."""
    databases = Databases("sqlite", request, tmp_path_factory.mktemp("terminal"))
    command = Command(databases.make())
    command.ok("load", "registers/belarus")
    yield command
    databases.drop()


def shown(command: Command, asked: str, width: int, **environment: str) -> str:
    """Return what a command prints on a terminal of a width."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    read: list[bytes] = []
    reader = threading.Thread(target=drain, args=(ours, read))
    reader.start()
    with pytest.MonkeyPatch.context() as patch, os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        for name in ("COLUMNS", "NO_COLOR", "TERM"):
            patch.delenv(name, raising=False)
        for name, value in {"KHRONIKA_DATABASE_URL": command.url, **environment}.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["khronika", *asked.split()])
        patch.setattr(sys, "stdout", terminal)
        patch.setattr(sys, "__stdout__", terminal)  # the one whose width is asked for
        patch.chdir(ROOT)
        with pytest.raises(SystemExit) as end:
            main()
    reader.join()
    os.close(ours)

    assert end.value.code in {0, None}
    return b"".join(read).decode().replace("\r\n", "\n")


def drain(terminal: int, read: list[bytes]) -> None:
    try:
        while some := os.read(terminal, 65536):
            read.append(some)
    except OSError:  # so a terminal ends
        return


def words(text: str) -> list[str]:
    """Return the words of a text, without what stands between the cells of a row."""
    return [bare for word in click.unstyle(text).split() if (bare := word.strip(",:;"))]


@pytest.mark.parametrize("asked", ASKED)
def test_every_line_fits_and_says_all_that_the_plain_form_says(shipped: Command, asked: str) -> None:
    """Of a single word that is wider than the terminal nothing is broken: it is there to be copied."""
    plain = shipped.ok(*asked.split()).out
    for width in (40, 80, 160):
        printed = shown(shipped, asked, width)
        wide = [line for line in printed.splitlines() if columns(line) > width]

        assert [line for line in wide if len(line.split()) > 1] == []
        # Blocks are drawn to the width.
        assert [word for word in words(printed) if "█" not in word] == [w for w in words(plain) if "█" not in w]


def test_what_is_piped_is_plain_and_the_same_at_every_width(shipped: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("list", "--as-of", "2017-07-04")
    plain = shipped.ok(*asked).out
    monkeypatch.setenv("COLUMNS", "40")

    assert plain == shipped.ok(*asked).out
    assert "\x1b" not in plain


def test_rows_stand_in_columns_where_there_is_room(shipped: Command) -> None:
    asked = "series --on 2009-01-01 --on 2015-08-21 --no-sparkline"

    assert "  2015-08-21   6 certain   6 possible" in shown(shipped, asked, 60)
    assert "  2015-08-21: 6 certain, 6\n      possible" in shown(shipped, asked, 27)
    assert "  2015-08-21: 6 certain, 6 possible\n" in shipped.ok(*asked.split()).out


def test_names_stand_out_unless_that_is_not_wanted(shipped: Command) -> None:
    asked = "list --as-of 2017-07-04"

    assert "\x1b[1m" in shown(shipped, asked, 80)
    assert "\x1b" not in shown(shipped, asked, 80, NO_COLOR="1")
    assert "\x1b" not in shown(shipped, asked, 80, TERM="dumb")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("abc", 3), ("Žamčužny", 8), ("й", 1), ("и\u0306", 1), ("中文", 4), ("\x1b[1mab\x1b[0m", 2), ("a\u200bb", 2)],
)
def test_the_room_that_a_text_takes_is_what_a_terminal_gives_it(text: str, expected: int) -> None:
    assert columns(text) == expected


def test_a_line_is_broken_at_spaces_alone_and_an_identifier_moves_out_to_stay_whole() -> None:
    identifier = "a3a5d5de-11f6-45c4-8b59-25ee95cfe5b9"

    assert list(wrapped("  a well-known case of 2017", 14)) == ["  a well-known", "      case of", "      2017"]
    assert list(wrapped(f"    person {identifier}", 40)) == ["    person", f"    {identifier}"]
    assert list(wrapped(f"    person {identifier}", 37)) == ["    person", f" {identifier}"]
    assert list(wrapped(f"    person {identifier}", 20)) == ["    person", identifier]
    assert list(wrapped("", 20)) == [""]


def test_columns_are_as_wide_as_what_stands_in_them_is_shown() -> None:
    rows = [("中文", "9 certain", "x"), ("и\u0306", "10 certain"), ("a", "")]

    assert list(aligned(rows, " ")) == [" 中文    9 certain   x", " и\u0306      10 certain", " a"]
