"""Go's own checkers of the public checksum database accept what we sign and prove, and refuse it damaged."""

import json
import os
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.checkers.conftest import Signed, bit_flips
from tests.signing import ORIGIN

HERE = Path(__file__).parent
PACKAGES = Path("/usr/share/gocode")
pytestmark = pytest.mark.skipif(
    shutil.which("go") is None or not (PACKAGES / "src/golang.org/x/mod/sumdb/tlog").exists(),
    reason="needs Debian's packages golang-go and golang-golang-x-mod-dev",
)


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Go program, built once."""
    built = tmp_path_factory.mktemp("go") / "check"
    environment = {**os.environ, "GOPATH": str(PACKAGES), "GO111MODULE": "off", "GOFLAGS": ""}
    environment |= {"GOCACHE": str(built.with_name("cache")), "GOPROXY": "off", "CGO_ENABLED": "0"}
    command = ["go", "build", "-o", str(built), "check.go"]
    subprocess.run(command, check=True, cwd=HERE, env=environment, timeout=300)
    return built


def ask(checker: Path, signed: Signed, **asked: Any) -> dict[str, list[str]]:
    text = json.dumps({"Key": str(signed.notary.key), "Origin": ORIGIN, **asked})
    done = subprocess.run([checker], input=text, check=True, capture_output=True, text=True, timeout=120)
    return json.loads(done.stdout)  # type: ignore[no-any-return]  # what check.go prints


def coded(data: bytes) -> str:
    return b64encode(data).decode()


def included(signed: Signed, position: int, which: int, proof: Sequence[bytes] | None = None) -> dict[str, object]:
    covering = signed.checkpoints[which]
    proof = signed.ledger.prove(position, covering.size) if proof is None else proof
    return {
        "Event": coded(signed.events[position - 1]),
        "Index": position - 1,
        "Proof": [coded(one) for one in proof],
        "Checkpoint": coded(covering.note),
    }


def test_it_reads_our_checkpoints_and_no_flipped_bit_makes_one_say_something_else(
    checker: Path, signed: Signed
) -> None:
    """It lets unused bits of base64 be anything, which we do not."""
    one = signed.checkpoints[3]
    good = [coded(each.note) for each in signed.checkpoints]
    damaged = [coded(each) for each in bit_flips(one.note)]

    found = ask(checker, signed, Checkpoints=good + damaged)["Checkpoints"]

    says = [f"{each.size} {coded(each.says.root)}" for each in signed.checkpoints]
    accepted = [said for said in found[len(good) :] if not said.startswith("refused: ")]
    assert found[: len(good)] == says
    assert set(accepted) <= {says[3]}
    assert len(accepted) < 10


def test_it_accepts_every_inclusion_proof_and_refuses_damaged_ones(checker: Path, signed: Signed) -> None:
    good = [
        included(signed, position, which)
        for which, one in enumerate(signed.checkpoints)
        for position in range(1, one.size + 1)
    ]
    proof = signed.ledger.prove(10, signed.checkpoints[-1].size)
    damaged = [
        included(signed, 10, -1, [*proof[:at], other, *proof[at + 1 :]])
        for at, one in enumerate(proof)
        for other in bit_flips(one)
    ]
    misplaced = [included(signed, 10, -1) | {"Index": index} for index in range(40) if index != 9]

    found = ask(checker, signed, Inclusion=[*good, *damaged, *misplaced])["Inclusion"]

    assert found[: len(good)] == [""] * len(good)
    assert all(found[len(good) :])


def test_it_accepts_every_consistency_proof_and_refuses_damaged_ones(checker: Path, signed: Signed) -> None:
    pairs = [(old, new) for new in signed.checkpoints for old in signed.checkpoints if old.size <= new.size]
    good = [
        {
            "Old": coded(old.note),
            "New": coded(new.note),
            "Proof": [coded(one) for one in signed.ledger.prove_consistency(old.size, new.size)],
        }
        for old, new in pairs
    ]
    proof = signed.ledger.prove_consistency(13, 40)
    damaged = [
        {
            "Old": coded(signed.checkpoints[3].note),
            "New": coded(signed.checkpoints[-1].note),
            "Proof": [coded(one) for one in (*proof[:at], other, *proof[at + 1 :])],
        }
        for at, one in enumerate(proof)
        for other in bit_flips(one)
    ]

    found = ask(checker, signed, Consistency=[*good, *damaged])["Consistency"]

    assert found[: len(good)] == [""] * len(good)
    assert all(found[len(good) :])
