"""Where a person is held on a day, and how a place is called on it.

A person is held at a place while the deprivation lasts of which a fact says so, until another such fact of it is the
last word (docs/status.md, "A reading"). The days of these facts are read apart from those of liberty. Where none of
them has come, or the last says no place, the place is not known.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.dates import FIRST_DAY, OPEN_DAY, Day
from domain.facts import HeldAt, LibertyFact, PlaceClosed, PlaceNamed
from domain.folds.anomalies import Anomaly, Oddity
from domain.folds.holds import Bounds, Holds, since
from domain.folds.standing import Standing
from domain.folds.status import AT_LARGE, Situation
from domain.people import FactId, PlaceId


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Days ``[start, end)`` on which a person is held at a place, certainly or possibly; ``None`` is an unknown one."""

    place: PlaceId | None
    start: Day
    end: Day
    holds: Holds


Places = dict[PlaceId | None, Holds]


def held_at(facts: Iterable[Standing], situation: Situation) -> tuple[list[Whereabouts], list[Anomaly]]:
    """Return where one person is held, as maximal spans of each place, and what is odd.

    Days on which every place is unknown have no span.
    """
    facts = list(facts)
    said: defaultdict[FactId, list[Standing]] = defaultdict(list)
    for one in facts:
        if isinstance(one.fact, HeldAt):
            said[situation.deprivation(one.fact.deprivation)].append(one)
    if not said:
        return [], []
    days = sorted({*situation.turns(), *(day for told in said.values() for one in told for day in one.bounds)})
    spans: dict[PlaceId | None, list[Whereabouts]] = defaultdict(list)
    for start, end in pairwise([*(day for day in days if day < OPEN_DAY), OPEN_DAY]):
        for place, holds in _on(said, situation, start).items():
            mine = spans[place]
            began = mine.pop().start if mine and (mine[-1].end, mine[-1].holds) == (start, holds) else start
            mine.append(Whereabouts(place, began, end, holds))
    found = [one for each in spans.values() for one in each]
    return found, _outside(said, facts, situation)


def _on(said: dict[FactId, list[Standing]], situation: Situation, day: Day) -> Places:
    """Return every place where the person may be on a day; nothing if no place is named."""
    elements = situation.elements(day)
    held = [element for element in elements if element.liberty not in AT_LARGE]
    places = {
        place
        for element in held
        for place in (last_words(said.get(element.deprivation, ()), day) if element.deprivation else {None})
    }
    if places <= {None}:
        return {}
    sure = len(places) == 1 and len(held) == len(elements)
    return dict.fromkeys(places, Holds.CERTAINLY if sure else Holds.POSSIBLY)


def last_words(told: Sequence[Standing], day: Day) -> set[PlaceId | None]:
    """Return each place that may be the last word of one deprivation at the end of a day.

    A fact may be if it may have come, and no other has come that is later for sure.
    """
    passed = max((one.earliest for one in told if one.latest <= day), default=None)
    found = {
        one.fact.place
        for one in told
        if isinstance(one.fact, HeldAt) and one.earliest <= day and (passed is None or passed <= one.latest)
    }
    return found | {None} if all(one.latest > day for one in told) else found


def _outside(said: dict[FactId, list[Standing]], facts: Sequence[Standing], situation: Situation) -> list[Anomaly]:
    """Return an anomaly for each fact on none of whose days its deprivation may have lasted, not even for hours."""
    days = situation.turns()
    own: defaultdict[FactId, list[Standing]] = defaultdict(list)
    for one in facts:
        if isinstance(one.fact, LibertyFact):
            own[situation.deprivation(one.id)].append(one)
    return [
        Anomaly(Oddity.HELD_OUTSIDE_DEPRIVATION, (one.id,))
        for deprivation, told in said.items()
        for one in told
        if not any(other.earliest <= one.latest and one.earliest <= other.latest for other in own[deprivation])
        and not any(
            element.deprivation == deprivation
            for day in (one.earliest, *(day for day in days if one.earliest < day <= one.latest))
            for element in situation.elements(day)
        )
    ]


@dataclass(frozen=True, slots=True)
class Naming:
    """Days ``[start, end)`` on which a place bears a name, certainly or possibly."""

    fact: FactId
    start: Day
    end: Day
    holds: Holds


def names_of(facts: Iterable[Standing]) -> list[Naming]:
    """Return when each name of one place is borne, as maximal spans."""
    found: list[Naming] = []
    for one in facts:
        if isinstance(one.fact, PlaceNamed):
            begun: Bounds = (one.fact.since.earliest, one.fact.since.latest) if one.fact.since else _ALWAYS
            last = one.fact.until
            over: Bounds = (Day(last.earliest + 1), Day(last.latest + 1)) if last else _NEVER
            found += _naming(one.id, begun, over)
    return found


_ALWAYS: Bounds = (FIRST_DAY, FIRST_DAY)
_NEVER: Bounds = (OPEN_DAY, OPEN_DAY)


def _naming(fact: FactId, begun: Bounds, over: Bounds) -> list[Naming]:
    days = sorted({day for day in (*begun, *over) if day < OPEN_DAY})
    read = [
        Naming(fact, start, end, min(since(begun, start), Holds(Holds.CERTAINLY - since(over, start))))
        for start, end in pairwise([*days, OPEN_DAY])
    ]
    return [one for one in read if one.holds is not Holds.NO]


@dataclass(frozen=True, slots=True)
class Keeping:
    """Days ``[start, end)`` on which a place is what it was registered as: certainly, possibly, or not any more."""

    start: Day
    end: Day
    holds: Holds


def kept(facts: Iterable[Standing]) -> list[Keeping]:
    """Return whether one place is what it was registered as, as maximal spans of all days."""
    endings = [one.bounds for one in facts if isinstance(one.fact, PlaceClosed)]
    days = sorted({FIRST_DAY, *(day for bounds in endings for day in bounds if day < OPEN_DAY)})
    spans: list[Keeping] = []
    for start, end in pairwise([*days, OPEN_DAY]):
        over = max((since(one, start) for one in endings), default=Holds.NO)
        began = spans.pop().start if spans and spans[-1].holds is Holds(Holds.CERTAINLY - over) else start
        spans.append(Keeping(began, end, Holds(Holds.CERTAINLY - over)))
    return spans
