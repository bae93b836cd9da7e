"""Kill -9 during append: nothing acknowledged is lost, doubled or halved, and the read models equal a fresh fold."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from ledger import merkle
from ledger.ledger import Ledger
from projections.projector import Projector
from tests.conftest import Clock, Databases, opened

KILLS = 50
APPENDER = Path(__file__).with_name("appender.py")


def killed_while_appending(url: str, after: float) -> dict[str, int]:
    """Return what an appender acknowledged before it was killed: batch and size."""
    command = [sys.executable, str(APPENDER), url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], text=True) as appender:
        assert appender.stdout is not None
        said = [appender.stdout.readline()]
        time.sleep(after)
        appender.send_signal(signal.SIGKILL)
        said += appender.stdout.read().splitlines()
        # A line cut short by the kill was not acknowledged in full; the log may or may not hold its batch.
        whole = [line.split() for line in said if len(line.split()) == 2 and len(line.split()[0]) == 36]
    return {batch: int(size) for batch, size in whole}


def test_fifty_kills(databases: Databases) -> None:
    url = databases.make()
    moments = random.Random(2026)
    acknowledged: dict[str, int] = {}
    for kill in range(KILLS):
        acknowledged |= killed_while_appending(url, moments.uniform(0.0, 0.05))
        if kill % 10 == 0:
            with opened(url) as house:
                Projector(house.ledger, house.engine, batch=7).catch_up()

    with Ledger(url, now=Clock()) as ledger:
        events = [event for page in ledger.read() for event in page]
        sizes = Counter(event.batch for event in events)
        assert [event.position for event in events] == list(range(1, len(events) + 1))
        assert {batch: sizes[batch] for batch in acknowledged} == acknowledged
        assert all(sizes[event.batch] <= 7 for event in events)
        states = ledger._recorder.ask("SELECT state FROM stored_events ORDER BY notification_id")
        hashes = [merkle.leaf_hash(merkle.leaf_entry(bytes(state)[1:])) for (state,) in states]
        nodes = dict(merkle.grow(0, [], hashes))
        assert ledger.head().root == merkle.root([nodes[node] for node in merkle.subtrees(len(events))])
        assert ledger._recorder.ask("SELECT COUNT(*) FROM event_tag")[0][0] == len(events)
        # Every batch is whole: sizes went 1, 2, ... 7 in each run, and no other number of one batch ever appears.
        unacknowledged = {batch: size for batch, size in sizes.items() if batch not in acknowledged}
        assert len(unacknowledged) <= KILLS

    with opened(url) as house:
        house.projector.catch_up()
        with house.engine.connect() as connection:
            found = sorted(row[0] for row in connection.exec_driver_sql("SELECT person FROM person"))
        assert found == sorted(event.id for event in events)
    assert len(acknowledged) >= KILLS
