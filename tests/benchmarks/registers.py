"""How long a register takes from its files into the record and the read models."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import Final

from api.cli.main import khronika
from domain import facts as f
from domain.dates import Day
from domain.people import FactId
from ledger.ledger import Ledger
from ledger.mapper import body_of
from projections.database import engine_of
from projections.questions import Questions
from projections.replay.counts import replay
from tests.benchmarks.databases import Record
from tests.benchmarks.histories import Calendar, history
from tests.benchmarks.lives import END
from tests.benchmarks.measure import ROOT, Figure, MismatchError, Profile, Target, profiled, timed

NAME = "import"
PROFILED_EVENTS = 10_000
COMMAND: Final = (sys.executable, "-c", "from api.cli.main import main; main()")
"""The command of this tree, installed or not."""


def measure(record: Record) -> Iterator[Figure]:
    """Load a register written by the generator, as a user would: one command, projection included."""
    folder, url = record.databases.folder / "register", record.databases.migrated()
    written = write(folder, record.seed, record.events)
    took, _ = timed(lambda: run(url, "load", str(folder)))
    _check(url, written)
    yield Figure(NAME, record.kind, "facts loaded from files, projection included", written / took, "/s", Target(5_000))


def profile(record: Record) -> Profile:
    """Load a shorter register under the profiler."""
    folder, url = record.databases.folder / "shorter", record.databases.migrated()
    written = write(folder, record.seed, min(PROFILED_EVENTS, record.events))
    arguments = ["--database", url, "load", str(folder)]
    with redirect_stdout(io.StringIO()):
        return profiled(
            NAME, record.kind, f"loading {written:,} facts", lambda: khronika.main(arguments, standalone_mode=False)
        )


def run(url: str, *arguments: str) -> None:
    """Run the command to its end over a database; an error of it is one of ours."""
    environment = {**os.environ, "KHRONIKA_DATABASE_URL": url}
    subprocess.run([*COMMAND, *arguments], check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def write(folder: Path, seed: int, events: int) -> int:
    """Write the facts of a history as a register, a file for each person and each source; return how many."""
    keys: dict[str, str] = {}
    files: dict[str, list[str]] = {}
    home: dict[str, str] = {}
    for draft in (draft for batch in history(seed, events) for draft in batch.drafts):
        fact = draft.content
        if not isinstance(fact, f.Fact):
            continue
        of = draft.id if isinstance(fact, f.PersonRegistered | f.SourceRegistered) else _owner(fact)
        if of not in home:
            home[of] = f"{'s' if isinstance(fact, f.SourceRegistered) else 'p'}{len(home) + 1:06}"
        keys[draft.id] = home[of] if of == draft.id else f"{home[of]}-f{len(keys)}"
        files.setdefault(home[of], []).append(_entry(fact, keys[draft.id], keys))
    for name, entries in files.items():
        path = folder / ("sources" if name.startswith("s") else "people") / name[1:4] / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        default = f"{'source' if name.startswith('s') else 'person'}: {name}"
        path.write_text("\n".join([default, "facts:", *entries, ""]), encoding="utf-8")
    scope = "  - type: coverage-declared\n    key: scope\n    scope: Nobody who exists.\n"
    (folder / "register.yaml").write_text(f"register: invented\nfacts:\n{scope}", encoding="utf-8")
    return len(keys) + 1


def _owner(fact: f.Fact) -> FactId:
    found = getattr(fact, "person", None) or getattr(fact, "source", None)
    assert isinstance(found, str)
    return FactId(found)


def _entry(fact: f.Fact, key: str, keys: Mapping[str, str]) -> str:
    lines = [f"  - type: {f.word(type(fact))}", f"    key: {key}"]
    for name, value in body_of(fact).items():
        if name in f.REFERENCES:
            if name in {"person", "source"}:
                continue
            shown = [keys[one] for one in value] if isinstance(value, list | tuple) else keys[value]
        else:
            shown = value
        lines.append(f"    {name}: {json.dumps(shown, ensure_ascii=False)}")
    return "\n".join(lines)


def _check(url: str, written: int) -> None:
    """Hold the loaded record against replay; raise `MismatchError`."""
    calendar, engine = Calendar(), engine_of(url)
    calendar.turn_past_the_end()
    with Ledger(url, now=calendar) as ledger:
        questions = Questions(ledger, engine, now=calendar)
        if ledger.size() != written:
            raise MismatchError(f"{written} facts were written and {ledger.size()} loaded")
        basis = questions.clock.basis(Day(END - 400), definition="in-custody")
        again = replay((event for page in ledger.read() for event in page), basis)
        if questions.count(basis).count != again:
            raise MismatchError(f"the loaded record counts otherwise than its replay ({again})")
    engine.dispose()
