"""How long the root hash of the log takes at any size, beside the tree made again from the leaves."""

from collections.abc import Iterator
from random import Random
from statistics import median

from projections.replay.counts import root_of
from tests.benchmarks.databases import Record
from tests.benchmarks.measure import Figure, MismatchError, Profile, Target, profiled, timed

NAME = "root"
SIZES = 500
CHECKED = (1, 2, 1_000, 5_000)
"""Sizes whose root is made again from the leaves, beside that of the whole log."""


def measure(record: Record) -> Iterator[Figure]:
    """Ask for the heads of many sizes, none of them twice: the answers are kept."""
    took = [timed(lambda size=size: record.ledger.head(size))[0] for size in _sizes(record, record.seed + 10)]  # type: ignore[misc]  # mypy infers no lambda with defaults
    events = [event for page in record.ledger.read() for event in page]
    again = 0.0
    for size in (*(one for one in CHECKED if one < len(events)), len(events)):
        again, root = timed(lambda upto=size: root_of(events[:upto]))  # type: ignore[misc]  # as above
        if root != record.ledger.head(size).root.hex():
            raise MismatchError(f"the root of {size} leaves is another one")
    yield Figure(NAME, record.kind, "root and time of any size", median(took) * 1_000, "ms", Target(1, at_most=True))
    yield Figure(NAME, record.kind, "root of the whole log from its leaves, in memory", again * 1_000, "ms")


def profile(record: Record) -> Profile:
    """Ask for other sizes under the profiler."""
    sizes = _sizes(record, record.seed + 11)
    return profiled(NAME, record.kind, f"{len(sizes)} heads", lambda: [record.ledger.head(size) for size in sizes])


def _sizes(record: Record, seed: int) -> list[int]:
    return Random(seed).sample(range(1, record.events + 1), record.many(SIZES))
