"""Where people are held, from the facts alone, the slow way. It shares no code with the folds or the rows.

A day is tried for each fact of one deprivation that says where: the one that comes last by the day asked about says
where it was so; two on one day both do. A count in groups of places follows from who is counted and where each may be.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from typing import Any

from domain import facts as f
from domain.dates import Day
from ledger.events import Event
from projections.basis import Basis, Count
from projections.replay.counts import day_set, group_of, verdict
from projections.replay.lives import Facts, Life, known_to, lives, what_stands

_AT_LARGE = {"free", "outside the country", "dead"}
NOWHERE = ""
"""A place that is not known."""


def replay_by_place(events: Iterable[Event], basis: Basis, hidden: set[str]) -> dict[str, Count]:
    """Count what a basis counts by place: ``unknown`` where none is stated or the person is hidden, or ``several``."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for people, life in lives(known_to(events, basis)):
        where = set[str]() if people & hidden else places_of(life, basis.day)[0]
        groups[_group(where)].append(verdict(life, basis))
    counts = {g: Count(said.count("certain"), len(said) - said.count("no")) for g, said in groups.items()}
    return {group: found for group, found in counts.items() if found.possible}


def _group(where: set[str]) -> str:
    if where <= {NOWHERE}:
        return "unknown"
    return "several" if len(where) > 1 else next(iter(where))


def replay_places(events: Iterable[Event], day: Day, hidden: set[str]) -> dict[str, Count]:
    """Return how many are held at each place on a day, and under `NOWHERE` for how many none is known or shown."""
    standing = what_stands(events)
    found = {one: [0, 0] for one, (fact, _) in standing.items() if isinstance(fact, f.PlaceRegistered)}
    registered = set(found)
    found[NOWHERE] = [0, 0]
    for people, life in lives(standing):
        where, surely = places_of(life, day)
        stated = set() if people & hidden else where & registered
        for place in stated or ({NOWHERE} if where else ()):
            counted = found[place]
            counted[0] += surely and (len(where) == 1 or not stated)
            counted[1] += 1
    return {place: Count(*counted) for place, counted in found.items()}


def replay_names(standing: Facts, place: str, day: int) -> dict[str, str]:
    """Return the names that a place may bear on a day, by fact: certainly or possibly."""
    found = {}
    for one, (fact, _) in standing.items():
        if isinstance(fact, f.PlaceNamed) and fact.place == place:
            begun = {fact.since is None or bound <= day for bound in _ends(fact.since)}
            lasts = {fact.until is None or bound >= day for bound in _ends(fact.until)}
            readings = {a and b for a, b in product(begun, lasts)}
            if True in readings:
                found[one] = "certainly" if readings == {True} else "possibly"
    return found


def places_of(life: Life, day: int) -> tuple[set[str], bool]:
    """Return every place where a person may be on a day, and whether they are held for sure."""
    told: defaultdict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for _, fact, recorded in life:
        if isinstance(fact, f.HeldAt):
            told[group_of(life, fact.deprivation)].append((fact.place or NOWHERE, *fact.occurred.bounds(Day(recorded))))
    elements = day_set(life, day)
    held = {deprivation for liberty, deprivation in elements if liberty not in _AT_LARGE}
    where = {place for one in held for place in _last(told.get(one or "", []), day)}
    return where, not any(liberty in _AT_LARGE for liberty, _ in elements)


def _last(told: list[tuple[str, int, int]], day: int) -> set[str]:
    turns = {day, day + 1, *(bound for _, low, high in told for bound in (low, high))}
    found: set[str] = set()
    for reading in product(*([turn for turn in sorted(turns) if low <= turn <= high] for _, low, high in told)):
        past = [(when, place) for when, (place, *_) in zip(reading, told, strict=True) if when <= day]
        newest = max((when for when, _ in past), default=None)
        found |= {place for when, place in past if when == newest} or {NOWHERE}
    return found


def _ends(date: Any) -> tuple[int, ...]:  # noqa: ANN401 -- a date, or none
    return (date.earliest, date.latest) if date else (0,)
