"""Receipts: signed for what the log took in, in their one form, and broken by a log that does not keep them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from domain import facts as f
from domain.errors import IntegrityError, ProofError
from ledger.events import new_id
from ledger.proofs import checkpoint, merkle, note, receipt, statement
from ledger.proofs.keys import SigningKey, make_key
from ledger.proofs.receipt import Receipt
from ledger.proofs.statement import Kind
from ledger.receipts import check_kept, receipt_for
from tests.conftest import Databases, House, opened
from tests.scribe import Scribe
from tests.signing import ORIGIN

ONE = Receipt(ORIGIN, "2026-11-22T12:00:00.000000Z", 3, 5, b"\x01" * 32, b"\x02" * 32)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return make_key(tmp_path_factory.mktemp("keys") / "key.pem", ORIGIN)


def record(house: House, number: int) -> Receipt:
    done = house.ledger.record([Scribe.draft(new_id(), f.PersonRegistered()) for _ in range(number)])
    assert house.ledger.appended == done
    return receipt_for(house.ledger, ORIGIN, done)


def test_a_receipt_is_for_the_events_it_was_given_for_and_the_log_keeps_it(house: House) -> None:
    record(house, 2)
    got = record(house, 3)
    leaves = [leaf for _, leaf in house.ledger.recorder.level(0, low=2, high=5)]
    one = record(house, 1)

    assert (got.first, got.last, got.root) == (3, 5, house.ledger.root(5))
    assert (one.first, one.last) == (6, 6)
    assert [one.leaves] == [leaf for _, leaf in house.ledger.recorder.level(0, low=5, high=6)]
    check_kept(house.ledger, got)
    receipt.check_events(got, leaves)
    for others in (leaves[:2], leaves[::-1], [*leaves, leaves[0]], []):
        with pytest.raises(ProofError, match="for other events"):
            receipt.check_events(got, others)


def test_an_older_copy_and_another_log_do_not_keep_a_receipt(databases: Databases) -> None:
    with opened(databases.make()) as house, opened(databases.make()) as other, opened(databases.make()) as older:
        promised = record(house, 3)
        record(other, 3)
        record(older, 2)

        with pytest.raises(ProofError, match="for other events"):
            check_kept(other.ledger, promised)
        with pytest.raises(ProofError, match="holds 2 events"):
            check_kept(older.ledger, promised)
        with pytest.raises(ProofError, match="another than the receipt"):
            check_kept(house.ledger, replace(promised, root=b"\x07" * 32))


def bit_flips(data: bytes) -> Iterator[bytes]:
    for bit in range(8 * len(data)):
        damaged = bytearray(data)
        damaged[bit // 8] ^= 1 << bit % 8
        yield bytes(damaged)


def test_every_flipped_bit_of_a_receipt_is_refused(key: SigningKey) -> None:
    def check(data: bytes) -> Receipt:
        signed = note.parse(data)
        said = receipt.parse(signed.text)
        statement.check_signed(Kind.RECEIPT, signed, origin=said.origin, keys=[key.verifier])
        return said

    data = statement.sign(Kind.RECEIPT, ONE.text, key).data
    taken = []
    for damaged in bit_flips(data):
        try:
            taken.append(check(damaged))
        except ProofError:
            continue

    assert check(data) == ONE
    assert taken == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("receipt/v1", "answer/v1"),
        ("first 3", "first 03"),
        ("first 3", "first 0"),
        ("first 3", "first 6"),
        ("first 3\n", ""),
        ("leaves 01", "leaves 0A"),
        ("root 02", "root 02\nroot 02"),
    ],
)
def test_a_receipt_in_another_form_is_refused(old: str, new: str) -> None:
    text = ONE.text.replace(old, new)

    assert text != ONE.text
    with pytest.raises(ProofError):
        receipt.parse(text)


def test_a_receipt_is_no_checkpoint_and_no_answer(key: SigningKey) -> None:
    signed = statement.sign(Kind.RECEIPT, ONE.text, key)

    assert receipt.parse(ONE.text) == ONE
    with pytest.raises(ProofError):
        checkpoint.parse(ONE.text)
    for kind in (Kind.ANSWER, Kind.STATE):
        with pytest.raises(ProofError):
            statement.Lines(ONE.text, kind)
        with pytest.raises(ProofError):
            statement.check_signed(kind, signed, origin=ORIGIN, keys=[key.verifier])


def test_the_root_of_one_leaf_is_the_leaf() -> None:
    leaf = merkle.leaf_hash(merkle.leaf_entry(b"{}"))

    assert receipt.root_of([leaf]) == leaf


def test_no_receipt_is_given_for_what_is_not_there_as_it_was_sent(house: House) -> None:
    done = house.ledger.record([Scribe.draft(new_id(), f.PersonRegistered())])
    recorder = house.ledger.recorder
    with recorder.log_transaction(commit=True) as cursor:
        recorder.run(cursor, "UPDATE log_node SET hash = ? WHERE level = 0", [b"\x07" * 32])

    with pytest.raises(IntegrityError, match="nothing is signed"):
        receipt_for(house.ledger, ORIGIN, done)
