"""The Merkle tree of the log: RFC 6962 section 2.1 hashing (RFC 9162 section 2.1). Standard library only.

A tree of any size is a row of complete subtrees, largest first; a node (level, index) covers the leaves
``[index << level, (index + 1) << level)``. Hashes are 32 bytes of SHA-256.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

Node = tuple[int, int]
"""Level (leaves are level 0) and index from the left within it."""

EMPTY_ROOT = sha256(b"").digest()


def leaf_entry(event: bytes) -> bytes:
    """Return what the log holds of an event: its name and the digest that ``sha256sum`` prints of its bytes."""
    return b"khronika/leaf/v1\n" + sha256(event).hexdigest().encode() + b"\n"


def leaf_hash(entry: bytes) -> bytes:
    """Hash a leaf: SHA-256(0x00 || entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash an inner node: SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def subtrees(size: int) -> list[Node]:
    """Return the complete subtrees of a tree of ``size`` leaves, from left to right."""
    found: list[Node] = []
    covered = 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            found.append((level, covered >> level))
            covered += 1 << level
    return found


def root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over complete subtrees as `subtrees` lists them."""
    if not hashes:
        return EMPTY_ROOT
    *rest, found = hashes
    for left in reversed(rest):
        found = node_hash(left, found)
    return found


def grow(size: int, hashes: Sequence[bytes], leaves: Iterable[bytes]) -> list[tuple[Node, bytes]]:
    """Return every node that becomes complete when ``leaves`` are added to a tree of ``size``.

    ``hashes`` are those of ``subtrees(size)``. Leaves come first among equals: each is followed by its new parents.
    """
    edge = list(zip(subtrees(size), hashes, strict=True))
    made: list[tuple[Node, bytes]] = []
    for index, leaf in enumerate(leaves, start=size):
        node, found = (0, index), leaf
        made.append((node, found))
        while node[1] & 1:
            _, left = edge.pop()
            node, found = (node[0] + 1, node[1] >> 1), node_hash(left, found)
            made.append((node, found))
        edge.append((node, found))
    return made
