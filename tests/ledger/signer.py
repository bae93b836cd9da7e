"""Record and sign, for ever; acknowledge each checkpoint only after it is published. To be killed."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from ledger.journal import Journal
from ledger.ledger import Ledger
from ledger.notary import Notary
from ledger.proofs.keys import read_key
from tests.ledger.batches import drafts
from tests.signing import ORIGIN


def main(url: str, folder: Path) -> None:
    """Sign until killed."""
    journal = Journal(folder / "journal")
    with Ledger(url, now=lambda: datetime.now(UTC), journal=journal) as ledger:
        notary = Notary(ledger, read_key(folder / "key.pem", ORIGIN), journal, now=lambda: datetime.now(UTC))
        while True:
            ledger.record(drafts(2))
            sys.stdout.write(f"{notary.sign().size}.\n")
            sys.stdout.flush()


main(sys.argv[1], Path(sys.argv[2]))
