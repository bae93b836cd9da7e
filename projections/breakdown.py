"""A count in groups: of one each, which sum to the whole, or by body or article, where they overlap."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Label,
    Select,
    Subquery,
    Table,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)

from domain.codes import Article
from domain.errors import QuestionError
from domain.folds.counts import Tests
from domain.folds.holds import Holds
from domain.folds.status import Liberty
from domain.people import PersonId
from projections.basis import Basis, Count
from projections.bitemporal import covers, known
from projections.cases import Groups, grouped
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


def breakdown(connection: Connection, models: Models, basis: Basis, by: By, hidden: Collection[str]) -> Breakdown:
    """Return a count in groups, where whoever is ``hidden`` is in ``unknown``.

    Raises `QuestionError` for a combination without meaning.
    """
    check_by(basis, by)
    if by is By.RECOGNIZER:
        return Breakdown(by, _by_recognizer(connection, models, basis, hidden))
    if by is By.ARTICLE:
        return Breakdown(by, _by_article(connection, models, basis, hidden))
    groups = _sorted(connection, buckets(models, basis, by, hidden))
    names = (
        names_on(connection, models, [one for one, _ in groups], basis.day, basis.head.size) if by is By.PLACE else {}
    )
    return Breakdown(by, groups, names)


def buckets(models: Models, basis: Basis, by: By, hidden: Collection[str]) -> Select[str, int, str]:
    """Select whom a basis counts, ``certain`` as 1 or 0, and the ``bucket`` that each is in, where groups sum."""
    match by:
        case By.LIBERTY:
            return _by_liberty(models, basis, hidden)
        case By.PLACE:
            return _by_place(models, basis, hidden)
        case _:
            return _by_attribute(models, basis, by, hidden)


def _by_recognizer(
    connection: Connection, models: Models, basis: Basis, hidden: Collection[str]
) -> tuple[tuple[str, Count], ...]:
    """Each body counts as if it were asked for alone; whoever is hidden is in ``unknown``, by all of them."""
    people, anybody = by_body(models, basis).subquery(), members(models, basis).subquery()
    told = select(people.c.certain, _bucket(people.c.body)).where(people.c.person.not_in(hidden))
    rest = select(anybody.c.certain, _bucket(literal(UNKNOWN))).where(anybody.c.person.in_(hidden))
    groups = _counted(connection, union_all(told, rest).subquery())
    return tuple(sorted(groups, key=lambda one: (one[0] == UNKNOWN, one[0])))


def _by_article(connection: Connection, models: Models, basis: Basis, hidden: Collection[str]) -> Groups:
    return grouped(charged(connection, models, basis), hidden)


def charged(connection: Connection, models: Models, basis: Basis) -> list[tuple[PersonId, str, bool]]:
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
    told: list[tuple[PersonId, str, bool]] = []
    for person, article, deprivation, holds in connection.execute(charges):
        if not deprivation or deprivation in held[person]:
            alone = not deprivation or held[person] == {deprivation}
            sure = counted[person] and alone and holds == Holds.CERTAINLY
            told.append((PersonId(person), Article.parse(article).whole, sure))
    stated = {person for person, *_ in told}
    return told + [(person, UNKNOWN, certain) for person, certain in counted.items() if person not in stated]


def _of(people: Subquery, table: Table, basis: Basis, *columns: Column[Any]) -> Select[Any]:
    """Select some people with columns of a table's rows of the day, those of everybody else unread."""
    theirs = and_(table.c.person == people.c.person, covers(table, basis.day, basis.head.size))
    return select(people.c.person, *columns).join(table, theirs)


def _by_attribute(models: Models, basis: Basis, by: By, hidden: Collection[str]) -> Select[str, int, str]:
    """Who has no value stated is in ``unknown``, who has several in ``several``."""
    people, described = members(models, basis).subquery(), models.person
    bucket = _bucket(case((people.c.person.in_(hidden), UNKNOWN), else_=described.c[by.value]))
    return (
        select(people.c.person, people.c.certain, bucket)
        .join(described, described.c.person == people.c.person)
        .where(known(described, basis.head.size))
    )


def _by_liberty(models: Models, basis: Basis, hidden: Collection[str]) -> Select[str, int, str]:
    """Who may be in one of several ways is in ``several``. Being plainly free has no row."""
    told = _on_the_day(models, basis, models.liberty.c.liberty)
    bucket = case(
        (told.c.person.in_(hidden), UNKNOWN),
        (told.c.first.is_(None), Liberty.FREE.value),
        (told.c.first != told.c.last, SEVERAL),
        else_=told.c.first,
    )
    return select(told.c.person, told.c.certain, _bucket(bucket))


def _by_place(models: Models, basis: Basis, hidden: Collection[str]) -> Select[str, int, str]:
    """Who may be in several places, an unknown one among them, is in ``several``."""
    told = _on_the_day(models, basis, models.held_at.c.place)
    unknown = or_(told.c.person.in_(hidden), told.c.first.is_(None))
    bucket = case((unknown, UNKNOWN), (told.c.first != told.c.last, SEVERAL), else_=told.c.first)
    return select(told.c.person, told.c.certain, _bucket(bucket))


def _on_the_day(models: Models, basis: Basis, value: Column[str]) -> Subquery:
    """Return whom a basis counts, each once, with the first and the last value of a table's rows of the day, or none.

    Each person's rows are looked up: those of everybody on the day would be many more.
    """
    people, table = members(models, basis).subquery(), value.table
    theirs = and_(table.c.person == people.c.person, covers(table, basis.day, basis.head.size))
    return (
        select(people.c.person, people.c.certain, func.min(value).label("first"), func.max(value).label("last"))
        .join_from(people, table, theirs, isouter=True)
        .group_by(people.c.person, people.c.certain)
        .subquery()
    )


def _bucket(value: ColumnElement[str]) -> Label[str]:
    return value.label("bucket")


def fits(basis: Basis, by: By) -> bool:
    """Whether what a basis counts can be put into groups like that."""
    try:
        check_by(basis, by)
    except QuestionError:
        return False
    return True


def check_by(basis: Basis, by: By) -> None:
    """Return quietly if what a basis counts can be put into groups like that; raise `QuestionError` if not."""
    if by is By.RECOGNIZER and basis.definition.recognition is Tests.NOTHING:
        raise QuestionError(f"{basis.definition.id!r} asks for no recognition", field="by")
    unheld = not basis.definition.liberties or basis.definition.over
    if by is By.ARTICLE and unheld:
        raise QuestionError(f"{basis.definition.id!r} counts no custody, which articles are the ground of", field="by")
    if by is By.PLACE and unheld:
        raise QuestionError(f"{basis.definition.id!r} does not ask who is held, so it has no places", field="by")


def _sorted(connection: Connection, each: Select[str, int, str]) -> tuple[tuple[str, Count], ...]:
    """Count the people of each bucket, that with most first."""
    return tuple(sorted(_counted(connection, each.subquery()), key=lambda one: (-one[1].possible, one[0])))


def _counted(connection: Connection, each: Subquery) -> list[tuple[str, Count]]:
    wanted = select(each.c.bucket, func.sum(each.c.certain), func.count()).group_by(each.c.bucket)
    return [(str(name), Count(int(certain), possible)) for name, certain, possible in connection.execute(wanted)]
