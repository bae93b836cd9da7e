"""What is written is there whole or not at all, and replaces nothing."""

import errno
import os
from pathlib import Path

import pytest

from domain.errors import InvalidError
from ledger.output import new_file, new_folder

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_and_a_folder_get_their_names_when_all_is_written(tmp_path: Path) -> None:
    with new_file(tmp_path / "file") as file, new_folder(tmp_path / "new" / "folder") as folder:
        file.write(b"all")
        (folder / "one").write_text("all")
        assert not (tmp_path / "file").exists()
        assert not (tmp_path / "new" / "folder").exists()

    assert (tmp_path / "file").read_bytes() == b"all"
    assert [one.name for one in (tmp_path / "new" / "folder").iterdir()] == ["one"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "new"]


def test_an_empty_folder_may_be_there_even_as_the_one_we_are_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with new_folder(Path()) as folder:
        (folder / "one").touch()

    assert [one.name for one in (tmp_path / "here").iterdir()] == ["one"]


def test_a_full_disk_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="the file cannot be written: No space left"), new_file(tmp_path / "a"):
        raise FULL
    with pytest.raises(InvalidError, match="the folder cannot be written: No space left"), new_folder(tmp_path / "b"):
        raise FULL

    assert list(tmp_path.iterdir()) == []


def test_who_comes_between_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="somebody wrote a file"), new_file(tmp_path / "file"):
        (tmp_path / "file").write_text("theirs")

    assert (tmp_path / "file").read_text() == "theirs"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("there", ["a file", "a link to nothing"])
def test_what_is_there_stays(tmp_path: Path, there: str) -> None:
    path = tmp_path / "file"
    if there == "a file":
        path.write_text("mine")
    else:
        path.symlink_to(tmp_path / "nothing")

    with pytest.raises(InvalidError, match="something at that place"), new_file(path):
        raise AssertionError

    assert len(list(tmp_path.iterdir())) == 1
