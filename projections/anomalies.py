"""What is odd, as the rows have it."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from domain.folds.anomalies import Anomaly, Oddity
from domain.people import FactId, PersonId
from projections.bitemporal import known
from projections.tables import Models


def anomalies(
    connection: Connection, models: Models, size: int, people: Collection[PersonId] | None = None
) -> list[tuple[PersonId, Anomaly]]:
    """Return what is odd as known at a log size, and in whose record; of some people, or of all."""
    odd = models.anomaly
    wanted = select(odd.c.person, odd.c.oddity, odd.c.facts).where(known(odd, size))
    if people is not None:
        wanted = wanted.where(odd.c.person.in_(people))
    return sorted(
        (PersonId(person), Anomaly(Oddity(oddity), tuple(map(FactId, facts.split()))))
        for person, oddity, facts in connection.execute(wanted)
    )
