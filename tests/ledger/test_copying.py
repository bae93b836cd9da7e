"""A copied log is the same log: bytes, times, tags, keys and every root; another one is refused; a kill is resumed."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain import facts as f
from domain.errors import ConflictError, IntegrityError
from ledger.copying import copy
from ledger.ledger import Ledger
from tests.conftest import DATABASES, Clock, Databases
from tests.ledger.batches import drafts
from tests.scribe import Scribe

TABLES = {
    "stored_events": "notification_id, originator_id, originator_version, topic, state, recorded_at",
    "log_node": "level, place, hash",
    "event_tag": "tag, position",
    "register_key": "register, key, stream",
    "log_head": "one, size, recorded_at",
}
COPIER = Path(__file__).with_name("copier.py")
OTHER = dict(zip(DATABASES, reversed(DATABASES), strict=True))


@pytest.fixture(params=[*OTHER.items(), ("sqlite", "sqlite")], ids=" to ".join)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Databases, Databases]]:
    """Databases to copy from and databases to copy to."""
    made = [Databases(kind, request, tmp_path) for kind in request.param]
    yield made[0], made[1]
    for one in made:
        one.drop()


@pytest.fixture
def source(pair: tuple[Databases, Databases], clock: Clock) -> Iterator[Ledger]:
    with Ledger(pair[0].make(), now=clock) as opened:
        yield opened


@pytest.fixture
def target(pair: tuple[Databases, Databases], clock: Clock) -> Iterator[Ledger]:
    with Ledger(pair[1].make(), now=clock) as opened:
        yield opened


def tables(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the log, in one form for both databases."""

    def plain(value: object) -> object:
        if isinstance(value, bytes | memoryview):
            return bytes(value)
        return value.hex if hasattr(value, "hex") and not isinstance(value, str) else value

    return {
        table: sorted(tuple(map(plain, row)) for row in ledger._recorder.ask(f"SELECT {columns} FROM {table}"))  # noqa: S608 -- our own names
        for table, columns in TABLES.items()
    }


def tell(ledger: Ledger) -> None:
    """Record a history with everything in it: keys, several bodies of one fact about several people, changes."""
    scribe = Scribe(ledger)
    one, other = scribe.person("One"), scribe.person("Other")
    ledger.record(drafts(7, key="k"))
    arrest = scribe.fact(f.Detained, one, occurred="2017-03-01")
    release = scribe.fact(f.Released, one, occurred="2017-03-05", deprivation=arrest)
    scribe.correct(arrest, f.Detained, other, occurred="2017-03-02")
    scribe.retract(release)
    ledger.reinstate(release, reason="it was so", expect=2, by="tester")
    scribe.correct(arrest, f.Detained, one, occurred="2017-03-03")
    scribe.retract(arrest, version=2)


@pytest.mark.parametrize("page", [1, 3, 5000])
def test_a_copy_is_the_same_log(source: Ledger, target: Ledger, page: int) -> None:
    tell(source)

    head = copy(source, target, page=page)

    assert head == source.head()
    assert tables(target) == tables(source)
    assert [target.head(size) for size in range(head.size + 1)] == [source.head(size) for size in range(head.size + 1)]


def test_a_log_copied_there_and_back_is_the_one_it_was(
    source: Ledger, target: Ledger, pair: tuple[Databases, ...]
) -> None:
    tell(source)
    copy(source, target)
    with Ledger(pair[0].make(), now=Clock()) as back:
        copy(target, back)

        assert tables(back) == tables(source)


def test_what_came_since_is_copied_and_nothing_twice(source: Ledger, target: Ledger) -> None:
    tell(source)
    copy(source, target)
    copy(source, target)
    tell_more = Scribe(source)
    tell_more.fact(f.Detained, tell_more.person("Third"), occurred="2017-03-01")

    copy(source, target)

    assert tables(target) == tables(source)


