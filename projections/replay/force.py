"""What is in force on a day from the facts alone, the slow way. It shares no code with the folds or the rows.

Each fact's day is tried: something is in force under a reading of all days if a time that it was given has begun and is
not over, and no ending has come that nothing undid.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any

from domain import facts as f
from domain.dates import Day
from ledger.events import Event
from projections.replay.counts import what_stands

OPENINGS = {"mandate": f.MandateEstablished, "law": f.LawEnacted}
GIVING = (f.MandateEstablished, f.MandateProlonged, f.LawEnacted)


@dataclass(frozen=True)
class Replayed:
    """Whether it is in force (no, possibly, certainly), and its steps in order."""

    in_force: str
    steps: tuple[str, ...]


def replay_force(events: Iterable[Event], kind: str, day: Day) -> dict[str, Replayed]:
    """Return how every mandate, or every law, that may have begun stood on a day, by identifier; reads no table."""
    dated = {
        identifier: (body, body.occurred.bounds(Day(by)))
        for identifier, (body, by) in what_stands(events).items()
        if isinstance(body, f.ForceFact)
    }
    found: dict[str, Replayed] = {}
    for subject, (opening, _) in dated.items():
        if isinstance(opening, OPENINGS[kind]):
            said = {i: one for i, one in dated.items() if i == subject or getattr(one[0], kind, None) == subject}
            steps = sorted((i for i in said if said[i][1][0] <= day), key=lambda i: (i != subject, said[i][1], i))
            if any(isinstance(said[i][0], GIVING) for i in steps):
                found[subject] = Replayed(_in_force(said, day), tuple(steps))
    return found


def _in_force(said: dict[str, tuple[Any, tuple[int, int]]], day: int) -> str:
    """Whether times run and endings are in effect follow from different facts: each is tried by itself."""
    runs = {any(each) for each in product(*(_runs(*one, day) for one in said.values()))}
    over = {any(each) for each in product(*(_over(i, said, day) for i in said))}
    readings = {one and not other for one, other in product(runs, over)}
    return "certainly" if readings == {True} else "no" if readings == {False} else "possibly"


def _runs(body: Any, bounds: tuple[int, int], day: int) -> set[bool]:  # noqa: ANN401 -- any fact
    if not isinstance(body, GIVING):
        return {False}
    expires = getattr(body, "expires", None)
    begun = {one <= day for one in bounds}
    lasts = {one >= day for one in (expires.earliest, expires.latest)} if expires else {True}
    return {one and other for one, other in product(begun, lasts)}


def _over(identifier: str, said: dict[str, tuple[Any, tuple[int, int]]], day: int) -> set[bool]:
    body, bounds = said[identifier]
    if not isinstance(body, f.MandateEnded | f.LawRepealed):
        return {False}
    undoing = [when for one, when in said.values() if getattr(one, "repeal", None) == identifier]
    if any(latest <= day for _, latest in undoing):
        return {False}
    come = {one <= day for one in bounds}
    # What undoes a repeal comes after it: if it may have come, the repeal may be undone.
    undone = {one <= day for when in undoing for one in when} | ({False} if not undoing else set())
    return {one and not other for one, other in product(come, undone)}
