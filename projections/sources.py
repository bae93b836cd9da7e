"""One source and what is quoted from it."""

from dataclasses import dataclass

from domain.changes import stands
from domain.errors import NotFoundError
from domain.facts import PassageQuoted, SourceRegistered
from domain.folds.standing import by_stream
from domain.people import FactId, SourceId
from ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage of the source that stands."""

    id: FactId
    passage: PassageQuoted


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source as it stands at one log size (``source`` is ``None`` once retracted), with its passages."""

    id: SourceId
    source: SourceRegistered | None
    passages: tuple[Quoted, ...]


def source_of(ledger: Ledger, identifier: SourceId, size: int) -> SourceRecord:
    """Return a source; raise `NotFoundError` if there is none of this identifier at this size."""
    history = ledger.stream(FactId(identifier), upto=size)
    if not isinstance(history[0].content, SourceRegistered):
        raise NotFoundError("this identifier names a fact, not a source")
    stood = stands((event.version, event.content) for event in history)
    source = stood.fact if stood and isinstance(stood.fact, SourceRegistered) else None
    streams = by_stream(ledger.tagged(f"source:{identifier}", upto=size))
    passages = []
    for passage_id, versions in streams.items():
        found = stands((event.version, event.content) for event in versions)
        if found and isinstance(found.fact, PassageQuoted) and found.fact.source == identifier:
            passages.append(Quoted(passage_id, found.fact))
    return SourceRecord(identifier, source, tuple(passages))
