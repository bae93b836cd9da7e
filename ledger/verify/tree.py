"""Whether the stored tree of hashes is the one that the events give."""

from collections.abc import Iterable, Iterator

from ledger.proofs import merkle
from ledger.verify.findings import Finding, Reader, Report, merged


class Peaks:
    """The complete subtrees of a tree that grows leaf by leaf: its root at each size, from leaves alone."""

    def __init__(self) -> None:
        """Begin with no leaf."""
        self.size = 0
        self._hashes: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Add a leaf to the right."""
        found, size = leaf, self.size
        while size & 1:
            found, size = merkle.node_hash(self._hashes.pop(), found), size >> 1
        self._hashes.append(found)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree as it is."""
        return merkle.root(self._hashes)


def nodes(reader: Reader, report: Report, leaves: Iterable[tuple[int, bytes]], count: int) -> int:
    """Compare every stored node with what lies below it, ``leaves`` by index at the bottom; return how many there are.

    A node is compared with its children as they are stored, so that damage is found where it is and not above.
    """
    seen = 0

    def level(number: int, expected: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
        nonlocal seen
        sql = "SELECT place, hash FROM log_node WHERE level = ? ORDER BY place"
        stored = reader.rows(report, "log_node", sql, [number], types=(int, bytes))
        for place, right, there in merged(expected, ((place, found) for place, found in stored)):
            seen += there is not None
            what = _wrong(number, right, there)
            if what:
                report(Finding("log_node", f"level {number}, place {place}", what))
            yield place, there if there is not None else right or b""

    found: Iterable[tuple[int, bytes]] = leaves
    for number in range(max(count.bit_length(), 1)):
        found = level(number, found if number == 0 else _parents(found))
    for _ in found:
        pass
    levels = ", ".join(map(str, range(count.bit_length())))
    sql = f"SELECT level, place FROM log_node WHERE level NOT IN ({levels or -1})"  # noqa: S608 -- our own numbers
    for number, place in reader.rows(report, "log_node", sql, types=(int, int)):
        if count or number:
            report(Finding("log_node", f"level {number}, place {place}", f"a log of {count} events has no such node"))
    return seen


def _wrong(level: int, right: bytes | None, there: bytes | None) -> str | None:
    if right == there:
        return None
    if there is None:
        return "missing"
    if right is None:
        return "no event stands here" if level == 0 else "not complete yet, or nothing lies below it"
    return "not the leaf of the event that stands here" if level == 0 else "not the hash of the two nodes below it"


def _parents(nodes: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Yield the nodes over pairs of neighbours."""
    left: tuple[int, bytes] | None = None
    for place, found in nodes:
        if place & 1 and left is not None and left[0] == place - 1:
            yield place >> 1, merkle.node_hash(left[1], found)
        left = (place, found)
