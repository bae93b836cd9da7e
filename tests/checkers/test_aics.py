"""The Python package aics-tlog accepts what we sign and prove, and refuses it damaged."""

import pytest

from ledger.proofs import merkle
from ledger.proofs.proof_file import ProofFile
from tests.checkers.conftest import Signed, bit_flips
from tests.signing import ORIGIN

aics = pytest.importorskip("aics_tlog", reason="needs the package of requirements/checkers.txt")


def test_it_reads_our_keys_and_checkpoints_and_refuses_every_flipped_bit(signed: Signed) -> None:
    key = aics.parse_vkey(str(signed.notary.key))
    for one in signed.checkpoints:
        found = aics.verify_checkpoint(aics.parse_note(one.note), key)

        assert found.ok
        assert aics.parse_checkpoint(one.signed.text) == aics.Checkpoint(ORIGIN, one.size, one.says.root)
    for damaged in bit_flips(signed.checkpoints[3].note):
        assert not accepted(damaged, key)


def accepted(data: bytes, key: object) -> bool:
    try:
        return bool(aics.verify_checkpoint(aics.parse_note(data), key).ok)
    except ValueError:
        return False


def test_it_accepts_every_inclusion_proof_and_makes_the_same_ones(signed: Signed) -> None:
    entries = [merkle.leaf_entry(event) for event in signed.events]
    tree = aics.MerkleTree(entries)
    for one in signed.checkpoints:
        root = one.says.root
        assert tree.root(one.size) == root
        for index in range(one.size):
            proof = signed.ledger.prove(index + 1, one.size)

            assert proof == tree.inclusion_proof(index, one.size)
            assert aics.verify_leaf_inclusion(entries[index], index, one.size, proof, root)
            assert not aics.verify_leaf_inclusion(entries[index - 1], index, one.size, proof, root) or one.size == 1


def test_it_accepts_every_consistency_proof_and_makes_the_same_ones(signed: Signed) -> None:
    tree = aics.MerkleTree([merkle.leaf_entry(event) for event in signed.events])
    for new in signed.checkpoints:
        for old in signed.checkpoints:
            if old.size <= new.size:
                proof = signed.ledger.prove_consistency(old.size, new.size)

                assert proof == tree.consistency_proof(old.size, new.size)
                assert aics.verify_consistency(old.size, new.size, old.says.root, new.says.root, proof)


def test_what_it_signs_we_read(signed: Signed) -> None:
    """The other way round: its checkpoints and proofs are ours."""
    one = signed.checkpoints[-1]
    entry = merkle.leaf_entry(signed.events[9])
    tree = aics.MerkleTree([merkle.leaf_entry(event) for event in signed.events])
    made = aics.sign_checkpoint(aics.Checkpoint(ORIGIN, 40, tree.root()), signed.notary._key.private, ORIGIN)
    proof = ProofFile(9, tuple(tree.inclusion_proof(9)), one.signed)

    assert made.to_bytes() == one.note
    merkle.check_inclusion(merkle.leaf_hash(entry), index=proof.index, size=40, proof=proof.proof, root=one.says.root)
