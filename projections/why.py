"""Why somebody is counted on a day, and which facts a count rests on: what `domain.folds.why` reads, with passages."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, or_, select

from domain.errors import NotFoundError
from domain.facts import Fact, LibertyFact, RecognitionRestored, RecognitionWithdrawn, Recognized, ReportPreferred
from domain.folds.bearings import Bearing, Case, Question
from domain.folds.holds import Holds
from domain.folds.standing import by_stream, of_person, standing
from domain.folds.why import Sentence, Why, why
from domain.people import FactId, PersonId
from domain.phrases import Phrase
from ledger.events import Event
from ledger.log import Log
from projections.as_published import Published
from projections.basis import Basis
from projections.bitemporal import covers, known
from projections.disclosure import Disclosure
from projections.evidence import Evidence, Quote
from projections.identity import events_of, members
from projections.rows import display_name
from projections.tables import Models
from projections.timeline import entry_of, registrations

HIDDEN: Final = Sentence(Phrase("Something that is withheld bears on this, too."))
_BEARING = (LibertyFact, Recognized, RecognitionWithdrawn, RecognitionRestored, ReportPreferred)
"""Facts that a count can rest on."""


@dataclass(frozen=True, slots=True)
class UsedFact:
    """One fact with how it bears on an answer; ``corrected`` if it once said something else.

    ``by`` is the fact that came after it, is preferred to it, or that it belongs to.
    """

    id: FactId
    fact: Fact
    bearing: Bearing
    by: FactId | None
    corrected: bool
    quotes: tuple[Quote, ...]
    missing: int
    withheld: int


@dataclass(frozen=True, slots=True)
class Explained:
    """One person on a day: whether counted, why, what would be otherwise, and every fact with how it bears.

    ``withheld`` if a fact that was looked at is hidden.
    """

    id: PersonId
    name: str
    registered: bool
    holds: Holds
    because: tuple[Sentence, ...]
    otherwise: tuple[Sentence, ...]
    facts: tuple[UsedFact, ...]
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class ExplainedPage:
    """Some of the people near a count; ``withheld`` of them are shown on no page, ``after`` is where it goes on."""

    people: tuple[Explained, ...]
    after: PersonId | None
    withheld: int


def person_why(
    connection: Connection,
    models: Models,
    ledger: Log,
    disclosure: Disclosure,
    basis: Basis,
    *,
    person: PersonId,
    known_by_then: Container[str] | None = None,
) -> Explained:
    """Explain why one person is counted at a basis, or not; raise as `timeline` does.

    ``known_by_then`` are the facts that a basis as published takes; without it all are.
    """
    size = basis.head.size
    registered = registrations(connection, models, ledger, disclosure, person, size=size)
    events = events_of(ledger, [registered], size)[person]
    name = disclosure.name(person, display_name(of_person(registered, standing(events))), size)
    return _explained(
        Evidence(ledger, size, disclosure), basis, registered, events, name=name, known_by_then=known_by_then
    )


def near(
    connection: Connection,
    models: Models,
    ledger: Log,
    disclosure: Disclosure,
    basis: Basis,
    *,
    after: PersonId | None = None,
    limit: int | None = None,
    published: Published | None = None,
) -> ExplainedPage:
    """Explain whoever some definition and variant counts on the day, or the basis as published, in the order of names.

    ``after`` is the person with whom the page before ended; raises `NotFoundError` if there is nobody like that.
    """
    size, person = basis.head.size, models.person
    counted = select(models.tally.c.person).where(covers(models.tally, basis.day, size))
    then = sorted(published.people) if published else []
    among = or_(person.c.person.in_(counted), person.c.person.in_(then))
    wanted = select(person.c.person, person.c.name).where(known(person, size), among)
    everybody = [(PersonId(row.person), str(row.name)) for row in connection.execute(wanted)]
    hidden = disclosure.at(connection, models, size)
    names = {one: disclosure.name(one, name, size) for one, name in everybody if one not in hidden}
    order = sorted(names, key=lambda one: (names[one].casefold(), one))
    if after is not None and after not in names:
        raise NotFoundError(Phrase("the list at this basis holds nobody of the cursor's identifier"))
    start = 0 if after is None else order.index(after) + 1
    page = order[start : None if limit is None else start + limit]
    identifiers = members(connection, models, page, size)
    histories = events_of(ledger, identifiers.values(), size)
    evidence = Evidence(ledger, size, disclosure)
    found, known_by_then = [], published.known if published else None
    for one in page:
        who = identifiers[one], histories[one]
        found.append(_explained(evidence, basis, *who, name=names[one], known_by_then=known_by_then))
    more = page[-1] if page and start + len(page) < len(order) else None
    return ExplainedPage(tuple(found), more, len(everybody) - len(names))


def _explained(
    evidence: Evidence,
    basis: Basis,
    registered: Sequence[PersonId],
    events: Iterable[Event],
    *,
    name: str,
    known_by_then: Container[str] | None,
) -> Explained:
    streams = by_stream(events)
    stand = of_person(registered, standing(event for history in streams.values() for event in history))
    case = Case(one for one in stand if known_by_then is None or one.id in known_by_then)
    if not case.facts:
        said = Sentence(
            Phrase("The registration of this person is retracted: no answer counts them."), (FactId(registered[0]),)
        )
        return Explained(registered[0], name, False, Holds.NO, (said,), (), ())  # noqa: FBT003 -- not registered
    found = why(case, Question(basis.day, basis.definition, basis.variant, basis.recognized_by))
    disclosure = evidence.disclosure
    hidden = disclosure.hidden({*streams, *(one for said in _said(found) for one in said.facts)})
    conclusion = replace(found.conclusion, facts=tuple(one for one in found.conclusion.facts if one not in hidden))
    return Explained(
        id=registered[0],
        name=name,
        registered=True,
        holds=found.holds,
        because=(*_shown(found.because, hidden), conclusion),
        otherwise=_shown(found.otherwise, hidden),
        facts=tuple(_facts(evidence, found, streams, hidden, known_by_then)),
        withheld=any(use.fact.id in hidden for use in found.uses),
    )


def _said(found: Why) -> Iterable[Sentence]:
    return (*found.because, found.conclusion, *found.otherwise)


def _shown(said: Iterable[Sentence], hidden: frozenset[str]) -> tuple[Sentence, ...]:
    """Keep sentences that speak of nothing hidden; say once that there are others."""
    said = list(said)
    kept = [one for one in said if not hidden.intersection(one.facts)]
    return tuple(kept) if len(kept) == len(said) else (*kept, HIDDEN)


def _facts(
    evidence: Evidence,
    found: Why,
    streams: dict[FactId, list[Event]],
    hidden: frozenset[str],
    known_by_then: Container[str] | None,
) -> Iterable[UsedFact]:
    """Yield the facts that decide, then those that are not used, those that no longer stand last."""
    for use in sorted(found.uses, key=lambda use: not use.bearing.decides):
        if use.fact.id not in hidden:
            by = None if use.by is None or evidence.disclosure.hides(use.by) else use.by
            used = _used(evidence, use.fact.id, use.fact.fact, use.bearing, by, corrected=use.fact.version > 1)
            yield (
                used
                if known_by_then is None
                else replace(used, quotes=tuple(quote for quote in used.quotes if quote.id in known_by_then))
            )
    mine = {use.fact.id for use in found.uses}
    for identifier in sorted(streams.keys() - mine - hidden):
        entry = entry_of(evidence.ledger, evidence.disclosure, identifier, evidence.size)
        if isinstance(entry.shown, _BEARING):
            bearing = Bearing.RETRACTED if entry.fact is None else Bearing.MOVED
            if entry.fact is not None and known_by_then is not None and identifier not in known_by_then:
                bearing = Bearing.UNPUBLISHED
            yield _used(evidence, identifier, entry.shown, bearing, None, corrected=len(entry.versions) > 1)


def _used(
    evidence: Evidence, identifier: FactId, fact: Fact, bearing: Bearing, by: FactId | None, *, corrected: bool
) -> UsedFact:
    passages = getattr(fact, "passages", ())
    return UsedFact(
        id=identifier,
        fact=evidence.disclosure.redacted(fact),
        bearing=bearing,
        by=by,
        corrected=corrected,
        quotes=tuple(evidence.quotes(passages)),
        missing=evidence.missing(passages),
        withheld=evidence.withheld(passages),
    )
