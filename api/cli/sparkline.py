"""A series as one line of blocks: how it went, at a glance."""

from collections.abc import Sequence
from typing import Final

BLOCKS: Final = "▁▂▃▄▅▆▇█"
"""The lowest is nobody and stands for nothing else; the highest is the largest number of the series."""


def sparkline(numbers: Sequence[int], *, width: int) -> str:
    """Draw numbers that are not negative; of more than ``width`` the largest of each run is drawn."""
    run = max(1, -(-len(numbers) // width))
    drawn = [max(numbers[start : start + run]) for start in range(0, len(numbers), run)]
    top, steps = max(drawn, default=0), len(BLOCKS) - 1
    return "".join(BLOCKS[-(-one * steps // top) if top else 0] for one in drawn)
