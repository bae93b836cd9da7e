"""How much of the world an answer covers: silence must not be quoted as truth (docs/status.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.dates import Day
from domain.facts import CoverageDeclared
from domain.sources import About, Variant


class Extent(StrEnum):
    """Complete where a register declares its scope and window and the question lies inside; else as far as we know."""

    COMPLETE = "complete"
    KNOWN_TO_US = "known to us"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The extent of an answer, and what the registers declare that bears on it."""

    extent: Extent
    scopes: tuple[str, ...]


def coverage(
    declared: Iterable[CoverageDeclared],
    *,
    definition: str,
    variant: Variant,
    day: Day,
    found: tuple[int, int],
    recognized_by: frozenset[str] = frozenset(),
    as_published: bool = False,
) -> Coverage:
    """Return the coverage of one question; completeness is declared for recognition by any body, as known.

    ``found`` is the answer, certain and possible: where a declaration says how many, both must be that many.
    """
    declared = list(declared)
    complete = [
        one
        for one in declared
        if (one.definition, one.variant) == (definition, variant)
        and one.window is not None
        and one.window.certainly_contains(day)
        and not recognized_by
        and not as_published
        and (one.persons is None or found == (one.persons, one.persons))
    ]
    extent = Extent.COMPLETE if complete else Extent.KNOWN_TO_US
    scopes = {*known_to_us(declared, About.PERSONS).scopes, *(one.scope for one in complete)}
    return Coverage(extent, tuple(sorted(scopes)))


def known_to_us(declared: Iterable[CoverageDeclared], *about: About) -> Coverage:
    """Return the coverage of a question of which nobody declares completeness: the scopes that are about it."""
    scopes = {one.scope for one in declared if one.window is None and (not one.about or set(about) & set(one.about))}
    return Coverage(Extent.KNOWN_TO_US, tuple(sorted(scopes)))
