"""What the pages show, as the objects that /v1 returns: for the page, and for its other forms."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from fastapi import Depends, Query

from api import params
from api.bootstrap import Service
from api.bridge import Rule, ends, of_the_end
from api.schemas.bridge import BridgeOut
from api.schemas.cases import CasesOut
from api.schemas.cycle import CycleOut
from api.schemas.demands import DemandsOut
from api.schemas.facts import FactAnswerOut
from api.schemas.force import LawsOut, MandatesOut
from api.schemas.impact import ImpactOut
from api.schemas.incidents import IncidentAnswerOut, IncidentsOut
from api.schemas.log import ChangesOut
from api.schemas.people import PersonOut
from api.schemas.places import PlacesOut
from api.schemas.prisoners import ListOut
from api.schemas.published import PublishedOut
from api.schemas.quality import QualityOut
from api.schemas.sanctions import SanctionsOut
from api.schemas.sources import SourceOut
from domain.dates import Day, iso, shifted
from domain.errors import QuestionError
from domain.facts import Outcome
from domain.folds.naming import Language
from domain.people import FactId, PersonId, SourceId
from domain.phrases import Phrase
from projections.basis import Basis
from projections.cycle import CycleAnswer
from projections.force import Kind
from projections.groups import Group
from projections.questions import BridgeAnswer

MONTHS: Final = 12
"""How many months the cycle shows if nobody says from which on."""
MOST: Final = 10_000
"""How many people a file of a list holds at most."""


def prisoners(service: Service, basis: Basis, after: str = "", within: Group | None = None) -> ListOut:
    """Return a whole list, or what follows a person, or a group of it; raise `QuestionError` for one beyond a file."""
    follows = PersonId(after) if after else None
    found = service.questions.prisoners(basis, after=follows, limit=MOST, group=within)
    if found.after is not None:
        full = Phrase(
            "a file holds %(most)s people at most; /v1/prisoners gives this list page by page", most=str(MOST)
        )
        raise QuestionError(full)
    return ListOut.of(found)


def sanctions(service: Service, basis: Basis) -> SanctionsOut:
    """Return how many are under which measure on the day, and whom each act aimed at."""
    return SanctionsOut.of(service.questions.sanctions.on([basis.day], basis.head.size))


def first_month(basis: Basis, first: str) -> str:
    """Return the month with which the cycle begins, unless one is asked for."""
    return first or iso(shifted(basis.day, months=1 - MONTHS))[:7]


def cycle(service: Service, basis: Basis, first: str) -> CycleOut:
    """Return all that each month saw, up to that of the day."""
    return CycleOut.of(turned(service, basis, first))


def turned(
    service: Service, basis: Basis, first: str, *, most: int | None = None, reader: Language | None = None
) -> CycleAnswer:
    """Return what each month saw, and ``most`` persons or about as many, named in a reader's script."""
    today = service.questions.clock.today()
    months = params.months(first_month(basis, first), iso(basis.day)[:7], today=today)
    return service.questions.cycle.over(months, basis.head.size, most=most, language=reader)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a bridge is asked beside what all pages are: where it begins."""

    first: str
    definition: str
    variant: str


def compared(
    first: Annotated[str, Query(alias="from")] = "", from_definition: str = "", from_variant: str = ""
) -> Compared:
    """Read where a bridge begins, as it was written."""
    return Compared(first, from_definition, from_variant)


ComparedDep = Annotated[Compared, Depends(compared)]


def bridge(service: Service, basis: Basis, asked: Compared) -> BridgeOut:
    """Return the whole bridge from a count elsewhere to the count at the basis of the page."""
    return BridgeOut.of(crossed(service, basis, asked))


def crossed(
    service: Service, basis: Basis, asked: Compared, *, most: int | None = None, reader: Language | None = None
) -> BridgeAnswer:
    """Return that bridge with ``most`` persons of each step, named in a reader's script."""
    ours = Rule(basis.definition.id, basis.variant.value)
    variant = asked.variant or ("then" if asked.definition else ours.variant)
    theirs = Rule(asked.definition or ours.definition, variant)
    with of_the_end("from"):  # The rule of the other has been read with the page's basis.
        start, end = ends(service, asked.first, f"{iso(basis.day)}@{basis.head.size}", theirs, ours)
    return service.questions.bridge(start, end, most=most, language=reader)


