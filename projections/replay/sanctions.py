"""Sanctions from facts alone, slow and obvious. It shares no code with the folds or the read models that it checks.

For one measure against one target it walks through the acts in every order that their dates allow, doing to the
measure what each act does, and notes how it stands when the day asked about ends.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from domain import facts as f
from domain.dates import Day
from ledger.events import Event
from projections.replay.counts import what_stands

Key = tuple[str, str, str]
"""Authority, programme and measure."""
Bounds = tuple[int, int | None]
_FAR = 10**9


@dataclass(frozen=True)
class Replayed:
    """Per target and measure, how it may stand; and per way of counting and unit, (certain, possible)."""

    stands: dict[tuple[str, Key], set[str]]
    any_measure: dict[str, dict[str, Bounds]]
    each: dict[Key, dict[str, dict[str, Bounds]]]


WAYS = {"either": {"in force", "suspended"}, "in force": {"in force"}, "suspended": {"suspended"}}


UNITS = ("persons", "entities", "countries", "craft")
COUNTED = {"person": "persons", "entity": "entities", "country": "countries", "vessel": "craft", "aircraft": "craft"}


def replay_sanctions(events: Iterable[Event], day: Day) -> Replayed:
    """Answer for one day from the events of the log; reads no table."""
    standing = what_stands(events)
    there = {one: str(fact.kind) for one, (fact, _) in standing.items() if isinstance(fact, f.TargetRegistered)}
    acts: defaultdict[tuple[str, Key], defaultdict[tuple[str, int, int], list[Any]]]
    acts = defaultdict(lambda: defaultdict(list))
    for one, (fact, recorded) in standing.items():
        if isinstance(fact, f.MeasureFact) and fact.target in there:
            low, high = fact.occurred.bounds(Day(recorded))
            for measure in fact.measures:
                key = fact.authority, fact.programme, str(measure)
                acts[fact.target, key][fact.act or one, low, high].append(fact)
    stands: dict[tuple[str, Key], set[str]] = {}
    for one_measure, said in acts.items():
        found = set(_endings([(low, high, facts) for (_, low, high), facts in said.items()], day))
        if found != {"none"}:
            stands[one_measure] = found
    groups = Groups(there, [fact for fact, _ in standing.values()])
    keys = {key for _, key in stands}
    return Replayed(
        stands,
        {way: groups.count(_holding(stands, wanted, keys)) for way, wanted in WAYS.items()},
        {key: {way: groups.count(_holding(stands, wanted, {key})) for way, wanted in WAYS.items()} for key in keys},
    )


def _endings(acts: list[tuple[int, int, list[Any]]], day: int) -> Iterator[str]:
    """Yield how the measure stands at the end of each order of acts that some choice of days gives."""

    def walk(at: int, left: list[tuple[int, int, list[Any]]], term: Any, pause: Any) -> Iterator[str]:  # noqa: ANN401
        if all(high > day for _, high, _ in left):
            yield from _at_the_end(term, pause, day)
        for number, (low, high, facts) in enumerate(left):
            then = max(at, low)
            if then <= min(high, day):
                rest = left[:number] + left[number + 1 :]
                if all(high > day or high >= then for _, high, _ in rest):
                    yield from walk(then, rest, *_done(facts, term, pause))

    yield from walk(0, acts, None, None)


def _done(facts: list[Any], term: Any, pause: Any) -> tuple[Any, Any]:  # noqa: ANN401
    """Return what an act leaves: a word or the bounds of a last day, and the bounds of a suspension."""
    kinds = {type(fact) for fact in facts}
    for kind, word in ((f.MeasureLifted, "lifted"), (f.MeasureDivided, "divided"), (f.MeasureLapsed, "lapsed")):
        if kind in kinds:
            return word, None
    lasting = [fact.expires for fact in facts if isinstance(fact, f.MeasureImposed | f.MeasureProlonged)]
    if f.MeasureImposed in kinds:
        pause = None
    if lasting:
        term = _last_day(lasting)
    if f.MeasureSuspended in kinds:
        pause = _last_day([fact.suspended_until for fact in facts if isinstance(fact, f.MeasureSuspended)])
    return term, pause


def _last_day(written: list[Any]) -> tuple[int, int]:
    lows = [_FAR if date is None else date.earliest for date in written]
    highs = [_FAR if date is None else date.latest for date in written]
    return min(lows), max(highs)


def _at_the_end(term: Any, pause: Any, day: int) -> Iterator[str]:  # noqa: ANN401
    if term is None:
        yield "none"
        return
    if isinstance(term, str):
        yield term
        return
    if term[0] < day:
        yield "lapsed"
    if term[1] < day:
        return
    if pause is None or pause[0] < day:
        yield "in force"
    if pause is not None and pause[1] >= day:
        yield "suspended"


def _holding(stands: dict[tuple[str, Key], set[str]], wanted: set[str], keys: set[Key]) -> dict[str, bool]:
    """Return the targets that some of the measures hold, and whether certainly."""
    found: dict[str, bool] = {}
    for (target, key), said in stands.items():
        if key in keys and said & wanted:
            found[target] = found.get(target, False) or said <= wanted
    return found


class Groups:
    """Who is how many, and part of whom."""

    def __init__(self, there: dict[str, str], facts: list[Any]) -> None:
        """Read sizes and parts among the facts about the targets that are ``there``."""
        self.there = there
        self.sizes: defaultdict[str, list[Any]] = defaultdict(list)
        self.wholes: defaultdict[str, set[str]] = defaultdict(set)
        for fact in facts:
            if isinstance(fact, f.SizeStated) and fact.target in there:
                self.sizes[fact.target].append(fact)
            if isinstance(fact, f.PartStated) and fact.target in there:
                self.wholes[fact.target].add(fact.whole)

    def count(self, holding: dict[str, bool]) -> dict[str, Bounds]:
        """Return how many of each unit some targets are, each held certainly or not."""
        under: defaultdict[str | None, list[str]] = defaultdict(list)
        for one in holding:
            above = [whole for whole in self.wholes[one] if whole in holding and one not in self._above(whole)]
            near = [
                whole for whole in above if not any(whole in self._above(other) for other in above if other != whole)
            ]
            under[min(near) if near else None].append(one)
        return {unit: self._sum(under, None, unit, holding) for unit in UNITS}

    def _sum(
        self, under: dict[str | None, list[str]], group: str | None, unit: str, holding: dict[str, bool]
    ) -> Bounds:
        sums: list[Bounds] = []
        for one in under.get(group, []):
            low, high = self._size(one, unit)
            if high is None:
                above = [self._size(whole, unit)[1] for whole in self._above(one) if whole in self.there]
                limits = [limit for limit in above if limit is not None]
                high = 0 if group is not None else min(limits) if limits else None
            inner_low, inner_high = self._sum(under, one, unit, holding)
            most = None if high is None or inner_high is None else max(high, inner_high)
            if high:
                inner_low = min(inner_low, high)
            sums.append((max(low if holding[one] else 0, inner_low), most))
        highs = [high for _, high in sums if high is not None]
        return sum(low for low, _ in sums), sum(highs) if len(highs) == len(sums) else None

    def _size(self, one: str, unit: str) -> Bounds:
        kind = self.there[one]
        if kind != "group":
            return (1, 1) if COUNTED[kind] == unit else (0, 0)
        if unit in {"countries", "craft"}:
            return 0, 0
        if not self.sizes[one]:
            return 0, None
        said = [size for size in (getattr(fact, unit) for fact in self.sizes[one]) if size is not None]
        open_ended = any(size.high is None for size in said)
        lows, highs = [size.low for size in said], [size.high for size in said]
        return min(lows, default=0), None if open_ended else max(highs, default=0)

    def _above(self, one: str) -> set[str]:
        found: set[str] = set()
        for whole in self.wholes[one]:
            if whole not in found:
                found |= {whole} | self._above_but(whole, found | {whole})
        return found

    def _above_but(self, one: str, seen: set[str]) -> set[str]:
        found: set[str] = set()
        for whole in self.wholes[one] - seen:
            found |= {whole} | self._above_but(whole, seen | found | {whole})
        return found
