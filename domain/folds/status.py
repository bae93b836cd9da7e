"""What may have been so at the end of a day: one person's set of (liberty, deprivation) elements (docs/status.md)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from domain.dates import OPEN_DAY, Day
from domain.facts import (
    AdministrativelyArrested,
    CriminallyDetained,
    Detained,
    Died,
    Fact,
    HeldAsSuspect,
    LeftCountry,
    Punishment,
    PunishmentBegun,
    PutUnderHouseArrest,
    RegimeChanged,
    Released,
    ReleaseRevoked,
    Remanded,
    Returned,
    Sentenced,
    Transferred,
)
from domain.folds.anomalies import Anomaly, Oddity, dangling, out_of_order
from domain.folds.happenings import merged
from domain.folds.holds import Holds
from domain.folds.order import deprivation_of, ordered
from domain.folds.standing import Standing
from domain.people import FactId
from domain.terms import Term


class Liberty(StrEnum):
    """A person's liberty: one value at a time."""

    FREE = "free"
    SHORT_DETENTION = "short detention"
    ADMINISTRATIVE_ARREST = "administrative arrest"
    CRIMINAL_DETENTION = "criminal detention"
    SUSPECT_CUSTODY = "custody without charge"
    PRE_TRIAL_CUSTODY = "pre-trial custody"
    HOUSE_ARREST = "house arrest"
    COLONY = "colony"
    PRISON = "prison"
    SHORT_TERM_ARREST = "short-term arrest"
    OPEN_TYPE = "open-type facility"
    HOME_CONFINEMENT = "home confinement"
    COMPULSORY_TREATMENT = "compulsory treatment"
    OUTSIDE = "outside the country"
    DEAD = "dead"

    # The enumeration's own hash is a call into Python for each look into a set.
    __hash__ = str.__hash__


AT_LARGE = frozenset({Liberty.FREE, Liberty.OUTSIDE, Liberty.DEAD})
LIVING_AT_LARGE = AT_LARGE - {Liberty.DEAD}

_VALUE: dict[type[Fact], Liberty] = {
    Detained: Liberty.SHORT_DETENTION,
    AdministrativelyArrested: Liberty.ADMINISTRATIVE_ARREST,
    CriminallyDetained: Liberty.CRIMINAL_DETENTION,
    HeldAsSuspect: Liberty.SUSPECT_CUSTODY,
    Remanded: Liberty.PRE_TRIAL_CUSTODY,
    PutUnderHouseArrest: Liberty.HOUSE_ARREST,
    Released: Liberty.FREE,
    Returned: Liberty.FREE,
    LeftCountry: Liberty.OUTSIDE,
    Died: Liberty.DEAD,
}
_SERVING = {
    Punishment.COLONY: Liberty.COLONY,
    Punishment.PRISON: Liberty.PRISON,
    Punishment.SHORT_TERM_ARREST: Liberty.SHORT_TERM_ARREST,
    Punishment.OPEN_TYPE: Liberty.OPEN_TYPE,
    Punishment.HOME_CONFINEMENT: Liberty.HOME_CONFINEMENT,
    Punishment.COMPULSORY_TREATMENT: Liberty.COMPULSORY_TREATMENT,
}


_NEW_GROUND = (
    AdministrativelyArrested,
    CriminallyDetained,
    HeldAsSuspect,
    Remanded,
    PutUnderHouseArrest,
    Sentenced,
)


class Element(NamedTuple):
    """One thing that may be so on a day: a liberty value, and the deprivation that it is part of."""

    liberty: Liberty
    deprivation: FactId | None = None


FREE = Element(Liberty.FREE)


@dataclass(frozen=True, slots=True)
class Span:
    """Days ``[start, end)`` on which one set of elements holds; the set is never empty."""

    start: Day
    end: Day
    elements: frozenset[Element]


@dataclass(frozen=True, slots=True)
class Past:
    """Days ``[start, end)`` on which a deprivation had begun and the person, living, was at large again."""

    deprivation: FactId
    start: Day
    end: Day
    holds: Holds


