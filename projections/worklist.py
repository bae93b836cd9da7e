"""What a recorder should look into: terms that are over without a release, silence, oddities."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection, select

from domain.dates import Day, iso, shifted
from domain.folds.standing import Dated, Standing, of_person, standing
from domain.folds.status import AT_LARGE, Situation
from domain.people import FactId, PersonId
from ledger.log import Log
from projections.anomalies import anomalies
from projections.bitemporal import known, on
from projections.disclosure import Disclosure
from projections.evidence import Evidence
from projections.identity import events_of, members
from projections.tables import Models


class Concern(StrEnum):
    """Why something stands on the worklist."""

    TERM_OVER = "term over without a release"
    SILENCE = "no news"
    ODD = "odd"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to look into: about whom, what, since which day (where one can be said), and the facts it rests on."""

    concern: Concern
    person: PersonId
    name: str
    says: str
    since: Day | None
    facts: tuple[FactId, ...]


@dataclass(frozen=True, slots=True)
class Worklist:
    """What to look into, and how many persons ``withheld`` there is something to look into about too."""

    tasks: tuple[Task, ...]
    withheld: int


def worklist(
    connection: Connection,
    models: Models,
    ledger: Log,
    disclosure: Disclosure,
    *,
    day: Day,
    size: int,
    months: int,
) -> Worklist:
    """Return what to look into on a day, as known at a log size, by name; silence is news older than ``months``."""
    names = _names(connection, models, size)
    # A recorder looks into everything: what is hidden from readers is evidence all the same.
    evidence = Evidence(ledger, size, Disclosure(ledger, frozenset(), size))
    wanted = select(on(models.liberty, day, size, models.liberty.c.person)).distinct()
    held = [PersonId(person) for person in sorted(connection.scalars(wanted))]
    identifiers = members(connection, models, held, size)
    histories = events_of(ledger, identifiers.values(), size)
    tasks: list[Task] = []
    for person in held:
        facts = of_person(identifiers[person], standing(histories[person]))
        for concern, says, since, fact in _of_one(facts, evidence, day, months):
            tasks.append(Task(concern, PersonId(person), names[person], says, since, (fact,)))
    tasks += _odd(connection, models, names, size)
    hidden = {task.person for task in tasks} & disclosure.at(connection, models, size)
    seen = [
        replace(task, name=disclosure.name(task.person, task.name, size), facts=disclosure.shown(task.facts))
        for task in tasks
        if task.person not in hidden
    ]
    return Worklist(tuple(sorted(seen, key=lambda task: (task.name.casefold(), task.person))), len(hidden))


def _names(connection: Connection, models: Models, size: int) -> dict[str, str]:
    described = models.person
    wanted = select(described.c.person, described.c.name).where(known(described, size))
    return {person: name for person, name in connection.execute(wanted)}  # noqa: C416 -- rows are not pairs to mypy


def _odd(connection: Connection, models: Models, names: dict[str, str], size: int) -> list[Task]:
    return [
        Task(Concern.ODD, person, names[person], odd.oddity.value, None, odd.facts)
        for person, odd in anomalies(connection, models, size)
    ]


def _of_one(
    facts: list[Standing], evidence: Evidence, day: Day, months: int
) -> Iterator[tuple[Concern, str, Day, FactId]]:
    situation = Situation(facts)
    if all(element.liberty in AT_LARGE for element in situation.elements(day)):
        return
    for word, over in situation.overdue(day):
        yield Concern.TERM_OVER, f"the term may be over since {iso(over)}", over, word
    newest, told = _news(facts, evidence, day)
    if shifted(newest, months=months) < day:
        yield Concern.SILENCE, f"the last evidence is of {iso(newest)}", newest, told


def _news(facts: list[Standing], evidence: Evidence, day: Day) -> tuple[Day, FactId]:
    """Return the newest day, up to ``day``, that a dated fact or the source of one speaks of, and the fact."""
    found: list[tuple[Day, FactId]] = []
    for one in facts:
        if isinstance(one.fact, Dated):
            said = [quote.source.published for quote in evidence.quotes(one.fact.passages) if quote.source]
            days = [one.latest, *(published.latest for published in said if published)]
            found += [(latest, one.id) for latest in days if latest <= day]
            found += [(one.earliest, one.id)] if one.earliest <= day else []
    return max(found)
