"""Mirror a log, and be killed by oneself when a number of answers has been asked for."""

import os
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from ledger.ledger import Ledger
from ledger.proofs.keys import parse_verifier
from tests.ledger.originals import Served, mirror


class Deadly(Served):
    """An original whose answer is the last thing that is heard."""

    left = int(sys.argv[4])

    def events(self, *, after: int, limit: int) -> Sequence[bytes]:
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1
        return super().events(after=after, limit=limit)


def main(source_url: str, target_url: str, folder: Path, key: str) -> None:
    """Mirror until done or killed."""
    with (
        Ledger(source_url, now=lambda: datetime.now(UTC)) as source,
        Ledger(target_url, now=lambda: datetime.now(UTC)) as target,
    ):
        mirror(Deadly(source), target, folder, parse_verifier(key)).follow()


main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), sys.argv[5])
