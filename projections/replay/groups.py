"""Who is counted, on many days, and in groups, from the facts alone: what `replay` says of one number, told in full."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from domain import facts as f
from domain.dates import Day
from ledger.events import Event
from projections.basis import Basis, Count
from projections.replay.counts import day_set, verdict, verdicts_on
from projections.replay.lives import Life, known_to, lives
from projections.replay.places import replay_by_place

_STATED: dict[str, tuple[type[Any], str]] = {
    "gender": (f.GenderStated, "gender"),
    "occupation": (f.OccupationStated, "group"),
}


def replay_people(events: Iterable[Event], basis: Basis) -> dict[str, str]:
    """Return whom a basis counts, each under the earliest registration: certain or possible."""
    found: dict[str, str] = {}
    standing = known_to(events, basis)
    place = {identifier: number for number, identifier in enumerate(standing)}
    for people, life in lives(standing):
        said = verdict(life, basis)
        if said != "no":
            found[min(people, key=place.__getitem__)] = said
    return found


def replay_series(events: Iterable[Event], basis: Basis, days: Sequence[Day]) -> list[Count]:
    """Count on each of some days; the day of ``basis`` plays no part."""
    bases = [replace(basis, day=day) for day in days]
    each = [verdicts_on(life, bases) for _, life in lives(known_to(events, basis))]
    return [_count([said[number] for said in each]) for number in range(len(days))]


def replay_by(events: Iterable[Event], basis: Basis, by: str, hidden: set[str]) -> dict[str, Count]:
    """Count in groups, where whoever is hidden is in ``unknown``; groups that count nobody are left out."""
    if by == "place":
        return replay_by_place(events, basis, hidden)
    known = lives(known_to(events, basis))
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for people, life in known:
        if by == "recognizer":
            for group, said in _by_body(life, basis, hidden=bool(people & hidden)):
                groups[group].append(said)
        elif by == "liberty":
            ways = {liberty for liberty, _ in day_set(life, basis.day)}
            group = "several" if len(ways) > 1 else next(iter(ways))
            groups["unknown" if people & hidden else group].append(verdict(life, basis))
        else:
            kind, field = _STATED[by]
            values = {getattr(fact, field).value for _, fact, _ in life if isinstance(fact, kind)}
            group = "several" if len(values) > 1 else next(iter(values), "unknown")
            groups["unknown" if people & hidden else group].append(verdict(life, basis))
    counts = {group: _count(said) for group, said in groups.items()}
    return {group: found for group, found in counts.items() if found.possible}


def _by_body(life: Life, basis: Basis, *, hidden: bool) -> list[tuple[str, str]]:
    if hidden:
        return [("unknown", verdict(life, basis))]
    bodies = {body for _, fact, _ in life if isinstance(fact, f.Recognized) for body in fact.bodies}
    asked = bodies & basis.recognized_by if basis.recognized_by else bodies
    return [(body, verdict(life, replace(basis, recognized_by=frozenset({body})))) for body in asked]


def _count(said: list[str]) -> Count:
    return Count(said.count("certain"), len(said) - said.count("no"))
