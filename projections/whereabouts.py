"""Where one person was held, with the names of the places."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.folds.places import Whereabouts, held_at
from domain.folds.standing import Standing
from domain.folds.status import Situation
from projections.places import names_on
from projections.tables import Models


@dataclass(frozen=True, slots=True)
class Stay:
    """Days at a place, and how it was called when they began; empty for an unknown place."""

    there: Whereabouts
    name: str


def stays(
    connection: Connection, models: Models, facts: Iterable[Standing], situation: Situation, size: int
) -> tuple[Stay, ...]:
    """Return where one person was held, as known at a log size, in the order of days."""
    found = sorted(held_at(facts, situation)[0], key=lambda one: (one.start, one.end, one.place or ""))
    return tuple(
        Stay(one, names_on(connection, models, [one.place], one.start, size).get(one.place, "") if one.place else "")
        for one in found
    )
