"""How many random worlds a law of the read models is held against, and at how many bases each."""

import os
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar
from zlib import crc32

from hypothesis import HealthCheck, settings

Question = TypeVar("Question")
MOST = 4
THOROUGH = "KHRONIKA_EXAMPLES" in os.environ
"""Whether there is time, as in `make conform`, to ask over each database what one of them answers for all."""
MANY = 30


def examples(number: int) -> settings:
    """Return settings for ``number`` worlds, or for as many as KHRONIKA_FUZZ says (`make fuzz`)."""
    asked = int(os.environ.get("KHRONIKA_FUZZ", number))
    return settings(max_examples=asked, deadline=None, suppress_health_check=list(HealthCheck))


def in_part(
    found: Iterable[tuple[str, Question]], url: str, *, always: Callable[[Question], bool]
) -> Iterator[tuple[str, Question]]:
    """Yield all that there is to ask over SQLite; over PostgreSQL, of what there are many of one kind, every fifth.

    What is ``always`` asked is besides. Five has no divisor in common with the six ways in which identifiers are
    asked for, so each way comes up.
    """
    every = list(found)
    many = {kind for kind, number in Counter(kind for kind, _ in every).items() if number > MANY}
    few = not (THOROUGH or url.startswith("sqlite"))
    seen: Counter[str] = Counter()
    for kind, one in every:
        seen[kind] += 1
        if always(one) or not (few and kind in many and seen[kind] % 5):
            yield kind, one


def asked(questions: Iterable[Question], world: object, *, most: int = MOST) -> list[Question]:
    """Return every question; where worlds are many, a few of them: others in each world, the same if it comes again."""
    every = list(questions)
    if "KHRONIKA_FUZZ" not in os.environ or len(every) <= most:
        return every
    return random.Random(crc32(repr(world).encode())).sample(every, most)
