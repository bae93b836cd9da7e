"""How many random worlds a law of the read models is held against: few with every run, as many as asked by hand."""

import os

from hypothesis import HealthCheck, settings


def examples(number: int) -> settings:
    """Return settings for ``number`` worlds, or for as many as KHRONIKA_FUZZ says (`make fuzz`)."""
    asked = int(os.environ.get("KHRONIKA_FUZZ", number))
    return settings(max_examples=asked, deadline=None, suppress_health_check=list(HealthCheck))
