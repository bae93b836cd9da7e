"""A bridge from the facts alone, the slow way. It shares no code with the folds or the rows that it checks.

Each of the four counts on the way is replayed, person by person. Whoever was or is one person with somebody is laid
together with them, and is named if what the counts say of them differs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain import facts as f
from ledger.events import Event
from projections.basis import Basis
from projections.replay.counts import verdicts
from projections.replay.lives import Facts, known_to

Verdicts = dict[frozenset[str], str]
"""Per person, as all registrations of them: certain, possible or no."""
Place = frozenset[tuple[str, str]]
"""Who stands for each person, and whether they were counted."""


@dataclass(frozen=True)
class Replayed:
    """One step: certain and possible more than before, who moved, and for each the facts that must be named."""

    change: tuple[int, int]
    moved: dict[tuple[Place, Place], frozenset[str]]


def replay_bridge(events: Sequence[Event], start: Basis, end: Basis) -> list[Replayed]:
    """Return the three steps from one basis to another; reads no table."""
    learnt = replace(start, head=end.head, as_published=end.as_published)
    way = [start, learnt, replace(learnt, day=end.day), end]
    logs = [[event for event in events if event.position <= basis.head.size] for basis in way]
    counts = [verdicts(log, basis) for log, basis in zip(logs, way, strict=True)]
    first_said = {str(event.id): int(event.position) for event in reversed(events)}
    found = []
    for number in range(3):
        before, after = counts[number], counts[number + 1]
        moved = {}
        for people in _laid_together([*before, *after]):
            places = _place(people, before, first_said), _place(people, after, first_said)
            counted = [{one for one in place if one[1] != "no"} for place in places]
            if counted[0] != counted[1]:
                moved[places] = _changed(people, *(known_to(logs[at], way[at]) for at in (number, number + 1)))
        change = [_number(after, least) - _number(before, least) for least in ({"certain"}, {"certain", "possible"})]
        found.append(Replayed((change[0], change[1]), moved))
    return found


def _number(found: Verdicts, wanted: set[str]) -> int:
    return sum(verdict in wanted for verdict in found.values())


def _laid_together(groups: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    left: list[frozenset[str]] = []
    for group in groups:
        apart = [one for one in left if one.isdisjoint(group)]
        left = [*apart, group.union(*(one for one in left if not one.isdisjoint(group)))]
    return left


def _place(people: frozenset[str], found: Verdicts, first_said: dict[str, int]) -> Place:
    return frozenset(
        (min(group, key=lambda one: first_said[one]), verdict) for group, verdict in found.items() if group <= people
    )


def _changed(people: frozenset[str], before: Facts, after: Facts) -> frozenset[str]:
    """Return the facts about some people that stand otherwise after a step, of those that can bear on a count."""
    was, now = ({i: one for i, one in said.items() if _about(i, one[0], people)} for said in (before, after))
    return frozenset(identifier for identifier in was.keys() | now.keys() if was.get(identifier) != now.get(identifier))


def _about(identifier: str, fact: Any, people: frozenset[str]) -> bool:  # noqa: ANN401 -- any fact
    if isinstance(fact, f.PersonRegistered):
        return identifier in people
    if isinstance(fact, f.JudgedSame | f.JudgedDifferent):
        return not people.isdisjoint(fact.pair)
    said = f.LibertyFact | f.ReportPreferred | f.Recognized | f.RecognitionWithdrawn | f.RecognitionRestored
    return isinstance(fact, said) and fact.person in people
