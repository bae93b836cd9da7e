"""Counts at any basis, as SQL on the bitemporal rows: certain under every reading of the dates, possible under some."""

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal, select

from domain.folds.counts import Tests
from domain.folds.recognition import Holds
from domain.sources import Variant
from projections.basis import Basis, Count
from projections.bitemporal import covers, known
from projections.tables import liberty, recognition

_WHOSE = liberty.c.person.concat("").label("person")
"""The person, as an expression: grouping by the bare column would take SQLite off the covering index."""


def count(connection: Connection, basis: Basis) -> Count:
    """Count the persons that a basis counts."""
    people = members(basis).subquery()
    certain = func.coalesce(func.sum(people.c.certain), 0)
    found = connection.execute(select(certain, func.count()).select_from(people)).one()
    return Count(int(found[0]), int(found[1]))


def members(basis: Basis) -> Select[tuple[str, int]]:
    """Select the persons counted (possible), with ``certain`` as 1 or 0."""
    match basis.definition.recognition:
        case Tests.EVER:
            return _ever(basis)
        case Tests.NOTHING:
            return _held(basis)
        case Tests.THIS_DEPRIVATION:
            return _recognized(basis)


def _ever(basis: Basis) -> Select[tuple[str, int]]:
    rows = covers(recognition, basis.day, basis.head.size)
    certain = case((func.max(recognition.c.ever) >= int(Holds.CERTAINLY), 1), else_=0).label("certain")
    return select(recognition.c.person, certain).where(rows, _bodies(basis)).group_by(recognition.c.person)


def _held(basis: Basis) -> Select[tuple[str, int]]:
    rows = and_(covers(liberty, basis.day, basis.head.size), liberty.c.liberty.in_(_liberties(basis)))
    certain = case((func.count() == func.max(liberty.c.choices), 1), else_=0).label("certain")
    return select(_WHOSE, certain).where(rows).group_by(_WHOSE)


def _recognized(basis: Basis) -> Select[tuple[str, int]]:
    """Test recognition per element of the day's set: a person is certain if every element passes certainly."""
    size = basis.head.size
    if basis.variant is Variant.HINDSIGHT:
        stated = known(recognition, size)
        holds: ColumnElement[int] = literal(int(Holds.CERTAINLY))
    else:
        stated = and_(covers(recognition, basis.day, size), recognition.c.now > int(Holds.NO))
        holds = func.max(recognition.c.now)
    same = and_(recognition.c.person == liberty.c.person, recognition.c.deprivation == liberty.c.deprivation)
    elements = (
        select(_WHOSE, liberty.c.choices, holds.label("holds"))
        .join(recognition, same)
        .where(covers(liberty, basis.day, size), liberty.c.liberty.in_(_liberties(basis)), stated, _bodies(basis))
        .group_by(_WHOSE, liberty.c.liberty, liberty.c.deprivation, liberty.c.choices)
        .subquery()
    )
    sure = func.sum(case((elements.c.holds == int(Holds.CERTAINLY), 1), else_=0))
    certain = case((sure == func.max(elements.c.choices), 1), else_=0).label("certain")
    return select(elements.c.person, certain).group_by(elements.c.person)


def _liberties(basis: Basis) -> list[str]:
    return sorted(value.value for value in basis.definition.liberties)


def _bodies(basis: Basis) -> ColumnElement[bool]:
    return recognition.c.body.in_(sorted(basis.recognized_by)) if basis.recognized_by else literal(value=True)
