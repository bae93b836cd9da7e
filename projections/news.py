"""What the log took in after a position: what a follower has not seen yet."""

from dataclasses import dataclass

from domain.people import PersonId
from ledger.events import Event, tags_of
from ledger.log import Log
from projections.disclosure import SILENT, Disclosure


@dataclass(frozen=True, slots=True)
class News:
    """One event, and whom its fact is about in this or any earlier version.

    Of what is ``withheld`` nothing but its place in the log is for readers.
    """

    event: Event
    people: tuple[PersonId, ...]
    withheld: bool


def news(ledger: Log, disclosure: Disclosure, *, since: int, limit: int, size: int) -> list[News]:
    """Return the next ``limit`` events after a position, up to a log size."""
    events = [event for event in ledger.page(after=since, limit=limit) if event.position <= size]
    streams = ledger.streams({event.id for event in events if event.version > 1})
    hidden = disclosure.hidden(event.id for event in events)
    found = []
    for event in events:
        history = streams.get(event.id, [event])[: event.version]
        silent = event.id in hidden or isinstance(history[0].content, SILENT)
        found.append(News(event, _people(history), silent))
    return found


def _people(history: list[Event]) -> tuple[PersonId, ...]:
    tags = {tag for event in history for tag in tags_of(event.id, event.content)}
    return tuple(PersonId(tag.removeprefix("person:")) for tag in sorted(tags) if tag.startswith("person:"))
