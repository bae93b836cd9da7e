"""How things are measured: variants interleaved, answers compared, medians, targets, profiles."""

import cProfile
import pstats
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final, TypeVar

ROOT: Final = Path(__file__).parents[2]
SHOWN: Final = 12
"""Functions in a profile."""
_AROUND: Final = re.compile(r"tests/benchmarks/|/click/|/cProfile\.py$")
"""What calls what is measured, and is no part of it."""

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class MismatchError(Exception):
    """Two variants gave different answers to one question: the run is worth nothing."""


@dataclass(frozen=True, slots=True)
class Target:
    """A bound that a figure should keep: at least, or at most."""

    bound: float
    at_most: bool = False

    def met(self, value: float) -> bool:
        return value <= self.bound if self.at_most else value >= self.bound


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number; without a target it is there to compare with. ``unit`` is ms, x, /s or MB."""

    measurement: str
    database: str
    what: str
    value: float
    unit: str
    target: Target | None = None

    @property
    def met(self) -> bool:
        return self.target is None or self.target.met(self.value)


@dataclass(frozen=True, slots=True)
class Spent:
    """A line of a profile: seconds in a function with all that it calls, and in it alone."""

    function: str
    calls: int
    together: float
    alone: float


@dataclass(frozen=True, slots=True)
class Profile:
    """Where the time of one measurement went, under the profiler, which slows small functions down."""

    measurement: str
    database: str
    of: str
    seconds: float
    spent: tuple[Spent, ...]


def timed(call: Callable[[], Answer]) -> tuple[float, Answer]:
    """Call, and return the seconds it took and what it returned."""
    start = time.perf_counter()
    found = call()
    return time.perf_counter() - start, found


def interleaved(
    variants: Mapping[str, Callable[[Asked], Answer]], questions: Iterable[Asked]
) -> dict[str, list[float]]:
    """Ask every variant every question, taking turns at being first; return the seconds of each.

    Raises `MismatchError` where answers differ. The first two rounds warm caches and are not counted.
    """
    seconds: dict[str, list[float]] = {name: [] for name in variants}
    names = list(variants)
    questions = list(questions)
    for round_, question in enumerate([*questions[:2], *questions]):
        turn = round_ % len(names)
        answers: dict[str, Answer] = {}
        for name in names[turn:] + names[:turn]:
            took, answers[name] = timed(lambda ask=variants[name], asked=question: ask(asked))  # type: ignore[misc]  # mypy infers no lambda with defaults
            if round_ >= 2:
                seconds[name].append(took)
        first = answers[names[0]]
        for name, answer in answers.items():
            if answer != first:
                raise MismatchError(f"{name} answers {answer!r} and {names[0]} {first!r} to {question!r}")
    return seconds


def slow(seconds: Sequence[float]) -> float:
    """Return what one in twenty exceeds, in milliseconds."""
    return sorted(seconds)[len(seconds) * 19 // 20] * 1_000


def medians(seconds: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """Return the median of each variant, in milliseconds."""
    return {name: median(of) * 1_000 for name, of in seconds.items()}


def profiled(measurement: str, database: str, of: str, call: Callable[[], object]) -> Profile:
    """Call under the profiler; return the functions that took most of the time, callees included."""
    profiler = cProfile.Profile()
    took, _ = timed(lambda: profiler.runcall(call))
    stats: Mapping[tuple[str, int, str], tuple[int, int, float, float, object]] = pstats.Stats(profiler).stats  # type: ignore[attr-defined]  # the stubs leave it out
    spent = [
        Spent(_shown(place), calls, together, alone)
        for place, (_, calls, alone, together, _) in stats.items()
        if not _AROUND.search(place[0])
    ]
    spent.sort(key=lambda one: one.together, reverse=True)
    return Profile(measurement, database, of, took, tuple(spent[:SHOWN]))


def _shown(place: tuple[str, int, str]) -> str:
    """Name a function without a path of this machine."""
    file, _, name = place
    if file == "~":
        return name
    path = Path(file)
    if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
        return f"{path.relative_to(ROOT).as_posix()} {name}"
    return f"{'/'.join(path.parts[-2:])} {name}"
