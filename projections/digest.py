"""The state that a count counts, as rows of canonical bytes, and their digest (docs/state-digest.md)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, select, true

from domain.folds.counts import Tests
from domain.folds.holds import Holds
from domain.people import FactId, PersonId
from domain.sources import Variant
from ledger.mapper import canonical
from projections.basis import Basis, Count
from projections.bitemporal import covers, known
from projections.counts import members
from projections.tables import Models

CONTEXT: Final = b"khronika/state/v1\n"
"""The first line of what is hashed."""


@dataclass(frozen=True, slots=True)
class StateRow:
    """One person counted: for which deprivations, and by whose recognition of these."""

    person: PersonId
    certain: bool
    deprivations: tuple[FactId, ...]
    bodies: tuple[str, ...]

    def fields(self) -> dict[str, Any]:
        """Return the row as JSON values."""
        return {
            "person": self.person,
            "certain": self.certain,
            "deprivations": list(self.deprivations),
            "bodies": list(self.bodies),
        }

    def line(self) -> bytes:
        """Return the row as one line of canonical JSON."""
        return canonical(self.fields()) + b"\n"


@dataclass(frozen=True, slots=True)
class State:
    """Everybody whom a basis counts: those shown as rows, by identifier, those withheld as numbers."""

    rows: tuple[StateRow, ...]
    withheld: Count

    def digest(self) -> str:
        """Return the SHA-256 of the state, hexadecimal."""
        hidden = {"withheld": {"certain": self.withheld.certain, "possible": self.withheld.possible}}
        lines = [row.line() for row in self.rows]
        return sha256(b"".join([CONTEXT, *lines, canonical(hidden) + b"\n"])).hexdigest()


def state(connection: Connection, models: Models, basis: Basis, hidden: Collection[PersonId]) -> State:
    """Read the state at a basis from the rows of the read models."""
    counted = members(models, basis)
    certain = {PersonId(row[0]): bool(row[1]) for row in connection.execute(counted)}
    among = select(counted.subquery().c.person)
    recognized = _recognized(connection, models, basis, among)
    held = _deprivations(connection, models, basis, among)
    rows = [
        _row(basis, person, held[person], recognized[person], certain=certain[person])
        for person in sorted(certain)
        if person not in hidden
    ]
    unseen = [certain[person] for person in certain if person in hidden]
    return State(tuple(rows), Count(sum(unseen), len(unseen)))


def _row(
    basis: Basis, person: PersonId, held: set[FactId], recognized: set[tuple[FactId, str]], *, certain: bool
) -> StateRow:
    match basis.definition.recognition:
        case Tests.NOTHING:
            counted, bodies = held, set[str]()
        case Tests.EVER:
            counted, bodies = set(), {body for _, body in recognized}
        case Tests.THIS_DEPRIVATION:
            counted = held & {deprivation for deprivation, _ in recognized}
            bodies = {body for deprivation, body in recognized if deprivation in counted}
    return StateRow(person, certain, tuple(sorted(counted)), tuple(sorted(bodies)))


def _deprivations(
    connection: Connection, models: Models, basis: Basis, among: Select[str]
) -> defaultdict[PersonId, set[FactId]]:
    """Return the deprivations that the definition asks for on the day: those that last, or those that are over."""
    found: defaultdict[PersonId, set[FactId]] = defaultdict(set)
    table = models.past if basis.definition.over else models.liberty
    wanted: ColumnElement[bool] = true()
    if not basis.definition.over:
        wanted = models.liberty.c.liberty.in_(sorted(one.value for one in basis.definition.liberties))
    rows = select(table.c.person, table.c.deprivation).where(
        covers(table, basis.day, basis.head.size), wanted, table.c.person.in_(among)
    )
    for person, deprivation in connection.execute(rows):
        found[PersonId(person)].add(FactId(deprivation))
    return found


def _recognized(
    connection: Connection, models: Models, basis: Basis, among: Select[str]
) -> defaultdict[PersonId, set[tuple[FactId, str]]]:
    """Return the deprivations that are recognized, possibly at least, each with the body."""
    found: defaultdict[PersonId, set[tuple[FactId, str]]] = defaultdict(set)
    if basis.definition.recognition is Tests.NOTHING:
        return found
    table, size = models.recognition, basis.head.size
    if basis.definition.recognition is Tests.EVER:
        said = and_(covers(table, basis.day, size), table.c.ever > int(Holds.NO))
    elif basis.variant is Variant.HINDSIGHT:
        said = known(table, size)
    else:
        said = and_(covers(table, basis.day, size), table.c.now > int(Holds.NO))
    by = table.c.body.in_(sorted(basis.recognized_by)) if basis.recognized_by else true()
    rows = select(table.c.person, table.c.deprivation, table.c.body).where(said, by, table.c.person.in_(among))
    for person, deprivation, body in connection.execute(rows):
        found[PersonId(person)].add((FactId(deprivation), body))
    return found
