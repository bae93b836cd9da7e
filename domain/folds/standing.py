"""What stands of one person at one log size: the input of every fold."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from domain.changes import Content, stands
from domain.dates import Day
from domain.facts import (
    AfterRelease,
    ContactRestored,
    DemandFact,
    Fact,
    ForceFact,
    HeldAt,
    HeldIncommunicado,
    LibertyFact,
    MeasureFact,
    PlaceClosed,
    ProcedureFact,
    RecognitionProposed,
    RecognitionRestored,
    RecognitionWithdrawn,
    Recognized,
    SentenceFact,
    subjects,
)
from domain.people import FactId, PersonId

Dated = (
    LibertyFact
    | RecognitionProposed
    | Recognized
    | RecognitionWithdrawn
    | RecognitionRestored
    | HeldIncommunicado
    | ContactRestored
    | HeldAt
    | PlaceClosed
    | MeasureFact
    | DemandFact
    | ForceFact
    | ProcedureFact
    | SentenceFact
    | AfterRelease
)


class Versioned(Protocol):
    """What a fold needs to know of a recorded event."""

    @property
    def id(self) -> FactId:
        """The stream."""

    @property
    def version(self) -> int:
        """From 1, within the stream."""

    @property
    def content(self) -> Content:
        """A fact, or a change of one."""

    @property
    def recorded_day(self) -> Day:
        """The civil day in Minsk on which it was recorded."""


AnyVersioned = TypeVar("AnyVersioned", bound=Versioned)


@dataclass(frozen=True, slots=True)
class Standing:
    """One fact as it stands, with the bounds of its day where it has one."""

    id: FactId
    version: int
    fact: Fact
    earliest: Day
    latest: Day

    @property
    def bounds(self) -> tuple[Day, Day]:
        """The earliest and the latest day."""
        return self.earliest, self.latest


def by_stream(events: Iterable[AnyVersioned]) -> dict[FactId, list[AnyVersioned]]:
    """Group events, in the order of the log, into the histories of their streams."""
    streams: dict[FactId, list[AnyVersioned]] = {}
    for event in events:
        streams.setdefault(event.id, []).append(event)
    return streams


def standing_of(history: Sequence[Versioned]) -> Standing | None:
    """Return what stands of one stream, from its versions in order."""
    stood = stands((event.version, event.content) for event in history)
    if stood is None:
        return None
    by = next(event.recorded_day for event in history if event.version == stood.version)
    earliest, latest = stood.fact.occurred.bounds(by) if isinstance(stood.fact, Dated) else (by, by)
    return Standing(history[0].id, stood.version, stood.fact, earliest, latest)


def standing(events: Iterable[Versioned]) -> list[Standing]:
    """Fold events, in the order of the log, to the facts that stand, in the order of their first versions."""
    found = map(standing_of, by_stream(events).values())
    return [one for one in found if one is not None]


def of_person(persons: Collection[PersonId], facts: Iterable[Standing]) -> list[Standing]:
    """Keep what speaks of one person, who may be registered several times; see `of_subject`."""
    return of_subject("person", persons, facts)


def of_subject(kind: str, identifiers: Collection[str], facts: Iterable[Standing]) -> list[Standing]:
    """Keep what speaks of any of some subjects whose opening facts stand."""
    facts = list(facts)
    return about(kind, {one.id for one in facts if one.id in identifiers}, facts)


def about(kind: str, identifiers: Collection[str], facts: Iterable[Standing]) -> list[Standing]:
    """Keep what speaks of any of some subjects, whether the facts that open them stand or not."""
    return [
        one
        for one in facts
        # Most facts name their subject in the field of its kind; looking there first is quicker.
        if getattr(one.fact, kind, None) in identifiers
        or any(named == kind and subject in identifiers for named, subject in subjects(one.id, one.fact))
    ]
