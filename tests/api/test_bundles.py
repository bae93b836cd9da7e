"""Bundles, checked where nothing of ours is installed."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import bagit
import pytest

from api import bootstrap
from ledger.checkpoints import Published
from ledger.proofs import checkpoint
from ledger.proofs.checkpoint import Checkpoint
from ledger.proofs.keys import make_key
from tests.api.conftest import ROOT, Command
from tests.bundles import VERIFIER

LAWYER = ROOT / "docs" / "verify.md"


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
    """A bundle of the shipped register, whose log is signed."""
    folder = tmp_path_factory.mktemp("bundle")
    key = make_key(folder / "key.pem", "example.org/khronika")
    with bootstrap.service(belarus.url) as service:
        head = service.ledger.head()
        note = checkpoint.sign(Checkpoint(key.name, head.size, head.root), [key])
        service.ledger.checkpoints.publish(Published(head.size, note.data, str(key.verifier), service.now()))
    done = belarus.ok("bundle", str(folder / "bag"))

    assert done.out.endswith("\nACCEPTED.\n")
    return folder / "bag"


def test_the_shipped_registers_are_accepted_and_two_were_in_custody_on_4_july_2017(bag: Path) -> None:
    found = check(bag)

    assert found.code == 0, found.said
    assert "in-custody (then) on 2017-07-04: 2 certain, 2 possible; complete" in found.said
    assert found.said.endswith("\nACCEPTED.\n")


def test_every_command_for_a_lawyer_runs_in_the_bundle(bag: Path) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", LAWYER.read_text(), re.MULTILINE | re.DOTALL)
    said = []
    for block in blocks:
        done = subprocess.run(
            ["bash", "-eu", "-o", "pipefail", "-c", block], cwd=bag, capture_output=True, text=True, check=False
        )
        said.append(done.stdout)

        assert done.returncode == 0, (block, done.stdout, done.stderr)
    everything, program, whole, event, signature, known = said
    first, second = event.splitlines()

    assert everything.endswith("\nACCEPTED.\n")
    assert program in LAWYER.read_text()
    assert not whole
    assert first.split() == [second, "data/events/1.json"]
    assert signature.startswith("Signature Verified Successfully\nexample.org/khronika\n")
    assert known.endswith("\nACCEPTED.\n")


def test_the_digest_of_the_verifier_that_is_printed_is_its_own() -> None:
    """To renew it, write what this test expects between the markers."""
    between = re.search(r"<!-- verifier:begin -->\n(.*?)<!-- verifier:end -->", LAWYER.read_text(), re.DOTALL)

    assert between is not None
    assert between[1] == f"    {sha256(VERIFIER.read_bytes()).hexdigest()}  verify.py\n"


def test_a_research_object_describes_every_part(bag: Path) -> None:
    crate = json.loads((bag / "data/ro-crate-metadata.json").read_text())
    graph = {one["@id"]: one for one in crate["@graph"]}
    parts = {one["@id"] for one in graph["./"]["hasPart"]}
    there = {f"{path.name}/" if path.is_dir() else path.name for path in (bag / "data").iterdir()}

    assert crate["@context"] == "https://w3id.org/ro/crate/1.1/context"
    assert graph["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert parts == there - {"ro-crate-metadata.json"}
    assert parts <= graph.keys()


def test_the_library_that_made_the_bag_accepts_it(bag: Path) -> None:
    bagit.Bag(str(bag)).validate()


def test_a_bundle_is_not_written_over_anything(belarus: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    done = belarus("bundle", str(tmp_path))

    assert (done.code, done.out) == (2, "")
    assert "khronika: there is something at that place already" in done.err
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
