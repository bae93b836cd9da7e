"""What can be said of facts themselves: which were compared with their sources, and which have two origins.

A check counts while the fact, and every passage that it cites, stand as they stood when it was recorded. A fact is
confirmed if it cites sources of two origins: what a source only repeats has the origin of what it repeats.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

from domain.changes import stands
from domain.facts import (
    CheckedAgainstSource,
    CheckOutcome,
    Fact,
    PassageQuoted,
    Quoted,
    SourceRegistered,
    SourceRequotes,
)
from domain.folds.standing import Versioned
from domain.people import FactId, SourceId


class Recorded(Versioned, Protocol):
    """An event with its place in the log."""

    @property
    def position(self) -> int:
        """From 1, without gaps."""

    @property
    def batch(self) -> str:
        """What was recorded together."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check that counts: the fact that says so, and what it says."""

    id: FactId
    said: CheckedAgainstSource


@dataclass(frozen=True, slots=True)
class Rating:
    """What is known of one fact that cites passages: the newest check that counts, and whether it is confirmed."""

    check: Check | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Quality:
    """How many facts stand that cite passages, what their checks gave, and how many are independently confirmed."""

    facts: int
    outcomes: Mapping[CheckOutcome, int]
    confirmed: int

    @property
    def checked(self) -> int:
        """How many were compared; a source that could not be reached compares nothing."""
        return self.outcomes[CheckOutcome.AGREES] + self.outcomes[CheckOutcome.DIFFERS]


def ratings(streams: Mapping[FactId, Sequence[Recorded]]) -> dict[FactId, Rating]:
    """Rate every standing fact that cites passages, from the histories of all streams."""
    standing = {identifier: stood for identifier, history in streams.items() if (stood := _stood(history)) is not None}
    facts = {identifier: fact for identifier, (_, fact) in standing.items()}
    requotes = [fact for fact in facts.values() if isinstance(fact, SourceRequotes)]
    checks = _checks(streams, standing)
    return {
        identifier: Rating(checks.get(identifier), confirmed(fact, facts, requotes))
        for identifier, fact in facts.items()
        if isinstance(fact, Quoted)
    }


def quality(rated: Iterable[Rating]) -> Quality:
    """Add ratings up."""
    rated = list(rated)
    given = [one.check.said.outcome for one in rated if one.check is not None]
    outcomes = {outcome: given.count(outcome) for outcome in CheckOutcome}
    return Quality(len(rated), outcomes, sum(one.confirmed for one in rated))


def confirmed(fact: Quoted, facts: Mapping[FactId, Fact], requotes: Iterable[SourceRequotes]) -> bool:
    """Whether a fact cites sources of two origins that are independent of each other."""
    requotes, origins = list(requotes), set[SourceId]()
    for identifier in fact.passages:
        passage = facts.get(FactId(identifier))
        if isinstance(passage, PassageQuoted) and FactId(passage.source) in facts:
            own = [one for one in requotes if not one.passages or identifier in one.passages]
            whole = [one for one in requotes if not one.passages]
            origins |= _origins(passage.source, own, whole, ())
    issuers = {source.issuer for one in origins if isinstance(source := facts.get(FactId(one)), SourceRegistered)}
    # An issuer named within another one took part in it: a joint statement confirms none of its authors.
    return any(one not in other and other not in one for one, other in combinations(sorted(issuers), 2))


def _origins(
    source: SourceId, own: Sequence[SourceRequotes], whole: Sequence[SourceRequotes], path: tuple[SourceId, ...]
) -> set[SourceId]:
    """Follow what a source repeats to where it comes from; of sources that repeat one another the least stands."""
    if source in path:
        return {min(path[path.index(source) :])}
    further = [one.origin for one in own if one.source == source]
    found = (_origins(one, whole, whole, (*path, source)) for one in further)
    return set[SourceId]().union(*found) if further else {source}


def _checks(
    streams: Mapping[FactId, Sequence[Recorded]], standing: Mapping[FactId, tuple[int, Fact]]
) -> dict[FactId, Check]:
    """Return the newest check that counts of each fact."""
    found: dict[FactId, Check] = {}
    said = [
        (next(event for event in streams[identifier] if event.version == version), identifier, fact)
        for identifier, (version, fact) in standing.items()
        if isinstance(fact, CheckedAgainstSource)
    ]
    for event, identifier, check in sorted(said, key=lambda one: one[0].position):
        for checked in check.facts:
            fact = standing[checked][1] if checked in standing else None
            looked_at = (checked, *(FactId(one) for one in fact.passages)) if isinstance(fact, Quoted) else ()
            if looked_at and all(_same(streams.get(one, ()), standing.get(one), event) for one in looked_at):
                found[checked] = Check(identifier, check)
    return found


def _same(history: Sequence[Recorded], now: tuple[int, Fact] | None, check: Recorded) -> bool:
    """Whether a fact stands as it stood when a check was recorded, or together with it."""
    then = _stood([one for one in history if one.position <= check.position or one.batch == check.batch])
    return then is not None and now is not None and then[0] == now[0]


def _stood(history: Sequence[Recorded]) -> tuple[int, Fact] | None:
    stood = stands((event.version, event.content) for event in history)
    return None if stood is None else (stood.version, stood.fact)
