"""Questions for the measurements: any definition, any day, any size of the log, by a seed."""

from datetime import date
from random import Random
from typing import Any, Final

from domain.dates import Day
from domain.errors import QuestionError
from domain.folds.standing import Dated
from domain.sources import Variant
from projections.basis import Basis
from tests.benchmarks.databases import Record
from tests.benchmarks.histories import history
from tests.benchmarks.lives import BODIES, END

ASKED: Final = (
    ("held", Variant.THEN, frozenset[str]()),
    ("in-custody", Variant.THEN, frozenset[str]()),
    ("in-custody", Variant.HINDSIGHT, frozenset[str]()),
    ("in-custody", Variant.THEN, frozenset(BODIES[:2])),
    ("restricted", Variant.THEN, frozenset[str]()),
    ("ever-recognized", Variant.THEN, frozenset[str]()),
    ("former", Variant.THEN, frozenset[str]()),
)
"""Each definition, with its variants, and once by named bodies."""
_DAYS: Final = (
    (date(1996, 1, 1), date(2010, 12, 1)),
    (date(2010, 12, 1), date(2020, 8, 1)),
    (date(2020, 8, 1), date.fromordinal(END)),
)


def bases(record: Record, turn: int, number: int, *, whole: bool = False) -> list[Basis]:
    """Draw bases, in each ``turn`` others: any day and any size, and days on which something happened.

    A quarter of the days are sparse early ones; a third of the sizes are small, a third the whole log. With ``whole``
    every question is to the whole log.
    """
    random, size, clock = Random(record.seed * 100 + turn), record.events, record.questions.clock
    turns = _turns(record)
    found: list[Basis] = []
    about: dict[str, Any]
    while len(found) < number:
        definition, variant, bodies = ASKED[len(found) % len(ASKED)]
        known = random.choice((size, random.randint(1, size), random.randint(max(1, size // 100), max(1, size // 10))))
        first, last = random.choice(_DAYS)
        anywhere = random.randrange(first.toordinal(), last.toordinal())
        day = Day(random.choice((anywhere, anywhere, anywhere, random.choice(turns))))
        about = {"as_known": size if whole else known, "definition": definition, "variant": variant}
        try:
            found.append(clock.basis(day, recognized_by=bodies, **about))
        except QuestionError:
            # In a tiny record these bodies may have recognized nobody.
            found.append(clock.basis(day, **about))
    return found


def _turns(record: Record) -> list[int]:
    """Return the days that some of the facts speak of: there, an answer off by a day is another answer."""
    drafts = (draft for batch in history(record.seed, min(record.events, 2_000)) for draft in batch.drafts)
    return [day for one in drafts if isinstance(one.content, Dated) for day in _bounds(one.content)]


def _bounds(fact: Dated) -> tuple[int, int]:
    return fact.occurred.earliest, min(fact.occurred.latest, END)
