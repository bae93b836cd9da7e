"""A count in groups: of one each, which sum to the whole, or by body or article, where they overlap."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, FromClause, Select, Subquery, Table, and_, case, func, select

from domain.codes import Article
from domain.errors import QuestionError
from domain.folds.counts import Tests
from domain.folds.holds import Holds
from domain.folds.status import Liberty
from domain.people import PersonId
from domain.phrases import Phrase, Word
from projections.basis import Basis, Count
from projections.bitemporal import covers, known, on
from projections.cases import grouped
from projections.counts import by_body, members
from projections.places import names_on
from projections.rows import SEVERAL, UNKNOWN
from projections.tables import Models


class By(StrEnum):
    """What a count is broken down by."""

    LIBERTY = "liberty"
    PLACE = "place"
    ARTICLE = "article"
    RECOGNIZER = "recognizer"
    GENDER = "gender"
    OCCUPATION = "occupation"


Told = tuple[PersonId, str, bool]
"""Whom a count counts, in which group, and whether certainly there."""
OVERLAPPING: Final = frozenset({By.RECOGNIZER, By.ARTICLE})
"""By what one person may be in several groups, so that they do not sum, and nobody is in ``several``."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Groups with their counts; ``names`` says how those are called on the day whose name is an identifier: places."""

    by: By
    groups: tuple[tuple[str, Count], ...]
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def overlapping(self) -> bool:
        """Whether a person may stand in several groups, so that they do not sum."""
        return self.by in OVERLAPPING


def breakdown(connection: Connection, models: Models, basis: Basis, by: By, each: Iterable[Told]) -> Breakdown:
    """Return a count in groups, given who is told of in which."""
    groups = grouped(each, ())
    if by is By.RECOGNIZER:
        return Breakdown(by, tuple(sorted(groups, key=lambda one: (one[0] == UNKNOWN, one[0]))))
    if by is By.ARTICLE:
        return Breakdown(by, groups)
    most_first = tuple(sorted(groups, key=lambda one: (-one[1].possible, one[0])))
    names = (
        names_on(connection, models, [one for one, _ in groups], basis.day, basis.head.size) if by is By.PLACE else {}
    )
    return Breakdown(by, most_first, names)


def told(connection: Connection, models: Models, basis: Basis, by: By, hidden: Collection[str]) -> list[Told]:
    """Return whom a basis counts with the group that each is in, or with each of several, and how certainly.

    Whoever is ``hidden`` is in ``unknown``, and in no other. Raises `QuestionError` for a combination without meaning.
    """
    check_by(basis, by)
    if by is By.ARTICLE:
        found = _charged(connection, models, basis)
    else:
        rows = connection.execute(_all(models, basis, by)).all()
        found = [(PersonId(person), group, bool(sure)) for person, sure, group in rows]
    # Not in SQL: a database goes through all who are hidden for each person counted.
    seen = [(person, UNKNOWN if person in hidden else group, sure) for person, group, sure in found]
    if by is By.RECOGNIZER and any(person in hidden for person, *_ in found):
        # What no body alone makes certain, all together may.
        anybody = connection.execute(members(models, basis)).all()
        seen += [(PersonId(person), UNKNOWN, bool(sure)) for person, sure in anybody if person in hidden]
    return seen


def _all(models: Models, basis: Basis, by: By) -> Select[str, int, str]:
    match by:
        case By.LIBERTY:
            return _by_liberty(models, basis)
        case By.PLACE:
            return _by_place(models, basis)
        case By.RECOGNIZER:
            return by_body(models, basis)
        case _:
            return _by_attribute(models, basis, by)


