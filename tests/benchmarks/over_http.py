"""How much of a served count is our work: its route beside one with the same parameters that answers a constant."""

import json
import sys
from collections.abc import Iterator

from api.schemas.counts import CountOut
from projections.basis import Basis
from tests.benchmarks.asking import bases
from tests.benchmarks.databases import SQLITE, Record
from tests.benchmarks.measure import Figure, MismatchError, Profile, Target, interleaved, medians, profiled
from tests.benchmarks.server import CONSTANT
from tests.benchmarks.serving import query, serving

NAME = "http"
QUESTIONS = 500
COMMAND = (sys.executable, "-m", "tests.benchmarks.server")


def measure(record: Record) -> Iterator[Figure]:
    """Ask both routes over one connection, taking turns, and hold each count against that of the rows."""
    questions = bases(record, 3, record.many(QUESTIONS))
    answers: dict[int, bytes] = {}
    with serving((*COMMAND, record.url, "PORT"), record.url) as served:

        def count(basis: Basis) -> None:
            answers[id(basis)] = served.get(f"/v1/counts?{query(basis)}")

        def constant(basis: Basis) -> None:
            served.get(f"{CONSTANT}?{query(basis)}")

        took = medians(interleaved({"count": count, "constant": constant}, questions))
    for basis in questions:
        found, expected = json.loads(answers[id(basis)]), record.questions.count(basis).count
        if (found["certain"], found["possible"]) != (expected.certain, expected.possible):
            raise MismatchError(f"a served count differs from {expected!r}")
    target = Target(0.3 if record.kind == SQLITE else 0.2)
    yield Figure(NAME, record.kind, "GET /v1/counts", took["count"], "ms")
    yield Figure(NAME, record.kind, "a route with the same parameters and a constant answer", took["constant"], "ms")
    yield Figure(NAME, record.kind, "counts served for one constant", took["constant"] / took["count"], "x", target)


def profile(record: Record) -> Profile:
    """Do under the profiler what the route does, without the server and its threads."""
    questions = bases(record, 4, record.many(QUESTIONS))

    def answer() -> None:
        for basis in questions:
            again = record.questions.clock.basis(
                basis.day,
                as_known=basis.head.size,
                definition=basis.definition.id,
                variant=basis.variant,
                recognized_by=basis.recognized_by,
            )
            CountOut.of(record.questions.count(again)).model_dump_json()

    return profiled(NAME, record.kind, f"{len(questions)} answers, without server and threads", answer)
