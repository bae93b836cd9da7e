"""A whole import taken back: each event that it recorded is answered by its opposite, with one reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from api.bootstrap import Service
from domain.changes import Content, Corrected, Reinstated, Retracted, stands
from domain.errors import InvalidError
from domain.facts import Fact, references
from domain.people import FactId
from ledger.events import Draft, Event
from ledger.progress import Progress, quietly


@dataclass(slots=True)
class _Batch:
    """The events of an import, and those of its facts that others have come to name."""

    events: list[Event] = field(default_factory=list)
    mine: set[FactId] = field(default_factory=set)
    named: set[FactId] = field(default_factory=set)

    def read(self, event: Event, run: str) -> None:
        if _run(event) == run:
            self.events.append(event)
            self.mine.add(event.id)
        elif event.id not in self.mine:
            self.named.update(named for named in _named(event.content) if named in self.mine)


def take_back(service: Service, run: str, *, by: str, reason: str, progress: Progress = quietly) -> tuple[int, int]:
    """Retract what an import recorded, all or nothing, and withdraw what of it is open.

    Facts are retracted, corrections taken back, retractions undone; what somebody has changed or named since stays.
    Returns how many events were answered, and how many facts stay. Raises `InvalidError` without a reason.
    """
    if not reason.strip():
        raise InvalidError("taking an import back needs a reason", field="reason")
    service.ledger.proposals.run(run)
    batch, size = _Batch(), service.ledger.size()
    for page in service.ledger.read(upto=size):
        for event in page:
            batch.read(event, run)
        progress(page[-1].position, size)
    drafts: list[Draft] = []
    for identifier, history in service.ledger.streams(batch.mine - batch.named).items():
        content = _opposite(history, run, reason)
        if content is not None:
            # Under the list's own key: what is taken back so, the list may state anew, in an import that is decided on.
            own = {"register": history[0].register, "key": history[0].key}
            drafts.append(service.ledger.change(identifier, content, expect=history[-1].version, by=by, **own))
    if drafts:
        service.ledger.record(drafts)
    service.ledger.proposals.withdraw(run, by=by, at=service.now(), reason=reason)
    return len(drafts), len(batch.mine) - len(drafts)


def _opposite(history: list[Event], run: str, reason: str) -> Content | None:
    """Return what gives a fact back what stood before an import; nothing if its newest version is another's."""
    if _run(history[-1]) != run:
        return None
    told = [(event.version, event.content) for event in history]
    before = stands((event.version, event.content) for event in history if _run(event) != run)
    if before is None:
        return Retracted(reason) if stands(told) else None
    return Reinstated(reason) if isinstance(history[-1].content, Retracted) else Retracted(reason, history[-1].version)


def _run(event: Event) -> str:
    return event.batch.partition("/")[0]


def _named(content: Content) -> Iterable[FactId]:
    fact = content.body if isinstance(content, Corrected) else content
    return (identifier for _, identifier, _ in references(fact)) if isinstance(fact, Fact) else ()
