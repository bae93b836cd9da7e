"""A count in groups: of one each, which sum to the whole, or by body or article, where they overlap."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Label, Select, Subquery, Table, and_, case, func, or_, select

from domain.codes import Article
from domain.errors import QuestionError
from domain.folds.counts import Tests
from domain.folds.holds import Holds
from domain.folds.status import Liberty
from domain.people import PersonId
from projections.basis import Basis, Count
from projections.bitemporal import covers, known
from projections.cases import Groups, grouped
from projections.counts import members
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


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Groups with their counts; ``overlapping`` if a person may stand in several, so that they do not sum.

    ``names`` says how groups are called on the day that are named by an identifier: those of places.
    """

    by: By
    overlapping: bool
    groups: tuple[tuple[str, Count], ...]
    names: Mapping[str, str] = field(default_factory=dict)


def breakdown(connection: Connection, models: Models, basis: Basis, by: By, hidden: Collection[str]) -> Breakdown:
    """Return a count in groups, where whoever is ``hidden`` is in ``unknown``.

    Raises `QuestionError` for a combination without meaning.
    """
    check_by(basis, by)
    if by is By.RECOGNIZER:
        return Breakdown(by, overlapping=True, groups=_by_recognizer(connection, models, basis, hidden))
    if by is By.ARTICLE:
        return Breakdown(by, overlapping=True, groups=_by_article(connection, models, basis, hidden))
    groups = _sorted(connection, buckets(models, basis, by, hidden))
    names = (
        names_on(connection, models, [one for one, _ in groups], basis.day, basis.head.size) if by is By.PLACE else {}
    )
    return Breakdown(by, overlapping=False, groups=groups, names=names)


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
    body = models.recognition.c.body
    wanted = select(body).where(known(models.recognition, basis.head.size)).distinct()
    bodies = sorted(basis.recognized_by or {str(one) for one in connection.scalars(wanted)})
    groups = [(one, members(models, replace(basis, recognized_by=frozenset({one}))).subquery()) for one in bodies]
    counts = [(one, _count(connection, people, people.c.person.not_in(hidden))) for one, people in groups]
    anybody = members(models, basis).subquery()
    counts.append((UNKNOWN, _count(connection, anybody, anybody.c.person.in_(hidden))))
    return tuple((one, found) for one, found in counts if found.possible)


def _by_article(connection: Connection, models: Models, basis: Basis, hidden: Collection[str]) -> Groups:
    return grouped(charged(connection, models, basis), hidden)


def charged(connection: Connection, models: Models, basis: Basis) -> list[tuple[PersonId, str, bool]]:
    """Return whom a basis counts with each whole article charged in a case that stands on the day, and how certainly.

    A case that names the deprivation whose ground it is counts while that one may hold. Who is charged under no article
    that is stated is in ``unknown``.
    """
    size = basis.head.size
    people = {PersonId(one.person): bool(one.certain) for one in connection.execute(members(models, basis))}
    held: defaultdict[str, set[str]] = defaultdict(set)
    liberty, charge = models.liberty, models.charge
    wanted = select(liberty.c.person, liberty.c.deprivation).where(covers(liberty, basis.day, size))
    for row in connection.execute(wanted):
        held[row.person].add(row.deprivation)
    told: list[tuple[PersonId, str, bool]] = []
    for row in connection.execute(select(charge).where(covers(charge, basis.day, size))):
        if row.person in people and (not row.deprivation or row.deprivation in held[row.person]):
            alone = not row.deprivation or held[row.person] == {row.deprivation}
            sure = people[row.person] and alone and row.holds == Holds.CERTAINLY
            told.append((PersonId(row.person), Article.parse(row.article).whole, sure))
    named = {person for person, *_ in told}
    return told + [(person, UNKNOWN, certain) for person, certain in people.items() if person not in named]


def _count(connection: Connection, people: Subquery, which: ColumnElement[bool]) -> Count:
    wanted = select(func.coalesce(func.sum(people.c.certain), 0), func.count()).select_from(people).where(which)
    certain, possible = connection.execute(wanted).one()
    return Count(int(certain), possible)


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
    liberty = models.liberty.c.liberty
    told = _on_the_day(models, basis, models.liberty, func.min(liberty), func.count(liberty.distinct()))
    bucket = case(
        (told.c.person.in_(hidden), UNKNOWN),
        (told.c.choices == 0, Liberty.FREE.value),
        (told.c.choices > 1, SEVERAL),
        else_=told.c.value,
    )
    return select(told.c.person, told.c.certain, _bucket(bucket))


def _by_place(models: Models, basis: Basis, hidden: Collection[str]) -> Select[str, int, str]:
    """Who may be in several places, an unknown one among them, is in ``several``."""
    place = models.held_at.c.place
    told = _on_the_day(models, basis, models.held_at, func.min(place), func.count(place))
    unknown = or_(told.c.person.in_(hidden), told.c.choices == 0)
    bucket = case((unknown, UNKNOWN), (told.c.choices > 1, SEVERAL), else_=told.c.value)
    return select(told.c.person, told.c.certain, _bucket(bucket))


def _on_the_day(
    models: Models, basis: Basis, table: Table, value: ColumnElement[str], choices: ColumnElement[int]
) -> Subquery:
    """Return whom a basis counts, each once, with what a table's rows of the day say of each; its key begins with them.

    Each person's rows are looked up: those of everybody on the day would be many more.
    """
    people = members(models, basis).subquery()
    theirs = and_(table.c.person == people.c.person, covers(table, basis.day, basis.head.size))
    return (
        select(people.c.person, people.c.certain, value.label("value"), choices.label("choices"))
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
    placed = each.subquery()
    wanted = select(placed.c.bucket, func.sum(placed.c.certain), func.count()).group_by(placed.c.bucket)
    groups = [(str(name), Count(int(certain), possible)) for name, certain, possible in connection.execute(wanted)]
    return tuple(sorted(groups, key=lambda one: (-one[1].possible, one[0])))
