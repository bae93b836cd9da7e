"""Append batches to a log for ever, and acknowledge each on standard output only after it is recorded. To be killed."""

import sys
from datetime import UTC, datetime

from domain import facts as f
from ledger.events import Draft, new_id
from ledger.ledger import Ledger


def main(url: str) -> None:
    with Ledger(url, now=lambda: datetime.now(UTC)) as ledger:
        size = 0
        while True:
            size = size % 7 + 1
            batch = new_id()
            drafts = [Draft(new_id(), 1, f.PersonRegistered(), "appender", batch) for _ in range(size)]
            ledger.record(drafts)
            sys.stdout.write(f"{batch} {size}\n")
            sys.stdout.flush()


main(sys.argv[1])
