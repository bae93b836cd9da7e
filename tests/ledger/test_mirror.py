"""Mirrors and watches: what is signed arrives byte for byte, nothing else does, and two histories are told apart."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import ConflictError, IntegrityError, KhronikaError, MirrorError, TwoHistoriesError
from ledger.checkpoints import Published
from ledger.copying import copy
from ledger.journal import Journal
from ledger.ledger import Ledger
from ledger.notary import Notary
from ledger.proofs import checkpoint, merkle
from ledger.proofs.checkpoint import Checkpoint
from ledger.proofs.keys import VerifierKey, make_key, read_key
from ledger.proofs.rotation import rotated
from ledger.proofs.tiles import Tile
from ledger.watch import Pinned
from tests.conftest import Clock, Databases
from tests.ledger.batches import drafts
from tests.ledger.originals import Served, mirror, signed, watch
from tests.signing import ORIGIN

BATCHES = (1, 5, 2, 16, 13)
EVENTS = sum(BATCHES)
FLIPS = 60


@pytest.fixture
def another(databases: Databases) -> Iterator[Callable[[], Ledger]]:
    """Makes further logs."""
    made: list[Ledger] = []

    def make() -> Ledger:
        made.append(Ledger(databases.make(), now=Clock()))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def key(ledger: Ledger, tmp_path: Path) -> VerifierKey:
    """The key that signed the log, which holds some batches."""
    return signed(ledger, tmp_path, *BATCHES)


def test_a_mirror_holds_what_was_signed_and_follows_as_it_grows(
    ledger: Ledger, another: Callable[[], Ledger], key: VerifierKey, tmp_path: Path
) -> None:
    target, reached = another(), []
    follows = mirror(Served(ledger), target, tmp_path, key)
    ledger.record(drafts(3))
    first = follows.follow(lambda done, _: reached.append(done))
    assert (first.size, target.head()) == (EVENTS, ledger.head(EVENTS))
    signed(ledger, tmp_path, 4)
    follows.follow()
    follows.follow()

    assert reached == [6, 24, 37]
    for size in range(EVENTS + 7 + 1):
        assert target.head(size) == ledger.head(size)
    assert target.stored_bytes(after=0, limit=100, most_bytes=10**6) == Served(ledger).events(after=0, limit=100)
    for theirs, ours in zip(
        ledger.checkpoints.page(after=0, limit=9), target.checkpoints.page(after=0, limit=9), strict=True
    ):
        assert (ours.size, ours.note, ours.key) == (theirs.size, theirs.note, str(key))
    assert [one.says.size for one in Journal(tmp_path / "seen").entries()] == [EVENTS, EVENTS + 7]


class Tampered(Served):
    """An original that gives other bytes of one kind than it holds."""

    def __init__(self, ledger: Ledger, kind: str, change: Callable[[bytes], bytes]) -> None:
        super().__init__(ledger)
        self.kind, self.change = kind, change

    def checkpoint(self) -> bytes:
        found = super().checkpoint()
        return self.change(found) if self.kind == "checkpoint" else found

    def tile(self, tile: Tile) -> bytes:
        found = super().tile(tile)
        return self.change(found) if self.kind == "tile" else found

    def events(self, *, after: int, limit: int) -> Sequence[bytes]:
        found = super().events(after=after, limit=limit)
        return self.change(b"\n".join(found)).split(b"\n") if self.kind == "events" else found


@pytest.mark.parametrize("kind", ["checkpoint", "tile", "events"])
def test_of_a_flipped_bit_nothing_is_taken_in(
    ledger: Ledger, another: Callable[[], Ledger], key: VerifierKey, tmp_path: Path, kind: str
) -> None:
    target, chance = another(), random.Random(2026)

    def flipped(data: bytes) -> bytes:
        place = chance.randrange(8 * len(data))
        return data[: place // 8] + bytes([data[place // 8] ^ 1 << place % 8]) + data[place // 8 + 1 :]

    refused = 0
    for number in range(FLIPS):
        before = target.size()
        try:
            mirror(Tampered(ledger, kind, flipped), target, tmp_path, key, seen=f"seen {number}").follow()
        except MirrorError:
            refused += 1
            # Tiles change with each answer, so pages before the one that was refused may have been proven.
            assert kind == "tile" or target.size() == before == 0
        assert target.head() == ledger.head(target.size())
    assert refused == FLIPS or kind == "tile"
    assert refused


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda _: [], "gave 0 events, and not up to 5 from 1 on"),
        (lambda page: [*page, page[0]], "gave 6 events"),
        (lambda page: page[::-1], "other events from position 1 to 5 than it signed; none of them was taken in"),
        (lambda page: page[1:], "other events from position 1 to 4"),
        (lambda page: [page[0], *page[:-1]], "other events"),
        (lambda _: [b"{}"], "other events from position 1 to 1"),
        (lambda _: [b"\xff" * 70_000], "other events"),
    ],
)
def test_other_events_than_were_signed_are_refused(
    ledger: Ledger,
    another: Callable[[], Ledger],
    key: VerifierKey,
    tmp_path: Path,
    *,
    wrong: Callable[[Sequence[bytes]], Sequence[bytes]],
    told: str,
) -> None:
    class Wrong(Served):
        def events(self, *, after: int, limit: int) -> Sequence[bytes]:
            return wrong(super().events(after=after, limit=limit))

    target = another()
    with pytest.raises(MirrorError, match=told):
        mirror(Wrong(ledger), target, tmp_path, key).follow()
    assert (target.size(), target.checkpoints.newest()) == (0, None)

    mirror(Served(ledger), target, tmp_path, key).follow()
    assert target.head() == ledger.head()


def test_what_is_signed_and_cannot_be_read_here_is_not_taken_in(
    ledger: Ledger, another: Callable[[], Ledger], tmp_path: Path
) -> None:
    """A newer version may know types of facts that this one does not."""
    target, key = another(), make_key(tmp_path / "key.pem", ORIGIN)
    drafted = ledger.check(drafts(1))
    stored = [ledger._mapper.to_stored_event(one, Clock()()) for one in drafted]
    newer = [replace(one, state=one.state.replace(b"person-registered", b"person-foreseen")) for one in stored]
    said = Checkpoint(ORIGIN, 1, merkle.leaf_hash(merkle.leaf_entry(newer[0].state[1:])))
    ledger.recorder.take([one.draft for one in drafted], newer, [Clock()()], before=0, root=said.root)
    ledger.checkpoints.publish(Published(1, checkpoint.sign(said, [key]).data, str(key.verifier), Clock()()))

    with pytest.raises(IntegrityError, match="position 1 holds bytes that cannot be read as an event"):
        mirror(Served(ledger), target, tmp_path, key.verifier).follow()
    assert target.size() == 0


@pytest.mark.parametrize("answers", [0, 1, 3, 6])
def test_a_killed_mirror_goes_on_where_it_was(
    ledger: Ledger, another: Callable[[], Ledger], key: VerifierKey, tmp_path: Path, answers: int
) -> None:
    target = another()
    script = Path(__file__).with_name("mirrorer.py")
    command = [sys.executable, "-m", "tests.ledger.mirrorer", ledger.url, target.url, str(tmp_path), str(answers)]
    done = subprocess.run([*command, str(key)], check=False, cwd=script.parents[2], timeout=60)

    assert done.returncode == -9
    assert target.head() == ledger.head(target.size())
    assert target.size() in {0, 1, 6, 8, 24}
    mirror(Served(ledger), target, tmp_path, key).follow()
    assert target.head() == ledger.head()
    assert target.checkpoints.newest() is not None


def test_a_rewritten_log_is_told_and_nothing_of_it_taken_in(
    ledger: Ledger, another: Callable[[], Ledger], key: VerifierKey, tmp_path: Path
) -> None:
    target, rewritten = another(), another()
    copy(ledger, rewritten)
    signed(ledger, tmp_path, 5)
    mirror(Served(ledger), target, tmp_path, key).follow()
    held = target.head()
    for size in (2, 3, 40):
        # Smaller than what was seen, as large, and larger.
        signed(rewritten, tmp_path, size, journal="another")
        for follows in (
            mirror(Served(rewritten), target, tmp_path, key).follow,
            watch(Served(rewritten), tmp_path, key).look,
        ):
            if size == 2 and follows.__name__ == "look":
                continue
            with pytest.raises(TwoHistoriesError, match="neither log begins with the other") as told:
                follows()
            assert f"of size {held.size} with root {held.root.hex()}" in str(told.value)
            assert f"of size {rewritten.size()} with root {rewritten.head().root.hex()}" in str(told.value)
            assert told.value.notes == (Served(ledger).checkpoint(), Served(rewritten).checkpoint())
    assert target.head() == held
    assert [one.says.size for one in Journal(tmp_path / "seen").entries()] == [held.size]


def test_an_older_checkpoint_is_told_and_changes_nothing(
    ledger: Ledger, another: Callable[[], Ledger], key: VerifierKey, tmp_path: Path
) -> None:
    target, backup = another(), another()
    copy(ledger, backup)
    signed(backup, tmp_path, journal="another")
    signed(ledger, tmp_path, 5)
    mirror(Served(ledger), target, tmp_path, key).follow()

    for follows in (mirror(Served(backup), target, tmp_path, key).follow, watch(Served(backup), tmp_path, key).look):
        with pytest.raises(MirrorError, match=f"an older checkpoint, of size {EVENTS}, than it did before, of size 42"):
            follows()
    assert target.head() == ledger.head()


def test_a_database_with_anything_else_in_it_is_no_mirror(
    ledger: Ledger, another: Callable[[], Ledger], key: VerifierKey, tmp_path: Path
) -> None:
    own, more = another(), another()
    own.record(drafts(3))
    copy(ledger, more)
    more.record(drafts(1))
    for target in (own, more):
        before = target.head()
        with pytest.raises(ConflictError, match="not the first of the 37 that the original signed"):
            mirror(Served(ledger), target, tmp_path, key).follow()
        assert target.head() == before


def test_what_another_key_signed_is_not_believed(ledger: Ledger, key: VerifierKey, tmp_path: Path) -> None:
    other = make_key(tmp_path / "other.pem", key.name).verifier
    named = make_key(tmp_path / "named.pem", "example.org/other").verifier
    for one in (other, named):
        with pytest.raises(MirrorError, match="none to believe: no key that is trusted here signed the note"):
            watch(Served(ledger), tmp_path, one).look()
    watch(Served(ledger), tmp_path, other, key).look()
    with pytest.raises(MirrorError, match="the pinned keys are not of one origin"):
        Pinned((key, named))
    with pytest.raises(MirrorError, match="not of one origin"):
        Pinned(())


def test_a_journal_is_of_one_log(
    ledger: Ledger, another: Callable[[], Ledger], key: VerifierKey, tmp_path: Path
) -> None:
    other, folder = another(), tmp_path / "other"
    folder.mkdir()
    watch(Served(ledger), tmp_path, key).look()
    theirs = make_key(folder / "key.pem", "example.org/other")
    other.record(drafts(60))
    Notary(other, theirs, Journal(folder / "journal"), now=Clock()).sign()

    with pytest.raises(
        MirrorError, match=r"the journal is of example.org/khronika, and the pinned key of example.org/o"
    ):
        watch(Served(other), tmp_path, theirs.verifier).look()


def test_a_new_key_of_the_original_is_pinned_beside_the_old_one(
    ledger: Ledger, another: Callable[[], Ledger], key: VerifierKey, tmp_path: Path
) -> None:
    target = another()
    mirror(Served(ledger), target, tmp_path, key).follow()
    old = read_key(tmp_path / "key.pem", ORIGIN)
    follows = make_key(tmp_path / "next.pem", key.name)
    (draft,) = drafts(1)
    ledger.record([type(draft)(draft.id, 1, rotated(old, follows), "tester", "rotation")])
    Notary(ledger, follows, Journal(tmp_path / "journal"), now=Clock()).sign()

    with pytest.raises(MirrorError, match="no key that is trusted here"):
        mirror(Served(ledger), target, tmp_path, key).follow()
    mirror(Served(ledger), target, tmp_path, key, follows.verifier).follow()
    assert target.head() == ledger.head()


def test_two_mirrors_of_one_journal_and_database_take_turns_or_say_so(
    ledger: Ledger, another: Callable[[], Ledger], key: VerifierKey, tmp_path: Path
) -> None:
    target = another()

    class Overtaken(Served):
        def events(self, *, after: int, limit: int) -> Sequence[bytes]:
            if not target.size():
                mirror(Served(ledger), target, tmp_path, key).follow()
            return super().events(after=after, limit=limit)

    with pytest.raises(KhronikaError, match="somebody recorded in the target"):
        mirror(Overtaken(ledger), target, tmp_path, key).follow()
    assert target.head() == ledger.head()
