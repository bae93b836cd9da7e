"""Cases, sentences and measures after release on a day: what stands of each, and how many persons that is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from domain.dates import Day
from domain.folds.coverage import Coverage
from domain.folds.holds import Holds
from domain.folds.procedure import State
from domain.folds.status import Liberty
from domain.people import FactId, PersonId
from domain.sources import About
from ledger.log import Head
from projections.basis import AsKnown, Count
from projections.bitemporal import covers, on
from projections.projector import reading
from projections.room import Room
from projections.rows import UNKNOWN
from projections.tables import Models

SERVING = frozenset(
    {
        Liberty.COLONY,
        Liberty.PRISON,
        Liberty.SHORT_TERM_ARREST,
        Liberty.OPEN_TYPE,
        Liberty.HOME_CONFINEMENT,
        Liberty.COMPULSORY_TREATMENT,
    }
)
"""Values of liberty that are punishments being served."""

Groups = tuple[tuple[str, Count], ...]
"""Groups of persons, most first; one person may be in several, and whoever is withheld is in ``unknown``."""


@dataclass(frozen=True, slots=True)
class OnDay:
    """The rows of one day: states of cases, articles charged, aspects of sentences, measures after release."""

    states: Mapping[tuple[PersonId, FactId], frozenset[str]]
    charges: Mapping[tuple[PersonId, FactId, str, str], Holds]
    sentences: Mapping[tuple[PersonId, FactId, str], frozenset[str]]
    burdens: Mapping[tuple[PersonId, FactId, str], Holds]


@dataclass(frozen=True, slots=True)
class CasesAnswer:
    """How many persons have a case in each state, serve each punishment, are under each measure after release."""

    states: Groups
    serving: Groups
    after_release: Groups
    day: Day
    coverage: Coverage
    head: Head


class Cases(Room):
    """Questions about cases, sentences and measures after release."""

    def on(self, day: Day, *, as_known: AsKnown = None) -> CasesAnswer:
        """Return how many persons stand how at the end of a day."""
        size = self._clock.size(as_known)
        with reading(self._engine) as (connection, models):
            hidden = self._disclosures.now(connection, models).at(connection, models, size)
            found = on_day(connection, models, day, size)
            serving = _serving(connection, models, day, size)
        states = [
            (person, state, len(values) == 1)
            for (person, _), values in found.states.items()
            for state in values - {State.NONE.value}
        ]
        burdens = [(person, burden, holds is Holds.CERTAINLY) for (person, _, burden), holds in found.burdens.items()]
        return CasesAnswer(
            grouped(states, hidden),
            grouped(serving, hidden),
            grouped(burdens, hidden),
            day,
            self._declared.known_to_us(size, About.PERSONS),
            self._ledger.head(size),
        )


def on_day(connection: Connection, models: Models, day: Day, size: int) -> OnDay:
    """Return what the rows say of a day."""
    states: defaultdict[tuple[PersonId, FactId], set[str]] = defaultdict(set)
    procedure = models.procedure
    for row in connection.execute(select(procedure).where(covers(procedure, day, size))):
        states[row.person, row.case].add(row.state)
    sentences: defaultdict[tuple[PersonId, FactId, str], set[str]] = defaultdict(set)
    punishment = models.punishment
    for row in connection.execute(select(punishment).where(covers(punishment, day, size))):
        sentences[row.person, row.sentence, row.aspect].add(row.value)
    charge, burden = models.charge, models.after_release
    charges = connection.execute(select(charge).where(covers(charge, day, size)))
    burdens = connection.execute(select(burden).where(covers(burden, day, size)))
    return OnDay(
        {key: frozenset(values) for key, values in states.items()},
        {(row.person, row.case, row.article, row.deprivation): Holds(row.holds) for row in charges},
        {key: frozenset(values) for key, values in sentences.items()},
        {(row.person, row.fact, row.burden): Holds(row.holds) for row in burdens},
    )


def grouped(members: Iterable[tuple[PersonId, str, bool]], hidden: Collection[str]) -> Groups:
    """Count persons in groups, given whether each is certainly in one; once in each, and certainly if once is certain.

    Of whoever is ``hidden`` no group is told: they are in ``unknown``.
    """
    found: defaultdict[str, dict[PersonId, bool]] = defaultdict(dict)
    for person, group, certain in members:
        people = found[UNKNOWN if person in hidden else group]
        people[person] = people.get(person, False) or certain
    counts = [(group, Count(sum(people.values()), len(people))) for group, people in found.items()]
    return tuple(sorted(counts, key=lambda one: (-one[1].possible, -one[1].certain, one[0])))


def _serving(connection: Connection, models: Models, day: Day, size: int) -> list[tuple[PersonId, str, bool]]:
    elements: defaultdict[PersonId, set[str]] = defaultdict(set)
    liberty = models.liberty.c
    held = on(models.liberty, day, size, liberty.person, liberty.liberty)
    for person, value in connection.execute(select(held)).all():
        elements[person].add(value)
    return [(person, one, len(found) == 1) for person, found in elements.items() for one in found & SERVING]