def _charged(connection: Connection, models: Models, basis: Basis) -> list[Told]:
    """Return whom a basis counts with each whole article charged in a case that stands on the day, and how certainly.

    A case that names the deprivation whose ground it is counts while that one may hold. Who is charged under no article
    that is stated is in ``unknown``.
    """
    people, liberty, charge = members(models, basis).subquery(), models.liberty, models.charge
    counted = {PersonId(person): bool(sure) for person, sure in connection.execute(members(models, basis)).all()}
    charges = _of(people, charge, basis, charge.c.article, charge.c.deprivation, charge.c.holds)
    named = select(charges.subquery().c.person).distinct().subquery()
    held: defaultdict[str, set[str]] = defaultdict(set)
    for person, deprivation in connection.execute(_of(named, liberty, basis, liberty.c.deprivation)):
        held[person].add(deprivation)
    found: list[Told] = []
    for person, article, deprivation, holds in connection.execute(charges).all():
        if not deprivation or deprivation in held[person]:
            alone = not deprivation or held[person] == {deprivation}
            sure = counted[person] and alone and holds == Holds.CERTAINLY
            found.append((PersonId(person), Article.parse(article).whole, sure))
    stated = {person for person, *_ in found}
    return found + [(person, UNKNOWN, certain) for person, certain in counted.items() if person not in stated]


def _of(people: Subquery, table: Table, basis: Basis, *columns: Column[Any]) -> Select[Any]:
    """Select some people with columns of a table's rows of the day, those of everybody else unread."""
    theirs = and_(table.c.person == people.c.person, covers(table, basis.day, basis.head.size))
    return select(people.c.person, *columns).join(table, theirs)


def _by_attribute(models: Models, basis: Basis, by: By) -> Select[str, int, str]:
    """Who has no value stated is in ``unknown``, who has several in ``several``."""
    people, described = members(models, basis).subquery(), models.person
    return (
        select(people.c.person, people.c.certain, described.c[by.value])
        .join(described, described.c.person == people.c.person)
        .where(known(described, basis.head.size))
    )


def _by_liberty(models: Models, basis: Basis) -> Select[str, int, str]:
    """Who may be in one of several ways is in ``several``. Being plainly free has no row."""
    people, liberty = members(models, basis).subquery(), models.liberty.c
    held = on(models.liberty, basis.day, basis.head.size, liberty.person, liberty.liberty)
    return _one_of(people, held, held.c.person == people.c.person, held.c.liberty, Liberty.FREE.value)


def _by_place(models: Models, basis: Basis) -> Select[str, int, str]:
    """Who may be in several places, an unknown one among them, is in ``several``.

    Each person's rows are looked up: those of everybody on the day would be many more.
    """
    people, there = members(models, basis).subquery(), models.held_at
    theirs = and_(there.c.person == people.c.person, covers(there, basis.day, basis.head.size))
    return _one_of(people, there, theirs, there.c.place, UNKNOWN)


def _one_of(
    people: Subquery, rows: FromClause, theirs: ColumnElement[bool], value: ColumnElement[str], none: str
) -> Select[str, int, str]:
    """Select each person once, with the value of their rows: ``none`` for no row, ``several`` for several values."""
    first, last = func.min(value), func.max(value)
    group = case((first.is_(None), none), (first != last, SEVERAL), else_=first)
    return (
        select(people.c.person, people.c.certain, group)
        .join_from(people, rows, theirs, isouter=True)
        .group_by(people.c.person, people.c.certain)
    )


def fits(basis: Basis, by: By) -> bool:
    """Whether what a basis counts can be put into groups like that."""
    try:
        check_by(basis, by)
    except QuestionError:
        return False
    return True


def check_by(basis: Basis, by: By) -> None:
    """Return quietly if what a basis counts can be put into groups like that; raise `QuestionError` if not."""
    rule = Word(basis.definition.id)
    if by is By.RECOGNIZER and basis.definition.recognition is Tests.NOTHING:
        raise QuestionError(Phrase("'%(rule)s' asks for no recognition", rule=rule), field="by")
    unheld = not basis.definition.liberties or basis.definition.over
    if by is By.ARTICLE and unheld:
        no = Phrase("'%(rule)s' counts no custody, which articles are the ground of", rule=rule)
        raise QuestionError(no, field="by")
    if by is By.PLACE and unheld:
        raise QuestionError(Phrase("'%(rule)s' does not ask who is held, so it has no places", rule=rule), field="by")
