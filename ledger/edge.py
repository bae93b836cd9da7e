"""The right edge of a growing tree of hashes: enough to go on hashing, and to know the root at each size."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from ledger.proofs import merkle


@dataclass(frozen=True, slots=True)
class Edge:
    """The size of a tree, and the hashes of its complete subtrees, from left to right."""

    size: int = 0
    hashes: Sequence[bytes] = ()

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        return merkle.root(self.hashes)

    def grown(self, entries: Sequence[bytes]) -> Self:
        """Return the edge after more leaf entries."""
        nodes = dict(zip(merkle.subtrees(self.size), self.hashes, strict=True))
        nodes |= merkle.grow(self.size, self.hashes, [merkle.leaf_hash(one) for one in entries])
        size = self.size + len(entries)
        return type(self)(size, [nodes[one] for one in merkle.subtrees(size)])
