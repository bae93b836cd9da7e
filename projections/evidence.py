"""What carries an answer: facts, the passages they cite and the sources of these, as they stand at one log size."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.facts import Fact, PassageQuoted, SourceRegistered
from domain.folds.standing import standing_of
from domain.people import FactId
from domain.sources import Wording
from ledger.log import Log
from projections.disclosure import Disclosure


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage with where it stands. ``source`` is ``None`` where the source has been retracted."""

    id: FactId
    source_id: FactId
    pinpoint: str
    text: str
    wording: Wording
    source: SourceRegistered | None


class Evidence:
    """Reads passages and sources, each once per answer; passages that are hidden are left out and can be counted."""

    def __init__(self, ledger: Log, size: int, disclosure: Disclosure) -> None:
        """Read from the log as it was at ``size`` what may be shown."""
        self.ledger = ledger
        self.disclosure = disclosure
        self.size = size
        self._read: dict[FactId, Fact | None] = {}

    def preload(self, passages: Iterable[str]) -> None:
        """Read many passages at once, and their sources: what is cited by many facts is asked for after this."""
        wanted = {FactId(one) for one in passages} - self._read.keys()
        self._keep(wanted)
        named = (self._read[one] for one in wanted)
        self._keep({FactId(one.source) for one in named if isinstance(one, PassageQuoted)} - self._read.keys())

    def preload_of(self, facts: Iterable[Fact]) -> None:
        """Read at once what many facts cite."""
        self.preload(passage for fact in facts for passage in getattr(fact, "passages", ()))

    def missing(self, passages: Iterable[str]) -> int:
        """Return how many cited passages do not stand: a fact may have lost what carried it."""
        return sum(self._standing(FactId(one)) is None for one in passages)

    def withheld(self, passages: Iterable[str]) -> int:
        """Return how many cited passages that stand are hidden."""
        return sum(self._standing(FactId(one)) is not None for one in self.disclosure.hidden(passages))

    def quotes(self, passages: Iterable[str]) -> list[Quote]:
        """Return the passages that stand and may be shown, in the order they are cited."""
        found = []
        for identifier in self.disclosure.shown(map(FactId, passages)):
            passage = self._standing(identifier)
            if isinstance(passage, PassageQuoted):
                source_id = FactId(passage.source)
                source = self._standing(source_id)
                stood = source if isinstance(source, SourceRegistered) else None
                found.append(Quote(identifier, source_id, passage.pinpoint, passage.text, passage.wording, stood))
        return found

    def _keep(self, wanted: set[FactId]) -> None:
        for identifier, history in self.ledger.streams(sorted(wanted)).items():
            found = standing_of([event for event in history if event.position <= self.size])
            self._read[identifier] = None if found is None else found.fact
        self._read |= dict.fromkeys(wanted - self._read.keys())

    def _standing(self, identifier: FactId) -> Fact | None:
        if identifier not in self._read:
            self._read[identifier] = self.ledger.standing([identifier], upto=self.size).get(identifier)
        return self._read[identifier]
