"""How many random worlds a law of the read models is held against, and at how many bases each."""

import os
import random
from collections.abc import Iterable
from typing import TypeVar
from zlib import crc32

from hypothesis import HealthCheck, settings

Question = TypeVar("Question")
MOST = 4


def examples(number: int) -> settings:
    """Return settings for ``number`` worlds, or for as many as KHRONIKA_FUZZ says (`make fuzz`)."""
    asked = int(os.environ.get("KHRONIKA_FUZZ", number))
    return settings(max_examples=asked, deadline=None, suppress_health_check=list(HealthCheck))


def asked(questions: Iterable[Question], world: object, *, most: int = MOST) -> list[Question]:
    """Return every question; where worlds are many, a few of them: others in each world, the same if it comes again."""
    every = list(questions)
    if "KHRONIKA_FUZZ" not in os.environ or len(every) <= most:
        return every
    return random.Random(crc32(repr(world).encode())).sample(every, most)
