"""How fast the read models are made from nothing, beside the library's own projection with a trivial view."""

from collections.abc import Iterator
from itertools import islice
from statistics import median
from typing import Any

from eventsourcing.system import Leader, ProcessApplication

from domain.facts import Fact
from ledger.mapper import body_of
from projections.database import engine_of
from projections.projector import Projector
from tests.benchmarks.databases import SQLITE, Databases, Record
from tests.benchmarks.histories import history
from tests.benchmarks.library import Told, on
from tests.benchmarks.measure import Figure, MismatchError, Profile, Target, profiled, timed

NAME = "project"
PEER_EVENTS = 2_000


class Seen(ProcessApplication[Any]):
    """A view that counts in memory; the library tracks each event's position in a transaction of its own."""

    name = "seen"
    count = 0

    def policy(self, domain_event: Any, processing_event: Any) -> None:  # noqa: ARG002 -- the library's signature
        """Count one."""
        self.count += 1


def measure(record: Record) -> Iterator[Figure]:
    """Compare the projection of the whole record with the library's of some of it."""
    rates = [_library(record.databases, record.seed + turn, min(PEER_EVENTS, record.events)) for turn in range(2)]
    ours, peer = record.events / record.projecting, median(rates)
    target = Target(5_000 if record.kind == SQLITE else 2_000)
    yield Figure(NAME, record.kind, "events projected from zero", ours, "/s", target)
    yield Figure(NAME, record.kind, "events through the library's ProcessApplication, a trivial view", peer, "/s")
    yield Figure(NAME, record.kind, "our rate for one of the library's", ours / peer, "x")


def profile(record: Record) -> Profile:
    """Project the whole record once more, into other tables, under the profiler: what is slow grows with size."""
    engine = engine_of(record.databases.migrated())
    try:
        again = Projector(record.ledger, engine)
        return profiled(NAME, record.kind, f"projecting {record.events:,} events", again.catch_up)
    finally:
        engine.dispose()


def _library(databases: Databases, seed: int, number: int) -> float:
    """Return how many events the library projects in a second."""
    url = databases.empty()
    facts = (draft.content for batch in history(seed, number) for draft in batch.drafts)
    bodies = [body_of(fact) for fact in islice((one for one in facts if isinstance(one, Fact)), number)]
    leader, follower = on(url, Leader, "told")(), on(url, Seen, "seen")()
    try:
        for body in bodies:
            leader.save(Told(body))
        follower.follow(leader.name, leader.notification_log)
        took, _ = timed(lambda: follower.pull_and_process(leader.name))
        if follower.count != len(bodies):
            raise MismatchError(f"the library projected {follower.count} of {len(bodies)} events")
        return len(bodies) / took
    finally:
        leader.close()
        follower.close()
