"""Who is whom at a log size: the canonical person of an identifier, and all whom a canonical person stands for."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from domain.people import PersonId
from ledger.events import Event
from ledger.log import Log
from projections.bitemporal import known
from projections.tables import Models


def canonical(connection: Connection, models: Models, person: PersonId, size: int) -> PersonId:
    """Return the person whose rows hold what is known of ``person``: mostly that one."""
    identity = models.identity
    wanted = select(identity.c.canonical).where(identity.c.person == person, known(identity, size))
    return PersonId(connection.scalar(wanted) or person)


def members(
    connection: Connection, models: Models, people: Collection[PersonId], size: int
) -> dict[PersonId, tuple[PersonId, ...]]:
    """Return, for each canonical person, all identifiers of that person: first the canonical one."""
    identity = models.identity
    wanted = (
        select(identity.c.canonical, identity.c.person)
        .where(known(identity, size), identity.c.canonical.in_(people))
        .order_by(identity.c.person)
    )
    others: defaultdict[str, list[PersonId]] = defaultdict(list)
    for first, person in connection.execute(wanted):
        others[first].append(PersonId(person))
    return {person: (person, *others[person]) for person in people}


def events_of(ledger: Log, people: Iterable[tuple[PersonId, ...]], size: int) -> dict[PersonId, list[Event]]:
    """Return the events of people, in order, up to a log size: per canonical person those of all their identifiers."""
    people = list(people)
    tagged = ledger.tagged_each([f"person:{one}" for identifiers in people for one in identifiers], upto=size)
    found: dict[PersonId, list[Event]] = {}
    for identifiers in people:
        # An event on several identifiers of one person stands under each of them.
        events = {event.position: event for one in identifiers for event in tagged.get(f"person:{one}", ())}
        found[identifiers[0]] = [events[position] for position in sorted(events)]
    return found
