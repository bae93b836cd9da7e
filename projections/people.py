"""Finding people: by a publisher's own key for them, which is a claim and may name several."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from domain.people import PersonId
from projections.bitemporal import known
from projections.disclosure import Disclosure
from projections.tables import Models


@dataclass(frozen=True, slots=True)
class Found:
    """A person whom a publisher's key is stated for."""

    id: PersonId
    name: str


def with_external_id(
    connection: Connection, models: Models, disclosure: Disclosure, size: int, *, publisher: str, value: str
) -> list[Found]:
    """Return the persons for whom a key is stated, as known at a log size, in the order of their identifiers.

    Who is withheld is left out without a word: whoever asks knows the key.
    """
    keys, described = models.external_id, models.person
    wanted = (
        select(described.c.person, described.c.name)
        .join(keys, keys.c.person == described.c.person)
        .where(keys.c.publisher == publisher, keys.c.value == value, known(keys, size), known(described, size))
        .order_by(described.c.person)
    )
    hidden = disclosure.at(connection, models, size)
    return [
        Found(PersonId(person), disclosure.name(person, name, size))
        for person, name in connection.execute(wanted)
        if person not in hidden
    ]
