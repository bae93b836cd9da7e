"""How fast facts are recorded durably, leaf, nodes and tags included, beside the library's own recorder."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from hashlib import sha256
from itertools import islice
from statistics import median
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import StoredEvent

from domain.facts import Fact
from ledger.events import Draft
from ledger.ledger import Ledger
from ledger.mapper import PLAIN, body_of, encode, opened
from tests.benchmarks.databases import Databases, Record
from tests.benchmarks.histories import Calendar, history
from tests.benchmarks.library import Told, on, recorder
from tests.benchmarks.measure import Figure, MismatchError, Profile, Target, profiled, timed

NAME = "append"
SINGLES = 500
BATCHES = 40
BATCH = 100


class _Writers:
    """Logs to which the same facts are recorded: ours, checked before or now, and the library's two."""

    def __init__(self, databases: Databases, stack: ExitStack) -> None:
        self.calendar = Calendar()
        self.calendar.turn_past_the_end()
        self.ledger = stack.enter_context(Ledger(databases.migrated(), now=self.calendar))
        self.whole = stack.enter_context(Ledger(databases.migrated(), now=self.calendar))
        self.recorder = stack.enter_context(recorder(databases.empty()))
        self.application = on(databases.empty(), Application, "told")()
        stack.callback(self.application.close)

    def record(self, batch: list[Draft], turn: int) -> list[float]:
        """Record one batch with each, another one first in each turn; return the seconds of each."""
        stored = [self._stored(draft) for draft in batch]
        bodies = [body_of(draft.content) if isinstance(draft.content, Fact) else {} for draft in batch]
        checked = self.ledger.check(batch)
        calls: list[Callable[[], object]] = [
            lambda: self.ledger.append(checked),
            lambda: self.whole.record(batch),
            lambda: self.recorder.insert_events(stored),
            lambda: self.application.save(*(Told(body) for body in bodies)),
        ]
        took = [0.0] * len(calls)
        for number in (*range(turn % len(calls), len(calls)), *range(turn % len(calls))):
            took[number], _ = timed(calls[number])
        return took

    def _stored(self, draft: Draft) -> StoredEvent:
        """Return what our log will hold of a draft, for the library's recorder."""
        data = PLAIN + encode(draft, self.calendar())
        return StoredEvent(UUID(draft.id), draft.version, type(draft.content).__name__, data)

    def check(self) -> None:
        """Hold the bytes of ours and of the recorder against each other; raise `MismatchError`."""
        ours = [event.sha256 for page in self.ledger.read() for event in page]
        theirs = self.recorder.select_notifications(start=None, limit=len(ours) + 1)
        if ours != [sha256(opened(one.state)).hexdigest() for one in theirs]:
            raise MismatchError("the two recorders hold other bytes")


def measure(record: Record) -> Iterator[Figure]:
    """Record the same facts with each, taking turns."""
    ones, many = _batches(record)
    with ExitStack() as stack:
        writers = _Writers(record.databases, stack)
        for name, batches, target in (("one at a time", ones, 0.5), (f"in batches of {BATCH}", many, 1.0)):
            if not batches:
                continue
            took = [writers.record(batch, turn) for turn, batch in enumerate(batches)]
            ours, whole, theirs, application = (median(column) for column in zip(*took, strict=True))
            size = len(batches[0])
            yield Figure(NAME, record.kind, f"checked facts appended, {name}", size / ours, "/s")
            yield Figure(NAME, record.kind, f"facts checked and recorded, {name}", size / whole, "/s")
            yield Figure(NAME, record.kind, f"the library's recorder, {name}", size / theirs, "/s")
            yield Figure(NAME, record.kind, f"the library's application, {name}", size / application, "/s")
            ratio = f"our rate for one of the library's recorder, {name}"
            yield Figure(NAME, record.kind, ratio, theirs / ours, "x", Target(target))
            ratio = f"our rate, checking included, for one of its application, {name}"
            yield Figure(NAME, record.kind, ratio, application / whole, "x")
        writers.check()


def profile(record: Record) -> Profile:
    """Record one at a time and in batches under the profiler."""
    ones, many = _batches(record)
    calendar = Calendar()
    calendar.turn_past_the_end()
    with Ledger(record.databases.migrated(), now=calendar) as ledger:

        def append() -> None:
            for batch in (*ones, *many):
                ledger.record(batch)

        return profiled(NAME, record.kind, f"{len(ones)} appends of one fact, {len(many)} of {BATCH}", append)


def _batches(record: Record) -> tuple[list[list[Draft]], list[list[Draft]]]:
    """Return the first facts of a history one by one, and the next ones in batches."""
    found = (draft for batch in history(record.seed, record.events) for draft in batch.drafts)
    ones = [[draft] for draft in islice(found, record.many(SINGLES))]
    return ones, [list(islice(found, BATCH)) for _ in range(min(BATCHES, (record.events - len(ones)) // BATCH))]
