"""A run: a record on each database, every measurement over it, a profile of whatever misses its target."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
from sqlalchemy import text

from tests.benchmarks import (
    appends,
    counts,
    intake,
    memory,
    over_http,
    page,
    pages,
    projecting,
    proofs,
    registers,
    roots,
)
from tests.benchmarks.databases import KINDS, SQLITE, Record, postgresql, recorded, sqlite
from tests.benchmarks.measure import Figure, Profile, timed


@dataclass(frozen=True, slots=True)
class Measurement:
    """Something that is measured over a record, and how to see where its time goes."""

    measure: Callable[[Record], Iterator[Figure]]
    profile: Callable[[Record], Profile] | None = None


MEASUREMENTS: Final = {
    counts.NAME: Measurement(counts.measure, counts.profile),
    over_http.NAME: Measurement(over_http.measure, over_http.profile),
    pages.NAME: Measurement(pages.measure),
    appends.NAME: Measurement(appends.measure, appends.profile),
    registers.NAME: Measurement(registers.measure, registers.profile),
    intake.NAME: Measurement(intake.measure, intake.profile),
    projecting.NAME: Measurement(projecting.measure, projecting.profile),
    roots.NAME: Measurement(roots.measure, roots.profile),
    proofs.NAME: Measurement(proofs.measure, proofs.profile),
    memory.NAME: Measurement(memory.measure),
}


@dataclass(slots=True)
class Found:
    """What a run found."""

    figures: list[Figure]
    profiles: list[Profile]
    postgres: str | None = None
    events: int = 0


def run(
    server: Callable[[], AbstractContextManager[str]],
    *,
    events: int,
    seed: int,
    only: Sequence[str] = (),
    kinds: Sequence[str] = KINDS,
    everything_profiled: bool = False,
) -> tuple[Found, str]:
    """Measure, print each figure as it comes, and return what was found and the page about it.

    Raises `MismatchError` where answers differ.
    """
    found = Found([], [])
    for kind in kinds:
        folder = Path(tempfile.mkdtemp(prefix="khronika-bench"))
        try:
            with (
                sqlite(folder) if kind == SQLITE else postgresql(folder, server()) as databases,
                recorded(databases, seed, events) as record,
            ):
                found.events = record.events
                found.postgres = found.postgres or _version(record)
                for name in only or MEASUREMENTS:
                    _measure(MEASUREMENTS[name], record, found, profiled=everything_profiled)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    about = page.machine(found.postgres)
    return found, page.rendered(found.figures, found.profiles, about=about, events=found.events, seed=seed)


def _measure(measurement: Measurement, record: Record, found: Found, *, profiled: bool) -> None:
    def collect() -> list[Figure]:
        return [_told(figure) for figure in measurement.measure(record)]

    took, figures = timed(collect)
    found.figures += figures
    if measurement.profile is not None and (profiled or not all(figure.met for figure in figures)):
        found.profiles.append(measurement.profile(record))
        click.echo("\n".join(page.profile_lines(found.profiles[-1])))
    click.echo(f"{record.kind}: {figures[0].measurement} took {took:.0f} s")


def _told(figure: Figure) -> Figure:
    verdict = "" if figure.target is None else "  met" if figure.met else "  MISSED"
    click.echo(f"{figure.database}: {figure.what}: {page.shown(figure.value, figure.unit)}{verdict}")
    return figure


def _version(record: Record) -> str | None:
    if record.kind == SQLITE:
        return None
    with record.engine.connect() as connection:
        return str(connection.scalar(text("SHOW server_version")))
