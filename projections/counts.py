"""Counts at any basis, as SQL on the bitemporal rows: certain under every reading of the dates, possible under some."""

from sqlalchemy import ColumnElement, Connection, Label, Select, Table, and_, case, func, literal, select

from domain.folds.counts import Tests
from domain.folds.holds import Holds
from domain.sources import Variant
from projections.basis import Basis, Count
from projections.bitemporal import covers, known
from projections.tables import Models


def count(connection: Connection, models: Models, basis: Basis) -> Count:
    """Count the persons that a basis counts."""
    people = members(models, basis).subquery()
    certain = func.coalesce(func.sum(people.c.certain), 0)
    found = connection.execute(select(certain, func.count()).select_from(people)).one()
    return Count(int(found[0]), int(found[1]))


def members(models: Models, basis: Basis) -> Select[str, int]:
    """Select the persons counted (possible), with ``certain`` as 1 or 0."""
    if basis.definition.over:
        return _over(models, basis)
    match basis.definition.recognition:
        case Tests.EVER:
            return _ever(models.recognition, basis)
        case Tests.NOTHING:
            return _held(models.liberty, basis)
        case Tests.THIS_DEPRIVATION:
            return _recognized(models, basis)


def _whose(table: Table) -> Label[str]:
    """Return the person as an expression: grouping by the bare column would take SQLite off the covering index."""
    return table.c.person.concat("").label("person")


def _ever(recognition: Table, basis: Basis) -> Select[str, int]:
    rows = covers(recognition, basis.day, basis.head.size)
    certain = _certain(func.max(recognition.c.ever))
    whose = _whose(recognition)
    return select(whose, certain).where(rows, _bodies(recognition, basis)).group_by(whose)


def _held(liberty: Table, basis: Basis) -> Select[str, int]:
    rows = and_(covers(liberty, basis.day, basis.head.size), liberty.c.liberty.in_(_liberties(basis)))
    certain = case((func.count() == func.max(liberty.c.choices), 1), else_=0).label("certain")
    whose = _whose(liberty)
    return select(whose, certain).where(rows).group_by(whose)


def _recognized(models: Models, basis: Basis) -> Select[str, int]:
    """Test recognition per element of the day's set: a person is certain if every element passes certainly."""
    liberty, recognition = models.liberty, models.recognition
    stated, holds = _recognition(recognition, basis)
    same = and_(recognition.c.person == liberty.c.person, recognition.c.deprivation == liberty.c.deprivation)
    whose = _whose(liberty)
    elements = (
        select(whose, liberty.c.choices, func.max(holds).label("holds"))
        .join(recognition, same)
        .where(covers(liberty, basis.day, basis.head.size), liberty.c.liberty.in_(_liberties(basis)), stated)
        .group_by(whose, liberty.c.liberty, liberty.c.deprivation, liberty.c.choices)
        .subquery()
    )
    sure = func.sum(case((elements.c.holds == int(Holds.CERTAINLY), 1), else_=0))
    certain = case((sure == func.max(elements.c.choices), 1), else_=0).label("certain")
    return select(elements.c.person, certain).group_by(elements.c.person)


def _over(models: Models, basis: Basis) -> Select[str, int]:
    """Test recognition per deprivation that is over: one that passes certainly is enough."""
    past, recognition = models.past, models.recognition
    stated, holds = _recognition(recognition, basis)
    same = and_(recognition.c.person == past.c.person, recognition.c.deprivation == past.c.deprivation)
    whose = _whose(past)
    both = case((holds < past.c.holds, holds), else_=past.c.holds)
    return (
        select(whose, _certain(func.max(both)))
        .join(recognition, same)
        .where(covers(past, basis.day, basis.head.size), stated)
        .group_by(whose)
    )


def _recognition(recognition: Table, basis: Basis) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """Return which rows of recognition count, and how far each holds."""
    size = basis.head.size
    if basis.variant is Variant.HINDSIGHT:
        return and_(known(recognition, size), _bodies(recognition, basis)), literal(int(Holds.CERTAINLY))
    stated = and_(covers(recognition, basis.day, size), recognition.c.now > int(Holds.NO))
    return and_(stated, _bodies(recognition, basis)), recognition.c.now


def _certain(holds: ColumnElement[int]) -> Label[int]:
    return case((holds >= int(Holds.CERTAINLY), 1), else_=0).label("certain")


def _liberties(basis: Basis) -> list[str]:
    return sorted(value.value for value in basis.definition.liberties)


def _bodies(recognition: Table, basis: Basis) -> ColumnElement[bool]:
    return recognition.c.body.in_(sorted(basis.recognized_by)) if basis.recognized_by else literal(value=True)
