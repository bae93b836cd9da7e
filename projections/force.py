"""Mandates of mechanisms and provisions of law on a day: which were in force, and all that was said of them by then."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import select

from domain.dates import Day
from domain.facts import ForceFact
from domain.folds.coverage import Coverage
from domain.folds.holds import Holds, since
from domain.folds.standing import Standing, of_subject, standing
from domain.people import FactId
from domain.sources import About
from ledger.log import Head
from projections.basis import AsKnown
from projections.bitemporal import covers
from projections.evidence import Evidence, Quote
from projections.projector import reading
from projections.room import Room


class Kind(StrEnum):
    """What can be in force; the names of the subjects and of their tables."""

    MANDATE = "mandate"
    LAW = "law"


_ABOUT: Final = {Kind.MANDATE: About.MANDATES, Kind.LAW: About.LAWS}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was said of a mandate or a provision by the day, with its passages.

    ``missing`` counts those that do not stand, ``withheld`` those that are hidden; ``holds``: whether its day had
    certainly come.
    """

    id: FactId
    fact: ForceFact
    holds: Holds
    quotes: tuple[Quote, ...]
    missing: int
    withheld: int


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A mandate or a provision on a day: what opened it, whether it is in force, and all steps in order."""

    id: FactId
    opened: ForceFact
    in_force: Holds
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ForceAnswer:
    """The mandates or provisions that may have begun by a day; ``withheld`` more are hidden."""

    found: tuple[Standpoint, ...]
    withheld: int
    day: Day
    coverage: Coverage
    head: Head


class Force(Room):
    """Questions about what is in force."""

    def on(self, kind: Kind, day: Day, *, as_known: AsKnown = None) -> ForceAnswer:
        """Return everything of a kind that may have begun by a day, by its first day: in force, or over by then."""
        size = self._clock.size(as_known)
        with reading(self._engine) as (connection, models):
            disclosure = self._disclosures.now(connection, models)
            table = models.tables[kind]
            rows = connection.execute(select(table.c[kind.value], table.c.holds).where(covers(table, day, size)))
            holds = {FactId(row[0]): Holds(row.holds) for row in rows}
        hidden = disclosure.hidden(holds)
        evidence = Evidence(self._ledger, size, disclosure)
        shown = [one for one in holds if one not in hidden]
        histories = self._ledger.tagged_each([f"{kind}:{one}" for one in shown], upto=size)
        placed = []
        for one in shown:
            facts = of_subject(kind, [one], standing(histories[f"{kind}:{one}"]))
            facts.sort(key=lambda fact: (fact.id != one, fact.bounds, fact.id))
            opened = _said(facts[0])
            steps = tuple(_step(fact, day, evidence) for fact in facts if fact.earliest <= day)
            placed.append((facts[0].bounds, one, Standpoint(one, opened, holds[one], steps)))
        found = tuple(one for *_, one in sorted(placed, key=lambda place: place[:2]))
        covered = self._declared.known_to_us(size, _ABOUT[kind])
        return ForceAnswer(found, len(hidden), day, covered, self._ledger.head(size))


def _step(one: Standing, day: Day, evidence: Evidence) -> Step:
    fact = _said(one)
    return Step(
        id=one.id,
        fact=evidence.disclosure.redacted(fact),
        holds=since(one.bounds, day),
        quotes=tuple(evidence.quotes(fact.passages)),
        missing=evidence.missing(fact.passages),
        withheld=evidence.withheld(fact.passages),
    )


def _said(one: Standing) -> ForceFact:
    assert isinstance(one.fact, ForceFact)  # noqa: S101 -- nothing else is tagged with a mandate or a provision
    return one.fact
