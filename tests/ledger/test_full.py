"""A full export is the whole log: rebuilt from it, every root is the same; a damaged one is refused with the place."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from domain.errors import ConflictError, IntegrityError, InvalidError, KhronikaError
from ledger import full
from ledger.checkpoints import Published
from ledger.full import EVENTS, FILES, LEAVES, LOG, SUMS, FullExport
from ledger.ledger import Ledger
from ledger.mapper import opened
from ledger.states import Recorded
from ledger.timestamps import Stamped
from tests.ledger.batches import drafts
from tests.ledger.test_copying import pair, source, tables, target, tell

__all__ = ["pair", "source", "target"]
REBUILDER = Path(__file__).with_name("rebuilder.py")
NOW = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)


def sign(ledger: Ledger) -> None:
    """Put rows beside the log; nobody checks here what they say."""
    for size in (2, 5):
        ledger.checkpoints.publish(Published(size, b"a note \xe2\x80\x94 %d\n" % size, "a key", NOW))
        ledger.states.keep(Recorded(size, f"2026-01-0{size}", b"a state %d\n" % size, NOW))
        for name in ("one", "other"):
            ledger.timestamps.keep(Stamped(size, name, bytes([0, 255, size]), NOW, NOW))


def test_what_is_rebuilt_is_the_same_log_with_what_was_signed_of_it(
    source: Ledger, target: Ledger, tmp_path: Path
) -> None:
    tell(source)
    sign(source)

    full.write(source, tmp_path / "full")
    head = full.rebuild(tmp_path / "full", target)

    assert head == source.head()
    assert tables(target) == tables(source)
    assert [target.root(size) for size in range(head.size + 1)] == [source.root(size) for size in range(head.size + 1)]
    assert target.checkpoints.page(after=0, limit=9) == source.checkpoints.page(after=0, limit=9)
    assert target.states.page(after=0, limit=9) == source.states.page(after=0, limit=9)
    assert target.timestamps.page(after=(0, ""), limit=9) == source.timestamps.page(after=(0, ""), limit=9)


def test_the_lines_are_the_bytes_that_were_hashed_and_the_folder_is_the_owners(source: Ledger, tmp_path: Path) -> None:
    tell(source)
    full.write(source, tmp_path / "full")
    lines = (tmp_path / "full" / EVENTS).read_bytes().split(b"\n")
    stored = [opened(one.state) for page in source.stored() for one in page]
    done = subprocess.run(["sha256sum", "-c", SUMS], cwd=tmp_path / "full", check=True, capture_output=True, text=True)

    assert lines == [*stored, b""]
    assert (tmp_path / "full" / LEAVES).read_text().split() == [sha256(one).hexdigest() for one in stored]
    assert done.stdout == "".join(f"{name}: OK\n" for name in FILES)
    assert {one.stat().st_mode & 0o077 for one in (tmp_path / "full", *(tmp_path / "full").iterdir())} == {0}


def test_a_second_rebuild_and_a_newer_export_add_only_what_is_new(
    source: Ledger, target: Ledger, tmp_path: Path
) -> None:
    source.record(drafts(3))
    full.write(source, tmp_path / "old")
    source.record(drafts(4))
    full.write(source, tmp_path / "new")
    told: list[tuple[int, int]] = []

    for name in ("old", "old", "new"):
        full.rebuild(tmp_path / name, target, lambda done, whole: told.append((done, whole)))

    assert told == [(3, 3), (4, 4)]
    assert tables(target) == tables(source)


def test_another_log_is_refused_and_left_as_it_is(source: Ledger, target: Ledger, tmp_path: Path) -> None:
    source.record(drafts(3))
    target.record(drafts(2))
    full.write(source, tmp_path / "full")
    before = tables(target)

    with pytest.raises(ConflictError, match="another log"):
        full.rebuild(tmp_path / "full", target)

    assert tables(target) == before


def test_a_rebuild_that_is_killed_goes_on_where_it_stopped(source: Ledger, target: Ledger, tmp_path: Path) -> None:
    for size in (400, 1500, 900) * 6:
        source.record(drafts(size))
    full.write(source, tmp_path / "full")
    moments = random.Random(2026)
    sizes = [0]
    for _ in range(4):
        command = [sys.executable, str(REBUILDER), str(tmp_path / "full"), target.url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=REBUILDER.parents[2], text=True) as rebuilder:
            assert rebuilder.stdout is not None
            assert rebuilder.stdout.readline() == "rebuilding\n"
            time.sleep(moments.uniform(0.3, 1.0))
            rebuilder.send_signal(signal.SIGKILL)
        held = target.head()
        assert held == source.head(held.size)
        sizes.append(held.size)

    full.rebuild(tmp_path / "full", target)

    assert sizes == sorted(sizes)
    assert any(0 < size < source.size() for size in sizes)
    assert tables(target) == tables(source)


@pytest.fixture
def small(sqlite_template: Path, clock: Callable[[], datetime], tmp_path: Path) -> Path:
    """A full export of three events with something signed of them."""
    shutil.copy(sqlite_template, tmp_path / "small.sqlite3")
    with Ledger(f"sqlite:///{tmp_path / 'small.sqlite3'}", now=clock) as ledger:
        ledger.record(drafts(3))
        ledger.checkpoints.publish(Published(3, b"a note\n", "a key", NOW))
        full.write(ledger, tmp_path / "small")
    return tmp_path / "small"


def refusal(folder: Path) -> str | None:
    """What is said of a folder that is refused; nothing if it is taken."""
    try:
        with FullExport(folder) as found:
            found.check()
    except KhronikaError as error:
        return str(error)
    return None


def test_every_byte_that_is_changed_is_noticed_with_its_file(small: Path) -> None:
    bits = random.Random(7)
    assert refusal(small) is None
    for name in (SUMS, *FILES):
        path = small / name
        whole = path.read_bytes()
        for at in range(len(whole)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << bits.randrange(8))]) + whole[at + 1 :])

            said = refusal(small)
            assert said is not None, f"{name}: byte {at}"
            # Where a digest is at fault, it is the file it speaks of that is named, or the list of digests.
            assert said.startswith((f"{name}, line ", f"{name}:", SUMS)) or name == SUMS, said
        for cut in (whole[:-1], whole + b"\n", whole[: len(whole) // 2], b""):
            path.write_bytes(cut)
            assert (refusal(small) is None) == (cut == whole), name
        path.write_bytes(whole)


def test_an_export_can_be_read_from_any_place_again(small: Path) -> None:
    with FullExport(small) as found:
        forwards = [found.root(size) for size in range(4)]
        backwards = [found.root(size) for size in (3, 2, 1, 0)]
        all_of_it, rest = list(found.stored(after=0, upto=3)), list(found.stored(after=1, upto=2))

    assert backwards == forwards[::-1]
    assert [one.id for one in all_of_it[0]] == [1, 2, 3]
    assert rest == [[all_of_it[0][1]]]


def sealed(folder: Path) -> None:
    """Write the digests anew, as somebody would who means to deceive."""
    sums = (f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in FILES)
    (folder / SUMS).write_text("".join(sums))


def forged(folder: Path, at: int, old: bytes, new: bytes) -> None:
    lines = (folder / EVENTS).read_bytes().splitlines()
    lines[at] = lines[at].replace(old, new)
    (folder / EVENTS).write_bytes(b"".join(line + b"\n" for line in lines))
    (folder / LEAVES).write_text("".join(f"{sha256(line).hexdigest()}\n" for line in lines))


def test_events_that_do_not_give_the_root_are_refused_however_well_they_are_sealed(small: Path) -> None:
    forged(small, 1, b'"recorded_by":"', b'"recorded_by":"not ')
    sealed(small)

    assert refusal(small) == f"{EVENTS}: the events give another root than the one in {LOG}"


def test_nothing_is_recorded_of_a_folder_that_is_damaged(small: Path, target: Ledger) -> None:
    lines = (small / EVENTS).read_bytes().splitlines(keepends=True)
    (small / EVENTS).write_bytes(b"".join([*lines[:2], lines[2].replace(b'"batch":"', b'"batch":"x')]))

    with pytest.raises(IntegrityError, match=r"events\.jsonl, line 3: "):
        full.rebuild(small, target)

    assert target.size() == 0


@pytest.mark.parametrize("name", [SUMS, *FILES])
def test_a_part_of_an_export_is_refused(small: Path, name: str) -> None:
    (small / name).unlink()

    assert refusal(small) == f"the folder is no full export, or a part of one: it has no {name}"


def test_what_lies_beside_the_log_and_is_none_of_it_is_refused_with_its_line(small: Path) -> None:
    with (small / "checkpoints.jsonl").open("ab") as file:
        file.write(b'{"size":3}\n')
    sealed(small)

    assert refusal(small) == "checkpoints.jsonl, line 2: it cannot be read"


def test_another_format_is_refused(small: Path) -> None:
    (small / LOG).write_bytes((small / LOG).read_bytes().replace(b"full/v1", b"full/v2"))
    sealed(small)

    assert refusal(small) == f"{LOG}: the format is not khronika/full/v1"


def test_a_folder_that_holds_something_is_not_written_over(source: Ledger, tmp_path: Path) -> None:
    source.record(drafts(1))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").touch()

    with pytest.raises(InvalidError, match="something at that place"):
        full.write(source, tmp_path / "full")

    assert [one.name for one in (tmp_path / "full").iterdir()] == ["mine"]


def test_a_log_whose_bytes_are_not_those_hashed_is_not_exported(source: Ledger, tmp_path: Path) -> None:
    source.record(drafts(2))
    ((state,),) = source._recorder.ask("SELECT state FROM stored_events WHERE notification_id = 2")
    changed = bytes(state).replace(b'"recorded_by":"tester"', b'"recorded_by":"forger"')
    with source._recorder.log_transaction(commit=True) as cursor:
        source._recorder.run(cursor, "UPDATE stored_events SET state = ? WHERE notification_id = 2", [changed])

    with pytest.raises(IntegrityError, match="not those that the log's root speaks of"):
        full.write(source, tmp_path / "full")

    assert not list(tmp_path.glob("*full*"))
