"""Published counts answered from events alone: the slow, obvious way, sharing no code with folds or read models."""

from collections.abc import Iterable
from typing import Any

from domain import facts as f
from domain.dates import Day
from ledger.events import Event
from projections.basis import Basis
from projections.replay.counts import replay, what_stands

Side = dict[str, tuple[str, ...]]
"""``on the day`` and ``before``: identifiers of figures, in order."""
_NEAR = {
    "political prisoners": "in-custody",
    "former political prisoners": "former",
    "ever recognized as political prisoners": "ever-recognized",
    "behind bars on political grounds": "held",
}


def replay_published(events: Iterable[Event], day: int, days: int) -> dict[tuple[str, ...], Side]:
    """Return, for each thing that is counted, the figures of a day and the nearest of up to ``days`` days before."""
    found: dict[tuple[str, ...], Side] = {}
    figures = _figures(events)
    for about in {_about(fact) for _, fact, _, _ in figures}:
        mine = [(last, who) for who, fact, first, last in figures if _about(fact) == about and first <= day]
        on = [who for last, who in mine if last >= day]
        for back in range(1, days + 1):
            before = [who for last, who in mine if last == day - back]
            if before:
                break
        else:
            before = []
        if on or before:
            found[about] = {"on the day": tuple(sorted(on)), "before": tuple(sorted(before))}
    return found


def replay_residual(events: Iterable[Event], identifier: str, bases: Iterable[Basis]) -> tuple[int, int | None]:
    """Return what a figure has more than our counts at some bases, one for each of its days."""
    events = list(events)
    said = what_stands(events)[identifier][0].quantity
    counts = [replay(events, basis) for basis in bases]
    least, most = min(count.certain for count in counts), max(count.possible for count in counts)
    return said.low - most, None if said.high is None else said.high - least


def definition_beside(fact: f.CountPublished) -> str | None:
    """Return the definition that a figure is put beside, if any is near."""
    everybody = (fact.unit.value, fact.group, fact.scope) == ("persons", None, "Belarus")
    return _NEAR.get(fact.counted.value) if everybody else None


def _figures(events: Iterable[Event]) -> list[tuple[str, Any, int, int]]:
    found = []
    for identifier, (fact, recorded) in what_stands(events).items():
        if isinstance(fact, f.CountPublished):
            found.append((identifier, fact, *_days(fact, recorded)))
    return found


def _days(fact: f.CountPublished, recorded: int) -> tuple[int, int]:
    if fact.stated_as_of is not None:
        return fact.stated_as_of.bounds(Day(recorded))
    assert fact.during is not None  # noqa: S101 -- a figure has one of both
    last: int = fact.during.end.bounds(Day(recorded))[1] if fact.during.end else recorded
    first: int = fact.during.start.bounds(Day(recorded))[0] if fact.during.start else last
    return min(first, last), last


def _about(fact: f.CountPublished) -> tuple[str, ...]:
    return fact.counted.value, fact.unit.value, fact.group or "", fact.scope
