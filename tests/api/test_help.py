"""What --help prints: every command in a section, and at the end of each examples that run as they stand."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import click
import pytest

from api.cli.contents import CONTENTS
from api.cli.main import khronika as program
from api.cli.main import main
from tests.api.conftest import KHRONIKA, ROOT, Command
from tests.api.processes import free_port, running
from tests.authority import Authority, served
from tests.conftest import Databases
from tests.signing import ORIGIN, settings

NOWHERE = Command("sqlite:///none")
EXAMPLE = re.compile(r"^    (khronika .*)$", re.MULTILINE)
TABLE = "Nr,Name,Detained\n1,Alena Made-Up,25/3/2017\n"
MAP = """\
register: a-list
issuer: A group that keeps a list
title: People detained in a spring
language: en
key: Nr
points:
  person:
    type: person-registered
  name:
    type: named
    fields:
      text: {column: Name}
      language: be
      script: Latn
"""


def paths(group: click.Group, *before: str) -> Iterator[tuple[str, ...]]:
    """Yield each command, those of groups too."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from paths(command, *before, name)


def printed_examples() -> list[str]:
    """Return the examples of all commands, as their help prints them, in the order of the first page."""
    names = re.findall(r"^  ([a-z-]+) {2,}\S", NOWHERE.ok("--help").out.partition("[ARGS]")[2], re.MULTILINE)
    return [one for name in names for one in EXAMPLE.findall(NOWHERE.ok(name, "--help").out)]


def test_every_command_stands_in_one_section_of_the_first_page() -> None:
    listed = [entry.name for entries in CONTENTS.values() for entry in entries]
    page = NOWHERE.ok("--help").out

    assert program.list_commands(click.Context(program)) == sorted(listed)
    assert [title for title in CONTENTS if f"\n{title}:\n" in page] == list(CONTENTS)
    assert [name for name in listed if not re.search(rf"^  {name} +\w", page, re.MULTILINE)] == []
    assert [line for line in page.splitlines()[1:] if len(line) > 80 or line.endswith("...")] == []


@pytest.mark.parametrize("path", list(paths(program)), ids=" ".join)
def test_the_help_of_every_command_ends_with_examples_of_it(path: tuple[str, ...]) -> None:
    end = NOWHERE.ok(*path, "--help").out.partition("\n  Examples:\n")[2]

    assert EXAMPLE.findall(end)
    assert f" {' '.join(path)}" in end
    assert [line for line in end.splitlines() if not EXAMPLE.fullmatch(line)] == []


class Desk:
    """A folder of somebody who works through the examples, with what these take for granted."""

    def __init__(self, folder: Path, url: str, port: int) -> None:
        self.folder, self.url, self.port = folder, url, port
        self.started = ExitStack()

    def does(self, example: str) -> None:
        """Run an example; a service goes on beside the ones after it."""
        example = example.replace("8000", str(self.port))
        if example.startswith("khronika serve "):
            self.service = self.started.enter_context(running(self.url, *shlex.split(example)[1:]))
            self.service.says("serves")
        elif set(example) & set("<>$"):
            self.in_a_shell(example)
        else:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(sys, "argv", shlex.split(example))
                with pytest.raises(SystemExit) as end:
                    main()

            assert end.value.code in {0, None}, example

    def in_a_shell(self, example: str) -> None:
        environment = {**os.environ, "PATH": f"{KHRONIKA.parent}:{os.environ['PATH']}"}
        done = subprocess.run(["bash", "-c", example], check=False, capture_output=True, text=True, env=environment)

        assert done.returncode == 0, f"{example}\n{done.stderr}"


def test_every_example_runs_in_the_order_of_the_first_page(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "registers").symlink_to(ROOT / "registers")
    for name, text in {
        "name.txt": "Nobody Nobodzich\n",
        "page.html": "A saved page.\n",
        "people.csv": TABLE,
        "people.yaml": MAP,
        "token": "0123456789abcdef" * 4 + "\n",
    }.items():
        (folder / name).write_text(text)
    (folder / "token").chmod(0o600)
    url = Databases("sqlite", request, tmp_path).make()
    command = Command(url)
    command.ok("load", "registers/belarus")
    command.ok("key", "new", str(tmp_path / "key.pem"), "--origin", ORIGIN)
    settings(monkeypatch, tmp_path)
    for name, value in {
        "KHRONIKA_DATABASE_URL": url,
        "KHRONIKA_ARCHIVE": str(folder / "copies"),
        "KHRONIKA_PARTNER_TOKEN": str(folder / "token"),
    }.items():
        monkeypatch.setenv(name, value)
    command.ok("checkpoint")
    monkeypatch.chdir(folder)
    desk = Desk(folder, url, free_port())
    authority = Authority(tmp_path / "authority")
    with served(authority) as address, desk.started:
        asked = {"name": "ours", "url": address, "certificates": str(authority.chain)}
        monkeypatch.setenv("KHRONIKA_AUTHORITIES", json.dumps([asked]))
        for example in printed_examples():
            desk.does(example)
            if " key rotate " in example:  # as its help says
                monkeypatch.setenv("KHRONIKA_KEY", str(folder / "next.pem"))

        assert desk.service.ends(signal.SIGTERM) == 0
