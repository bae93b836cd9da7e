"""Copy one log into another, a few events to a transaction, and say each size reached. To be killed."""

import sys
from datetime import UTC, datetime

from ledger.copying import copy
from ledger.ledger import Ledger


def main(source_url: str, target_url: str) -> None:
    """Copy until done or killed."""
    with (
        Ledger(source_url, now=lambda: datetime.now(UTC)) as source,
        Ledger(target_url, now=lambda: datetime.now(UTC)) as target,
    ):
        sys.stdout.write("copying\n")
        sys.stdout.flush()
        copy(source, target, page=5)


main(sys.argv[1], sys.argv[2])
