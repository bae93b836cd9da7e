"""Which events a bundle discloses, and of whom it does not disclose all: the rest are leaves alone (docs/adr/0036)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from domain.changes import Corrected
from domain.facts import (
    Fact,
    JudgedDifferent,
    JudgedSame,
    LibertyFact,
    RecognitionRestored,
    RecognitionWithdrawn,
    Recognized,
    ReportPreferred,
)
from domain.people import FactId, PersonId
from ledger.events import Event, Position
from ledger.log import Log
from ledger.mapper import opened
from projections.disclosure import SILENT, Disclosure

_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SILENT: Final = frozenset(kind.TOPIC for kind in SILENT)
_COUNTED: Final = (LibertyFact, ReportPreferred, Recognized, RecognitionWithdrawn, RecognitionRestored)
"""Facts about a person that counts depend on."""


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What a bundle of one log size may show.

    ``alone`` are the facts of which only leaves are in it: whatever is hidden, and whatever names anything hidden, in
    any version. ``partly`` are shown persons some of whose facts are among these, so that nobody can count them again.
    """

    log: Log
    size: int
    alone: frozenset[FactId]
    partly: frozenset[PersonId]

    def events(self) -> Iterator[tuple[Position, bytes]]:
        """Yield the canonical bytes of the events that are shown, each with its position."""
        for page in self.log.stored(upto=self.size):
            for stored in page:
                if str(stored.originator_id) not in self.alone:
                    yield Position(stored.id), opened(stored.state)


def disclosed(log: Log, disclosure: Disclosure, size: int) -> Disclosed:
    """Find out what may be shown of the first ``size`` events; ``disclosure`` says who is hidden."""
    silent = {
        str(one.originator_id) for page in log.stored(upto=disclosure.size) for one in page if one.topic in _SILENT
    }
    alone: set[FactId] = set()
    for page in log.stored(upto=size):
        named = {FactId(str(one.originator_id)): set[str]() for one in page}
        for one in page:
            # Every identifier in the bytes, wherever it stands: a field, a reason, the event's own.
            named[FactId(str(one.originator_id))] |= {found.decode() for found in _ID.findall(opened(one.state))}
        hidden = disclosure.hidden(set().union(*named.values())) | silent
        alone |= {identifier for identifier, names in named.items() if names & hidden}
    return Disclosed(log, size, frozenset(alone), _partly(log, disclosure, alone, size))


def _partly(log: Log, disclosure: Disclosure, alone: Iterable[FactId], size: int) -> frozenset[PersonId]:
    """Return the shown persons of whom counts depend on a fact that is not disclosed.

    An undisclosed judgement can join or keep apart whoever hangs together with the two that it names, so all of these
    are among them.
    """
    if not alone:
        return frozenset()
    found: set[PersonId] = set()
    for fact in _bodies(
        event for history in log.streams(alone).values() for event in history if event.position <= size
    ):
        if isinstance(fact, _COUNTED):
            found |= {fact.person} - disclosure.people
        elif isinstance(fact, JudgedSame | JudgedDifferent) and disclosure.people.isdisjoint(fact.pair):
            found |= set(fact.pair)
    everything = (event for page in log.read(upto=size) for event in page)
    pairs = [set(one.pair) for one in _bodies(everything) if isinstance(one, JudgedSame)] if found else []
    pairs = [pair for pair in pairs if pair.isdisjoint(disclosure.people)]
    growing = True
    while growing:
        more = found.union(*(pair for pair in pairs if pair & found))
        growing, found = len(more) > len(found), more
    return frozenset(found)


def _bodies(events: Iterable[Event]) -> Iterator[Fact]:
    for event in events:
        content = event.content.body if isinstance(event.content, Corrected) else event.content
        if isinstance(content, Fact):
            yield content
