"""The people whom a count counts, each with why: the facts that decide, and the passages they cite."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from domain.errors import NotFoundError
from domain.facts import Fact
from domain.folds.anomalies import Anomaly
from domain.folds.bearings import Case, Question
from domain.folds.counts import Tests
from domain.folds.holds import Holds
from domain.folds.isolation import incommunicado
from domain.folds.recognition import Recognition
from domain.folds.standing import Standing, of_person, standing
from domain.folds.status import Element
from domain.people import FactId, PersonId
from domain.phrases import Phrase
from ledger.log import Log
from projections.anomalies import anomalies
from projections.as_published import Published
from projections.basis import Basis, Count
from projections.bitemporal import known
from projections.counts import members as counted_by
from projections.disclosure import Disclosure
from projections.evidence import Evidence, Quote
from projections.groups import Narrowed
from projections.identity import events_of, members
from projections.redaction import anomalies_shown, elements_shown, recognitions_shown
from projections.tables import Models


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact that an answer rests on, with its passages; ``later`` if it certainly happened after the day.

    ``missing`` counts cited passages that do not stand, ``withheld`` those that are hidden.
    """

    id: FactId
    fact: Fact
    quotes: tuple[Quote, ...]
    later: bool
    missing: int
    withheld: int


@dataclass(frozen=True, slots=True)
class Prisoner:
    """One person counted: certainly or possibly, what may be so on the day, and why."""

    id: PersonId
    name: str
    holds: Holds
    elements: frozenset[Element]
    incommunicado: Holds
    recognitions: tuple[Recognition, ...]
    reasons: tuple[Reason, ...]
    anomalies: tuple[Anomaly, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list; ``after`` is where it goes on, if it does, ``withheld`` how many persons all of it leaves out.

    ``counted`` is how many the basis counts, in whatever group.
    """

    prisoners: tuple[Prisoner, ...]
    after: PersonId | None
    withheld: int
    counted: Count


def prisoners(
    connection: Connection,
    models: Models,
    ledger: Log,
    disclosure: Disclosure,
    basis: Basis,
    *,
    after: PersonId | None = None,
    limit: int | None = None,
    published: Published | None = None,
    within: Narrowed | None = None,
) -> Page:
    """Return a page of the persons that a basis counts, in the order of their names.

    ``after`` is the person with whom the page before ended; raises `NotFoundError` if the list holds nobody like that.
    ``published`` are those whom the basis counts as published by a day: then only what it holds is said of them, and
    not what is odd, for a link to what was not out yet is no oddity. ``within`` a group, the list is of nobody else.
    """
    counted, called = _everybody(connection, models, basis, published)
    listed = counted if within is None else {one: within.people[one] for one in counted if one in within.people}
    hidden = disclosure.at(connection, models, basis.head.size)
    names = disclosure.names({one: called[one] for one in listed if one not in hidden}, basis.head.size)
    order = [person for _, person in sorted((name.casefold(), person) for person, name in names.items())]
    if after is not None and after not in names:
        raise NotFoundError(Phrase("the list at this basis holds nobody of the cursor's identifier"))
    start = order.index(after) + 1 if after is not None else 0
    page = order[start : None if limit is None else start + limit]
    evidence = Evidence(ledger, basis.head.size, disclosure)
    identifiers = members(connection, models, page, basis.head.size)
    odd_ones = anomalies(connection, models, basis.head.size, list(identifiers))
    histories = events_of(ledger, identifiers.values(), basis.head.size)
    cases = {
        person: Case(_said(of_person(identifiers[person], standing(histories[person])), published)) for person in page
    }
    deciding = {person: _deciding(case, basis) for person, case in cases.items()}
    evidence.preload(passage for facts in deciding.values() for one in facts for passage in _cited(one, published))
    found = [
        _prisoner(
            cases[person],
            deciding[person],
            evidence,
            basis,
            person,
            name=names[person],
            holds=listed[person],
            anomalies=tuple(odd for one, odd in odd_ones if one == person),
            published=published,
        )
        for person in page
    ]
    more = page[-1] if page and start + len(page) < len(order) else None
    whole = Count(sum(holds is Holds.CERTAINLY for holds in counted.values()), len(counted))
    return Page(tuple(found), more, len(listed) - len(order), whole)


def _deciding(case: Case, basis: Basis) -> list[Standing]:
    """Return the facts that decide whether one person is counted, by their days."""
    asked = Question(basis.day, basis.definition, basis.variant, basis.recognized_by)
    deciding = {use.fact.id for use in case.uses(asked) if use.bearing.decides}
    return [one for one in sorted(case.facts, key=lambda one: (one.earliest, one.latest)) if one.id in deciding]


def _prisoner(
    case: Case,
    deciding: list[Standing],
    evidence: Evidence,
    basis: Basis,
    identifier: PersonId,
    *,
    name: str,
    holds: Holds,
    anomalies: tuple[Anomaly, ...],
    published: Published | None,
) -> Prisoner:
    disclosure, situation = evidence.disclosure, case.situation
    elements = situation.elements(basis.day)
    here: set[FactId | None] = {element.deprivation for element in elements}
    if basis.definition.over:
        here = set(situation.over(basis.day))
    ever = basis.definition.recognition is Tests.EVER
    said = [
        r
        for r in case.recognitions
        if (not basis.recognized_by or r.body in basis.recognized_by) and (ever or r.deprivation in here)
    ]
    hidden = disclosure.hidden(one.id for one in deciding)
    reasons = tuple(
        Reason(
            one.id,
            disclosure.redacted(one.fact),
            tuple(evidence.quotes(_cited(one, published))),
            later=one.earliest > basis.day,
            missing=evidence.missing(_cited(one, published)),
            withheld=evidence.withheld(_cited(one, published)),
        )
        for one in deciding
        if one.id not in hidden
    )
    return Prisoner(
        id=identifier,
        name=name,
        holds=holds,
        elements=elements_shown(disclosure, elements),
        incommunicado=incommunicado(case.facts, situation, basis.day),
        recognitions=recognitions_shown(disclosure, said),
        reasons=reasons,
        anomalies=anomalies_shown(disclosure, anomalies if published is None else ()),
    )


def _everybody(
    connection: Connection, models: Models, basis: Basis, published: Published | None
) -> tuple[dict[PersonId, Holds], dict[PersonId, str]]:
    """Return whom a basis counts, and what they are called, others perhaps among them."""
    person = models.person
    if published is not None:
        named = connection.execute(select(person.c.person, person.c.name).where(known(person, basis.head.size)))
        called = {PersonId(one): str(name) for one, name in named.all()}
        return {one: published.people[one] for one in called if one in published.people}, called
    counted = counted_by(models, basis).subquery()
    wanted = (
        select(counted.c.person, counted.c.certain, person.c.name)
        .join(person, person.c.person == counted.c.person)
        .where(known(person, basis.head.size))
    )
    rows = connection.execute(wanted).all()
    holds = {PersonId(one): Holds.CERTAINLY if certain else Holds.POSSIBLY for one, certain, _ in rows}
    return holds, {PersonId(one): str(name) for one, _, name in rows}


def _said(facts: list[Standing], published: Published | None) -> list[Standing]:
    return facts if published is None else [one for one in facts if one.id in published.known]


def _cited(one: Standing, published: Published | None) -> list[str]:
    """Return the passages that a fact cites, as published those that were out by then."""
    cited = getattr(one.fact, "passages", ())
    return [passage for passage in cited if published is None or passage in published.known]
