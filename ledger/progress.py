"""How long work tells how far it is."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told now and then how much is done of how much."""


def quietly(_done: int, _whole: int) -> None:
    """Tell nobody."""
