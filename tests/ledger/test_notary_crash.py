"""Kill -9 while signing: what was acknowledged stays, journal and table come together, and nothing is signed twice."""

import random
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

from ledger.journal import Journal
from ledger.ledger import Ledger
from ledger.notary import Notary
from ledger.proofs import merkle
from ledger.proofs.keys import make_key
from tests.conftest import Clock
from tests.signing import ORIGIN

KILLS = 10
SIGNER = Path(__file__).with_name("signer.py")


def killed_while_signing(url: str, folder: Path, after: float) -> list[int]:
    """Return the sizes of the checkpoints that were acknowledged."""
    command = [sys.executable, "-m", "tests.ledger.signer", url, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=SIGNER.parents[2], text=True) as signer:
        assert signer.stdout is not None
        said = [signer.stdout.readline().rstrip("\n")]
        time.sleep(after)
        signer.send_signal(signal.SIGKILL)
        said += signer.stdout.read().splitlines()
    return [int(line[:-1]) for line in said if line.endswith(".")]


def test_ten_kills(database_url: str, tmp_path: Path) -> None:
    key, journal = make_key(tmp_path / "key.pem", ORIGIN), Journal(tmp_path / "journal")
    moments, acknowledged = random.Random(2026), []
    for _ in range(KILLS):
        acknowledged += killed_while_signing(database_url, tmp_path, moments.uniform(0.0, 0.1))

    with Ledger(database_url, now=Clock(), journal=journal) as ledger:
        notary = Notary(ledger, key, journal, now=Clock())
        notary.sign()
        kept = [entry.says for entry in journal.entries()]
        published = [notary.check(one) for one in ledger.checkpoints.page(after=0, limit=10_000)]

        assert published == kept
        assert set(acknowledged) <= {one.size for one in kept}
        assert len(acknowledged) >= KILLS
        assert len({one.size for one in kept}) == len(kept)
        for old, new in pairwise(kept):
            proof = ledger.prove_consistency(old.size, new.size)
            merkle.check_consistency(old=old.size, size=new.size, old_root=old.root, root=new.root, proof=proof)
