"""What could be known of a log by a day, read in place of the whole; positions, sizes and roots are the log's."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from msgspec.structs import replace as with_fields

from domain.changes import Content, Corrected
from domain.dates import Day
from domain.errors import NotFoundError
from domain.facts import Fact
from domain.people import FactId
from domain.phrases import Phrase
from ledger.events import Event
from ledger.log import Head, Log


class PublishedPart(Log):
    """What could be known of a log of one size by a day.

    ``carried`` are the facts that this is, passages among them: of a fact that cites others too, these alone are read.
    """

    def __init__(self, whole: Log, size: int, by: Day, carried: Container[FactId]) -> None:
        """Read of a log what is carried."""
        super().__init__(whole._recorder, whole._mapper)  # noqa: SLF001 -- another of its own kind
        self._whole = whole
        self._size = size
        self._by = by
        self._carried = carried

    def size(self) -> int:
        """Return the size of the log that this is part of."""
        return self._size

    def _head_at(self, size: int) -> Head:
        return replace(self._whole.head(size), published_by=self._by)

    def read(self, *, after: int = 0, upto: int | None = None) -> Iterator[list[Event]]:
        """Yield pages as `Log.read`."""
        for page in super().read(after=after, upto=self._upto(upto)):
            if kept := self._kept(page):
                yield kept

    def page(self, *, after: int, limit: int) -> list[Event]:
        """Return the next ``limit`` events after a position."""
        return list(islice((event for page in self.read(after=after) for event in page), limit))

    def tagged(self, tag: str, *, upto: int) -> list[Event]:
        """Return events as `Log.tagged`."""
        return self._kept(super().tagged(tag, upto=self._upto(upto)))

    def tagged_each(self, tags: Iterable[str], *, upto: int) -> dict[str, list[Event]]:
        """Return events as `Log.tagged_each`."""
        return self._each(super().tagged_each(tags, upto=self._upto(upto)))

    def stream(self, identifier: FactId, *, upto: int | None = None) -> list[Event]:
        """Return versions as `Log.stream`; raise `NotFoundError` for a fact that is not carried."""
        found = self._kept(super().stream(identifier, upto=self._upto(upto)))
        if not found:
            raise NotFoundError(Phrase("nothing has this identifier at this size of the log, as published by that day"))
        return found

    def streams(self, identifiers: Iterable[FactId]) -> dict[FactId, list[Event]]:
        """Return versions as `Log.streams`."""
        found = super().streams(identifiers)
        return self._each({one: [e for e in events if e.position <= self._size] for one, events in found.items()})

    def _upto(self, upto: int | None) -> int:
        return self._size if upto is None else min(upto, self._size)

    def _kept(self, events: Iterable[Event]) -> list[Event]:
        return [self._cut(event) for event in events if event.id in self._carried]

    def _each(self, found: Mapping[Any, list[Event]]) -> dict[Any, list[Event]]:
        return {name: kept for name, events in found.items() if (kept := self._kept(events))}

    def _cut(self, event: Event) -> Event:
        content: Content = event.content
        if isinstance(content, Corrected):
            return replace(event, content=replace(content, body=self._citing(content.body)))
        return replace(event, content=self._citing(content)) if isinstance(content, Fact) else event

    def _citing(self, fact: Fact) -> Fact:
        cited = getattr(fact, "passages", ())
        kept = tuple(one for one in cited if one in self._carried)
        # An earlier version may cite nothing that is carried; what stands does.
        return with_fields(fact, passages=kept) if kept and kept != cited else fact
