"""How each measure against a target stands on a day: a set, since dates leave room (docs/sanctions.md).

In one reading of the dates two things are known of a measure on a day: which act decided last whether it applies, and
which decided last whether it is suspended. Every pair that some reading allows is tried. What one act did on one day it
did at once; acts of one day have no order of their own. A term that nobody prolonged lapses by itself, and a suspension
ends by itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, NamedTuple

from domain.dates import OPEN_DAY, Day, FuzzyDate
from domain.facts import (
    ActAdopted,
    MeasureDivided,
    MeasureFact,
    MeasureImposed,
    MeasureLapsed,
    MeasureLifted,
    MeasureProlonged,
    MeasureSuspended,
)
from domain.folds.anomalies import Anomaly, Oddity
from domain.folds.holds import Bounds
from domain.folds.standing import Standing
from domain.people import FactId
from domain.sanctions import Measure, Stand

_OPEN: Final = (OPEN_DAY, OPEN_DAY)
_OVER: Final[dict[type[MeasureFact], Stand]] = {
    MeasureLapsed: Stand.LAPSED,
    MeasureDivided: Stand.DIVIDED,
    MeasureLifted: Stand.LIFTED,
}
"""What ends a measure, and how it stands from then on; if one act is said to do several, the last of them."""


class Sanction(NamedTuple):
    """What is followed for one target: one measure of one authority under one programme."""

    authority: str
    programme: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class Span:
    """Days ``[start, end)`` on which a measure may stand in any of these ways, of which one is so."""

    sanction: Sanction
    start: Day
    end: Day
    stands: frozenset[Stand]


@dataclass(frozen=True, slots=True)
class _Word:
    """What one act did to one measure: whether it applies (and its last day), whether it is suspended (and the last).

    ``over`` ends the measure, and then ``term`` is ``None``. Without either the act says nothing of whether it applies.
    ``suspended`` is a last day; ``clears`` ends an earlier suspension.
    """

    earliest: Day
    latest: Day
    over: Stand | None
    term: Bounds | None
    suspended: Bounds | None
    clears: bool
    facts: tuple[FactId, ...]

    @property
    def terms(self) -> bool:
        """Whether the act decides if the measure applies."""
        return self.over is not None or self.term is not None

    @property
    def suspends(self) -> bool:
        """Whether the act decides if the measure is suspended."""
        return self.suspended is not None or self.clears


Last = tuple[_Word | None, _Word | None]
"""The last word on whether a measure applies, and the last on whether it is suspended."""


class Measures:
    """What became of every measure against one target."""

    def __init__(self, facts: Iterable[Standing]) -> None:
        """Read the measures among the facts of one target."""
        told: defaultdict[Sanction, list[Standing]] = defaultdict(list)
        for one in facts:
            if isinstance(one.fact, MeasureFact):
                for measure in one.fact.measures:
                    told[Sanction(one.fact.authority, one.fact.programme, measure)].append(one)
        self._words = {sanction: _words(said) for sanction, said in told.items()}

    @property
    def sanctions(self) -> list[Sanction]:
        """Return what any fact is about."""
        return sorted(self._words)

    def stands(self, sanction: Sanction, day: Day) -> frozenset[Stand]:
        """Return how a measure may stand at the end of a day."""
        return frozenset(stand for last in _lasts(self._words[sanction], day) for stand in _read(last, day))

    def deciding(self, sanction: Sanction, day: Day) -> frozenset[FactId]:
        """Return the facts that are the last word of some reading of a day."""
        words = (word for last in _lasts(self._words[sanction], day) for word in last if word is not None)
        return frozenset(fact for word in words for fact in word.facts)

    def spans(self) -> list[Span]:
        """Return the maximal spans of each measure; before its first there is none."""
        return [span for sanction in self.sanctions for span in self._spans(sanction)]

    def _spans(self, sanction: Sanction) -> Iterator[Span]:
        began, before = Day(0), frozenset({Stand.NONE})
        for start in sorted(_turns(self._words[sanction])):
            stands = self.stands(sanction, start)
            if stands != before:
                if before != {Stand.NONE}:
                    yield Span(sanction, began, start, before)
                began, before = start, stands
        if before != {Stand.NONE}:
            yield Span(sanction, began, OPEN_DAY, before)


def odd(facts: Iterable[Standing], acts: Mapping[FactId, ActAdopted]) -> list[Anomaly]:
    """Return an anomaly for each measure whose act does not stand among ``acts``, or was adopted only later."""
    found = []
    for one in facts:
        match one.fact:
            case MeasureFact(act=str(named)) if named not in acts:
                found.append(Anomaly(Oddity.LINK_TO_NOTHING, (one.id,)))
            case MeasureFact(act=str(named)) if one.latest < acts[named].adopted.earliest:
                found.append(Anomaly(Oddity.IN_FORCE_BEFORE_ITS_ACT, (one.id, named)))
            case _:
                pass
    return found


def _words(told: Sequence[Standing]) -> list[_Word]:
    """Join the facts that name one act and one day to one word."""
    acts: defaultdict[tuple[str, Bounds], list[Standing]] = defaultdict(list)
    for one in told:
        assert isinstance(one.fact, MeasureFact)  # noqa: S101 -- sorted out by the caller
        acts[one.fact.act or one.id, one.bounds].append(one)
    return [_word(bounds, said) for (_, bounds), said in acts.items()]


def _word(bounds: Bounds, told: Sequence[Standing]) -> _Word:
    facts = [one.fact for one in told]
    over = next((stand for kind, stand in reversed(_OVER.items()) if any(isinstance(f, kind) for f in facts)), None)
    terms = [one.expires for one in facts if isinstance(one, MeasureImposed | MeasureProlonged)]
    pauses = [one.suspended_until for one in facts if isinstance(one, MeasureSuspended)]
    clears = over is not None or (not pauses and any(isinstance(one, MeasureImposed) for one in facts))
    return _Word(
        *bounds,
        over=over,
        term=_hull(terms) if terms and over is None else None,
        suspended=_hull(pauses) if pauses and over is None else None,
        clears=clears,
        facts=tuple(sorted(one.id for one in told)),
    )


def _hull(days: Sequence[FuzzyDate | None]) -> Bounds:
    """Return the bounds of a last day that several facts may state; one that is not stated is open."""
    bounds = [(day.earliest, day.latest) if day is not None else _OPEN for day in days]
    return min(low for low, _ in bounds), max(high for _, high in bounds)


def _lasts(words: Sequence[_Word], day: Day) -> Iterator[Last]:
    """Yield the pairs of last words that some reading allows at the end of a day."""
    begun = [word for word in words if word.earliest <= day]
    on_terms = [None, *(word for word in begun if word.terms)]
    on_pauses = [None, *(word for word in begun if word.suspends)]
    return (last for last in product(on_terms, on_pauses) if _possible(last, begun, day))


def _possible(last: Last, words: Sequence[_Word], day: Day) -> bool:
    """Whether each word can have a day, so that these are the last ones.

    Both come as late as they can: that leaves most room for the others before them.
    """
    term, pause = last
    term_day, pause_day = (min(word.latest, day) if word else None for word in last)
    if term is not pause:
        # A last word that speaks of both matters lies before the last one on the other, so there must be one.
        if term is not None and term.suspends:
            if pause is None or pause.terms or pause_day is None or term_day is None:
                return False
            term_day = min(term_day, pause_day)
        elif pause is not None and pause.terms:
            if term_day is None or pause_day is None:
                return False
            pause_day = min(term_day, pause_day)
    if any(word and at is not None and word.earliest > at for word, at in ((term, term_day), (pause, pause_day))):
        return False
    return all(word is term or word is pause or word.latest > day or _by(word, term_day, pause_day) for word in words)


def _by(word: _Word, term_day: Day | None, pause_day: Day | None) -> bool:
    """Whether a word can come before the last ones on what it speaks of."""
    limits = [at for speaks, at in ((word.terms, term_day), (word.suspends, pause_day)) if speaks]
    return all(at is not None and word.earliest <= at for at in limits)


def _read(last: Last, day: Day) -> Iterator[Stand]:
    """Yield how the measure stands if these were the last words."""
    term, pause = last
    if term is None:
        yield Stand.NONE
    elif term.over is not None:
        yield term.over
    else:
        assert term.term is not None  # noqa: S101 -- it decides whether the measure applies
        earliest, latest = term.term
        if day > earliest:
            yield Stand.LAPSED
        if day <= latest:
            until = pause.suspended if pause is not None else None
            if until is not None and day <= until[1]:
                yield Stand.SUSPENDED
            if until is None or day > until[0]:
                yield Stand.IN_FORCE


def _turns(words: Sequence[_Word]) -> set[Day]:
    """Return the days on which the set can change."""
    days = {day for word in words for day in (word.earliest, word.latest)}
    ends = (bounds for word in words for bounds in (word.term, word.suspended) if bounds is not None)
    return (days | {Day(day + 1) for bounds in ends for day in bounds}) - {OPEN_DAY, Day(OPEN_DAY + 1)}
