"""Who of the record a name in a list may mean: the search by name, for many names at once.

Candidates are for a person to look at. Nothing is merged by a score (docs/matching.md).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from domain.likeness import WORTH_A_LOOK, likeness, score
from domain.names import bones, parts, soundings
from domain.people import FactId, PersonId
from projections.bitemporal import known
from projections.disclosure import Disclosure
from projections.search import Candidate, Match
from projections.tables import Models

_FIRST = 2
"""Consonants at the beginning of a part by which names are put together; whoever shares none is not compared."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded name: whose it is, and the fact that states it."""

    person: PersonId
    fact: FactId
    text: str


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the record at one log size, found by how their parts begin."""

    called: Mapping[PersonId, str]
    beginning: Mapping[str, tuple[Recorded, ...]]

    def like(self, asked: Iterable[str]) -> list[Candidate]:
        """Return whom any of some spellings of one name may mean, the likeliest first."""
        found: defaultdict[PersonId, dict[FactId, Match]] = defaultdict(dict)
        for text in asked:
            mine = parts(text)
            for near in {one.fact: one for key in beginnings(text) for one in self.beginning.get(key, ())}.values():
                if score(mine, parts(near.text), least=WORTH_A_LOOK):
                    match = Match(near.fact, near.text, likeness(text, near.text))
                    best = found[near.person].get(near.fact, match)
                    found[near.person][near.fact] = max(match, best, key=lambda one: one.likeness.score)
        candidates = [
            Candidate(person, self.called[person], tuple(sorted(matches.values(), key=lambda one: -one.likeness.score)))
            for person, matches in found.items()
        ]
        return sorted(candidates, key=lambda one: (-one.score, one.name.casefold(), one.id))


def beginnings(name: str) -> Iterator[str]:
    """Yield the keys under which a name is found."""
    for part in parts(name):
        for sounding in soundings(part):
            yield (bones(sounding) or sounding)[:_FIRST]


def names(connection: Connection, models: Models, disclosure: Disclosure, size: int) -> Names:
    """Read the names at a log size; whoever is withheld, and a name that is, are left out."""
    named, person = models.named, models.person
    wanted = (
        select(named.c.person, named.c.fact, named.c.text, person.c.name)
        .join(person, person.c.person == named.c.person)
        .where(known(named, size), known(person, size))
        .order_by(named.c.person, named.c.fact)
    )
    hidden = disclosure.at(connection, models, size)
    rows = [row for row in connection.execute(wanted) if row.person not in hidden]
    silent = disclosure.hidden(row.fact for row in rows)
    called: dict[PersonId, str] = {}
    beginning: defaultdict[str, list[Recorded]] = defaultdict(list)
    for row in rows:
        if row.fact not in silent:
            called.setdefault(row.person, disclosure.name(row.person, row.name, size))
            for key in set(beginnings(row.text)):
                beginning[key].append(Recorded(row.person, row.fact, row.text))
    return Names(called, {key: tuple(found) for key, found in beginning.items()})
