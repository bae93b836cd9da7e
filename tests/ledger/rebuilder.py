"""A process that rebuilds a log from a full export, to be killed."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from ledger import full
from ledger.ledger import Ledger

if __name__ == "__main__":
    with Ledger(sys.argv[2], now=lambda: datetime.now(UTC)) as target:
        print("rebuilding", flush=True)  # noqa: T201 -- tells the test to begin
        full.rebuild(Path(sys.argv[1]), target)
