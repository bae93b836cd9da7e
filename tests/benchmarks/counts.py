"""How long a count takes at any basis, beside SQL written by hand, DuckDB and replay."""

from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median

from projections.basis import Basis
from projections.replay.counts import replay
from tests.benchmarks.asking import ASKED, bases
from tests.benchmarks.databases import SQLITE, Record
from tests.benchmarks.measure import Figure, Profile, Target, interleaved, medians, profiled, slow
from tests.benchmarks.peers import Ask, Pair, duckdb_peer, postgresql_peer, sqlite_peer

NAME = "count"
QUESTIONS = 300


def measure(record: Record) -> Iterator[Figure]:
    """Ask random questions of everybody who can answer them."""

    def ours(basis: Basis) -> Pair:
        found = record.questions.count(basis).count
        return found.certain, found.possible

    def resolved(basis: Basis) -> Pair:
        again = record.questions.clock.basis(
            basis.day,
            as_known=basis.head.size,
            definition=basis.definition.id,
            variant=basis.variant,
            recognized_by=basis.recognized_by,
        )
        return ours(again)

    def replayed(basis: Basis) -> Pair:
        events = (event for page in record.ledger.read(upto=basis.head.size) for event in page)
        found = replay(events, basis)
        return found.certain, found.possible

    with ExitStack() as stack:
        asks = {"ours": ours, "resolved": resolved, "SQL": _by_hand(stack, record), "DuckDB": _duckdb(stack, record)}
        seconds = interleaved(asks, bases(record, 0, record.many(QUESTIONS)))
    took = medians(seconds)
    whole = bases(record, 1, len(ASKED), whole=True)
    whole_log = interleaved({"ours": ours, "replay": replayed}, whole)
    ratios = [again / mine for mine, again in zip(whole_log["ours"], whole_log["replay"], strict=True)]
    yield _figure(record, "a count at any basis", took["ours"], "ms", Target(2, at_most=True))
    yield _figure(record, "one in twenty takes longer than", slow(seconds["ours"]), "ms")
    yield _figure(record, "a count, its basis resolved and its root hash looked up first", took["resolved"], "ms")
    yield _figure(record, "the same rows, SQL written by hand with covering indexes", took["SQL"], "ms")
    yield _figure(record, "that SQL's time for one of ours", took["SQL"] / took["ours"], "x")
    yield _figure(record, "the same rows in DuckDB", took["DuckDB"], "ms")
    yield _figure(record, "DuckDB's time for one of ours", took["DuckDB"] / took["ours"], "x")
    yield _figure(record, "replay of the whole log", median(whole_log["replay"]) * 1_000, "ms")
    yield _figure(record, "replay's time for one of ours", median(ratios), "x", Target(100))


def profile(record: Record) -> Profile:
    """Count again under the profiler."""
    questions = bases(record, 2, record.many(QUESTIONS))
    return profiled(
        NAME, record.kind, f"{len(questions)} counts", lambda: [record.questions.count(basis) for basis in questions]
    )


def _by_hand(stack: ExitStack, record: Record) -> Ask:
    if record.kind == SQLITE:
        return sqlite_peer(stack, record.databases.folder, record.engine)
    return postgresql_peer(stack, record.url, record.engine)


def _duckdb(stack: ExitStack, record: Record) -> Ask:
    return duckdb_peer(stack, record.databases.folder, record.engine)


def _figure(record: Record, what: str, value: float, unit: str, target: Target | None = None) -> Figure:
    return Figure(NAME, record.kind, what, value, unit, target)
