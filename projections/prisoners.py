"""The people whom a count counts, each with why: the facts that decide, and the passages they cite."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from domain.facts import Fact, Recognized
from domain.folds.anomalies import Anomaly
from domain.folds.counts import Tests
from domain.folds.holds import Holds
from domain.folds.recognition import Recognition, recognitions
from domain.folds.standing import Standing, of_person, standing
from domain.folds.status import Element, Situation
from domain.people import FactId, PersonId
from domain.sources import Variant
from ledger.ledger import Ledger
from projections.basis import Basis
from projections.bitemporal import known
from projections.counts import members
from projections.evidence import Evidence, Quote
from projections.tables import Models


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact that an answer rests on, with its passages; ``later`` if it certainly happened after the day.

    ``missing`` counts cited passages that do not stand.
    """

    id: FactId
    fact: Fact
    quotes: tuple[Quote, ...]
    later: bool
    missing: int


@dataclass(frozen=True, slots=True)
class Prisoner:
    """One person counted: certainly or possibly, what may be so on the day, and why."""

    id: PersonId
    name: str
    holds: Holds
    elements: frozenset[Element]
    recognitions: tuple[Recognition, ...]
    reasons: tuple[Reason, ...]
    anomalies: tuple[Anomaly, ...]


def prisoners(connection: Connection, models: Models, ledger: Ledger, basis: Basis) -> list[Prisoner]:
    """Return the persons that a basis counts, in the order of their names."""
    person = models.person
    counted = members(models, basis).subquery()
    wanted = (
        select(counted.c.person, counted.c.certain, person.c.name)
        .join(person, person.c.person == counted.c.person)
        .where(known(person, basis.head.size))
    )
    rows = sorted(connection.execute(wanted), key=lambda row: (row.name.casefold(), row.person))
    evidence = Evidence(ledger, basis.head.size)
    return [
        _prisoner(ledger, evidence, basis, PersonId(row.person), row.name, certain=bool(row.certain)) for row in rows
    ]


def _prisoner(
    ledger: Ledger, evidence: Evidence, basis: Basis, identifier: PersonId, name: str, *, certain: bool
) -> Prisoner:
    facts = of_person(identifier, standing(ledger.tagged(f"person:{identifier}", upto=basis.head.size)))
    situation = Situation(facts)
    elements = situation.elements(basis.day)
    here = {element.deprivation for element in elements}
    ever = basis.definition.recognition is Tests.EVER
    said = [
        r
        for r in recognitions(facts, situation.deprivation)
        if (not basis.recognized_by or r.body in basis.recognized_by) and (ever or r.deprivation in here)
    ]
    deciding = set() if ever else {*situation.last_words(basis.day), *here}
    if basis.definition.recognition is not Tests.NOTHING:
        deciding |= {one.id for one in facts if _tells(one, situation, basis, here)}
    reasons = tuple(
        Reason(
            one.id,
            one.fact,
            tuple(evidence.quotes(getattr(one.fact, "passages", ()))),
            later=one.earliest > basis.day,
            missing=evidence.missing(getattr(one.fact, "passages", ())),
        )
        for one in sorted(facts, key=lambda one: (one.earliest, one.latest))
        if one.id in deciding
    )
    holds = Holds.CERTAINLY if certain else Holds.POSSIBLY
    return Prisoner(identifier, name, holds, elements, tuple(said), reasons, tuple(situation.anomalies))


def _tells(one: Standing, situation: Situation, basis: Basis, here: set[FactId | None]) -> bool:
    """Whether a fact is a recognition that the answer rests on: of this deprivation, by the day unless in hindsight."""
    if not isinstance(one.fact, Recognized):
        return False
    if basis.recognized_by and not basis.recognized_by & set(one.fact.bodies):
        return False
    in_time = basis.variant is Variant.HINDSIGHT or one.earliest <= basis.day
    covered = one.fact.covers is not None and situation.deprivation(one.fact.covers) in here
    return in_time and (covered or basis.definition.recognition is Tests.EVER)
