"""Who is withheld, from events alone, the slow and obvious way: the check of the read model (docs/adr/0010)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from domain import facts as f
from ledger.events import Event
from projections.replay.counts import what_stands


def withheld_by(events: Iterable[Event], first: Mapping[str, str] | None = None) -> set[str]:
    """Return who is withheld after these events; reads no table.

    ``first`` names, for whoever is registered several times, the registration that stands for all of them.
    """
    first = first or {}
    said: defaultdict[str, set[type]] = defaultdict(set)
    born: defaultdict[str, int] = defaultdict(int)
    days: defaultdict[str, list[int]] = defaultdict(list)
    for stream, (fact, recorded) in what_stands(events).items():
        person = stream if isinstance(fact, f.PersonRegistered) else getattr(fact, "person", None)
        if person is None:
            continue
        person = first.get(person, person)
        said[person].add(type(fact))
        days[person].append(_first_day(fact, recorded))
        if isinstance(fact, f.BirthYearStated):
            born[person] = max(born[person], fact.year)
    return {person for person in said if _hidden(said[person], born[person], days[person])}


def _hidden(said: set[type], born: int, days: list[int]) -> bool:
    if f.PersonWithheld in said or f.PersonDisclosed in said:
        return f.PersonWithheld in said
    return born > 0 and any(day < date(born + 18, 12, 31).toordinal() for day in days)


def _first_day(fact: Any, recorded: int) -> int:  # noqa: ANN401 -- any fact about a person
    occurred = getattr(fact, "occurred", None)
    if occurred is None:
        return recorded
    first, last = occurred.bounds(recorded)
    return int(last if str(occurred).startswith(("[..", "XXXX")) else first)
