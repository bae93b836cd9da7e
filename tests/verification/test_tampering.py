"""Each kind of tampering, on rows drawn at random, on both databases: all of it is found. The figures are printed."""

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from ledger.proofs import timestamp
from ledger.timestamps import Stamped
from ledger.verify.checkpoints import Checkpoints, Evidence
from ledger.verify.findings import Finding, Reader
from ledger.verify.log import head, verify_log
from ledger.verify.tags import Keys, Tags
from ledger.verify.timestamps import timestamps
from ledger.verify.told import Told, events
from ledger.verify.tree import Peaks, nodes
from projections.tables import MODELS
from projections.verification import DERIVED, compare, derived, reader_of, rows, slots, verify_slots
from tests.authority import Authority
from tests.conftest import House
from tests.ledger.batches import drafts
from tests.signing import notary
from tests.verification.record import write
from tests.verification.tampering import (
    ANY,
    OF_CHECKPOINTS,
    OF_EVENTS,
    OF_HEAD,
    OF_STAMPS,
    NothingToDoError,
    Row,
    Tampered,
    Tampering,
)

pytestmark = pytest.mark.long

SEED = int(os.environ.get("KHRONIKA_SEED", "2026"))
TRIALS = int(os.environ.get("KHRONIKA_TRIALS", "100"))
"""Of each kind on each table."""
CHECKPOINTS = 8
PATIENCE = 200
"""How often a row is drawn that cannot be tampered with, before a kind counts as impossible on a table."""
READ_MODELS = ("tally", "person", "liberty", "measure", "demand_outcome", "newest_day")
IMPOSSIBLE = {
    "event_tag": {"reorder", "swap"},  # nothing but a key: to reorder is to renumber
    "register_key": {"duplicate", "renumber", "truncate"},  # keys are texts, and each stream has one
    "tracking": {"duplicate", "renumber", "reorder", "truncate"},  # two rows, numbered by letters
}


class FoundError(Exception):
    """Something was found; one finding is enough for a trial."""


def stop(finding: Finding) -> None:
    raise FoundError(str(finding))


@dataclass
class Bench:
    """A verified record, with what its events say, held so that a trial needs to look at one table alone."""

    connection: Connection
    reader: Reader
    afresh: Reader
    told: list[Told]
    evidence: Evidence
    dice: random.Random

    def log(self) -> None:
        verify_log(self.reader, stop, self.evidence)

    def tree(self) -> None:
        nodes(self.reader, stop, [(one.position - 1, one.leaf) for one in self.told], len(self.told))

    def checkpoints(self) -> None:
        peaks, found = Peaks(), Checkpoints(self.reader, stop, self.evidence)
        for one in self.told:
            peaks.add(one.leaf)
            for _ in found.passing([one], peaks):
                pass
        found.end()

    def stamps(self) -> None:
        timestamps(self.reader, stop, self.evidence.pinned)

    def tags(self) -> None:
        for _ in Tags(self.reader, stop).passing(self.told):
            pass

    def keys(self) -> None:
        for _ in Keys(self.reader, stop).passing(self.told):
            pass

    def head(self) -> None:
        last = self.told[-1].event
        assert last is not None
        head(self.reader, stop, len(self.told), int(last.recorded_at.timestamp() * 1_000_000))

    def slots(self) -> None:
        verify_slots(self.reader, self.afresh, slots(self.reader, stop, len(self.told)), stop)

    def rows_of(self, name: str, slot: str = "a") -> Callable[[], None]:
        upto = len(self.told) if slot == "a" else 0
        expected = list(rows(self.afresh, DERIVED.tables[name], stop, upto=upto))
        table = MODELS[slot].tables[name]

        def check() -> None:
            compare(table, iter(expected), rows(self.reader, table, stop), stop)

        return check


@pytest.fixture
def bench(house: House, tmp_path: Path) -> Iterator[Bench]:
    write(house)
    signs = notary(house.ledger, tmp_path)
    authority = Authority(tmp_path / "authority")
    pinned = timestamp.pinned(authority.chain.read_bytes() + (authority.folder / "signer.pem").read_bytes())
    for _ in range(CHECKPOINTS):
        house.ledger.record(drafts(1))
        signed = signs.sign()
        token = authority.reply(timestamp.request(signed.note).data)
        at = timestamp.check_token(token, signed.note, pinned)
        house.ledger.timestamps.keep(Stamped(signed.size, "ours", token, at, house.clock()))
    house.projector.catch_up()
    evidence = Evidence(tuple(signs.journal.entries()), signs.key, {"ours": pinned})
    with house.engine.connect() as connection, connection.begin():
        reader = reader_of(connection, streamed=False)
        told = list(events(reader, stop))
        with derived(house.ledger, len(told)) as afresh:
            yield Bench(connection, reader, afresh, told, evidence, random.Random(SEED))


