"""The Merkle tree of the log: RFC 6962 section 2.1 (RFC 9162 section 2.1). Standard library only.

A tree of any size is a row of complete subtrees, largest first; a node (level, index) covers the leaves
``[index << level, (index + 1) << level)``. Hashes are 32 bytes of SHA-256. ``prove_…`` makes, ``check_…`` returns
quietly or raises `ProofError`.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from domain.errors import ProofError

Node = tuple[int, int]
"""Level (leaves are level 0) and index from the left within it."""
Span = tuple[int, int]
"""The leaves from the first number up to, and without, the second."""
ReadNodes = Callable[[Sequence[Node]], Sequence[bytes]]
"""Gives the hashes of complete subtrees, in the order asked for."""

HASH_BYTES = 32

EMPTY_ROOT = sha256(b"").digest()


def leaf_entry(event: bytes) -> bytes:
    """Return what the log holds of an event: its name and the digest that ``sha256sum`` prints of its bytes."""
    return entry_of(sha256(event).hexdigest())


def entry_of(digest: str) -> bytes:
    """Return what the log holds of the event whose SHA-256 is ``digest``, as ``sha256sum`` prints it."""
    return b"khronika/leaf/v1\n" + digest.encode() + b"\n"


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


def prove_inclusion(index: int, size: int, read: ReadNodes) -> list[bytes]:
    """Return the proof that leaf ``index`` is in the tree of ``size``, from the leaf's sibling upwards.

    RFC 9162, section 2.1.3.1. ``read`` is called once.
    """
    _check_index(index, size)
    beside: list[Span] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            beside.append((middle, high))
            high = middle
        else:
            beside.append((low, middle))
            low = middle
    return _hashes(beside[::-1], read)


def check_inclusion(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Return quietly if ``proof`` places the leaf hash ``leaf`` at ``index`` of the tree with ``root``; raise if not.

    RFC 9162, section 2.1.3.2.
    """
    _check_index(index, size)
    _check_hashes([leaf, *proof])
    at, last, found = index, size - 1, leaf
    for beside in proof:
        if not last:
            raise ProofError(f"the proof for leaf {index} goes on beyond the root of a tree of {size}")
        if at & 1 or at == last:
            found = node_hash(beside, found)
            at, last = _climb(at, last)
        else:
            found = node_hash(found, beside)
        at, last = at >> 1, last >> 1
    if last or found != root:
        raise ProofError(f"the proof for leaf {index} does not reach the root of the tree of {size}")


def prove_consistency(old: int, size: int, read: ReadNodes) -> list[bytes]:
    """Return the proof that the tree of ``size`` begins with the tree of ``old``; of a tree with itself it is empty.

    RFC 9162, section 2.1.4.1. ``read`` is called once.
    """
    _check_sizes(old, size)
    beside: list[Span] = []
    low, high = 0, size
    while high != old:
        middle = low + _split(high - low)
        if old <= middle:
            beside.append((middle, high))
            high = middle
        else:
            beside.append((low, middle))
            low = middle
    if low:
        # Where the old tree is not itself a subtree of the new one, its last subtree comes first.
        beside.append((low, high))
    return _hashes(beside[::-1], read)


def check_consistency(*, old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> None:
    """Return quietly if ``proof`` shows that one tree begins with another; raise if not.

    RFC 9162, section 2.1.4.2. With an empty tree every tree is consistent, so that is no proof of anything: refused.
    """
    _check_sizes(old, size)
    if old == size:
        if proof or old_root != root:
            raise ProofError(f"two trees of {size} have one root and an empty proof, and these do not")
        return
    whole = old & (old - 1) == 0
    path = [old_root, *proof] if whole else list(proof)
    _check_hashes([old_root, root, *proof])
    if not proof:
        raise ProofError(f"an empty proof shows nothing of trees of {old} and {size}")
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    found_old = found = path[0]
    for beside in path[1:]:
        if not last:
            raise ProofError(f"the proof from {old} to {size} goes on beyond the root")
        if at & 1 or at == last:
            found_old, found = node_hash(beside, found_old), node_hash(beside, found)
            at, last = _climb(at, last)
        else:
            found = node_hash(found, beside)
        at, last = at >> 1, last >> 1
    if last or found_old != old_root or found != root:
        raise ProofError(f"the proof from {old} to {size} does not reach both roots")


def _split(width: int) -> int:
    """Return the largest power of two below a width of two or more: where a tree divides."""
    return 1 << (width - 1).bit_length() - 1


def _climb(at: int, last: int) -> tuple[int, int]:
    """Pass the levels on which the right edge of the tree has no sibling."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _hashes(spans: Sequence[Span], read: ReadNodes) -> list[bytes]:
    """Return the hash over each span, whose beginning is a multiple of the largest subtree in it."""
    nodes = [[(level, (low >> level) + place) for level, place in subtrees(high - low)] for low, high in spans]
    found = iter(read([node for some in nodes for node in some]))
    return [root([next(found) for _ in some]) for some in nodes]


def _check_index(index: int, size: int) -> None:
    if not 0 <= index < size:
        raise ProofError(f"there is no leaf {index} in a tree of {size}")


def _check_sizes(old: int, size: int) -> None:
    if not 0 < old <= size:
        raise ProofError(f"no proof leads from a tree of {old} to a tree of {size}")


def _check_hashes(hashes: Sequence[bytes]) -> None:
    # Two neighbours of other lengths can have the same bytes side by side.
    if any(len(one) != HASH_BYTES for one in hashes):
        raise ProofError(f"a hash in a proof has {HASH_BYTES} bytes")
