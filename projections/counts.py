"""Counts at any basis, as SQL on the bitemporal rows: certain under every reading of the dates, possible under some."""

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Label,
    Select,
    String,
    Subquery,
    Table,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
    true,
    union_all,
)

from domain.folds.counts import Definition, Tests
from domain.folds.holds import Holds
from domain.sources import Variant
from projections.basis import Basis, Count
from projections.bitemporal import covers, holding, known
from projections.rows import series_name
from projections.tables import MODELS, Models

Each = tuple[()] | tuple[Column[str]]
"""By which column, if any, persons are counted apart."""


def count(connection: Connection, models: Models, basis: Basis) -> Count:
    """Count the persons that a basis counts."""
    if basis.recognized_by:
        found = connection.execute(_counting(members(models, basis))).one()
    else:
        found = connection.execute(_COUNTS[models.slot], _parameters(basis)).one()
    return Count(int(found[0]), int(found[1]))


def members(models: Models, basis: Basis) -> Select[str, int]:
    """Select the persons counted (possible), with ``certain`` as 1 or 0."""
    return _told(models, basis, ()) if basis.recognized_by else _anybody(models, basis)


def by_body(models: Models, basis: Basis) -> Select[str, int, str]:
    """Select the persons that each body's recognition alone would count, ``certain`` as 1 or 0, and the ``body``."""
    return _told(models, basis, (models.recognition.c.body,))


def _anybody(models: Models, basis: Basis) -> Select[str, int]:
    return _MEMBERS[models.slot].params(_parameters(basis))


def _told(models: Models, basis: Basis, body: Each) -> Select[Any]:
    """Select whom the bodies of a basis count: together, or each apart, given the column that names it."""
    # Whom some body's recognition counts, any body's does: the others need not be looked at.
    among = _anybody(models, basis).subquery("among")
    match basis.definition:
        case Definition(recognition=Tests.EVER):
            return _ever(models.recognition, basis, among, body)
        case Definition(over=True):
            return _over(models, basis, among, body)
        case _:
            return _recognized(models, basis, among, body)


def _parameters(basis: Basis) -> dict[str, str | int]:
    return {"series": series_name(basis.definition, basis.variant), "day": basis.day, "size": basis.head.size}


def _by_anybody(tally: Table) -> Select[str, int]:
    series = tally.c.series == bindparam("series", type_=String)
    # A union, and no join with the classes: no planner can take it for anything but one short range of each.
    each = [select(tally.c.person, _certain(tally.c.holds)).where(series, held) for held in holding(tally)]
    people = union_all(*each).subquery()
    return select(people.c.person, people.c.certain)


def _ever(recognition: Table, basis: Basis, among: Subquery, body: Each) -> Select[Any]:
    rows = and_(covers(recognition, basis.day, basis.head.size), _by(recognition, basis))
    return (
        select(among.c.person, _certain(func.max(recognition.c.ever)), *body)
        .join(recognition, recognition.c.person == among.c.person)
        .where(rows)
        .group_by(among.c.person, *body)
    )


def _recognized(models: Models, basis: Basis, among: Subquery, body: Each) -> Select[Any]:
    """Test recognition per element of the day's set: a person is certain if every element passes certainly."""
    liberty, recognition = models.liberty, models.recognition
    stated, holds = _recognition(recognition, basis)
    same = and_(recognition.c.person == liberty.c.person, recognition.c.deprivation == liberty.c.deprivation)
    elements = (
        select(among.c.person, liberty.c.choices, func.max(holds).label("holds"), *body)
        .join(liberty, liberty.c.person == among.c.person)
        .join(recognition, same)
        .where(covers(liberty, basis.day, basis.head.size), liberty.c.liberty.in_(_liberties(basis)), stated)
        .group_by(among.c.person, liberty.c.liberty, liberty.c.deprivation, liberty.c.choices, *body)
        .subquery()
    )
    sure = func.sum(case((elements.c.holds == int(Holds.CERTAINLY), 1), else_=0))
    certain = case((sure == func.max(elements.c.choices), 1), else_=0).label("certain")
    each = [elements.c[column.name] for column in body]
    return select(elements.c.person, certain, *each).group_by(elements.c.person, *each)


def _over(models: Models, basis: Basis, among: Subquery, body: Each) -> Select[Any]:
    """Test recognition per deprivation that is over: one that passes certainly is enough."""
    past, recognition = models.past, models.recognition
    stated, holds = _recognition(recognition, basis)
    same = and_(recognition.c.person == past.c.person, recognition.c.deprivation == past.c.deprivation)
    both = case((holds < past.c.holds, holds), else_=past.c.holds)
    return (
        select(among.c.person, _certain(func.max(both)), *body)
        .join(past, past.c.person == among.c.person)
        .join(recognition, same)
        .where(covers(past, basis.day, basis.head.size), stated)
        .group_by(among.c.person, *body)
    )


def _recognition(recognition: Table, basis: Basis) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """Return which rows of recognition count, and how far each holds."""
    size = basis.head.size
    if basis.variant is Variant.HINDSIGHT:
        return and_(known(recognition, size), _by(recognition, basis)), literal(int(Holds.CERTAINLY))
    stated = and_(covers(recognition, basis.day, size), recognition.c.now > int(Holds.NO))
    return and_(stated, _by(recognition, basis)), recognition.c.now


def _certain(holds: ColumnElement[int]) -> Label[int]:
    return case((holds >= int(Holds.CERTAINLY), 1), else_=0).label("certain")


def _by(recognition: Table, basis: Basis) -> ColumnElement[bool]:
    return recognition.c.body.in_(sorted(basis.recognized_by)) if basis.recognized_by else true()


def _liberties(basis: Basis) -> list[str]:
    return sorted(value.value for value in basis.definition.liberties)


def _sum(certain: ColumnElement[int]) -> ColumnElement[int]:
    return func.coalesce(func.sum(certain), 0)


def _counting(members: Select[str, int]) -> Select[int, int]:
    people = members.subquery()
    return select(_sum(people.c.certain), func.count()).select_from(people)


_MEMBERS = {slot: _by_anybody(models.tally) for slot, models in MODELS.items()}
_COUNTS = {slot: _counting(members) for slot, members in _MEMBERS.items()}
