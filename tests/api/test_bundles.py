"""Bundles, checked where nothing of ours is installed."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import bagit
import pytest

from tests.api.conftest import Command


@dataclass(frozen=True)
class Checked:
    code: int
    said: str


def check(folder: Path, *arguments: str, program: str = "verify.py") -> Checked:
    """Run the verifier that lies in a bundle, in an empty environment, isolated from all packages."""
    command = [sys.executable, "-I", "-S", "-W", "error", program, *arguments]
    done = subprocess.run(command, cwd=folder, env={}, capture_output=True, text=True, check=False, timeout=300)
    assert done.stderr == ""
    return Checked(done.returncode, done.stdout)


@pytest.fixture(scope="module")
def bag(belarus: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of the shipped register."""
    folder = tmp_path_factory.mktemp("bundle") / "bag"
    belarus.ok("bundle", str(folder))
    return folder


def test_the_shipped_registers_are_accepted_and_two_were_in_custody_on_4_july_2017(bag: Path) -> None:
    found = check(bag)

    assert found.code == 3, found.said
    assert "in-custody (then) on 2017-07-04: 2 certain, 2 possible; complete" in found.said
    assert "Nobody vouches for this root" in found.said


def test_the_library_that_made_the_bag_accepts_it(bag: Path) -> None:
    bagit.Bag(str(bag)).validate()


def test_a_bundle_is_not_written_over_anything(belarus: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    done = belarus("bundle", str(tmp_path))

    assert (done.code, done.out) == (2, "")
    assert "khronika: there is something at that place already" in done.err
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
