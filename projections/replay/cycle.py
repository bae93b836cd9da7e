"""The cycle from the facts alone, the slow way. It shares no code with the folds or the rows that it checks.

Every reading of one person's dates is tried: in each, everything has one day, so it is plain what a month saw. A month
saw certainly what is one and the same thing in all of them (one release, one deprivation), possibly what is in some.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from domain import facts as f
from domain.dates import Day
from ledger.events import Event
from projections.replay.counts import Bench, persons, what_stands
from projections.replay.sanctions import Bounds, Groups

Said = list[tuple[str, Any, int]]
Seen = dict[str, set[tuple[str | None, int]]]
"""Per sort, what it happened by (a release), to or for (a deprivation), and the day, in one reading."""
SORTS = ("recognized", "released", "detained again")
ACTS: dict[Any, str] = {f.MeasureImposed: "imposed", f.MeasureSuspended: "suspended", f.MeasureLifted: "lifted"}


@dataclass(frozen=True)
class Replayed:
    """One month: per sort, who, as all registrations, certain or possible; per act and unit, (certain, possible)."""

    people: Mapping[str, dict[frozenset[str], str]]
    sanctions: Mapping[str, dict[str, Bounds]]


def replay_cycle(events: Iterable[Event], first: int, last: int) -> Replayed:
    """Return what a month saw, given its first and its last day; reads no table."""
    standing = what_stands(events)
    registered = {identifier for identifier, (fact, _) in standing.items() if isinstance(fact, f.PersonRegistered)}
    people: defaultdict[str, dict[frozenset[str], str]] = defaultdict(dict)
    for group in persons(registered, [fact for fact, _ in standing.values()]):
        said = [(i, fact, day) for i, (fact, day) in standing.items() if getattr(fact, "person", None) in group]
        seen = [
            {sort: {which for which, day in found if first <= day <= last} for sort, found in reading.items()}
            for reading in _readings(said)
        ]
        for sort in SORTS:
            each = [reading[sort] for reading in seen]
            if any(each):
                people[sort][frozenset(group)] = "certain" if set.intersection(*each) else "possible"
    return Replayed(people, _sanctions(standing, first, last))


def _readings(said: Said) -> Iterator[Seen]:
    statements = [(i, fact, fact.occurred.bounds(Day(day))) for i, fact, day in said if isinstance(fact, f.Recognized)]
    bench = Bench(said)
    covers = {i: fact.covers and bench.deprivation_of(fact.covers) for i, fact, _ in statements}
    choices = [range(low, high + 1) for *_, (low, high) in statements]
    readings = list(bench.readings())
    for days in product(*choices):
        recognized = {i: day for (i, *_), day in zip(statements, days, strict=True)}
        for reading in readings:
            yield _seen(bench, reading, recognized, covers)


def _seen(bench: Bench, days: dict[str, int], recognized: dict[str, int], covers: dict[str, str | None]) -> Seen:
    began = {group: min(days[word] for word in words) for group, words in bench.holding().items()}
    found: Seen = {sort: set() for sort in SORTS}
    for group in set(covers.values()):
        found["recognized"].add((group, min(day for i, day in recognized.items() if covers[i] == group)))
    for end, group in bench.ends().items():
        if group is not None:
            ended = group in covers.values()
        else:
            ended = any(
                other in began and began[other] <= days[end] and not _after(bench, other, end)
                for other in covers.values()
                if other
            )
        if ended:
            found["released"].add((end, days[end]))
    for group, day in began.items():
        out = any(of != group and (_after(bench, group, end) or days[end] < day) for end, of in bench.ends().items())
        known = any(when <= day and covers[i] != group for i, when in recognized.items())
        if out and known:
            found["detained again"].add((group, day))
    return found


def _after(bench: Bench, group: str, end: str) -> bool:
    """Whether links put all of a deprivation after a release."""
    return all(end in bench.before(word) for word in bench.holding()[group])


def _sanctions(standing: dict[str, tuple[Any, int]], first: int, last: int) -> dict[str, dict[str, Bounds]]:
    there = {one: str(fact.kind) for one, (fact, _) in standing.items() if isinstance(fact, f.TargetRegistered)}
    groups = Groups(there, [fact for fact, _ in standing.values()])
    done: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for fact, recorded in standing.values():
        if type(fact) in ACTS and fact.target in there:
            low, high = fact.occurred.bounds(Day(recorded))
            inside = [first <= day <= last for day in range(low, high + 1)]
            if any(inside):
                mine = done[ACTS[type(fact)]]
                mine[fact.target] = mine.get(fact.target, False) or all(inside)
    return {act: groups.count(done[act]) for act in ACTS.values()}
