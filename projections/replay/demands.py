"""Demands on a day from the facts alone, the slow way. It shares no code with the folds or the rows that it checks.

Of one assessor, an assessment may be the last if some day within its bounds leaves every other one a day that is not
after it, or a day still to come.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from domain import facts as f
from domain.dates import Day
from ledger.events import Event
from projections.replay.counts import day_set, persons, what_stands

Bounded = tuple[str, Any, int, int]
"""A fact: identifier, body, the earliest and the latest day."""
_NOT = "not assessed"
_GOOD = {"met", "partly met"}


@dataclass(frozen=True)
class Replayed:
    """How a demand stood: the outcomes that may be, by each assessor too, who may be at liberty, all acts in order.

    ``surely`` if it had been made by the day under every reading; ``whole`` is the demand that it is a part of.
    """

    outcomes: frozenset[str]
    assessed: dict[str, frozenset[str]]
    named: dict[str, str]
    acts: tuple[str, ...]
    surely: bool
    whole: str | None


def replay_demands(events: Iterable[Event], day: Day) -> dict[str, Replayed]:
    """Return how each demand stood on a day, by identifier; reads no table."""
    standing = what_stands(events)
    dated = [(i, body, *body.occurred.bounds(Day(day_))) for i, (body, day_) in standing.items() if _speaks(body)]
    made = {one[0]: one for one in dated if isinstance(one[1], f.DemandMade) and one[2] <= day}
    own, found = {}, {}
    for demand, (_, body, _, latest) in made.items():
        said = [one for one in dated if one[0] == demand or demand in getattr(one[1], "demands", ())]
        begun = sorted(
            (one for one in said if one[2] <= day), key=lambda one: (one[0] != demand, one[2], one[3], one[0])
        )
        assessed = _assessed([one for one in said if isinstance(one[1], f.DemandAssessed)], day)
        last = assessed.pop("anybody", frozenset({_NOT}))
        named = _named(standing, body.releases, day)
        own[demand] = _released(list(named.values())) if named else last
        whole = body.part_of if body.part_of in made else None
        acts = tuple(one[0] for one in begun)
        found[demand] = Replayed(own[demand], assessed, named, acts, latest <= day, whole)
    for demand, one in found.items():
        parts = [own[part] for part in made if made[part][1].part_of == demand]
        if parts and not one.named:
            outcomes = frozenset(_together(reading) for reading in product(*parts))
            found[demand] = replace(one, outcomes=outcomes)
    return found


def replay_scores(found: dict[str, Replayed], outcome: str, *, parts: bool) -> tuple[int, int, int]:
    """Return in how many demands, or parts, an outcome was sure, in how many it may be, and how many there are.

    A demand whose day is not sure is one more reading of it: then it has no outcome at all.
    """
    readings = [
        [*one.outcomes, *([] if one.surely else [""])] for one in found.values() if (one.whole is not None) is parts
    ]
    sure = [each for each in readings if {outcome} == set(each)]
    return len(sure), sum(outcome in each for each in readings), len(readings)


def _speaks(body: object) -> bool:
    return isinstance(body, f.DemandMade) or hasattr(body, "demands")


def _assessed(said: list[Bounded], day: Day) -> dict[str, frozenset[str]]:
    found = {}
    for assessor in {"anybody", *(body for one in said for body in one[1].bodies)}:
        mine = [one for one in said if assessor in {"anybody", *one[1].bodies}]
        last = {fact.outcome.value for i, fact, low, high in mine if _may_be_last(i, low, min(high, day), mine, day)}
        nothing = {_NOT} if all(high > day for *_, high in mine) else set()
        if last:
            found[assessor] = frozenset(last | nothing)
    return found


def _may_be_last(identifier: str, low: int, high: int, mine: list[Bounded], day: Day) -> bool:
    others = [one for one in mine if one[0] != identifier]
    return any(all(early <= turn or late > day for *_, early, late in others) for turn in range(low, high + 1))


def _named(standing: dict[str, tuple[Any, int]], releases: tuple[str, ...], day: Day) -> dict[str, str]:
    """Whether each of the people is at liberty, under the identifier that was registered first for them."""
    registered = [i for i, (body, _) in standing.items() if isinstance(body, f.PersonRegistered)]
    groups = persons(set(registered), [body for body, _ in standing.values()])
    found = {}
    for group in groups:
        if group & set(releases):
            facts = [(i, body, when) for i, (body, when) in standing.items() if getattr(body, "person", None) in group]
            free = {liberty in {"free", "outside the country"} for liberty, _ in day_set(facts, day)}
            first = next(person for person in registered if person in group)
            found[first] = "certainly" if free == {True} else "no" if free == {False} else "possibly"
    return found


def _released(named: list[str]) -> frozenset[str]:
    choices = [{"certainly": (True,), "no": (False,)}.get(one, (True, False)) for one in named]
    return frozenset("met" if all(pick) else "partly met" if any(pick) else "not met" for pick in product(*choices))


def _together(parts: tuple[str, ...]) -> str:
    kinds = set(parts)
    if len(kinds) == 1:
        return parts[0]
    return "partly met" if kinds & _GOOD else _NOT if _NOT in kinds else "not met"
