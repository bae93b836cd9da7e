"""Whose figures a chart tells apart: each by a shape and a colour, few enough to be read."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from api.languages import to_say
from api.schemas.overview import PublishedPointOut

OTHERS: Final = to_say("others, named in the table")
SHAPES: Final = ("circle", "square", "triangle-up", "diamond", "cross")
"""One for each publisher and the last one for others: a shape says whose a figure is to whoever tells no colours."""
MOST: Final = len(SHAPES)


def told_apart(figures: Sequence[PublishedPointOut]) -> dict[str, str]:
    """Return how each publisher is called in a chart: by name, or as one of the others.

    Few are all named, those with most figures first. Of more, those are named who published several.
    """
    ranked = sorted(Counter(one.publisher for one in figures).items(), key=lambda each: (-each[1], each[0]))
    if len(ranked) <= MOST:
        return {name: name for name, _ in ranked}
    return {name: name if place < MOST - 1 and many > 1 else OTHERS for place, (name, many) in enumerate(ranked)}
