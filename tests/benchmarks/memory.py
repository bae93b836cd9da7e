"""How much memory the service holds while it answers."""

from collections.abc import Iterator
from typing import Final

import psutil

from tests.benchmarks.asking import bases
from tests.benchmarks.databases import Record
from tests.benchmarks.measure import Figure, Target
from tests.benchmarks.registers import COMMAND
from tests.benchmarks.serving import query, serving

NAME = "memory"
QUESTIONS: Final = 300
LISTS: Final = 5
"""Lists of everybody counted, with their passages: the largest answers there are."""


def measure(record: Record) -> Iterator[Figure]:
    """Ask ``khronika serve`` for counts, then for lists; look at its memory after each answer."""
    with serving((*COMMAND, "serve", "--port", "PORT"), record.url) as served:
        process = psutil.Process(served.pid)
        most: dict[str, int] = {}
        for path, number in (("counts", record.many(QUESTIONS)), ("prisoners", LISTS)):
            for basis in bases(record, 5, record.many(number)):
                served.get(f"/v1/{path}?{query(basis)}")
                most[path] = max(most.get(path, 0), process.memory_info().rss)
    target = Target(200, at_most=True)
    yield Figure(NAME, record.kind, "khronika serve, answering counts", most["counts"] / 1e6, "MB", target)
    yield Figure(NAME, record.kind, "khronika serve, after lists with passages", most["prisoners"] / 1e6, "MB")
