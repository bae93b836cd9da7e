"""The script that docs/citing.md gives to readers: alone, it accepts what is true and nothing else."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.people import FactId
from ledger.proofs.keys import make_key
from tests.api.conftest import ROOT
from tests.conftest import House
from tests.scribe import Scribe
from tests.signing import ORIGIN, notary


def script() -> str:
    (found,) = re.findall(
        r"^```python\n(.*?)^```$", (ROOT / "docs" / "citing.md").read_text(), re.MULTILINE | re.DOTALL
    )
    return str(found)


@dataclass(frozen=True)
class Reader:
    """A folder with a citation's files and the script, far from the project."""

    folder: Path

    def check(self) -> tuple[int, str]:
        command = [sys.executable, "-I", "check_proof.py", "event.json", "event.tlog-proof", "key.pem"]
        done = subprocess.run(command, cwd=self.folder, check=False, capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout + done.stderr

    def changed(self, name: str, change: Callable[[bytes], bytes]) -> tuple[int, str]:
        """Check with one file changed, and change it back."""
        file = self.folder / name
        before = file.read_bytes()
        file.write_bytes(change(before))
        done = self.check()
        file.write_bytes(before)
        return done


@pytest.fixture
def readers(house: House, tmp_path: Path) -> list[Reader]:
    """Readers of every event of a log of eleven, whose checkpoint of seven came before that of eleven."""
    signer, found = notary(house.ledger, tmp_path), []
    scribe = Scribe(house.ledger)
    for many in (5, 4):
        for _ in range(many):
            scribe.person()
        signer.sign()
    house.projector.catch_up()
    for event in (one for page in house.ledger.read() for one in page):
        folder = tmp_path / str(event.position)
        folder.mkdir()
        (folder / "check_proof.py").write_text(script())
        (folder / "event.json").write_bytes(house.questions.citations.event(FactId(event.id)))
        (folder / "event.tlog-proof").write_bytes(house.questions.citations.proof(FactId(event.id)))
        (folder / "key.pem").write_text(signer.key.pem)
        found.append(Reader(folder))
    return found


def test_it_accepts_the_proof_of_every_event(readers: list[Reader]) -> None:
    for position, reader in enumerate(readers, start=1):
        size = 7 if position <= 7 else 11

        assert reader.check() == (0, f"position {position} of the log {ORIGIN}, in its checkpoint of size {size}\n")
    assert len(readers) == 11


def test_it_refuses_whatever_is_changed(readers: list[Reader], tmp_path: Path) -> None:
    first, second, ninth = readers[0], readers[1], readers[8]
    other = notary_key(tmp_path)
    damages: list[tuple[str, Callable[[bytes], bytes]]] = [
        ("event.json", lambda data: data.replace(b'"v":1', b'"v":2')),
        ("event.json", lambda _: (second.folder / "event.json").read_bytes()),
        ("event.json", lambda data: data + b"\n"),
        ("event.tlog-proof", lambda _: (second.folder / "event.tlog-proof").read_bytes()),
        ("event.tlog-proof", lambda _: (ninth.folder / "event.tlog-proof").read_bytes()),
        ("event.tlog-proof", lambda data: data.replace(b"index 0", b"index 7")),
        ("event.tlog-proof", lambda data: data.replace(b"index 0", b"index 1")),
        ("event.tlog-proof", lambda data: data.replace(b"\n7\n", b"\n6\n")),
        ("event.tlog-proof", lambda data: data.replace(b"tlog-proof@v1", b"tlog-proof@v2")),
        ("event.tlog-proof", lambda data: data.replace(ORIGIN.encode(), b"example.org/other")),
        ("event.tlog-proof", lambda data: data.replace(b"\n\n", b"\n" + data.split(b"\n")[2] + b"\n\n", 1)),
        (
            "event.tlog-proof",
            lambda data: b"\n".join(line for place, line in enumerate(data.split(b"\n")) if place != 2),
        ),
        ("key.pem", lambda _: other),
        ("key.pem", lambda _: b""),
    ]
    assert first.check()[0] == 0
    for name, change in damages:
        code, _ = first.changed(name, change)
        assert code != 0, (name, change((first.folder / name).read_bytes()))


def notary_key(folder: Path) -> bytes:
    """The public key of another log of the same name."""
    return make_key(folder / "other.pem", ORIGIN).verifier.pem.encode()