@dataclass(frozen=True, slots=True)
class _Word:
    """A fact that sets a value, with all that deciding its turn needs."""

    id: FactId
    elements: frozenset[Element]
    over: Day | None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What all readings of the dates leave open on one day."""

    last: list[FactId]
    elements: frozenset[Element]
    over: dict[FactId, Holds]


class Situation:
    """One person's liberty, from everything that stands: no pairing, any order of recording, any number of holes."""

    def __init__(self, facts: Iterable[Standing]) -> None:
        """Merge reports, apply links and read each fact's value.

        ``anomalies`` holds what was odd, ``set_aside`` what is preferred to each report that is not followed.
        """
        facts = list(facts)
        reports, instead, oddities = merged(facts)
        self.set_aside = instead
        oddities += [*dangling(facts), *out_of_order(facts)]
        self._order, more = ordered(reports, instead)
        self._facts = {fact.id: fact for fact in reports}
        self.anomalies: list[Anomaly] = [*oddities, *more]
        self._words = {word.id: word for word in map(self._word, reports) if word is not None}
        self._custody: defaultdict[FactId, list[FactId]] = defaultdict(list)
        for word in self._words.values():
            for deprivation in {e.deprivation for e in word.elements if e.deprivation and e.liberty not in AT_LARGE}:
                self._custody[deprivation].append(word.id)
        self.anomalies = sorted(set(self.anomalies))
        self._said = [(i, *self._order.bounds[i], self._order.place[i]) for i in self._words]
        self._read: dict[Day, _Reading] = {}

    def last_words(self, day: Day) -> list[FactId]:
        """Return the facts that may be the last word at the end of ``day``, under some reading of the dates."""
        return self._on(day).last

    def elements(self, day: Day) -> frozenset[Element]:
        """Return what may have been so at the end of ``day``."""
        return self._on(day).elements

    def says(self, identifier: FactId) -> frozenset[Element]:
        """Return what a fact sets from its day on; nothing where it leaves liberty as it was."""
        return self._words[identifier].elements if identifier in self._words else frozenset()

    def superseding(self, identifier: FactId, day: Day) -> FactId | None:
        """Return the newest of the facts that, by the end of ``day``, came after this one under every reading."""
        (early, high), place = self._order.bounds[identifier], self._order.place[identifier]
        if early > day:
            return None
        newer = [
            (low, where, other)
            for other, low, latest, where in self._said
            if latest <= day and ((low, where) > (min(high, day), place) or other in self._order.after[identifier])
        ]
        return max(newer)[-1] if newer else None

    def over(self, day: Day) -> dict[FactId, Holds]:
        """Return the deprivations begun by the end of ``day`` that were over, the person living and at large."""
        return self._on(day).over

    def _on(self, day: Day) -> _Reading:
        """Read a day, once."""
        if day not in self._read:
            last = self._last_words(day)
            elements = self._elements_on(day, last)
            self._read[day] = _Reading(last, elements, self._over_on(day, last, elements))
        return self._read[day]

    def _last_words(self, day: Day) -> list[FactId]:
        """Return the facts that, each as late as it can be, have none between them and the end of ``day`` for sure."""
        past = [(low, place) for _, low, high, place in self._said if high <= day]
        newest = max(past, default=(Day(0), ()))
        happened = {i for i, _, high, _ in self._said if high <= day}
        return [
            i
            for i, low, high, place in self._said
            if low <= day and newest <= (min(high, day), place) and happened.isdisjoint(self._order.after[i])
        ]

    def _elements_on(self, day: Day, last: list[FactId]) -> frozenset[Element]:
        found: set[Element] = set()
        for identifier in last:
            found |= self._words[identifier].elements
            if self._may_be_over(identifier, day):
                found.add(FREE)
        if all(high > day for _, _, high, _ in self._said):
            found.add(FREE)
        return frozenset(found)

    def _over_on(self, day: Day, last: list[FactId], elements: frozenset[Element]) -> dict[FactId, Holds]:
        ends = [i for i in last if self._leaves_at_large(i, day)]
        if not ends:
            return {}
        found: dict[FactId, Holds] = {}
        surely = all(element.liberty in LIVING_AT_LARGE for element in elements)
        for deprivation, words in self._custody.items():
            if surely and any(self._order.bounds[i][1] <= day for i in words):
                found[deprivation] = Holds.CERTAINLY
            elif any(self._before_last(i, end, day) for i in words for end in ends):
                found[deprivation] = Holds.POSSIBLY
        return found

    def spans(self) -> list[Span]:
        """Return the maximal spans of one set, in order, from the first day that is not plainly free."""
        spans: list[Span] = []
        start, held = Day(0), frozenset({FREE})
        for turn in self.turns():
            elements = self.elements(turn)
            if elements != held:
                spans.append(Span(start, turn, held))
                start, held = turn, elements
        spans.append(Span(start, OPEN_DAY, held))
        return spans[1:] if spans[0].elements == {FREE} else spans

    def past(self) -> list[Past]:
        """Return the maximal spans on which each deprivation was over."""
        spans: list[Past] = []
        for start, end in pairwise([*self.turns(), OPEN_DAY]):
            for deprivation, holds in self.over(start).items():
                before = [
                    n for n, s in enumerate(spans) if (s.deprivation, s.holds, s.end) == (deprivation, holds, start)
                ]
                began = spans.pop(before[0]).start if before else start
                spans.append(Past(deprivation, began, end, holds))
        return spans

    def overdue(self, day: Day) -> list[tuple[FactId, Day]]:
        """Return the last words of a day whose term may be over by its end, with the first day on which it may be."""
        found = [(i, self._words[i].over) for i in self.last_words(day) if self._may_be_over(i, day)]
        return [(i, over) for i, over in found if over is not None]

    def deprivation(self, identifier: FactId) -> FactId:
        """Return the deprivation that a fact belongs to; an identifier that does not stand is its own."""
        fact = self._facts.get(identifier)
        return (deprivation_of(fact) if fact else None) or identifier

    def bounds(self, identifier: FactId) -> tuple[Day, Day] | None:
        """Return the days on which a fact may have happened, as links narrow them; ``None`` for one set aside."""
        return self._order.bounds.get(identifier)

    def deprivations(self) -> list[FactId]:
        """Return the stretches without liberty that some fact sets."""
        return sorted(self._custody)

    def words_of(self, deprivation: FactId) -> list[FactId]:
        """Return the facts that set a kind of custody or restriction within a deprivation."""
        return self._custody.get(deprivation, [])

    def follows(self, later: FactId, earlier: FactId) -> bool:
        """Whether links put one fact after another, through chains too."""
        return later in self._order.after.get(earlier, frozenset())

    def term_over(self, identifier: FactId) -> Day | None:
        """Return the first day at whose end the term of a custody may be over; ``None`` where no term is stated."""
        word = self._words.get(identifier)
        return word.over if word else None

    def turns(self) -> list[Day]:
        """Return the days on which the set can change, in order."""
        turns = {turn for bounds in self._order.bounds.values() for turn in bounds}
        uncertain = [(low, high) for low, high in self._order.bounds.values() if low < high]
        if uncertain:
            # Only on the day after a first day can a fact of uncertain day be later than that one.
            first_days = {low for low, _ in self._order.bounds.values()}
            turns |= {Day(day + 1) for day in first_days if any(low <= day < high for low, high in uncertain)}
        return sorted(turns | {word.over for word in self._words.values() if word.over is not None})

    def _leaves_at_large(self, identifier: FactId, day: Day) -> bool:
        word = self._words[identifier]
        freed = any(element.liberty in LIVING_AT_LARGE for element in word.elements)
        return freed or self._may_be_over(identifier, day)

    def _before_last(self, identifier: FactId, last: FactId, day: Day) -> bool:
        """Whether some reading has this fact by ``last``, and ``last`` as the last word at the end of ``day``."""
        bounds, place = self._order.bounds, self._order.place
        if identifier == last:
            return True
        latest = min(bounds[last][1], day)
        as_late = (bounds[identifier][0], place[identifier]) <= (latest, place[last])
        return as_late and identifier not in self._order.after[last]

    def _may_be_over(self, identifier: FactId, day: Day) -> bool:
        """Whether the stated term may have ended, and nothing that follows this custody proves it went on."""
        over = self._words[identifier].over
        if over is None or day < over:
            return False
        later = [other for other in self._order.after[identifier] if self._order.bounds[other][0] > day]
        return not any(self._proves(other, identifier) for other in later)

    def _proves(self, later: FactId, identifier: FactId) -> bool:
        """Whether a fact that follows a custody shows that it went on: one of the same deprivation, or its release."""
        deprivation = deprivation_of(self._facts[later])
        released = deprivation is None and isinstance(self._facts[later].fact, Released)
        return released or deprivation == deprivation_of(self._facts[identifier])

    def _word(self, standing: Standing) -> _Word | None:
        elements = self._elements_of(standing)
        if not elements:
            return None
        held = any(element.liberty not in AT_LARGE for element in elements)
        return _Word(standing.id, elements, self._over(standing) if held else None)

    def _elements_of(self, standing: Standing) -> frozenset[Element]:
        """Return what a fact sets; nothing, where it leaves liberty unchanged (docs/status.md)."""
        fact = standing.fact
        if isinstance(fact, ReleaseRevoked):
            return self._before_release(standing)
        if isinstance(fact, AdministrativelyArrested) and fact.in_absentia:
            return frozenset()
        if isinstance(fact, Sentenced | PunishmentBegun | Transferred | RegimeChanged):
            unchanged = isinstance(fact, Sentenced) and not fact.custody
            liberty = None if unchanged else _SERVING.get(fact.punishment)
        else:
            liberty = _VALUE.get(type(fact))
        if liberty is None:
            return frozenset()
        return frozenset((Element(liberty, None if liberty in AT_LARGE else deprivation_of(standing)),))

    def _before_release(self, standing: Standing) -> frozenset[Element]:
        """Return the value before the release that a revocation names; short detention where nothing is known."""
        assert isinstance(standing.fact, ReleaseRevoked)  # noqa: S101 -- the caller matched it
        release = standing.fact.release
        follows = standing.id in self._order.after.get(release, frozenset())
        earlier = [fact for i, fact in self._facts.items() if follows and release in self._order.after[i]]
        words = {fact.id: self._elements_of(fact) for fact in earlier}
        bounds, place, after = self._order.bounds, self._order.place, self._order.after
        found: set[Element] = set()
        for identifier, elements in words.items():
            outdone = any(
                other in after[identifier]
                or (bounds[other][0], place[other]) > (bounds[identifier][1], place[identifier])
                for other in words
                if other != identifier and words[other]
            )
            if not outdone:
                found |= {element for element in elements if element.liberty not in AT_LARGE}
        if not found:
            self.anomalies.append(Anomaly(Oddity.RELEASE_UNKNOWN, (standing.id,)))
            found = {Element(Liberty.SHORT_DETENTION, standing.fact.deprivation)}
        return frozenset(found)

    def _over(self, standing: Standing) -> Day | None:
        """Return the first day at whose end the term may be over: its own, or that of the punishment it carries on."""
        term = _term(standing)
        if term is not None:
            return term.may_be_over(self._order.bounds[standing.id][0])
        if isinstance(standing.fact, _NEW_GROUND):
            return None  # A new ground of custody says otherwise than the term before it (docs/adr/0007).
        mine = deprivation_of(standing)
        stated = [
            (self._order.bounds[i], self._order.place[i], before.may_be_over(self._order.bounds[i][0]))
            for i, fact in self._facts.items()
            if standing.id in self._order.after[i]
            and deprivation_of(fact) == mine
            and (before := _term(fact)) is not None
        ]
        return max(stated)[-1] if stated else None


def _term(standing: Standing) -> Term | None:
    return getattr(standing.fact, "term", None)
