"""The whole benchmark on a tiny record, so that it cannot rot. Answers are compared; no time is."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

import pytest

from domain import facts as f
from domain.changes import Corrected, Reinstated, Retracted
from tests.benchmarks.databases import KINDS
from tests.benchmarks.histories import history
from tests.benchmarks.measure import ROOT, MismatchError, interleaved
from tests.benchmarks.run import MEASUREMENTS, run

EVENTS = 400


def test_a_run_measures_everything_on_both_databases_and_all_answers_agree(postgres: str) -> None:
    @contextmanager
    def server() -> Iterator[str]:
        yield postgres

    found, page = run(server, events=EVENTS, seed=1, everything_profiled=True)

    assert {(one.measurement, one.database) for one in found.figures} == {(m, k) for m in MEASUREMENTS for k in KINDS}
    assert all(one.value > 0 for one in found.figures)
    assert all(one.what in page for one in found.figures)
    assert str(ROOT) not in page


def test_two_variants_that_answer_differently_fail_the_run() -> None:
    with pytest.raises(MismatchError):
        interleaved({"one": lambda question: question, "another": lambda question: question % 3}, [1, 2, 3])


def test_a_seed_gives_the_same_history_and_another_seed_another_one() -> None:
    assert list(history(1, EVENTS)) == list(history(1, EVENTS))
    assert list(history(1, EVENTS)) != list(history(2, EVENTS))


def test_a_history_has_the_size_and_the_shape_that_it_promises() -> None:
    batches = list(history(1, 20_000))
    times = [batch.recorded_at for batch in batches]
    drafts = list(chain.from_iterable(batch.drafts for batch in batches))
    people = sum(isinstance(one.content, f.PersonRegistered) for one in drafts)
    facts = sum(isinstance(one.content, f.PersonRegistered | f.PersonFact) for one in drafts)
    changes = sum(isinstance(one.content, Corrected | Retracted | Reinstated) for one in drafts)

    assert times == sorted(set(times))
    assert 19_000 < len(drafts) <= 20_000
    assert 12 <= facts / people <= 14
    assert 0.015 < changes / len(drafts) < 0.03
