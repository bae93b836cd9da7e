"""Checkpoints: what is signed was read again, the journal is first, a fork takes nothing in, a key follows a key."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain import facts as f
from domain.errors import ForkError, IntegrityError, KhronikaError, ProofError
from ledger.copying import copy
from ledger.events import Draft, new_id
from ledger.journal import Journal
from ledger.ledger import Ledger
from ledger.notary import Notary
from ledger.proofs import checkpoint, merkle
from ledger.proofs.checkpoint import Checkpoint
from ledger.proofs.keys import SigningKey, make_key
from ledger.proofs.rotation import check_rotated, rotated
from ledger.verify.reread import reread
from tests.conftest import Clock, Databases
from tests.ledger.batches import drafts

ORIGIN = "example.org/khronika"


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return make_key(tmp_path / "key.pem", ORIGIN)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal")


@pytest.fixture
def notary(ledger: Ledger, key: SigningKey, journal: Journal, clock: Clock) -> Notary:
    return Notary(ledger, key, journal, now=clock)


def change(ledger: Ledger, sql: str, values: tuple[Any, ...] = ()) -> None:
    with ledger.recorder.log_transaction(commit=True) as cursor:
        ledger.recorder.run(cursor, sql, values)


def test_what_is_published_is_signed_and_says_the_head(ledger: Ledger, notary: Notary) -> None:
    ledger.record(drafts(3))
    first = notary.sign()
    ledger.record(drafts(4))
    second = notary.sign()

    head = ledger.head(7)
    opened = checkpoint.opened(second.note, origin=ORIGIN, keys=[notary.key])
    assert opened == Checkpoint(ORIGIN, 7, head.root) == notary.check(second)
    assert notary.check(first).root == ledger.head(3).root
    assert ledger.checkpoints.page(after=0, limit=9) == [first, second]
    assert (ledger.checkpoints.covering(2), ledger.checkpoints.covering(4)) == (first, second)
    assert (ledger.checkpoints.at(3), ledger.checkpoints.newest()) == (first, second)
    assert ledger.checkpoints.covering(8) is None


def test_a_log_that_has_not_grown_has_one_checkpoint(ledger: Ledger, notary: Notary, journal: Journal) -> None:
    ledger.record(drafts(3))

    assert notary.sign() == notary.sign()
    assert len(list(journal.entries())) == 1


def test_an_empty_log_is_not_signed(notary: Notary) -> None:
    with pytest.raises(KhronikaError, match="the log is empty"):
        notary.sign()


def test_events_of_several_pages_are_read_again(
    ledger: Ledger, notary: Notary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.verify.reread.PAGE", 7)
    for size in (5, 16, 1, 20):
        ledger.record(drafts(size))

        assert notary.check(notary.sign()).root == ledger.head().root


DAMAGES = {
    "a changed byte": ("UPDATE stored_events SET state = ? WHERE notification_id = 5", "nodes of level 0"),
    "another topic": ("UPDATE stored_events SET topic = 'khronika:died' WHERE notification_id = 5", "position 5"),
    "another time": ("UPDATE stored_events SET recorded_at = recorded_at + 1 WHERE notification_id = 5", "position 5"),
    "another stream": ("UPDATE stored_events SET originator_version = 2 WHERE notification_id = 5", "position 5"),
    "a missing event": ("DELETE FROM stored_events WHERE notification_id = 5", "position 5 is missing"),
    "a missing last event": ("DELETE FROM stored_events WHERE notification_id = 6", "position 6 is missing"),
    "a new leaf": ("UPDATE log_node SET hash = ? WHERE level = 0 AND place = 4", "nodes of level 0"),
    "a new inner node": ("UPDATE log_node SET hash = ? WHERE level = 1 AND place = 2", "nodes of level 1"),
    "a missing node": ("DELETE FROM log_node WHERE level = 1 AND place = 2", "nodes of level 1"),
    "an older node": ("UPDATE log_node SET hash = ? WHERE level = 1 AND place = 0", "not those that a checkpoint"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_not_as_it_was_recorded_is_not_signed(
    ledger: Ledger, notary: Notary, journal: Journal, damage: str
) -> None:
    ledger.record(drafts(3))
    notary.sign()
    ledger.record(drafts(3))
    sql, told = DAMAGES[damage]
    ((state,),) = ledger.recorder.ask("SELECT state FROM stored_events WHERE notification_id = 5")
    other = bytes(state).replace(b'"tester"', b'"forger"') if "state" in sql else bytes(32)

    change(ledger, sql, (other,) if "?" in sql else ())

    with pytest.raises((IntegrityError, ForkError), match=told):
        notary.sign()
    assert [entry.says.size for entry in journal.entries()] == [3]
    assert ledger.checkpoints.covering(4) is None


def test_nothing_is_read_again_on_top_of_another_root(ledger: Ledger) -> None:
    ledger.record(drafts(6))

    assert reread(ledger.recorder, since=3, size=6, root=ledger.root(3)) == ledger.root(6)
    with pytest.raises(IntegrityError, match="do not give the root that the log had at size 3"):
        reread(ledger.recorder, since=3, size=6, root=ledger.root(2))


def test_a_history_that_was_rewritten_with_its_tree_is_not_signed_and_takes_nothing_in(
    databases: Databases, key: SigningKey, journal: Journal, clock: Clock
) -> None:
    """Whoever holds the database can make all of it anew, but not what was signed."""
    with Ledger(databases.make(), now=clock) as first:
        first.record(drafts(5))
        Notary(first, key, journal, now=clock).sign()
    with Ledger(databases.make(), now=clock, journal=journal) as other:
        change(other, "UPDATE log_head SET recorded_at = 0")
        with Ledger(other.url, now=clock) as unguarded:
            unguarded.record(drafts(8))

        for refused in (Notary(other, key, journal, now=clock).sign, lambda: other.record(drafts(1))):
            with pytest.raises(ForkError, match="the first 5 events of the database are not those"):
                refused()
        assert other.size() == 8


def restored(url: str, into: str) -> None:
    """Put what a database held at this moment into another one, as a backup would be."""
    clock = Clock()
    with Ledger(url, now=clock) as source, Ledger(into, now=clock) as target:
        copy(source, target)


def test_an_older_copy_takes_nothing_in_until_it_has_what_was_signed(
    databases: Databases, key: SigningKey, journal: Journal, clock: Clock
) -> None:
    url, backup = databases.make(), databases.make()
    with Ledger(url, now=clock, journal=journal) as ledger:
        ledger.record(drafts(4))
        restored(url, backup)
        ledger.record(drafts(3))
        Notary(ledger, key, journal, now=clock).sign()

    with Ledger(backup, now=clock, journal=journal) as old:
        with pytest.raises(ForkError) as refused:
            old.record(drafts(1))
        with pytest.raises(ForkError):
            Notary(old, key, journal, now=clock).sign()
        assert old.size() == 4
        restored(url, backup)
        old.record(drafts(1))
        signed = Notary(old, key, journal, now=clock).sign()

        assert [one.size for one in old.checkpoints.page(after=0, limit=9)] == [7, 8]
        assert signed.size == 8
    assert "holds 4 events, and a checkpoint was signed over 7: it is an older copy" in str(refused.value)
    assert "restore the newer copy" in str(refused.value)


def test_an_sqlite_file_put_back_is_an_older_copy(tmp_path: Path, key: SigningKey, sqlite_template: Path) -> None:
    file, kept = tmp_path / "log.sqlite3", tmp_path / "kept.sqlite3"
    shutil.copy(sqlite_template, file)
    journal, clock = Journal(tmp_path / "journal"), Clock()
    for _ in range(2):
        with Ledger(f"sqlite:///{file}", now=clock, journal=journal) as ledger:
            ledger.record(drafts(2))
            Notary(ledger, key, journal, now=clock).sign()
        if not kept.exists():
            shutil.copy(file, kept)
    shutil.copy(kept, file)

    with (
        Ledger(f"sqlite:///{file}", now=clock, journal=journal) as ledger,
        pytest.raises(ForkError, match="holds 2 events"),
    ):
        ledger.record(drafts(1))


def test_a_crash_between_journal_and_table_heals(
    ledger: Ledger, notary: Notary, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.record(drafts(2))
    notary.sign()
    ledger.record(drafts(2))
    with monkeypatch.context() as patch:
        patch.setattr(Notary, "_publish", _crash)
        with pytest.raises(RuntimeError):
            notary.sign()
    assert [one.says.size for one in journal.entries()] == [2, 4]
    assert ledger.checkpoints.covering(3) is None
    ledger.record(drafts(1))

    notary.sign()

    assert [one.size for one in ledger.checkpoints.page(after=0, limit=9)] == [2, 4, 5]
    assert [one.says.size for one in journal.entries()] == [2, 4, 5]


def _crash(*_: object) -> None:
    raise RuntimeError


def test_an_entry_cut_short_at_any_byte_is_no_entry(tmp_path: Path, key: SigningKey) -> None:
    journal = Journal(tmp_path / "journal")
    notes = [checkpoint.sign(Checkpoint(ORIGIN, size, merkle.EMPTY_ROOT), [key]) for size in (1, 2, 3)]
    with journal.held():
        for one in notes[:2]:
            journal.append(one)
    whole = (tmp_path / "journal").read_bytes()
    first = len(notes[0].data) + 1
    for end in range(first, len(whole)):
        (tmp_path / "journal").write_bytes(whole[:end])

        last = journal.last()
        assert last is not None
        assert last.says.size == 1
        with journal.held():
            journal.append(notes[2])
        assert [entry.says.size for entry in journal.entries()] == [1, 3]
        assert journal.last() == list(journal.entries())[-1]


def test_what_a_crash_left_behind_an_entry_goes(tmp_path: Path, key: SigningKey) -> None:
    journal = Journal(tmp_path / "journal")
    first, second = (checkpoint.sign(Checkpoint(ORIGIN, size, merkle.EMPTY_ROOT), [key]) for size in (1, 2))
    with journal.held():
        journal.append(first)
    with (tmp_path / "journal").open("ab") as file:
        file.write(bytes(1000))

    with journal.held():
        journal.append(second)

    assert (tmp_path / "journal").read_bytes() == first.data + b"\n" + second.data + b"\n"


def test_the_newest_entry_of_a_long_journal_is_found_from_its_end(tmp_path: Path, key: SigningKey) -> None:
    journal = Journal(tmp_path / "journal")
    with journal.held():
        for size in range(1, 600):
            journal.append(checkpoint.sign(Checkpoint(ORIGIN, size, merkle.EMPTY_ROOT), [key]))

    last = journal.last()

    assert (tmp_path / "journal").stat().st_size > 1 << 16
    assert last is not None
    assert last.says.size == 599
    assert [entry.says.size for entry in journal.entries()] == list(range(1, 600))


def test_a_journal_that_is_lost_begins_again_with_what_is_published(
    ledger: Ledger, notary: Notary, key: SigningKey, clock: Clock, tmp_path: Path
) -> None:
    for _ in range(2):
        ledger.record(drafts(2))
        notary.sign()
    ledger.record(drafts(2))
    journal = Journal(tmp_path / "another")

    Notary(ledger, key, journal, now=clock).sign()

    assert [entry.says.size for entry in journal.entries()] == [2, 4, 6]


def test_a_damaged_journal_stops_signing_and_recording(
    database_url: str, key: SigningKey, clock: Clock, tmp_path: Path
) -> None:
    journal = Journal(tmp_path / "journal")
    with Ledger(database_url, now=clock, journal=journal) as ledger:
        ledger.record(drafts(2))
        Notary(ledger, key, journal, now=clock).sign()
        text = (tmp_path / "journal").read_text()
        (tmp_path / "journal").write_text(text.replace("\n2\n", "\n02\n"))

        for refused in (Notary(ledger, key, journal, now=clock).sign, lambda: ledger.record(drafts(1))):
            with pytest.raises(IntegrityError, match="the journal holds an entry that is no signed checkpoint"):
                refused()


def test_a_checkpoint_that_another_key_signed_is_refused(
    ledger: Ledger, notary: Notary, journal: Journal, clock: Clock, tmp_path: Path
) -> None:
    ledger.record(drafts(2))
    published = notary.sign()
    other = Notary(ledger, make_key(tmp_path / "other.pem", ORIGIN), journal, now=clock)

    with pytest.raises(ProofError, match="no key that is trusted here"):
        other.check(published)
    for size in (2, 3):
        with pytest.raises(ProofError, match="no key that is trusted here"):
            other.sign()
        ledger.record(drafts(1))
        assert [entry.says.size for entry in journal.entries()] == [2], size


# ---------------------------------------------------------------- keys that follow one another


def record(ledger: Ledger, fact: f.Fact) -> int:
    return int(ledger.record([Draft(new_id(), 1, fact, "tester", "batch")]).last)


def test_checkpoints_of_an_earlier_key_are_still_checked_after_it_was_given_up(
    ledger: Ledger, key: SigningKey, journal: Journal, clock: Clock, tmp_path: Path
) -> None:
    keys = [key, *(make_key(tmp_path / f"{n}.pem", ORIGIN) for n in (2, 3))]
    published = []
    for old, new in zip(keys, [*keys[1:], None], strict=True):
        ledger.record(drafts(2))
        published.append(Notary(ledger, old, journal, now=clock).sign())
        if new is not None:
            record(ledger, rotated(old, new))
    notary = Notary(ledger, keys[-1], journal, now=clock)

    assert [notary.check(one).size for one in published] == [2, 5, 8]
    assert [(reign.key, reign.since) for reign in notary.reigns(8)] == [
        (keys[0].verifier, 0),
        (keys[1].verifier, 3),
        (keys[2].verifier, 6),
    ]
    assert [one.key for one in published] == [str(key.verifier) for key in keys]


def test_a_key_that_was_given_up_signs_nothing_more(
    ledger: Ledger, notary: Notary, key: SigningKey, tmp_path: Path
) -> None:
    ledger.record(drafts(2))
    record(ledger, rotated(key, make_key(tmp_path / "new.pem", ORIGIN)))

    with pytest.raises(KhronikaError, match="the key was given up at position 3"):
        notary.sign()


def _swapped(fact: f.KeyRotated) -> f.KeyRotated:
    return f.KeyRotated(
        old_key=fact.old_key,
        new_key=fact.new_key,
        old_signature=fact.new_signature,
        new_signature=fact.old_signature,
    )


def _doubled(fact: f.KeyRotated) -> f.KeyRotated:
    return f.KeyRotated(
        old_key=fact.old_key,
        new_key=fact.new_key,
        old_signature=fact.old_signature,
        new_signature=fact.old_signature,
    )


def _by_the_new_alone(fact: f.KeyRotated) -> f.KeyRotated:
    return f.KeyRotated(
        old_key=fact.old_key,
        new_key=fact.new_key,
        old_signature=fact.new_signature,
        new_signature=fact.new_signature,
    )


@pytest.mark.parametrize("forge", [_swapped, _doubled, _by_the_new_alone])
def test_a_rotation_that_one_key_did_not_sign_counts_for_nothing(
    ledger: Ledger,
    notary: Notary,
    key: SigningKey,
    tmp_path: Path,
    forge: Callable[[f.KeyRotated], f.KeyRotated],
) -> None:
    ledger.record(drafts(2))
    forged = forge(rotated(key, make_key(tmp_path / "new.pem", ORIGIN)))
    record(ledger, forged)

    assert notary.check(notary.sign()).size == 3
    with pytest.raises(ProofError):
        check_rotated(forged)