def trials(
    bench: Bench, table: str, check: Callable[[], None], kinds: dict[str, Tampering], where: Callable[[Row], bool]
) -> dict[str, Counter[str]]:
    """Tamper and look, again and again; what was done is undone each time."""
    check()
    it = Tampered.of(bench.connection, table, bench.dice, where)
    figures: dict[str, Counter[str]] = {}
    for kind, tamper in kinds.items():
        figures[kind] = Counter()
        for _ in range(TRIALS):
            outcome = _trial(bench, it, tamper, check)
            figures[kind][outcome] += 1
            if outcome == "impossible":
                break
    check()
    return figures


def _trial(bench: Bench, it: Tampered, tamper: Tampering, check: Callable[[], None]) -> str:
    for _ in range(PATIENCE):
        before = bench.connection.begin_nested()
        try:
            tamper(it)
        except (NothingToDoError, DBAPIError, OverflowError):
            before.rollback()
        else:
            found = finds(check)
            before.rollback()
            return "found" if found else "missed"
    return "impossible"


def finds(check: Callable[[], None]) -> bool:
    """Whether a check finds anything; all that it reads from is closed when this returns."""
    try:
        check()
    except FoundError:
        return True
    return False


def printed(capsys: pytest.CaptureFixture[str], where: str, figures: dict[str, Counter[str]]) -> None:
    with capsys.disabled():
        told = ", ".join(f"{kind} {count['found']}/{count.total()}" for kind, count in figures.items())
        print(f"\n{where}, seed {SEED}: {told}")  # noqa: T201 -- the figures are what this test is for


def everywhere(_: Row) -> bool:
    return True


def _possible(table: str) -> dict[str, Tampering]:
    return {kind: tamper for kind, tamper in ANY.items() if kind not in IMPOSSIBLE[table]}


def held(figures: dict[str, dict[str, Counter[str]]]) -> None:
    wanted = {table: {kind: {"found": TRIALS} for kind in kinds} for table, kinds in figures.items()}

    assert figures == wanted


def test_tampering_with_the_log_is_found(bench: Bench, house: House, capsys: pytest.CaptureFixture[str]) -> None:
    kind = house.engine.dialect.name
    levels = {"leaves": lambda row: row["level"] == 0, "nodes": lambda row: row["level"] > 0}
    done = {"stored_events": trials(bench, "stored_events", bench.log, OF_EVENTS, everywhere)}
    for name, where in levels.items():
        done[name] = trials(bench, "log_node", bench.tree, ANY, where)
    for name, check in (("event_tag", bench.tags), ("register_key", bench.keys)):
        done[name] = trials(bench, name, check, _possible(name), everywhere)
    done["log_head"] = trials(bench, "log_head", bench.head, OF_HEAD, everywhere)

    for name, figures in done.items():
        printed(capsys, f"{kind}, {name}", figures)
    held(done)


def test_tampering_with_checkpoints_is_found(bench: Bench, house: House, capsys: pytest.CaptureFixture[str]) -> None:
    done = {"log_checkpoint": trials(bench, "log_checkpoint", bench.checkpoints, OF_CHECKPOINTS, everywhere)}

    done["log_timestamp"] = trials(bench, "log_timestamp", bench.stamps, OF_STAMPS, everywhere)

    for name, figures in done.items():
        printed(capsys, f"{house.engine.dialect.name}, {name}", figures)
    held(done)


def test_tampering_with_the_read_models_is_found(
    bench: Bench, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    kind = house.engine.dialect.name
    done = {"tracking": trials(bench, "tracking", bench.slots, _possible("tracking"), everywhere)}
    for name in READ_MODELS:
        done[name] = trials(bench, f"{name}_a", bench.rows_of(name), ANY, everywhere)

    for name, figures in done.items():
        printed(capsys, f"{kind}, {name}", figures)
    held(done)