def published(service: Service, basis: Basis) -> PublishedOut:
    """Return the figures that others published for the day."""
    return PublishedOut.of(service.questions.published.on(basis.day, as_known=basis.head.size))


def demands(service: Service, basis: Basis, statement: str | None = None, outcome: Outcome | None = None) -> DemandsOut:
    """Return the demands made by the day, in all statements or in one, and what had become of how many and of each."""
    found = service.questions.demands.on(basis.day, as_known=basis.head.size, statement=statement, outcome=outcome)
    return DemandsOut.made(found)


def mandates(service: Service, basis: Basis) -> MandatesOut:
    """Return the mandates that had begun by the day, and whether each is in force."""
    return MandatesOut.of(service.questions.force.on(Kind.MANDATE, basis.day, as_known=basis.head.size))


def laws(service: Service, basis: Basis) -> LawsOut:
    """Return the provisions of law that had begun by the day, and whether each is in force."""
    return LawsOut.of(service.questions.force.on(Kind.LAW, basis.day, as_known=basis.head.size))


def cases(service: Service, basis: Basis) -> CasesOut:
    """Return how many persons have a case in which state, serve what, and are under which measure after release."""
    return CasesOut.of(service.questions.cases.on(basis.day, as_known=basis.head.size))


def places(service: Service, basis: Basis, reader: Language | None = None) -> PlacesOut:
    """Return the courts and places of detention on the day, and how many are held there; names in a reader's script."""
    found = service.questions.places.on(basis.day, as_known=basis.head.size, language=reader)
    return PlacesOut.of(found)


def incidents(service: Service, basis: Basis, reader: Language | None = None) -> IncidentsOut:
    """Return the incidents from the beginning of the day's year up to the day; names in a reader's script."""
    first = Day(date(date.fromordinal(basis.day).year, 1, 1).toordinal())
    found = service.questions.incidents.between(first, basis.day, as_known=basis.head.size, language=reader)
    return IncidentsOut.of(found)


def person(service: Service, basis: Basis, identifier: str) -> PersonOut:
    """Return one person as of the day."""
    return PersonOut.of(*service.questions.timeline(PersonId(identifier), basis.day, basis.head.size))


def fact(service: Service, basis: Basis, identifier: str) -> FactAnswerOut:
    """Return one fact with its versions."""
    return FactAnswerOut.of(*service.questions.fact(FactId(identifier), basis.head.size))


def impact(service: Service, basis: Basis, identifier: str) -> ImpactOut:
    """Return which counts each version of a fact moved."""
    return ImpactOut.of(service.questions.explanations.impact(FactId(identifier), basis.head.size))


def incident(service: Service, basis: Basis, identifier: str, reader: Language | None = None) -> IncidentAnswerOut:
    """Return one incident with its reports, figures, parts and members; names in a reader's script."""
    found = service.questions.incidents.one(FactId(identifier), as_known=basis.head.size, language=reader)
    return IncidentAnswerOut.of(found)


def source(service: Service, basis: Basis, identifier: str) -> SourceOut:
    """Return one source with the passages from it."""
    return SourceOut.of(*service.questions.source(SourceId(identifier), basis.head.size))


def quality(service: Service, basis: Basis) -> QualityOut:
    """Return how much of the record was compared with its sources, and how much has two origins."""
    return QualityOut.of(service.questions.quality.on(basis.head.size))


def changes(service: Service, basis: Basis, many: int) -> ChangesOut:
    """Return the newest events up to the log size of the basis, oldest first."""
    size = basis.head.size
    since = max(0, size - many)
    return ChangesOut.of(*service.questions.news(since=since, limit=many, as_known=size), since=since)
