"""A count in groups: by an attribute, where the groups sum to the whole, or by recognizing body, where they overlap."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Subquery, case, func, select

from domain.errors import QuestionError
from domain.folds.counts import Tests
from projections.basis import Basis, Count
from projections.bitemporal import known
from projections.counts import members
from projections.rows import UNKNOWN
from projections.tables import Models


class By(StrEnum):
    """What a count is broken down by."""

    RECOGNIZER = "recognizer"
    GENDER = "gender"
    OCCUPATION = "occupation"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Groups with their counts; ``overlapping`` if a person may stand in several, so that they do not sum."""

    by: By
    overlapping: bool
    groups: tuple[tuple[str, Count], ...]


def breakdown(connection: Connection, models: Models, basis: Basis, by: By, hidden: Collection[str]) -> Breakdown:
    """Return a count in groups, where whoever is ``hidden`` is in ``unknown``.

    Raises `QuestionError` for a combination without meaning.
    """
    if by is By.RECOGNIZER:
        return Breakdown(by, overlapping=True, groups=_by_recognizer(connection, models, basis, hidden))
    return Breakdown(by, overlapping=False, groups=_by_attribute(connection, models, basis, by, hidden))


def _by_recognizer(
    connection: Connection, models: Models, basis: Basis, hidden: Collection[str]
) -> tuple[tuple[str, Count], ...]:
    if basis.definition.recognition is Tests.NOTHING:
        raise QuestionError(f"{basis.definition.id!r} asks for no recognition", field="by")
    body = models.recognition.c.body
    wanted = select(body).where(known(models.recognition, basis.head.size)).distinct()
    bodies = sorted(basis.recognized_by or {str(one) for one in connection.scalars(wanted)})
    groups = [(one, members(models, replace(basis, recognized_by=frozenset({one}))).subquery()) for one in bodies]
    counts = [(one, _count(connection, people, people.c.person.not_in(hidden))) for one, people in groups]
    anybody = members(models, basis).subquery()
    counts.append((UNKNOWN, _count(connection, anybody, anybody.c.person.in_(hidden))))
    return tuple((one, found) for one, found in counts if found.possible)


def _count(connection: Connection, people: Subquery, which: ColumnElement[bool]) -> Count:
    wanted = select(func.coalesce(func.sum(people.c.certain), 0), func.count()).select_from(people).where(which)
    certain, possible = connection.execute(wanted).one()
    return Count(int(certain), possible)


def _by_attribute(
    connection: Connection, models: Models, basis: Basis, by: By, hidden: Collection[str]
) -> tuple[tuple[str, Count], ...]:
    """Return groups, most first; who has no value stated is in ``unknown``, who has several in ``several``."""
    people, described = members(models, basis).subquery(), models.person
    stated = described.c[by.value]
    group = case((people.c.person.in_(hidden), UNKNOWN), else_=stated).label("bucket")
    wanted = (
        select(group, func.sum(people.c.certain), func.count())
        .join(described, described.c.person == people.c.person)
        .where(known(described, basis.head.size))
        .group_by(group)
    )
    groups = [(str(name), Count(int(certain), possible)) for name, certain, possible in connection.execute(wanted)]
    return tuple(sorted(groups, key=lambda one: (-one[1].possible, one[0])))
