"""How each version of a fact came to be: what it rests on, what it revises, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.changes import Corrected, Fate, fates, stands
from domain.facts import Fact
from domain.people import FactId
from ledger.events import Event
from ledger.log import Head
from projections.evidence import Evidence, Quote
from projections.timeline import Entry


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a fact. ``fate`` is ``None`` of one that says nothing itself and takes back or restores.

    ``revises`` is the version whose place a correction takes. ``quotes`` are passages that stand and may be shown.
    """

    event: Event
    fate: Fate | None
    revises: int | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """All events of a fact up to a log size, in order."""

    id: FactId
    steps: tuple[Step, ...]
    head: Head


def body_of(event: Event) -> Fact | None:
    """Return the fact that an event says, if it says one."""
    fact = event.content.body if isinstance(event.content, Corrected) else event.content
    return fact if isinstance(fact, Fact) else None


def provenance(entry: Entry, evidence: Evidence, head: Head) -> Provenance:
    """Return how a fact that may be shown came to be."""
    events = [one.event for one in entry.versions]
    became = fates((one.version, one.content) for one in events)
    steps = [
        _step(one, became.get(one.version), _revised(events[:place]), evidence) for place, one in enumerate(events)
    ]
    return Provenance(entry.id, tuple(steps), head)


def _step(event: Event, fate: Fate | None, before: int | None, evidence: Evidence) -> Step:
    body = body_of(event)
    quotes = evidence.quotes(getattr(body, "passages", ()))
    return Step(event, fate, None if body is None else before, tuple(quotes))


def _revised(before: Sequence[Event]) -> int | None:
    """Return the version that stood, or that said something last, before a correction; ``None`` before any."""
    history = [(one.version, one.content) for one in before]
    stood = stands(history)
    return stood.version if stood else max(fates(history), default=None)
