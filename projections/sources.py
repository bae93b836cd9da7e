"""One source and what is quoted from it."""

from dataclasses import dataclass

from domain.changes import stands
from domain.errors import NotFoundError
from domain.facts import PassageQuoted, SourceRegistered
from domain.folds.standing import by_stream
from domain.people import FactId, SourceId
from domain.phrases import Phrase
from ledger.log import Log
from projections.archive import Held, held_of
from projections.disclosure import Disclosure


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage of the source that stands."""

    id: FactId
    passage: PassageQuoted


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source as it stands at one log size (``source`` is ``None`` once retracted), with its passages and kept copies.

    ``withheld`` counts passages that stand and are hidden.
    """

    id: SourceId
    source: SourceRegistered | None
    passages: tuple[Quoted, ...]
    withheld: int
    copies: tuple[Held, ...]


def source_of(ledger: Log, disclosure: Disclosure, identifier: SourceId, size: int) -> SourceRecord:
    """Return a source.

    Raises `WithheldError` for one that is hidden, `NotFoundError` if there is none of this identifier at this size.
    """
    disclosure.check(identifier)
    history = ledger.stream(FactId(identifier), upto=size)
    if not isinstance(history[0].content, SourceRegistered):
        raise NotFoundError(Phrase("this identifier names a fact, not a source"))
    source = source_at(ledger, identifier, size)
    streams = by_stream(ledger.tagged(f"source:{identifier}", upto=size))
    passages = []
    for passage_id, versions in streams.items():
        found = stands((event.version, event.content) for event in versions)
        if found and isinstance(found.fact, PassageQuoted) and found.fact.source == identifier:
            passages.append(Quoted(passage_id, found.fact))
    hidden = disclosure.hidden(one.id for one in passages)
    shown = tuple(one for one in passages if one.id not in hidden)
    held = held_of(ledger, disclosure, identifier, source, size)
    return SourceRecord(identifier, source, shown, len(passages) - len(shown), held)


def source_at(ledger: Log, identifier: SourceId, size: int) -> SourceRegistered | None:
    """Return what is said of a source as it stands at a size of the log."""
    fact = ledger.standing([FactId(identifier)], upto=size).get(FactId(identifier))
    return fact if isinstance(fact, SourceRegistered) else None
