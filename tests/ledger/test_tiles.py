"""Tiles (C2SP tlog-tiles): the text's own examples, every proof from tiles alone, and one form of each path."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import IntegrityError, NotFoundError, ProofError
from ledger.ledger import Ledger
from ledger.proofs import merkle, tiles
from ledger.proofs.tiles import Tile
from tests.ledger.batches import drafts
from tests.signing import notary

LARGEST = 70_000


@lru_cache
def tree() -> dict[merkle.Node, bytes]:
    return dict(merkle.grow(0, [], (sha256(number.to_bytes(4)).digest() for number in range(LARGEST))))


def served(size: int) -> dict[str, bytes]:
    """Every tile of a log of a size, by its path, as the text's formula says."""
    found = {}
    for level in range(3):
        for index in range(-(-(size >> 8 * level) // 256)):
            width = min(256, (size >> 8 * level) - index * 256)
            tile = Tile(level, index, width)
            found[tile.path] = b"".join(tree()[8 * level, index * 256 + one] for one in range(width))
    return found


def nodes(wanted: object) -> list[bytes]:
    return [tree()[one] for one in wanted]  # type: ignore[attr-defined]


def test_paths_are_those_of_the_text() -> None:
    assert Tile(0, 1_234_067).path == "tile/0/x001/x234/067"
    assert Tile(2, 0, 1).path == "tile/2/000.p/1"
    assert Tile(0, 273, 112).entries == "tile/entries/273.p/112"
    assert Tile(1, 1000).path == "tile/1/x001/000"


def test_a_log_has_the_tiles_that_the_text_counts() -> None:
    found = served(70_000)
    narrow = {path: len(data) // 32 for path, data in found.items() if ".p/" in path}

    assert narrow == {"tile/0/273.p/112": 112, "tile/1/001.p/17": 17, "tile/2/000.p/1": 1}
    assert len(found) == 273 + 1 + 1 + 1 + 1
    assert set(served(256)) == {"tile/0/000", "tile/1/000.p/1"}


@given(st.integers(0, 63), st.integers(0, 10**12), st.integers(1, 256))
def test_what_a_path_says_is_read_again(level: int, index: int, width: int) -> None:
    tile = Tile(level, index, width)

    assert tiles.parse(str(level), tile.path.removeprefix(f"tile/{level}/")) == tile
    assert tiles.parse("entries", tile.entries.removeprefix("tile/entries/")) == Tile(0, index, width)


@pytest.mark.parametrize(
    ("level", "place"),
    [
        *((level, "000") for level in ("", "00", "01", "64", "-1", "+0", " 0", "0 ", "\u0660", "100", "Entries", "x")),
        *(
            ("0", place)
            for place in (
                *("", "0", "00", "0000", "x000/000", "x000/x001/000", "001/000", "x001/x000", "x1/000", "X001/000"),
                *("x001/", "/000", "000/", "x001//000", "-01", "\u0660\u0660\u0660", "0x1", "x001/00a", " 000", "000 "),
                *("000.p", "000.p/", "000.p/0", "000.p/01", "000.p/256", "000.p/257", "000.p/1000", "000.p/+1"),
                *(
                    "000.P/1",
                    "000.p/1/",
                    "000.p/1.p/1",
                    "000.p//1",
                    "x001.p/1/000",
                    "000\n",
                    "000.p/1\n",
                    "000.p/\u0661",
                ),
                *("/".join(["x001"] * 6 + ["000"]), "../000", "x001/../000", "000?", "000%2Ep/1"),
            )
        ),
    ],
)
def test_a_path_has_one_form(level: str, place: str) -> None:
    with pytest.raises(ProofError, match="that is no tile"):
        tiles.parse(level, place)
    with pytest.raises(ProofError, match="that is no tile"):
        tiles.parse("entries" if level == "0" else level, place)


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 1000, 65_535, 65_536, 65_537, 70_000])
def test_every_proof_made_of_tiles_alone_is_the_one_made_of_the_nodes(size: int) -> None:
    found = served(size)
    read = tiles.reader(size, lambda tile: found[tile.path])
    whole = merkle.root(read(merkle.subtrees(size)))

    assert whole == merkle.root(nodes(merkle.subtrees(size)))
    for index in {0, size // 3, size // 2, size - 1, min(256, size - 1)}:
        proof = merkle.prove_inclusion(index, size, read)
        assert proof == merkle.prove_inclusion(index, size, nodes)
        merkle.check_inclusion(tree()[0, index], index=index, size=size, proof=proof, root=whole)
    for old in {1, size // 3 or 1, size // 2 or 1, size}:
        proof = merkle.prove_consistency(old, size, read)
        assert proof == merkle.prove_consistency(old, size, nodes)


def test_a_damaged_tile_is_found() -> None:
    size = 1000
    found = served(size)
    root = merkle.root(nodes(merkle.subtrees(size)))
    used: list[str] = []

    def fetch(tile: Tile) -> bytes:
        used.append(tile.path)
        return found[tile.path]

    merkle.prove_inclusion(300, size, tiles.reader(size, fetch))
    for path in used:
        damaged = found | {path: bytes(one ^ 1 for one in found[path])}
        proof = merkle.prove_inclusion(300, size, tiles.reader(size, lambda tile, of=damaged: of[tile.path]))  # type: ignore[misc]  # mypy infers no lambda with defaults
        with pytest.raises(ProofError, match="does not reach the root"):
            merkle.check_inclusion(tree()[0, 300], index=300, size=size, proof=proof, root=root)
        with pytest.raises(ProofError, match="hashes"):
            merkle.prove_inclusion(300, size, tiles.reader(size, lambda tile: found[tile.path][1:]))


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=5), st.data())
def test_a_bundle_gives_its_entries_and_nothing_cut_or_added(entries: list[bytes], data: st.DataObject) -> None:
    tile = Tile(0, 0, len(entries))
    made = tiles.bundle(entries)
    cut = data.draw(st.integers(0, len(made) - 1))

    assert tiles.unbundle(made, tile) == entries
    for wrong in (made[:cut], made + b"\0", made + b"\0\0"):
        with pytest.raises(ProofError, match="leaf entries"):
            tiles.unbundle(wrong, tile)


def test_a_log_gives_what_its_newest_checkpoint_covers(ledger: Ledger, tmp_path: Path) -> None:
    ledger.record(drafts(300))
    with pytest.raises(NotFoundError, match="no published checkpoint covers"):
        ledger.tiles.hashes(Tile(0, 0, 1))
    signed = notary(ledger, tmp_path).sign()
    ledger.record(drafts(300))

    read = tiles.reader(300, ledger.tiles.hashes)
    for index in (0, 255, 256, 299):
        tile = tiles.tile_of(0, index // 256, 300)
        entry = tiles.unbundle(ledger.tiles.entries(tile), tile)[index % 256]
        proof = merkle.prove_inclusion(index, 300, read)
        merkle.check_inclusion(merkle.leaf_hash(entry), index=index, size=300, proof=proof, root=signed.says.root)
        assert entry == f"khronika/leaf/v1\n{next(ledger.read(after=index))[0].sha256}\n".encode()
    assert ledger.tiles.hashes(Tile(0, 0))[: 32 * 7] == ledger.tiles.hashes(Tile(0, 0, 7))
    for beyond in (
        Tile(0, 1, 45),
        Tile(0, 1),
        Tile(0, 2, 1),
        Tile(1, 0, 2),
        Tile(1, 0),
        Tile(2, 0, 1),
        Tile(63, 10**17),
    ):
        with pytest.raises(NotFoundError):
            ledger.tiles.hashes(beyond)
        with pytest.raises(NotFoundError):
            ledger.tiles.entries(Tile(0, max(beyond.index, 1), 256))


def test_a_tile_that_lost_a_node_is_not_given(ledger: Ledger, tmp_path: Path) -> None:
    ledger.record(drafts(3))
    notary(ledger, tmp_path).sign()
    with ledger.recorder.log_transaction(commit=True) as cursor:
        ledger.recorder.run(cursor, "DELETE FROM log_node WHERE level = 0 AND place = 1")

    with pytest.raises(IntegrityError, match=r"tile/0/000\.p/3 is not whole"):
        ledger.tiles.hashes(Tile(0, 0, 3))
