"""Keys and journals for tests: a log signed as its own service would."""

from pathlib import Path

import pytest

from ledger.journal import Journal
from ledger.ledger import Ledger
from ledger.notary import Notary
from ledger.proofs.keys import make_key
from tests.conftest import Clock

ORIGIN = "example.org/khronika"


def notary(ledger: Ledger, folder: Path) -> Notary:
    """Make a key and a journal in a folder, for a log."""
    return Notary(ledger, make_key(folder / "key.pem", ORIGIN), Journal(folder / "journal"), now=Clock())


def settings(patch: pytest.MonkeyPatch, folder: Path, key: str = "key.pem") -> None:
    """Let commands and services sign with a key and a journal in a folder."""
    patch.setenv("KHRONIKA_ORIGIN", ORIGIN)
    patch.setenv("KHRONIKA_KEY", str(folder / key))
    patch.setenv("KHRONIKA_JOURNAL", str(folder / "journal"))
