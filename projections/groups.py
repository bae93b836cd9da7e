"""One group of a count that is broken down: who is in it. What a breakdown counts, this names (docs/questions.md)."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, select

from domain.codes import Article
from domain.errors import ArticleError, QuestionError
from domain.folds.holds import Holds
from domain.folds.status import Liberty
from domain.people import Gender, Occupation, PersonId
from ledger.events import is_id
from projections.basis import Basis, Count
from projections.breakdown import OVERLAPPING, By, buckets, charged, check_by
from projections.counts import members
from projections.places import names_on
from projections.rows import SEVERAL, UNKNOWN
from projections.tables import Models

WORDS: Final[Mapping[By, type[StrEnum]]] = {By.LIBERTY: Liberty, By.GENDER: Gender, By.OCCUPATION: Occupation}


@dataclass(frozen=True, slots=True)
class Group:
    """What a count is broken down by, and the name of one of its groups, ``unknown`` and ``several`` among them."""

    by: By
    name: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A group and who is in it, with those whom no list shows; ``title`` is how a place was called on the day."""

    group: Group
    people: Mapping[PersonId, Holds]
    title: str | None

    @property
    def count(self) -> Count:
        """How many these are: the number of the group in the breakdown."""
        sure = sum(holds is Holds.CERTAINLY for holds in self.people.values())
        return Count(sure, len(self.people))


def narrowed(connection: Connection, models: Models, basis: Basis, group: Group, hidden: Collection[str]) -> Narrowed:
    """Return who of a count is in a group; whoever is ``hidden`` is in ``unknown``, and in no other.

    Raises `QuestionError` for a group that no count can have.
    """
    check_group(basis, group)
    if group.by is By.PLACE:
        title = names_on(connection, models, [group.name], basis.day, basis.head.size).get(group.name)
    else:
        title = None
    return Narrowed(group, _people(connection, models, basis, group, hidden), title)


def _people(
    connection: Connection, models: Models, basis: Basis, group: Group, hidden: Collection[str]
) -> dict[PersonId, Holds]:
    if group.by is By.ARTICLE:
        found: dict[PersonId, bool] = {}
        for person, article, sure in charged(connection, models, basis):
            if group.name == (UNKNOWN if person in hidden else article):
                found[person] = found.get(person, False) or sure
        return {person: _holds(sure) for person, sure in found.items()}
    if group.by is By.RECOGNIZER:
        if basis.recognized_by and group.name not in {UNKNOWN, *basis.recognized_by}:
            return {}
        body = basis.recognized_by if group.name == UNKNOWN else frozenset({group.name})
        people = members(models, replace(basis, recognized_by=body)).subquery()
        which = people.c.person.in_(hidden) if group.name == UNKNOWN else people.c.person.not_in(hidden)
        wanted = select(people.c.person, people.c.certain).where(which)
        return {PersonId(person): _holds(certain) for person, certain in connection.execute(wanted)}
    # Asked for one bucket alone, a planner may look each person up anew.
    each = connection.execute(buckets(models, basis, group.by, hidden))
    return {PersonId(person): _holds(certain) for person, certain, bucket in each if bucket == group.name}


def check_group(basis: Basis, group: Group) -> None:
    """Return quietly if a basis can be put into such groups and one can be called so; raise `QuestionError` if not."""
    check_by(basis, group.by)
    if group.name == UNKNOWN or (group.name == SEVERAL and group.by not in OVERLAPPING):
        return
    if words := WORDS.get(group.by):
        if group.name not in set(words):
            raise QuestionError(f"group is no {group.by} that is recorded; a count by it has the groups", field="group")
    elif group.by is By.PLACE:
        if not is_id(group.name):
            raise QuestionError("group is no identifier of a place, several or unknown", field="group")
    elif group.by is By.ARTICLE:
        with suppress(ArticleError):
            if Article.parse(group.name).whole == group.name:
                return
        raise QuestionError("group is no whole article; write CC 293 or CAO 23.34, or unknown", field="group")


def _holds(certain: int) -> Holds:
    return Holds.CERTAINLY if certain else Holds.POSSIBLY
