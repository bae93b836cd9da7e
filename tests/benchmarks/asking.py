"""Questions for the measurements: any definition, any day, any size of the log, by a seed."""

from datetime import date
from random import Random
from typing import Any, Final

from domain.dates import Day
from domain.errors import QuestionError
from domain.sources import Variant
from projections.basis import Basis, Clock
from tests.benchmarks.lives import BODIES, END

ASKED: Final = (
    ("held", Variant.THEN, frozenset[str]()),
    ("in-custody", Variant.THEN, frozenset[str]()),
    ("in-custody", Variant.HINDSIGHT, frozenset[str]()),
    ("in-custody", Variant.THEN, frozenset(BODIES[:2])),
    ("ever-recognized", Variant.THEN, frozenset[str]()),
)
"""Each definition, with its variants, and once by named bodies."""
_DAYS: Final = (
    (date(1996, 1, 1), date(2010, 12, 1)),
    (date(2010, 12, 1), date(2020, 8, 1)),
    (date(2020, 8, 1), date.fromordinal(END)),
)


def bases(clock: Clock, seed: int, number: int, *, whole: bool = False) -> list[Basis]:
    """Draw bases: a third of the days are sparse early ones, a third of the sizes small, a third the whole log.

    With ``whole`` every question is to the whole log.
    """
    random, size = Random(seed), clock.size(None)
    found: list[Basis] = []
    about: dict[str, Any]
    while len(found) < number:
        definition, variant, bodies = ASKED[len(found) % len(ASKED)]
        first, last = random.choice(_DAYS)
        known = random.choice((size, random.randint(1, size), random.randint(max(1, size // 100), max(1, size // 10))))
        day = Day(random.randrange(first.toordinal(), last.toordinal()))
        about = {"as_known": size if whole else known, "definition": definition, "variant": variant}
        try:
            found.append(clock.basis(day, recognized_by=bodies, **about))
        except QuestionError:
            # In a tiny record these bodies may have recognized nobody.
            found.append(clock.basis(day, **about))
    return found