def test_a_copy_goes_on_as_a_log_of_its_own(source: Ledger, target: Ledger, clock: Clock) -> None:
    """Recorded on, it grows as the source would have; a time that the source answered about stays answered."""
    tell(source)
    clock.move(hours=1)
    asked = clock.time
    size = source.size_at(asked)
    copy(source, target)
    clock.move(hours=-1)

    target.record(drafts(3))

    assert target.size_at(asked) == size == source.size()
    head = target.head()
    assert head.recorded_at is not None
    assert asked < head.recorded_at < asked + timedelta(seconds=1)


@pytest.mark.parametrize("longer", [False, True])
def test_another_log_is_refused_and_left_as_it_is(source: Ledger, target: Ledger, *, longer: bool) -> None:
    source.record(drafts(3))
    target.record(drafts(5 if longer else 2))
    before = tables(target)

    with pytest.raises(ConflictError, match="another log"):
        copy(source, target)

    assert tables(target) == before


def test_bytes_that_do_not_give_the_root_are_not_copied(source: Ledger, target: Ledger) -> None:
    """Somebody changed a stored event without its tree: the unit it is in does not arrive, what was before it does."""
    source.record(drafts(2))
    source.record(drafts(2))
    ((state,),) = source._recorder.ask("SELECT state FROM stored_events WHERE notification_id = 4")
    changed = bytes(state).replace(b'"recorded_by":"tester"', b'"recorded_by":"forger"')
    with source._recorder.log_transaction(commit=True) as cursor:
        source._recorder.run(cursor, "UPDATE stored_events SET state = ? WHERE notification_id = 4", [changed])

    with pytest.raises(IntegrityError, match="from position 3 on"):
        copy(source, target, page=1)

    assert target.head() == source.head(2)
    assert len(tables(target)["event_tag"]) == 2


def test_a_topic_that_the_bytes_do_not_name_is_not_copied(source: Ledger, target: Ledger) -> None:
    source.record(drafts(2))
    with source._recorder.log_transaction(commit=True) as cursor:
        source._recorder.run(cursor, "UPDATE stored_events SET topic = 'khronika:died' WHERE notification_id = 2")

    with pytest.raises(IntegrityError, match="position 2"):
        copy(source, target)

    assert target.size() == 0


def test_who_records_in_the_target_meanwhile_is_not_written_over(source: Ledger, target: Ledger) -> None:
    source.record(drafts(2))
    (page,) = source.stored()
    target.record(drafts(1))
    before = tables(target)

    with pytest.raises(ConflictError, match="while it was copied"):
        target.receive(page, root=source.head().root)

    assert tables(target) == before


def test_what_was_recorded_as_one_is_never_seen_in_part(source: Ledger, target: Ledger) -> None:
    sizes = [1, 7, 2, 12, 1, 3]
    for size in sizes:
        source.record(drafts(size))
    seen: list[int] = []

    class Watched(Ledger):
        def receive(self, *arguments: Any, **more: Any) -> None:
            super().receive(*arguments, **more)
            seen.append(self.size())

    with Watched(target.url, now=Clock()) as watched:
        copy(source, watched, page=3)

    assert seen == [8, 22, 26]


def test_a_copy_that_is_killed_goes_on_where_it_stopped(source: Ledger, target: Ledger) -> None:
    for size in (1, 3, 2, 5) * 60:
        source.record(drafts(size))
    moments = random.Random(2026)
    sizes = [0]
    command = [sys.executable, str(COPIER), source.url, target.url]
    for _ in range(8):
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=COPIER.parents[2], text=True) as copier:
            assert copier.stdout is not None
            assert copier.stdout.readline() == "copying\n"
            time.sleep(moments.uniform(0.0, 0.1))
            copier.send_signal(signal.SIGKILL)
        # A server may still commit what the copier had sent, so the head is read once.
        held = target.head()
        assert held == source.head(held.size)
        sizes.append(held.size)

    copy(source, target)

    assert sizes == sorted(sizes)
    assert any(0 < size < source.size() for size in sizes)
    assert tables(target) == tables(source)
