"""What the registers declare that they cover, at any size of the log."""

from functools import lru_cache

from domain.changes import stands
from domain.facts import CoverageDeclared
from domain.folds.coverage import Coverage, known_to_us
from domain.folds.standing import by_stream
from domain.sources import About
from ledger.events import COVERAGE_TAG, Event
from ledger.log import Log


class Declared:
    """Reads each declaration once: the log only grows, so what was read serves every size up to then."""

    def __init__(self, ledger: Log) -> None:
        """Read from a ledger."""
        self._ledger = ledger
        self._read: tuple[int, list[Event]] = (0, [])
        self.at = lru_cache(maxsize=1024)(self._at)

    def known_to_us(self, size: int, *about: About) -> Coverage:
        """Return the coverage of a question of which no register declares completeness."""
        return known_to_us(self.at(size), *about)

    def _at(self, size: int) -> tuple[CoverageDeclared, ...]:
        read, events = self._read
        if size > read:
            newest = self._ledger.size()
            events = self._ledger.tagged(COVERAGE_TAG, upto=newest)
            self._read = newest, events
        streams = by_stream(event for event in events if event.position <= size)
        stood = [stands((event.version, event.content) for event in history) for history in streams.values()]
        return tuple(one.fact for one in stood if one is not None and isinstance(one.fact, CoverageDeclared))
