"""Inclusion and consistency: at every size, against published cases, and with every bit of a proof flipped."""

import json
from base64 import b64decode
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from domain.errors import ProofError
from ledger.proofs import merkle

VECTORS = Path(__file__).parents[1] / "vectors"
MOST = 64


@lru_cache(maxsize=1)
def nodes() -> dict[merkle.Node, bytes]:
    return dict(merkle.grow(0, [], [merkle.leaf_hash(str(n).encode()) for n in range(MOST)]))


def read(wanted: Sequence[merkle.Node]) -> list[bytes]:
    return [nodes()[node] for node in wanted]


def root(size: int) -> bytes:
    return merkle.root(read(merkle.subtrees(size)))


def leaf(index: int) -> bytes:
    return nodes()[0, index]


def pairs() -> Iterator[tuple[int, int]]:
    return ((low, size) for size in range(1, MOST + 1) for low in range(size))


def flips(proof: Sequence[bytes]) -> Iterator[list[bytes]]:
    for at, one in enumerate(proof):
        for bit in range(8 * len(one)):
            damaged = bytearray(one)
            damaged[bit // 8] ^= 1 << bit % 8
            yield [*proof[:at], bytes(damaged), *proof[at + 1 :]]


def cases(name: str) -> list[Any]:
    found = json.loads((VECTORS / name).read_text())
    return [pytest.param(case, id=case["name"]) for case in found]


def hashes(case: dict[str, Any]) -> list[bytes]:
    return [b64decode(one) for one in case["proof"] or ()]


def test_every_leaf_of_every_tree_is_proven_in_it() -> None:
    for index, size in pairs():
        proof = merkle.prove_inclusion(index, size, read)

        merkle.check_inclusion(leaf(index), index=index, size=size, proof=proof, root=root(size))


def test_every_tree_is_proven_to_begin_with_every_smaller_one() -> None:
    for less, size in pairs():
        proof = merkle.prove_consistency(less + 1, size, read)

        merkle.check_consistency(old=less + 1, size=size, old_root=root(less + 1), root=root(size), proof=proof)


def test_a_tree_begins_with_itself_without_proof() -> None:
    assert [merkle.prove_consistency(size, size, read) for size in range(1, MOST + 1)] == [[]] * MOST


def test_the_proof_of_a_leaf_proves_no_other_place_and_no_other_leaf() -> None:
    for size in range(1, 20):
        for index in range(size):
            proof = merkle.prove_inclusion(index, size, read)
            for other in set(range(size + 2)) - {index}:
                with pytest.raises(ProofError):
                    merkle.check_inclusion(leaf(index), index=other, size=size, proof=proof, root=root(size))
                with pytest.raises(ProofError):
                    merkle.check_inclusion(leaf(other), index=index, size=size, proof=proof, root=root(size))


def test_the_proof_of_two_trees_proves_no_other_two() -> None:
    for less, size in pairs():
        if size > 20:
            return
        proof = merkle.prove_consistency(less + 1, size, read)
        for other in set(range(22)) - {less + 1}:
            with pytest.raises(ProofError):
                merkle.check_consistency(old=other, size=size, old_root=root(less + 1), root=root(size), proof=proof)
            with pytest.raises(ProofError):
                merkle.check_consistency(old=less + 1, size=size, old_root=root(other), root=root(size), proof=proof)


@pytest.mark.parametrize("size", [*range(1, 18), 31, 33, 64])
def test_a_proof_with_any_bit_flipped_or_a_hash_more_or_less_is_refused(size: int) -> None:
    for at in {0, size // 3, size // 2, size - 1}:
        included = merkle.prove_inclusion(at, size, read)
        for damaged in damages(included):
            with pytest.raises(ProofError):
                merkle.check_inclusion(leaf(at), index=at, size=size, proof=damaged, root=root(size))
        consistent = merkle.prove_consistency(at + 1, size, read)
        for damaged in damages(consistent):
            with pytest.raises(ProofError):
                merkle.check_consistency(old=at + 1, size=size, old_root=root(at + 1), root=root(size), proof=damaged)


def damages(proof: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    yield from flips(proof)
    yield [*proof, merkle.EMPTY_ROOT]
    yield [merkle.EMPTY_ROOT, *proof]
    if proof:
        yield proof[1:]
        yield proof[:-1]


def test_bytes_do_not_move_from_one_hash_to_its_neighbour() -> None:
    """A hash of 33 bytes beside one of 31 gives the same node."""
    proof = merkle.prove_inclusion(0, 2, read)
    both = leaf(0) + proof[0]

    with pytest.raises(ProofError, match="32 bytes"):
        merkle.check_inclusion(both[:31], index=0, size=2, proof=[both[31:]], root=root(2))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 1), (1, 1), (5, 4)])
def test_no_leaf_outside_a_tree_is_proven(index: int, size: int) -> None:
    with pytest.raises(ProofError, match=f"no leaf {index} in a tree of {size}"):
        merkle.prove_inclusion(index, size, read)


@pytest.mark.parametrize(("old", "size"), [(0, 0), (0, 5), (-1, 5), (6, 5)])
def test_nothing_is_proven_of_an_empty_tree_or_of_one_that_shrank(old: int, size: int) -> None:
    with pytest.raises(ProofError, match=f"from a tree of {old} to a tree of {size}"):
        merkle.prove_consistency(old, size, read)


@pytest.mark.parametrize("case", cases("merkle_inclusion.json"))
def test_published_inclusion_proofs(case: dict[str, Any]) -> None:
    def check() -> None:
        merkle.check_inclusion(
            b64decode(case["leafHash"]),
            index=case["leafIdx"],
            size=case["treeSize"],
            proof=hashes(case),
            root=b64decode(case["root"]),
        )

    held_to(check, refused=case["wantErr"])


@pytest.mark.parametrize("case", cases("merkle_consistency.json"))
def test_published_consistency_proofs(case: dict[str, Any]) -> None:
    def check() -> None:
        merkle.check_consistency(
            old=case["size1"],
            size=case["size2"],
            old_root=b64decode(case["root1"]),
            root=b64decode(case["root2"]),
            proof=hashes(case),
        )

    held_to(check, refused=case["wantErr"])


def held_to(check: Any, *, refused: bool) -> None:
    if refused:
        with pytest.raises(ProofError):
            check()
    else:
        check()
