"""A log that was signed at several sizes, and all that is proven of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ledger.checkpoints import Published
from ledger.ledger import Ledger
from ledger.notary import Notary
from tests.conftest import Clock, Databases
from tests.ledger.batches import drafts
from tests.signing import notary

BATCHES = (1, 1, 3, 8, 2, 9, 16)


@dataclass(frozen=True)
class Signed:
    """A log, its notary, its checkpoints and the bytes of its events."""

    ledger: Ledger
    notary: Notary
    checkpoints: list[Published]
    events: list[bytes]


@pytest.fixture
def signed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Signed]:
    """A log of forty events, signed at seven sizes."""
    url = Databases("sqlite", request, tmp_path).make()
    with Ledger(url, now=Clock()) as ledger:
        signer, checkpoints = notary(ledger, tmp_path), []
        for size in BATCHES:
            ledger.record(drafts(size))
            checkpoints.append(signer.sign())
        events = [bytes(one.state)[1:] for page in ledger.stored() for one in page]
        yield Signed(ledger, signer, checkpoints, events)


def bit_flips(data: bytes) -> Iterator[bytes]:
    """Every copy of some bytes with one bit flipped."""
    for bit in range(8 * len(data)):
        damaged = bytearray(data)
        damaged[bit // 8] ^= 1 << bit % 8
        yield bytes(damaged)
