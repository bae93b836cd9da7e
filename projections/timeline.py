"""One person's record: every fact with what became of it, the spans of liberty, and what was odd."""

from dataclasses import dataclass

from sqlalchemy import Connection

from domain.changes import Content, Corrected, stands
from domain.dates import Day
from domain.errors import MovedError, NotFoundError
from domain.facts import Fact, PersonRegistered
from domain.folds.anomalies import Anomaly
from domain.folds.counts import DEFINITIONS
from domain.folds.days import Days, days_in
from domain.folds.holds import Holds
from domain.folds.isolation import incommunicado
from domain.folds.recognition import Recognition, recognitions
from domain.folds.standing import Dated, by_stream, of_person, standing
from domain.folds.status import Situation, Span
from domain.people import FactId, PersonId
from ledger.events import Event
from ledger.ledger import Ledger
from projections.anomalies import anomalies
from projections.evidence import Evidence, Quote
from projections.identity import canonical, events_of, members
from projections.rows import display_name
from projections.tables import Models


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a fact, as recorded, and what the log holds of it."""

    event: Event
    stands: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact of a timeline: what stands of it (``None`` once retracted), all its versions and its passages.

    ``missing`` counts cited passages that do not stand.
    """

    id: FactId
    fact: Fact | None
    shown: Fact
    versions: tuple[Version, ...]
    quotes: tuple[Quote, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """A person's record at one log size; not ``registered``, once the registration is retracted.

    ``identifiers`` are all registrations that judgements make one person, first the one that stands for them.

    ``held`` counts the days in custody up to ``day``; ``incommunicado`` says whether they were so at its end.
    """

    id: PersonId
    registered: bool
    identifiers: tuple[PersonId, ...]
    name: str
    entries: tuple[Entry, ...]
    spans: tuple[Span, ...]
    recognitions: tuple[Recognition, ...]
    day: Day
    incommunicado: Holds
    held: Days
    anomalies: tuple[Anomaly, ...]


def timeline(
    connection: Connection, models: Models, ledger: Ledger, identifier: PersonId, *, day: Day, size: int
) -> Timeline:
    """Return a person's record.

    Raises `NotFoundError` if nobody of this identifier is registered at this size, and `MovedError` if judgements have
    another registration stand for this one.
    """
    first = ledger.stream(FactId(identifier), upto=size)[0]
    if not isinstance(first.content, PersonRegistered):
        raise NotFoundError("this identifier names a fact, not a person")
    stands_for = canonical(connection, models, identifier, size)
    if stands_for != identifier:
        raise MovedError("this person was registered before, under another identifier", to=stands_for)
    registered = members(connection, models, [identifier], size)[identifier]
    events = events_of(ledger, [registered], size)[identifier]
    evidence = Evidence(ledger, size)
    entries = [_entry(evidence, history) for history in by_stream(events).values()]
    facts = of_person(registered, standing(events))
    situation = Situation(facts)
    spans = situation.spans()
    return Timeline(
        id=identifier,
        registered=bool(facts),
        identifiers=registered,
        name=display_name(facts),
        entries=tuple(sorted((entry for entry in entries if entry), key=_when)),
        spans=tuple(spans),
        recognitions=tuple(recognitions(facts, situation.deprivation)),
        day=day,
        incommunicado=incommunicado(facts, situation, day),
        held=days_in(DEFINITIONS["held"].liberties, spans, day),
        anomalies=tuple(odd for _, odd in anomalies(connection, models, size, [identifier])),
    )


def entry_of(ledger: Ledger, identifier: FactId, size: int) -> Entry:
    """Return one fact with all its versions; raise `NotFoundError` if there is none at this size."""
    found = _entry(Evidence(ledger, size), ledger.stream(identifier, upto=size))
    assert found is not None  # noqa: S101 -- a whole stream begins with a fact
    return found


def _entry(evidence: Evidence, history: list[Event]) -> Entry | None:
    stood = stands((event.version, event.content) for event in history)
    bodies = [fact for fact in (_body(event.content) for event in history) if fact is not None]
    if not bodies:
        return None
    shown = stood.fact if stood else bodies[-1]
    return Entry(
        id=history[0].id,
        fact=stood.fact if stood else None,
        shown=shown,
        versions=tuple(Version(event, stood is not None and event.version == stood.version) for event in history),
        quotes=tuple(evidence.quotes(getattr(shown, "passages", ()))),
        missing=evidence.missing(getattr(shown, "passages", ())),
    )


def _body(content: Content) -> Fact | None:
    fact = content.body if isinstance(content, Corrected) else content
    return fact if isinstance(fact, Fact) else None


def _when(entry: Entry) -> tuple[int, int]:
    fact = entry.shown
    return (fact.occurred.earliest, fact.occurred.latest) if isinstance(fact, Dated) else (0, 0)
