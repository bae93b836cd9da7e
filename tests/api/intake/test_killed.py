"""Kill -9 during an import: run again, proposals and log are as if nothing had happened, each fact once."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from domain.people import FactId
from ledger.events import Event
from ledger.ledger import Ledger
from tests.api.conftest import ROOT
from tests.conftest import Clock, Databases

KILLS = int(os.environ.get("KHRONIKA_KILLS", "3"))
ROWS = 120
IMPORTER = Path(__file__).with_name("importer.py")
MAP = """\
register: a-list
issuer: A group that keeps a list
title: People detained
language: en
key: No
points:
  person: {type: person-registered}
  name: {type: named, fields: {text: {column: Name}, language: be, script: Latn}}
  detained: {type: detained, fields: {occurred: {column: Detained, date: D/M/YYYY}}}
"""


class Runs:
    """Runs the command in processes that can be killed."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def __call__(self, arguments: list[str], *, kill_after: float | None = None) -> int:
        """Return the exit code of a run; -9 if it was killed in time."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(arguments) + "\n")
        self.process.stdin.flush()
        pid = int(self.process.stdout.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return int(self.process.stdout.readline())


@contextmanager
def runs() -> Iterator[Runs]:
    with subprocess.Popen(
        [sys.executable, str(IMPORTER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as process:
        yield Runs(process)
        process.communicate()


def told(event: Event, keys: Mapping[FactId, str | None]) -> str:
    """What an event says, with keys where it has identifiers."""
    text = f"{event.key} {event.version} {event.content}"
    for identifier, key in keys.items():
        text = text.replace(identifier, str(key))
    return text


def state(url: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """What the log says, and what became of the proposals."""
    with Ledger(url, now=Clock()) as ledger:
        events = [event for page in ledger.read() for event in page]
        keys = {event.id: event.key for event in events if event.version == 1}
        about = ledger.proposals.about("a-list", [str(number) for number in range(ROWS)])
    said = sorted(told(event, keys) for event in events)
    return said, sorted((one.subject, one.says, one.state) for each in about.values() for one in each)


@pytest.mark.parametrize("more", [[], ["--accept", "--by", "archivist"]])
def test_killed_at_any_moment_it_is_as_if_nothing_had_happened(
    databases: Databases, tmp_path: Path, more: list[str]
) -> None:
    (tmp_path / "map.yaml").write_text(MAP)
    lines = [f"{number},Name {number},{number % 28 + 1}/3/2017" for number in range(ROWS)]
    (tmp_path / "t.csv").write_text("\n".join(["No,Name,Detained", *lines, ""]))
    moments = random.Random(2026)
    ends: list[int] = []
    with runs() as run:

        def arguments(url: str) -> list[str]:
            table = ["table", str(tmp_path / "t.csv"), "--map", str(tmp_path / "map.yaml")]
            return ["--database", url, "import", *table, "--observed", "2024-01-01", *more]

        whole = databases.make()
        start = time.monotonic()
        assert run(arguments(whole)) == 0
        took, expected = time.monotonic() - start, state(whole)
        while ends.count(-signal.SIGKILL) < KILLS:
            url = databases.make()
            start = time.monotonic()
            ends.append(run(arguments(url), kill_after=moments.uniform(0.1, 0.95) * took))
            if ends[-1] == 0:
                took = min(took, time.monotonic() - start)
            assert run(arguments(url)) == 0

            # The first run was slower than this one, if it was done before it was killed.
            took *= 0.7 if ends[-1] == 0 else 1

            assert state(url) == expected

    assert len(expected[1]) == ROWS
