"""Tiles as C2SP tlog-tiles writes them: the tree of a log, and its leaf entries, in files that never change.

A tile of level L holds up to 256 neighbouring nodes of level 8 L. Paths are strict: `parse` takes what `Tile.path`
writes, and nothing else. Standard library only.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain.errors import ProofError
from ledger.proofs.merkle import HASH_BYTES, Node, ReadNodes, root

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT
HIGHEST: Final = 63
"""The highest level that a path can name."""
ENTRIES: Final = "entries"
_LENGTH_BYTES: Final = 2
_GROUP: Final = 1000
_KEPT: Final = 64
_LEVEL: Final = re.compile(r"0|[1-9][0-9]?")
_INDEX: Final = re.compile(r"(?P<index>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?")


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile's level, its place from the left within it, and how many hashes, or leaf entries, it holds: 1 to 256."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def covers(self) -> int:
        """The smallest log size that has this tile."""
        return (self.index * WIDTH + self.width) << HEIGHT * self.level

    @property
    def place(self) -> str:
        """The index and the width as paths write them: ``x001/x234/067.p/8``."""
        groups, rest = [f"{self.index % _GROUP:03}"], self.index // _GROUP
        while rest:
            groups.insert(0, f"x{rest % _GROUP:03}")
            rest //= _GROUP
        return "/".join(groups) + ("" if self.width == WIDTH else f".p/{self.width}")

    @property
    def path(self) -> str:
        """The path of its hashes, after the prefix of the log."""
        return f"tile/{self.level}/{self.place}"

    @property
    def entries(self) -> str:
        """The path of its leaf entries; for level 0."""
        return f"tile/{ENTRIES}/{self.place}"


def parse(level: str, place: str) -> Tile:
    """Read the two parts of a path; raise `ProofError` unless `Tile` would write them so. Entries are of level 0."""
    named = _INDEX.fullmatch(place)
    if named is None or not (level == ENTRIES or _LEVEL.fullmatch(level)):
        raise ProofError("that is no tile")
    index = int(named["index"].replace("/", "").replace("x", ""))
    found = Tile(0 if level == ENTRIES else int(level), index, int(named["width"] or WIDTH))
    if found.level > HIGHEST or found.width > WIDTH or found.place != place:
        raise ProofError("that is no tile")
    return found


def tile_of(level: int, index: int, size: int) -> Tile:
    """Return the tile as wide as a log of a size has it; raise `ProofError` if it has none."""
    width = min((size >> HEIGHT * level) - index * WIDTH, WIDTH)
    if width < 1:
        raise ProofError(f"a log of {size} has no tile {index} of level {level}")
    return Tile(level, index, width)


def bundle(entries: Iterable[bytes]) -> bytes:
    """Return leaf entries one after the other, each after its length in two bytes, the larger first."""
    return b"".join(len(one).to_bytes(_LENGTH_BYTES) + one for one in entries)


def unbundle(data: bytes, tile: Tile) -> list[bytes]:
    """Read the leaf entries of a tile; raise `ProofError` unless they are as many, and nothing is left over."""
    found, at = [], 0
    while at < len(data):
        begin = at + _LENGTH_BYTES
        at = begin + int.from_bytes(data[at:begin])
        found.append(data[begin:at])
    if at != len(data) or len(found) != tile.width:
        raise ProofError(f"{tile.entries} does not hold {tile.width} leaf entries")
    return found


def hashes(data: bytes, tile: Tile) -> list[bytes]:
    """Read the hashes of a tile; raise `ProofError` unless they are as many."""
    if len(data) != tile.width * HASH_BYTES:
        raise ProofError(f"{tile.path} does not hold {tile.width} hashes")
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def reader(size: int, fetch: Callable[[Tile], bytes]) -> ReadNodes:
    """Return what reads nodes of a log of a size from its tiles; the last few that it fetched it keeps.

    Nothing vouches for a tile by itself: hold what is proved with it against a signed root.
    """

    @lru_cache(maxsize=_KEPT)
    def fetched(tile: Tile) -> list[bytes]:
        return hashes(fetch(tile), tile)

    def row(node: Node) -> Sequence[bytes]:
        level, below = divmod(node[0], HEIGHT)
        index, offset = divmod(node[1] << below, WIDTH)
        return fetched(tile_of(level, index, size))[offset : offset + (1 << below)]

    def read(wanted: Sequence[Node]) -> list[bytes]:
        return [_over(row(node)) for node in wanted]

    return read


def _over(row: Sequence[bytes]) -> bytes:
    """Return the hash of the complete subtree over a row of hashes, whose number is a power of two."""
    return root(row) if len(row) == 1 else root([_over(row[: len(row) // 2]), _over(row[len(row) // 2 :])])
