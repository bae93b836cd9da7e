"""People, targets of sanctions and sources as entities: what their standing facts that may be shown come to."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from domain.dates import Day, FuzzyDate
from domain.facts import (
    BirthYearStated,
    Fact,
    GenderStated,
    MeasureDivided,
    MeasureFact,
    MeasureImposed,
    MeasureLapsed,
    MeasureLifted,
    MeasureProlonged,
    Named,
    PersonRegistered,
    Recognized,
    SourceRegistered,
    TargetIdStated,
    TargetNamed,
    TargetRegistered,
)
from domain.folds.sanctions import Measures, Sanction
from domain.folds.standing import Standing, of_person, of_subject, standing, standing_of
from domain.people import FactId, Gender, PersonId
from domain.sanctions import Stand, TargetKind
from ledger.events import minsk_day
from ledger.log import Log
from projections.evidence import Evidence, Quote
from projections.identity import events_of
from projections.rows import display_name

_ENDS: Final = (MeasureLapsed, MeasureLifted)
Kind = TypeVar("Kind", bound=Fact)


@dataclass(frozen=True, slots=True)
class Person:
    """A person: the name that is printed, all others; what is stated once; the bodies that recognized, and proof."""

    id: PersonId
    name: str
    aliases: tuple[str, ...]
    gender: Gender | None
    birth_year: int | None
    recognized_by: tuple[str, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Imposition:
    """Measures as they were imposed once, with the day they ended, where one and no other is stated.

    ``stands`` is how they may stand on the day on which the newest event was recorded.
    """

    id: FactId
    said: MeasureImposed
    until: FuzzyDate | None
    stands: frozenset[Stand]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A target of sanctions: its names, the first one as printed; what was imposed, and proof.

    ``ids`` are what publishers of lists call it: the publisher, and the id.
    """

    id: FactId
    kind: TargetKind
    names: tuple[str, ...]
    ids: tuple[tuple[str, str], ...]
    impositions: tuple[Imposition, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A source that stands."""

    id: FactId
    said: SourceRegistered


class Known:
    """What is known at a log size, and may be shown."""

    def __init__(self, log: Log, size: int, evidence: Evidence) -> None:
        """Read a log."""
        self.log = log
        self.size = size
        self.evidence = evidence
        recorded_at = log.head(size).recorded_at
        assert recorded_at is not None  # noqa: S101 -- something is recorded, or nothing is asked
        self.day = minsk_day(recorded_at)

    def shown(self, facts: Iterable[Standing]) -> list[Standing]:
        """Return those facts that may be shown."""
        facts = list(facts)
        hidden = self.evidence.disclosure.hidden(one.id for one in facts)
        return [one for one in facts if one.id not in hidden]

    def quotes(self, facts: Iterable[Standing]) -> tuple[Quote, ...]:
        """Return the passages that facts cite, each once."""
        cited = dict.fromkeys(passage for one in facts for passage in getattr(one.fact, "passages", ()))
        self.evidence.preload(cited)
        return tuple(self.evidence.quotes(cited))


def people_of(known: Known, people: Iterable[tuple[PersonId, ...]]) -> list[Person]:
    """Return those of some people, each with all registrations, who are registered and may be shown."""
    hidden = known.evidence.disclosure.people
    shown = {one[0]: one for one in people if hidden.isdisjoint(one)}
    found = []
    for person, events in events_of(known.log, shown.values(), known.size).items():
        facts = known.shown(of_person(shown[person], standing(events)))
        if any(isinstance(one.fact, PersonRegistered) for one in facts):
            found.append(person_of(known, person, facts))
    return found


def targets_of(known: Known, chunk: Collection[FactId]) -> list[Target]:
    """Return the targets among some facts."""
    histories = known.log.tagged_each([f"target:{one}" for one in chunk], upto=known.size)
    found = []
    for identifier in chunk:
        facts = known.shown(of_subject("target", [identifier], standing(histories.get(f"target:{identifier}", []))))
        kind = next((one.fact.kind for one in facts if isinstance(one.fact, TargetRegistered)), None)
        if kind is not None:
            found.append(_target(known, identifier, kind, facts))
    return found


def sources_of(known: Known, chunk: Collection[FactId]) -> list[Source]:
    """Return the sources among some facts."""
    hidden = known.evidence.disclosure.hidden(chunk)
    found = []
    for identifier, history in known.log.streams(one for one in chunk if one not in hidden).items():
        stood = standing_of([event for event in history if event.position <= known.size])
        if stood is not None and isinstance(stood.fact, SourceRegistered):
            found.append(Source(identifier, stood.fact))
    return found


def person_of(known: Known, identifier: PersonId, facts: Sequence[Standing]) -> Person:
    """Return a person, of whom some standing facts may be shown."""
    name = display_name(facts)
    others = dict.fromkeys(one.text for one in _facts(facts, Named) if one.text != name)
    genders = {one.gender for one in _facts(facts, GenderStated)}
    years = {one.year for one in _facts(facts, BirthYearStated)}
    bodies = dict.fromkeys(body for one in _facts(facts, Recognized) for body in one.bodies)
    return Person(
        id=identifier,
        name=name,
        aliases=tuple(others),
        gender=genders.pop() if len(genders) == 1 else None,
        birth_year=years.pop() if len(years) == 1 else None,
        recognized_by=tuple(bodies),
        quotes=known.quotes(facts),
    )


def _target(known: Known, identifier: FactId, kind: TargetKind, facts: Sequence[Standing]) -> Target:
    measures = Measures(facts)
    impositions = tuple(
        Imposition(one.id, one.fact, _until(one, facts), _stands(measures, one.fact, known.day), known.quotes([one]))
        for one in facts
        if isinstance(one.fact, MeasureImposed)
    )
    names = dict.fromkeys(one.text for one in _facts(facts, TargetNamed))
    ids = dict.fromkeys((one.publisher, one.value) for one in _facts(facts, TargetIdStated))
    return Target(identifier, kind, tuple(names), tuple(ids), impositions, known.quotes(facts))


def _stands(measures: Measures, said: MeasureImposed, day: Day) -> frozenset[Stand]:
    each = (measures.stands(Sanction(said.authority, said.programme, one), day) for one in said.measures)
    return frozenset[Stand]().union(*each)


def _until(imposed: Standing, facts: Iterable[Standing]) -> FuzzyDate | None:
    """Return the one day on which measures ended that were imposed once; nothing where the facts leave any doubt."""
    said = imposed.fact
    assert isinstance(said, MeasureImposed)  # noqa: S101 -- sorted out by the caller
    also = [
        one.fact
        for one in facts
        if isinstance(one.fact, MeasureFact)
        and (one.fact.authority, one.fact.programme) == (said.authority, said.programme)
        and {*one.fact.measures} & {*said.measures}
    ]
    if sum(isinstance(one, MeasureImposed) for one in also) > 1 or any(isinstance(one, MeasureDivided) for one in also):
        return None
    ends = [one for one in also if isinstance(one, _ENDS)]
    if not ends and not any(isinstance(one, MeasureProlonged) for one in also):
        return said.expires
    if len(ends) == 1 and {*ends[0].measures} >= {*said.measures}:
        return ends[0].occurred
    return None


def _facts(facts: Iterable[Standing], kind: type[Kind]) -> Iterator[Kind]:
    return (one.fact for one in facts if isinstance(one.fact, kind))
