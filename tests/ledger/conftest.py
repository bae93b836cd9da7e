"""A log on each database in turn, under a clock of our own."""

from collections.abc import Iterator

import pytest

from ledger.ledger import Ledger
from tests.conftest import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(database_url: str, clock: Clock) -> Iterator[Ledger]:
    with Ledger(database_url, now=clock) as opened:
        yield opened
