"""How long a proof takes to make, from the stored nodes, and to check; and a whole log to verify."""

from collections.abc import Iterator
from random import Random
from statistics import median

from ledger.proofs import merkle
from ledger.verify.findings import Finding
from ledger.verify.log import verify_log
from projections.database import snapshot
from projections.verification import reader_of
from tests.benchmarks.databases import Record
from tests.benchmarks.measure import Figure, Profile, Target, profiled, timed

NAME = "proof"
PROOFS = 500
MILLION = Target(1_000_000 / 120)
"""A million in two minutes."""


def measure(record: Record) -> Iterator[Figure]:
    """Prove events in the log of random sizes, and sizes in later ones; check each proof."""
    made, checked, consistent = [], [], []
    events = {event.position: event for page in record.ledger.read() for event in page}
    for low, size in _pairs(record, record.seed + 12):
        took, proof = timed(lambda low=low, size=size: record.ledger.prove(low, size))  # type: ignore[misc]  # mypy infers no lambda with defaults
        made.append(took)
        leaf = merkle.leaf_hash(b"khronika/leaf/v1\n" + events[low].sha256.encode() + b"\n")  # type: ignore[index]  # a position is a number
        root = record.ledger.head(size).root
        took, _ = timed(
            lambda leaf=leaf, low=low, size=size, proof=proof, root=root: merkle.check_inclusion(  # type: ignore[misc]  # as above
                leaf, index=low - 1, size=size, proof=proof, root=root
            )
        )
        checked.append(took)
        took, _ = timed(lambda low=low, size=size: record.ledger.prove_consistency(low, size))  # type: ignore[misc]  # as above
        consistent.append(took)
    yield _figure(record, "proof that an event is in the log", made, Target(1, at_most=True))
    yield _figure(record, "proof that the log begins with an older one", consistent, Target(1, at_most=True))
    yield _figure(record, "check of a proof that an event is in the log", checked, Target(1, at_most=True))
    with snapshot(record.engine) as connection:
        took, found = timed(lambda: verify_log(reader_of(connection), _sound))
    yield Figure(
        NAME, record.kind, "events verified: bytes, leaves, nodes, tags, keys", found.size / took, "/s", MILLION
    )


def profile(record: Record) -> Profile:
    """Make other proofs under the profiler."""
    pairs = _pairs(record, record.seed + 13)
    return profiled(NAME, record.kind, f"{len(pairs)} proofs", lambda: [record.ledger.prove(*pair) for pair in pairs])


def _figure(record: Record, what: str, took: list[float], target: Target) -> Figure:
    return Figure(NAME, record.kind, what, median(took) * 1_000, "ms", target)


def _sound(finding: Finding) -> None:
    raise AssertionError(str(finding))


def _pairs(record: Record, seed: int) -> list[tuple[int, int]]:
    random = Random(seed)
    sizes = [random.randint(1, record.events) for _ in range(record.many(PROOFS))]
    return [(random.randint(1, size), size) for size in sizes]
