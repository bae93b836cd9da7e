"""How long a search takes over a record of many people, each with three names made of syllables."""

import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final

from domain import facts as f
from domain.people import FactId, PersonId, Script
from ledger.events import Draft, new_id
from ledger.ledger import Ledger
from migrations import schema
from projections.database import engine_of
from projections.projector import Projector
from projections.questions import Questions
from tests.scribe import Scribe

_SYLLABLES: Final = ("ba", "be", "ka", "ku", "lia", "mi", "na", "ra", "ro", "sa", "ta", "va", "vi", "du", "hra", "cha")
_ENDINGS: Final = ("ovich", "enka", "uk", "ski", "ou")
_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of the first search of a process, which finds no sounding kept, and the median of later ones."""

    people: int
    first: float
    later: float


def measured(people: int, searches: int = 20, seed: int = 1) -> Times:
    """Record so many people on SQLite, and search for names of theirs."""
    made = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'names.sqlite3'}"
        engine = engine_of(url, create=True)
        schema.migrate(engine)
        with Ledger(url, now=_now) as ledger:
            names = [f"{_word(made)} {_word(made)}{made.choice(_ENDINGS)}" for _ in range(people)]
            scribe = Scribe(ledger)
            for start in range(0, people, _AT_ONCE):
                ledger.record([draft for name in names[start : start + _AT_ONCE] for draft in _person(scribe, name)])
            Projector(ledger, engine).catch_up()
            questions = Questions(ledger, engine, now=_now)
            took = [_seconds(questions, made.choice(names)) for _ in range(searches + 1)]
        engine.dispose()
    return Times(people, took[0], median(took[1:]))


def _person(scribe: Scribe, name: str) -> Iterator[Draft]:
    identifier = new_id()
    yield scribe.draft(identifier, f.PersonRegistered())
    for text in (name, name.replace("v", "w").replace("ch", "č"), " ".join(reversed(name.replace("a", "o").split()))):
        named = f.Named(
            person=PersonId(identifier), passages=(scribe.passage,), text=text, language="en", script=Script.LATIN
        )
        yield scribe.draft(FactId(new_id()), named)


def _word(made: random.Random) -> str:
    return "".join(made.choices(_SYLLABLES, k=made.randint(2, 3)))


def _seconds(questions: Questions, name: str) -> float:
    start = time.perf_counter()
    questions.search(name)
    return time.perf_counter() - start


def _now() -> datetime:
    return datetime.now(UTC)
