"""The answers that a bundle holds: what was counted, in a form that the events in it can be held against."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from domain.changes import stands
from domain.dates import Day, day_of, iso
from domain.facts import CoverageDeclared
from domain.folds.counts import SERIES, Definition
from domain.folds.coverage import coverage
from domain.folds.standing import by_stream
from domain.people import PersonId
from domain.sources import Variant
from ledger.events import COVERAGE_TAG, minsk_day
from ledger.log import Head, Log
from projections.basis import Basis
from projections.bundle.disclosed import Disclosed
from projections.explanations import DigestAnswer

FORMAT = "khronika/answer/v1"
YEARS = 10
"""On the last days of so many years before the newest event answers are given without being asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as its file holds it."""

    name: str
    fields: dict[str, Any]


def days_of_interest(declared: Sequence[CoverageDeclared], head: Head) -> list[Day]:
    """Return the days that a bundle answers for unless it is told others; they depend on the log alone.

    The day of the last event, the last days of the years before it, and where a declared completeness begins and ends.
    """
    if head.recorded_at is None:
        return []
    last = minsk_day(head.recorded_at)
    year = int(iso(last)[:4])
    ends = {day_of(f"{one}-12-31") for one in range(year - YEARS, year)}
    windows = [one.window for one in declared if one.window is not None]
    edges = [side for one in windows for side in (one.start and one.start.latest, one.end and one.end.earliest) if side]
    return sorted(day for day in {last, *ends, *edges} if day <= last)


def declared_in(log: Log, found: Disclosed) -> tuple[CoverageDeclared, ...]:
    """Return what registers declare that they cover, as far as the declarations are disclosed."""
    streams = by_stream(event for event in log.tagged(COVERAGE_TAG, upto=found.size) if event.id not in found.alone)
    stood = [stands((event.version, event.content) for event in history) for history in streams.values()]
    return tuple(one.fact for one in stood if one is not None and isinstance(one.fact, CoverageDeclared))


def series_of(names: Sequence[str]) -> Iterator[tuple[Definition, Variant]]:
    """Yield each definition asked for with each variant that it knows; all of them if none is."""
    yield from ((definition, variant) for definition, variant in SERIES if not names or definition.id in names)


def answer_of(found: DigestAnswer, declared: Sequence[CoverageDeclared], partly: frozenset[PersonId]) -> Answer:
    """Return an answer with everybody it counts: in rows, if the bundle discloses all that counts depend on."""
    basis, rows = found.basis, found.state.rows
    stated = [row for row in rows if row.person in partly]
    withheld = found.state.withheld
    certain = sum(row.certain for row in rows) + withheld.certain
    possible = len(rows) + withheld.possible
    extent = coverage(
        declared,
        definition=basis.definition.id,
        variant=basis.variant,
        day=basis.day,
        found=(certain, possible),
    ).extent
    fields = {
        "format": FORMAT,
        "as_of": iso(basis.day),
        "as_known": {"size": basis.head.size, "root": basis.head.root.hex()},
        "definition": basis.definition.id,
        "definition_version": basis.definition.version,
        "variant": basis.variant.value,
        "rules": basis.rules,
        "certain": certain,
        "possible": possible,
        "coverage": extent.value,
        "persons": [row.fields() for row in rows if row.person not in partly],
        "partly": [{"person": row.person, "certain": row.certain} for row in stated],
        "withheld": {"certain": withheld.certain, "possible": withheld.possible},
        "digest": found.state.digest(),
    }
    return Answer(name_of(basis), fields)


def name_of(basis: Basis) -> str:
    """Return the name of an answer's file, without its ending."""
    return f"{iso(basis.day)}.{basis.definition.id}.{basis.variant.value}"
