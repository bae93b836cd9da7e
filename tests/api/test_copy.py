"""The command that copies a log: what it says, and one message for what cannot be."""

import os
import pty
import re
import subprocess
import termios
from pathlib import Path

import pytest

from tests.api.conftest import KHRONIKA, Command
from tests.conftest import Databases

ASKED = ("count", "--as-of", "2015-08-21", "--variant", "hindsight", "--json")


def test_a_copy_answers_as_the_log_does_and_a_second_copies_nothing(belarus: Command, databases: Databases) -> None:
    copied = Command(databases.make())
    size = belarus.ok(*ASKED).json["basis"]["as_known"]["size"]

    first = belarus.ok("copy", copied.url).out
    second = belarus.ok("copy", copied.url).out

    assert first.startswith(f"copied: {size} events; both logs hold {size}, root ")
    assert second == first.replace(f"copied: {size}", "copied: 0")
    assert copied.ok(*ASKED).json == belarus.ok(*ASKED).json
    assert "0 new" in copied.ok("load", "registers/belarus").out


def test_copying_shows_on_a_terminal_how_far_it_is_and_how_fast(belarus: Command, databases: Databases) -> None:
    copied = Command(databases.make())
    size = belarus.ok(*ASKED).json["basis"]["as_known"]["size"]
    environment = {**os.environ, "KHRONIKA_DATABASE_URL": belarus.url}
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    with os.fdopen(ours, "rb", 0) as screen, os.fdopen(theirs, "wb", 0) as terminal:
        command = [str(KHRONIKA), "copy", copied.url]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=terminal, env=environment)
        os.set_blocking(ours, False)
        shown = (screen.read(100_000) or b"").decode()

    assert done.stdout.startswith(b"copied: ")
    assert re.search(rf"copying: 100%.* {size}/{size} .*events/s", shown)


def test_another_log_is_refused_with_one_message(belarus: Command, databases: Databases, tmp_path: Path) -> None:
    (tmp_path / "register.yaml").write_text("register: tiny\nfacts:\n  - {type: person-registered, key: p1}\n")
    other = Command(databases.make())
    other.ok("load", str(tmp_path))

    done = belarus("copy", other.url)

    assert (done.code, done.out) == (2, "")
    assert done.err == "khronika: the target holds another log: its 1 events are not the first 1 of this one\n"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("sqlite:////tmp/khronika-that-is-not-there.sqlite3", "the target: there is no database file yet"),
        ("mysql://x", "the target: the database URL is neither"),
        ("postgresql://127.0.0.1:1/none", "the target: the database does not answer"),
    ],
)
def test_a_target_that_is_none_is_named_as_the_target(belarus: Command, url: str, message: str) -> None:
    done = belarus("copy", url)

    assert done.code == 2
    assert message in done.err


def test_a_target_without_a_schema_is_not_given_one(belarus: Command, databases: Databases) -> None:
    done = belarus("copy", databases.make_empty())

    assert done.code == 2
    assert "the target: the database has schema none" in done.err
