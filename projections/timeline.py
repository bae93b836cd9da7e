"""One person's record: every fact with what became of it, the spans of liberty, and what was odd."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeGuard

from sqlalchemy import Connection

from domain.changes import Content, Corrected, stands
from domain.dates import Day
from domain.errors import MovedError, NotFoundError, WithheldError
from domain.facts import Fact, PersonRegistered
from domain.folds.after_release import Measure, measures
from domain.folds.anomalies import Anomaly
from domain.folds.counts import DEFINITIONS
from domain.folds.days import Days, days_in
from domain.folds.holds import Holds
from domain.folds.isolation import incommunicado
from domain.folds.procedure import Case, cases
from domain.folds.punishment import Sentence, sentences
from domain.folds.recognition import Recognition, recognitions
from domain.folds.standing import Dated, by_stream, of_person, standing
from domain.folds.status import Situation, Span
from domain.people import FactId, PersonId
from domain.phrases import Phrase
from ledger.events import Event
from ledger.log import Log
from projections.anomalies import anomalies
from projections.disclosure import SILENT, Disclosure
from projections.evidence import Evidence, Quote
from projections.identity import canonical, events_of, members
from projections.redaction import (
    anomalies_shown,
    cases_shown,
    measures_shown,
    recognitions_shown,
    sentences_shown,
    spans_shown,
)
from projections.rows import display_name
from projections.tables import Models
from projections.whereabouts import Stay, stays


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a fact, as recorded, and what the log holds of it."""

    event: Event
    stands: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact of a timeline: what stands of it (``None`` once retracted), all its versions and its passages.

    ``missing`` counts cited passages that do not stand, ``withheld`` those that are hidden.
    """

    id: FactId
    fact: Fact | None
    shown: Fact
    versions: tuple[Version, ...]
    quotes: tuple[Quote, ...]
    missing: int
    withheld: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """A person's record at one log size; not ``registered``, once the registration is retracted.

    ``identifiers`` are all registrations that judgements make one person, first the one that stands for them.

    ``cases``, ``sentences`` and ``measures`` after release are the lanes beside liberty.

    ``held`` counts the days in custody up to ``day``; ``incommunicado`` says whether they were so at its end.
    """

    id: PersonId
    registered: bool
    identifiers: tuple[PersonId, ...]
    name: str
    entries: tuple[Entry, ...]
    spans: tuple[Span, ...]
    places: tuple[Stay, ...]
    recognitions: tuple[Recognition, ...]
    day: Day
    incommunicado: Holds
    held: Days
    anomalies: tuple[Anomaly, ...]
    cases: tuple[Case, ...]
    sentences: tuple[Sentence, ...]
    measures: tuple[Measure, ...]


def timeline(
    connection: Connection,
    models: Models,
    ledger: Log,
    disclosure: Disclosure,
    identifier: PersonId,
    *,
    day: Day,
    size: int,
) -> Timeline:
    """Return a person's record.

    Raises `WithheldError` for somebody withheld, `NotFoundError` if nobody of this identifier is registered at this
    size, and `MovedError` if judgements have another registration stand for this one.
    """
    registered = registrations(connection, models, ledger, disclosure, identifier, size=size)
    events = events_of(ledger, [registered], size)[identifier]
    evidence = Evidence(ledger, size, disclosure)
    streams = by_stream(events)
    hidden = disclosure.hidden(streams)
    entries = [_entry(evidence, history) for one, history in streams.items() if one not in hidden]
    facts = of_person(registered, standing(events))
    situation = Situation(facts)
    spans = situation.spans()
    return Timeline(
        id=identifier,
        registered=bool(facts),
        identifiers=registered,
        name=disclosure.name(identifier, display_name(facts), size),
        entries=tuple(sorted((entry for entry in entries if _told(entry)), key=_when)),
        spans=spans_shown(disclosure, spans),
        places=stays(connection, models, facts, situation, size),
        recognitions=recognitions_shown(disclosure, recognitions(facts, situation.deprivation)),
        day=day,
        incommunicado=incommunicado(facts, situation, day),
        held=days_in(DEFINITIONS["held"].liberties, spans, day),
        anomalies=anomalies_shown(disclosure, (odd for _, odd in anomalies(connection, models, size, [identifier]))),
        cases=cases_shown(disclosure, cases(facts)),
        sentences=sentences_shown(disclosure, sentences(facts)),
        measures=measures_shown(disclosure, measures(facts)),
    )


def registrations(
    connection: Connection,
    models: Models,
    ledger: Log,
    disclosure: Disclosure,
    identifier: PersonId,
    *,
    size: int,
) -> tuple[PersonId, ...]:
    """Return all registrations of a person who may be shown, first the one given; raise as `timeline` does."""
    disclosure.check(identifier)
    first = ledger.stream(FactId(identifier), upto=size)[0]
    if not isinstance(first.content, PersonRegistered):
        raise NotFoundError(Phrase("this identifier names a fact, not a person"))
    stands_for = canonical(connection, models, identifier, size)
    if {identifier, stands_for} & disclosure.at(connection, models, size):
        raise WithheldError
    if stands_for != identifier:
        raise MovedError(Phrase("this person was registered before, under another identifier"), to=stands_for)
    return members(connection, models, [identifier], size)[identifier]


def entry_of(ledger: Log, disclosure: Disclosure, identifier: FactId, size: int) -> Entry:
    """Return one fact with all its versions.

    Raises `WithheldError` for one that is hidden, `NotFoundError` if there is none at this size.
    """
    disclosure.check(identifier)
    found = _entry(Evidence(ledger, size, disclosure), ledger.stream(identifier, upto=size))
    assert found is not None  # noqa: S101 -- a whole stream begins with a fact
    if not _told(found):
        raise WithheldError
    return found


def entries_of(evidence: Evidence, histories: Mapping[FactId, list[Event]]) -> list[Entry]:
    """Return those of many facts that may be shown, each as `entry_of` gives it, at the size of the evidence."""
    hidden = evidence.disclosure.hidden(histories)
    kept = [
        [event for event in history if event.position <= evidence.size]
        for identifier, history in histories.items()
        if identifier not in hidden
    ]
    bodies = (_body(event.content) for history in kept for event in history)
    evidence.preload({one for body in bodies for one in getattr(body, "passages", ())})
    return [entry for entry in (_entry(evidence, history) for history in kept if history) if _told(entry)]


def _told(entry: Entry | None) -> TypeGuard[Entry]:
    return entry is not None and not isinstance(entry.shown, SILENT)


def _entry(evidence: Evidence, history: list[Event]) -> Entry | None:
    stood = stands((event.version, event.content) for event in history)
    bodies = [fact for fact in (_body(event.content) for event in history) if fact is not None]
    if not bodies:
        return None
    shown = stood.fact if stood else bodies[-1]
    return Entry(
        id=history[0].id,
        fact=evidence.disclosure.redacted(stood.fact) if stood else None,
        shown=evidence.disclosure.redacted(shown),
        versions=tuple(
            Version(_redacted(evidence.disclosure, event), stood is not None and event.version == stood.version)
            for event in history
        ),
        quotes=tuple(evidence.quotes(getattr(shown, "passages", ()))),
        missing=evidence.missing(getattr(shown, "passages", ())),
        withheld=evidence.withheld(getattr(shown, "passages", ())),
    )


def _redacted(disclosure: Disclosure, event: Event) -> Event:
    match event.content:
        case Corrected(body=body, reason=reason):
            return replace(event, content=Corrected(disclosure.redacted(body), reason))
        case Fact() as fact:
            return replace(event, content=disclosure.redacted(fact))
        case _:
            return event


def _body(content: Content) -> Fact | None:
    fact = content.body if isinstance(content, Corrected) else content
    return fact if isinstance(fact, Fact) else None


def _when(entry: Entry) -> tuple[int, int]:
    fact = entry.shown
    return (fact.occurred.earliest, fact.occurred.latest) if isinstance(fact, Dated) else (0, 0)
