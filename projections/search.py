"""People whose names are like one that is asked for: candidates to look at, and never a judgement of who is who."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from domain.likeness import LIKELY, WORTH_A_LOOK, Likeness, likeness, score
from domain.names import parts
from domain.people import FactId, PersonId
from projections.bitemporal import known
from projections.disclosure import Disclosure
from projections.tables import Models

MOST: Final = 100
"""Candidates in one answer."""


@dataclass(frozen=True, slots=True)
class Match:
    """A recorded name that is like the one asked for: the fact that states it, its text as printed, and why."""

    fact: FactId
    text: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person with a name that is like the one asked for; ``matches`` holds the best name first."""

    id: PersonId
    name: str
    matches: tuple[Match, ...]

    @property
    def score(self) -> float:
        """The score of the best name, from 0 to 1."""
        return self.matches[0].likeness.score

    @property
    def likely(self) -> bool:
        """Whether few others than the person sought have so high a score."""
        return self.score >= LIKELY


@dataclass(frozen=True, slots=True)
class Candidates:
    """The best candidates, best first, and how many more there are."""

    found: tuple[Candidate, ...]
    more: int


def search(connection: Connection, models: Models, disclosure: Disclosure, asked: str, size: int) -> Candidates:
    """Return the persons whom a name may mean, as known at a log size, by every name that is recorded of them.

    The name asked for has letters; equal scores stand in the order of names and identifiers. Who is withheld, and a
    name that is, are left out without a word: whoever asks knows the name.
    """
    named, person = models.named, models.person
    wanted = (
        select(named.c.person, named.c.fact, named.c.text, person.c.name)
        .join(person, person.c.person == named.c.person)
        .where(known(named, size), known(person, size))
        .order_by(named.c.person, named.c.fact)
    )
    mine, hidden = parts(asked), disclosure.at(connection, models, size)
    near = [
        row
        for row in connection.execute(wanted)
        if row.person not in hidden and score(mine, parts(row.text), least=WORTH_A_LOOK)
    ]
    silent = disclosure.hidden(row.fact for row in near)
    called: dict[str, str] = {}
    alike: defaultdict[str, dict[str, FactId]] = defaultdict(dict)
    for row in near:
        if row.fact not in silent:
            called[row.person] = row.name
            alike[row.person].setdefault(row.text, FactId(row.fact))
    found = [
        Candidate(PersonId(person), disclosure.name(person, called[person], size), _matches(asked, texts))
        for person, texts in alike.items()
    ]
    found.sort(key=lambda one: (-one.score, one.name.casefold(), one.id))
    return Candidates(tuple(found[:MOST]), max(0, len(found) - MOST))


def _matches(asked: str, texts: Mapping[str, FactId]) -> tuple[Match, ...]:
    found = [Match(fact, text, likeness(asked, text)) for text, fact in texts.items()]
    return tuple(sorted(found, key=lambda one: (-one.likeness.score, one.text)))
