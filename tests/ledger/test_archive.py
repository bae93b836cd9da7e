"""The archive keeps bytes under their digest: whole or not at all, never changed, looked at again when read."""

import os
import signal
import subprocess
import sys
import threading
import tracemalloc
from hashlib import sha256
from pathlib import Path

import pytest

from domain.errors import IntegrityError, InvalidError, NotFoundError
from ledger.archive import Archive

KEEP = """\
import sys
from pathlib import Path
from ledger.archive import Archive
Archive(Path(sys.argv[1])).keep(Path(sys.argv[2]))
"""
ROOT = Path(__file__).parents[2]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "kept")


def file_of(tmp_path: Path, content: bytes, name: str = "page.html") -> Path:
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


def test_a_copy_is_kept_under_the_digest_that_sha256sum_prints(archive: Archive, tmp_path: Path) -> None:
    path = file_of(tmp_path, b"A page.\n")
    kept = archive.keep(path)

    assert kept.digest == subprocess.run(["sha256sum", path], check=True, capture_output=True, text=True).stdout[:64]
    assert (kept.size, kept.new) == (8, True)
    assert list(archive.held()) == [kept.digest]
    with archive.opened(kept.digest) as file:
        assert file.read() == b"A page.\n"


def test_the_same_bytes_are_kept_once_and_nothing_can_write_to_them(archive: Archive, tmp_path: Path) -> None:
    first = archive.keep(file_of(tmp_path, b"A page."))
    (path,) = (tmp_path / "kept").rglob(first.digest)
    written = path.stat()
    again = archive.keep(file_of(tmp_path, b"A page.", "other"))

    assert (again.digest, again.new) == (first.digest, False)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (written.st_ino, written.st_mtime_ns)
    assert path.stat().st_mode & 0o777 == 0o444
    assert archive.unfinished() == 0


def test_no_name_of_a_file_is_kept(archive: Archive, tmp_path: Path) -> None:
    archive.keep(file_of(tmp_path, b"A page.", "somebody.html"))

    assert not [path for path in (tmp_path / "kept").rglob("*") if "somebody" in path.name]


def test_changed_bytes_are_never_given_and_never_taken_for_known(archive: Archive, tmp_path: Path) -> None:
    path = file_of(tmp_path, b"A page.")
    kept = archive.keep(path)
    (stored,) = (tmp_path / "kept").rglob(kept.digest)
    stored.chmod(0o644)
    stored.write_bytes(b"A page!")

    with pytest.raises(IntegrityError):
        archive.check(kept.digest)
    with pytest.raises(IntegrityError):
        archive.keep(path)
    assert stored.read_bytes() == b"A page!"


@pytest.mark.parametrize("digest", ["0" * 64, "../../etc/passwd", "", "AB" * 32, "0" * 64 + "\n", "\x00"])
def test_what_is_not_held_is_not_found_and_no_path_leads_out(archive: Archive, digest: str) -> None:
    with pytest.raises(NotFoundError):
        archive.check(digest)


def test_what_is_no_copy_is_refused_with_one_error_and_leaves_nothing(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "kept", largest=10)
    os.mkfifo(tmp_path / "pipe")
    refused = {
        tmp_path / "somebody": "no such file",
        tmp_path: "no file",
        tmp_path / "pipe": "no file",
        file_of(tmp_path, b"", "empty"): "empty",
        file_of(tmp_path, b"12345678901", "large"): "larger than 10",
        tmp_path / "empty" / "under": "cannot be read",
    }
    for path, message in refused.items():
        with pytest.raises(InvalidError, match=message) as error:
            archive.keep(path)
        assert (error.value.field, "somebody" in str(error.value)) == ("FILE", False)

    assert archive.keep(file_of(tmp_path, b"1234567890", "just")).size == 10
    assert (len(list(archive.held())), archive.unfinished()) == (1, 0)


def test_memory_stays_flat_however_large_a_copy_is(archive: Archive, tmp_path: Path) -> None:
    path = file_of(tmp_path, b"")
    os.truncate(path, 2**25)
    tracemalloc.start()
    kept = archive.keep(path)
    archive.check(kept.digest)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert kept.digest == sha256(bytes(2**25)).hexdigest()
    assert peak < 2**21


def test_a_run_that_is_killed_leaves_a_file_without_a_name_at_most(archive: Archive, tmp_path: Path) -> None:
    path, kept = file_of(tmp_path, b""), tmp_path / "kept"
    os.truncate(path, 2**28)
    with subprocess.Popen([sys.executable, "-c", KEEP, kept, path], cwd=ROOT) as run:
        while not archive.unfinished() and run.poll() is None:
            pass
        run.send_signal(signal.SIGKILL)

    assert (list(archive.held()), archive.unfinished()) == ([], 1)


def test_several_who_keep_the_same_at_once_keep_it_once(archive: Archive, tmp_path: Path) -> None:
    path = file_of(tmp_path, b"A page." * 10_000)
    found: list[bool] = []
    threads = [threading.Thread(target=lambda: found.append(archive.keep(path).new)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [False] * 7 + [True]
    assert (len(list(archive.held())), archive.unfinished()) == (1, 0)
