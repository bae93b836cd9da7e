"""The tree, against published roots and against the recursive definition of RFC 6962, section 2.1."""

import json
from hashlib import sha256
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ledger.proofs import merkle

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "merkle_roots.json").read_text())


def defined(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + defined(leaves[:split]) + defined(leaves[split:])).digest()


def grown(leaves: list[bytes], batch: int = 1) -> dict[merkle.Node, bytes]:
    nodes: dict[merkle.Node, bytes] = {}
    for size in range(0, len(leaves), batch):
        hashes = [nodes[node] for node in merkle.subtrees(size)]
        nodes |= dict(merkle.grow(size, hashes, map(merkle.leaf_hash, leaves[size : size + batch])))
    return nodes


def root_from(nodes: dict[merkle.Node, bytes], size: int) -> bytes:
    return merkle.root([nodes[node] for node in merkle.subtrees(size)])


def test_published_roots() -> None:
    leaves = [bytes.fromhex(one) for one in VECTORS["rfc6962_leaf_inputs_hex"]]
    nodes = grown(leaves)

    roots = [root_from(nodes, size).hex() for size in range(len(leaves) + 1)]

    assert roots == VECTORS["rfc6962_roots_hex"]


def test_published_subtrees() -> None:
    """Every valid subtree of 130 leaves, accumulated into one digest."""
    data = [bytes([n]) for n in range(130)]
    lines = []
    for end in range(131):
        for start in range(end + 1):
            width = end - start
            span = 1 << (width - 1).bit_length() if width else 1
            if start in (0, end) or start % span == 0:
                nodes = grown(data[start:end], batch=64)
                lines.append(f"[{start}, {end}) {root_from(nodes, width).hex()}\n")

    assert sha256("".join(lines).encode()).hexdigest() == VECTORS["subtree_accumulated"]["sha256_of_lines"]


def test_every_size_up_to_300_has_the_defined_root() -> None:
    leaves = [str(n).encode() for n in range(300)]
    nodes = grown(leaves)

    for size in range(301):
        assert root_from(nodes, size) == defined(leaves[:size])


@given(sizes=st.lists(st.integers(1, 40), max_size=6))
def test_batches_of_any_size_make_the_same_nodes(sizes: list[int]) -> None:
    leaves = [bytes([n % 256]) for n in range(sum(sizes))]
    nodes: dict[merkle.Node, bytes] = {}
    at = 0
    for size in sizes:
        hashes = [nodes[node] for node in merkle.subtrees(at)]
        nodes |= dict(merkle.grow(at, hashes, map(merkle.leaf_hash, leaves[at : at + size])))
        at += size

    assert nodes == grown(leaves)


def test_the_leaf_holds_what_sha256sum_prints() -> None:
    entry = merkle.leaf_entry(b"event")

    assert entry == b"khronika/leaf/v1\n" + sha256(b"event").hexdigest().encode() + b"\n"
