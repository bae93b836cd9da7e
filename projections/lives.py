"""People with their spans of liberty and recognition over all days: what a snapshot holds of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.dates import Day
from domain.facts import PersonRegistered
from domain.folds.counts import DEFINITIONS
from domain.folds.days import Days, days_in
from domain.folds.recognition import Recognition, recognitions
from domain.folds.standing import of_person, standing
from domain.folds.status import Situation, Span
from domain.people import PersonId
from projections.entities import Known, Person, person_of
from projections.identity import events_of
from projections.redaction import recognitions_shown, spans_shown


@dataclass(frozen=True, slots=True)
class Life:
    """A person who may be shown, all their registrations, spans in order, and the days held up to the last known."""

    person: Person
    registrations: tuple[PersonId, ...]
    spans: tuple[Span, ...]
    recognitions: tuple[Recognition, ...]
    held: Days


def lives_of(known: Known, people: Iterable[tuple[PersonId, ...]], day: Day) -> list[Life]:
    """Return the lives of some people, each with all registrations, who are registered and may be shown."""
    disclosure = known.evidence.disclosure
    shown = {one[0]: one for one in people if disclosure.people.isdisjoint(one)}
    found = []
    for person, events in events_of(known.log, shown.values(), known.size).items():
        facts = of_person(shown[person], standing(events))
        told = known.shown(facts)
        if not any(isinstance(one.fact, PersonRegistered) for one in told):
            continue
        # As for a timeline: what is hidden of one who is not names somebody else, and takes no day from this one.
        situation = Situation(facts)
        spans = situation.spans()
        found.append(
            Life(
                person_of(known, person, told),
                shown[person],
                spans_shown(disclosure, spans),
                recognitions_shown(disclosure, recognitions(facts, situation.deprivation)),
                days_in(DEFINITIONS["held"].liberties, spans, day),
            )
        )
    return found
