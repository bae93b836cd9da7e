"""What a month saw: people recognized, released, and detained again after a release (docs/adr/0030).

Each is something that befell one person on a day which may be uncertain. A month saw it certainly if every reading of
the dates puts it there, and possibly if some reading does. Where a month must have seen one of two things, but each of
them may lie elsewhere, it saw neither for certain.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from domain.dates import Day
from domain.facts import LeftCountry, MeasureFact, MeasureImposed, MeasureLifted, MeasureSuspended, Recognized, Released
from domain.folds.holds import Bounds, Holds
from domain.folds.order import deprivation_of
from domain.folds.standing import Standing
from domain.folds.status import Situation
from domain.people import FactId


class Sort(StrEnum):
    """What happens to people in the cycle."""

    RECOGNIZED = "recognized"
    RELEASED = "released"
    DETAINED_AGAIN = "detained again"


class Act(StrEnum):
    """What is done with measures in the cycle."""

    IMPOSED = "imposed"
    SUSPENDED = "suspended"
    LIFTED = "lifted"


_ACTS: Mapping[type[MeasureFact], Act] = {
    MeasureImposed: Act.IMPOSED,
    MeasureSuspended: Act.SUSPENDED,
    MeasureLifted: Act.LIFTED,
}


class Month(NamedTuple):
    """The first and the last day of a calendar month."""

    first: Day
    last: Day


_EVER: Final = Day(0)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One thing that befell a person, between two days. ``facts`` say so.

    It counts only from the day ``surely`` on whatever the other dates are, and from ``possibly`` on under some reading
    of them: before, what must have come earlier has not.
    """

    sort: Sort
    bounds: Bounds
    facts: tuple[FactId, ...]
    surely: Day = _EVER
    possibly: Day = _EVER

    def within(self, month: Month) -> Holds:
        """Return whether it lies in a month."""
        earliest, latest = self.bounds
        if max(earliest, self.possibly, month.first) > min(latest, month.last):
            return Holds.NO
        inside = month.first <= earliest and latest <= month.last
        return Holds.CERTAINLY if inside and earliest >= self.surely else Holds.POSSIBLY


def occurrences(facts: Sequence[Standing], situation: Situation) -> list[Occurrence]:
    """Return what befell one person who was recognized, as far as it belongs to the cycle."""
    statements = [one for one in facts if isinstance(one.fact, Recognized)]
    if not statements:
        return []
    covered: defaultdict[FactId | None, list[Standing]] = defaultdict(list)
    for one in statements:
        assert isinstance(one.fact, Recognized)  # noqa: S101 -- sorted out above
        covered[situation.deprivation(one.fact.covers) if one.fact.covers else None].append(one)
    ends = [one for one in facts if _ends(one) and situation.bounds(one.id)]
    return [
        *(_first_of(said) for said in covered.values()),
        *(found for end in ends if (found := _release(end, situation, set(covered))) is not None),
        *_again(situation, covered, ends),
    ]


def measured(facts: Iterable[Standing], month: Month) -> dict[Act, dict[FactId, Holds]]:
    """Return what was done in a month to measures against one target, per fact: certainly or possibly."""
    found: dict[Act, dict[FactId, Holds]] = {}
    for one in facts:
        act = _ACTS.get(type(one.fact))  # type: ignore[arg-type]  # other kinds are not found
        if act is None or one.earliest > month.last or one.latest < month.first:
            continue
        inside = month.first <= one.earliest and one.latest <= month.last
        found.setdefault(act, {})[one.id] = Holds.CERTAINLY if inside else Holds.POSSIBLY
    return found


def _first_of(said: Sequence[Standing]) -> Occurrence:
    """Return when somebody was first recognized for one deprivation: by the first of several statements."""
    earliest, latest = min(one.earliest for one in said), min(one.latest for one in said)
    first = tuple(sorted(one.id for one in said if one.earliest <= latest))
    return Occurrence(Sort.RECOGNIZED, (earliest, latest), first)


def _ends(one: Standing) -> bool:
    """Whether a fact lets somebody out: a release, or leaving the country out of a deprivation that it names."""
    return isinstance(one.fact, Released) or (isinstance(one.fact, LeftCountry) and one.fact.deprivation is not None)


def _release(end: Standing, situation: Situation, recognized: set[FactId | None]) -> Occurrence | None:
    """Return a release from a deprivation that was recognized; one that names none ends any that had begun."""
    bounds = situation.bounds(end.id)
    assert bounds is not None  # noqa: S101 -- reports that are set aside are left out by the caller
    named = deprivation_of(end)
    if named is not None:
        return Occurrence(Sort.RELEASED, bounds, (end.id,)) if named in recognized else None
    surely: list[Day] = []
    possibly: list[Day] = []
    for deprivation in recognized - {None}:
        words = situation.words_of(deprivation) if deprivation else []
        if not words or all(situation.follows(word, end.id) for word in words):
            continue
        earliest, latest = _began(words, situation)
        surely.append(_EVER if any(situation.follows(end.id, word) for word in words) else latest)
        possibly.append(earliest)
    if not possibly:
        return None
    return Occurrence(Sort.RELEASED, bounds, (end.id,), min(surely), min(possibly))


def _again(
    situation: Situation, covered: Mapping[FactId | None, Sequence[Standing]], ends: Sequence[Standing]
) -> Iterable[Occurrence]:
    """Yield the deprivations that began after a release, the person having been recognized for another by then."""
    for deprivation in situation.deprivations():
        words = situation.words_of(deprivation)
        began = _began(words, situation)
        released = {
            end.id: after
            for end in ends
            if deprivation_of(end) != deprivation and (after := _from_after(end.id, words, situation)) is not None
        }
        said = {one.id: one.bounds for other, several in covered.items() if other != deprivation for one in several}
        if released and said:
            opened = {word for word in words if situation.bounds(word) == began} or {deprivation}
            earlier = {one for one, (earliest, _) in (*released.items(), *said.items()) if earliest <= began[1]}
            yield Occurrence(
                Sort.DETAINED_AGAIN,
                began,
                tuple(sorted(opened | earlier)),
                max(min(latest for _, latest in each.values()) for each in (released, said)),
                max(min(earliest for earliest, _ in each.values()) for each in (released, said)),
            )


def _from_after(end: FactId, words: Sequence[FactId], situation: Situation) -> Bounds | None:
    """Return from which day on something comes after a release, at the earliest and at the latest; ``None`` if never.

    On one day a release comes last, unless a link says otherwise.
    """
    bounds = situation.bounds(end)
    if bounds is None or any(situation.follows(end, word) for word in words):
        return None
    if all(situation.follows(word, end) for word in words):
        return _EVER, _EVER
    return Day(bounds[0] + 1), Day(bounds[1] + 1)


def _began(words: Sequence[FactId], situation: Situation) -> Bounds:
    """Return when the first of some facts happened."""
    bounds = [found for word in words if (found := situation.bounds(word)) is not None]
    return min(earliest for earliest, _ in bounds), min(latest for _, latest in bounds)
