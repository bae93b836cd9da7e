"""How far the record can be relied on: how much of it was compared with its sources, and how much has two origins."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

from sqlalchemy import Engine

from domain.facts import CheckOutcome
from domain.folds.quality import Quality, Rating, quality, ratings
from domain.folds.standing import by_stream
from domain.people import FactId
from ledger.log import Head, Log
from projections.basis import AsKnown, Clock
from projections.disclosure import Disclosure, Disclosures
from projections.projector import reading
from projections.timeline import Entry, entry_of


@dataclass(frozen=True, slots=True)
class QualityAnswer:
    """The quality of the record, and the facts that differ from their sources; ``withheld`` more are not shown."""

    quality: Quality
    differ: tuple[FactId, ...]
    withheld: int
    head: Head


@dataclass(frozen=True, slots=True)
class Sampled:
    """One fact of a sample, with what is known of it already."""

    entry: Entry
    rating: Rating


@dataclass(frozen=True, slots=True)
class Sample:
    """Facts to compare with their sources, and of how many they were drawn."""

    facts: tuple[Sampled, ...]
    seed: int
    among: int
    head: Head


class QualityOfRecord:
    """Questions about the record itself."""

    def __init__(self, ledger: Log, engine: Engine, clock: Clock, disclosures: Disclosures) -> None:
        """Answer over a ledger what may be shown; ``engine`` holds the read models that say what is hidden."""
        self._ledger = ledger
        self._engine = engine
        self._clock = clock
        self._disclosures = disclosures
        self._ratings = lru_cache(maxsize=4)(self._ratings_at)

    def on(self, as_known: AsKnown = None) -> QualityAnswer:
        """Return how much of the record is checked and confirmed. Reads the whole log, once for each size."""
        size = self._clock.size(as_known)
        rated = self._ratings(size)
        differ = [one for one, rating in rated.items() if _differs(rating)]
        shown = self._disclosure().shown(differ)
        return QualityAnswer(quality(rated.values()), shown, len(differ) - len(shown), self._ledger.head(size))

    def sample(self, number: int, seed: int, as_known: AsKnown = None) -> Sample:
        """Return facts drawn at random, the same for the same seed at the same log size, as far as they may be shown.

        The order of drawing is that of the SHA-256 of seed and identifier.
        """
        size = self._clock.size(as_known)
        rated, disclosure = self._ratings(size), self._disclosure()
        drawn: list[Sampled] = []
        for identifier in self._shown(rated, seed, disclosure, at_once=number):
            if len(drawn) == number:
                break
            rating = rated[identifier]
            seen = replace(rating, check=None) if rating.check and disclosure.hides(rating.check.id) else rating
            drawn.append(Sampled(entry_of(self._ledger, disclosure, identifier, size), seen))
        return Sample(tuple(drawn), seed, len(rated), self._ledger.head(size))

    def _shown(
        self, rated: dict[FactId, Rating], seed: int, disclosure: Disclosure, *, at_once: int
    ) -> Iterator[FactId]:
        order = sorted(rated, key=lambda one: sha256(f"{seed} {one}".encode()).digest())
        for start in range(0, len(order), at_once):
            yield from disclosure.shown(order[start : start + at_once])

    def _disclosure(self) -> Disclosure:
        with reading(self._engine) as (connection, models):
            return self._disclosures.now(connection, models)

    def _ratings_at(self, size: int) -> dict[FactId, Rating]:
        return ratings(by_stream(event for page in self._ledger.read(upto=size) for event in page))


def _differs(rating: Rating) -> bool:
    return rating.check is not None and rating.check.said.outcome is CheckOutcome.DIFFERS
