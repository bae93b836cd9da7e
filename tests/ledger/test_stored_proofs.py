"""Proofs made from the stored nodes: of every event in every size, on both databases."""

import pytest

from domain.errors import IntegrityError, ProofError
from ledger.ledger import Ledger
from ledger.proofs import merkle
from tests.ledger.batches import drafts

EVENTS = 37


@pytest.fixture
def grown(ledger: Ledger) -> Ledger:
    for size in (1, 5, 2, 16, 13):
        ledger.record(drafts(size))
    return ledger


def leaf(ledger: Ledger, position: int) -> bytes:
    ((state,),) = ledger._recorder.ask("SELECT state FROM stored_events WHERE notification_id = ?", [position])
    return merkle.leaf_hash(merkle.leaf_entry(bytes(state)[1:]))


def test_every_event_is_proven_in_the_log_of_every_size(grown: Ledger) -> None:
    leaves = [leaf(grown, position) for position in range(1, EVENTS + 1)]
    roots = [grown.head(size).root for size in range(EVENTS + 1)]
    for size in range(1, EVENTS + 1):
        for position in {1, 2, size // 2 or 1, size}:
            if position <= size:
                proof = grown.prove(position, size)

                merkle.check_inclusion(
                    leaves[position - 1], index=position - 1, size=size, proof=proof, root=roots[size]
                )


def test_the_log_of_every_size_begins_with_that_of_every_smaller_one(grown: Ledger) -> None:
    roots = [grown.head(size).root for size in range(EVENTS + 1)]
    for old in (1, 2, 6, 8, 24, 36, 37):
        proof = grown.prove_consistency(old, EVENTS)

        merkle.check_consistency(old=old, size=EVENTS, old_root=roots[old], root=roots[EVENTS], proof=proof)


def test_what_the_log_does_not_hold_is_not_proven(grown: Ledger) -> None:
    with pytest.raises(ProofError, match="no leaf 37 in a tree of 37"):
        grown.prove(EVENTS + 1, EVENTS)
    with pytest.raises(ProofError, match="no leaf -1"):
        grown.prove(0, EVENTS)
    with pytest.raises(IntegrityError, match="is not in the tree of the log"):
        grown.prove(1, 64)
    with pytest.raises(ProofError, match="from a tree of 0"):
        grown.prove_consistency(0, EVENTS)
