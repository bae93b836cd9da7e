"""One group of a count that is broken down: who is in it. What a breakdown counts, this names (docs/questions.md)."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection

from domain.codes import Article
from domain.errors import ArticleError, QuestionError
from domain.folds.holds import Holds
from domain.folds.status import Liberty
from domain.people import Gender, Occupation, PersonId
from domain.phrases import Field, Phrase, Word, listing
from ledger.events import is_id
from projections.basis import Basis, Count, recognizers
from projections.breakdown import OVERLAPPING, Breakdown, By, breakdown, check_by, told
from projections.places import names_on
from projections.rows import SEVERAL, UNKNOWN
from projections.tables import Models

_GROUP: Final = Field("group")
WORDS: Final[Mapping[By, type[StrEnum]]] = {By.LIBERTY: Liberty, By.GENDER: Gender, By.OCCUPATION: Occupation}


@dataclass(frozen=True, slots=True)
class Group:
    """What a count is broken down by, and the name of one of its groups, ``unknown`` and ``several`` among them."""

    by: By
    name: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A group and who is in it, with those whom no list shows; ``title`` is how a place was called on the day.

    ``breakdown`` has all groups of the count that it is one of.
    """

    group: Group
    people: Mapping[PersonId, Holds]
    title: str | None
    breakdown: Breakdown

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
    if (
        group.by is By.RECOGNIZER
        and group.name != UNKNOWN
        and group.name not in (known := recognizers(connection, models, hidden))
    ):
        nobody = Phrase(
            "%(field)s has recognized nobody in this log; there are: %(there)s",
            field=_GROUP,
            there=listing(known),
        )
        raise QuestionError(nobody, field=_GROUP.text)
    each = told(connection, models, basis, group.by, hidden)
    people: dict[PersonId, Holds] = {}
    for person, name, sure in each:
        if name == group.name:
            people[person] = max(people.get(person, Holds.POSSIBLY), Holds.CERTAINLY if sure else Holds.POSSIBLY)
    if group.by is By.PLACE:
        title = names_on(connection, models, [group.name], basis.day, basis.head.size).get(group.name)
    else:
        title = None
    return Narrowed(group, people, title, breakdown(connection, models, basis, group.by, each))


def check_group(basis: Basis, group: Group) -> None:
    """Return quietly if a basis can be put into such groups and one can be called so; raise `QuestionError` if not."""
    check_by(basis, group.by)
    if group.name == UNKNOWN or (group.name == SEVERAL and group.by not in OVERLAPPING):
        return
    if words := WORDS.get(group.by):
        if group.name not in set(words):
            none = Phrase(
                "%(field)s is none of those that are recorded by %(by)s; there are: %(there)s",
                field=_GROUP,
                by=Word(group.by),
                there=listing(words),
            )
            raise QuestionError(none, field=_GROUP.text)
    elif group.by is By.PLACE:
        if not is_id(group.name):
            no_place = Phrase("%(field)s is no identifier of a place, and neither several nor unknown", field=_GROUP)
            raise QuestionError(no_place, field=_GROUP.text)
    elif group.by is By.ARTICLE:
        with suppress(ArticleError):
            if Article.parse(group.name).whole == group.name:
                return
        no_article = Phrase("%(field)s is no whole article; write CC 293 or CAO 23.34, or unknown", field=_GROUP)
        raise QuestionError(no_article, field=_GROUP.text)
