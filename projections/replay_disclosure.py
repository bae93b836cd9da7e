"""Who is withheld, from events alone, the slow and obvious way: the check of the read model (docs/adr/0010)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from domain import facts as f
from domain.changes import Corrected, Reinstated, Retracted
from ledger.events import Event


def withheld_by(events: Iterable[Event]) -> set[str]:
    """Return who is withheld after these events; reads no table."""
    bodies: defaultdict[str, dict[int, tuple[Any, int]]] = defaultdict(dict)
    gone: defaultdict[str, set[int]] = defaultdict(set)
    for event in events:
        content, mine = event.content, bodies[event.id]
        if isinstance(content, Retracted):
            gone[event.id] |= set(mine) if content.version is None else {content.version}
        elif isinstance(content, Reinstated):
            gone[event.id] -= set(mine) if content.version is None else {content.version}
        else:
            body = content.body if isinstance(content, Corrected) else content
            mine[event.version] = body, event.recorded_day
    stood = [
        (stream, *mine[max(mine.keys() - gone[stream])])
        for stream, mine in bodies.items()
        if mine.keys() - gone[stream]
    ]
    said: defaultdict[str, set[type]] = defaultdict(set)
    born: defaultdict[str, int] = defaultdict(int)
    days: defaultdict[str, list[int]] = defaultdict(list)
    for stream, fact, recorded in stood:
        person = stream if isinstance(fact, f.PersonRegistered) else getattr(fact, "person", None)
        if person is None:
            continue
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
