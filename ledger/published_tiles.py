"""The tiles of a log as far as its newest checkpoint speaks of it, read from the stored nodes and events."""

from typing import Final

from domain.errors import IntegrityError, NotFoundError
from ledger.mapper import opened
from ledger.proofs import merkle, tiles
from ledger.proofs.tiles import HEIGHT, WIDTH, Tile
from ledger.recorder import LogRecorder

LARGEST: Final = 10**15
"""No log grows beyond this size."""


class PublishedTiles:
    """Gives tiles; each is the same for ever, so whatever part of one a checkpoint covers may be had."""

    def __init__(self, recorder: LogRecorder) -> None:
        """Read them over the connections of a recorder."""
        self._recorder = recorder

    def hashes(self, tile: Tile) -> bytes:
        """Return the hashes of a tile; raise `NotFoundError` if no published checkpoint covers it."""
        columns = "hash FROM log_node WHERE level = ? AND place >= ? AND place < ?"
        return b"".join(self._rows(columns, "place", tile, [HEIGHT * tile.level, *_places(tile)]))

    def entries(self, tile: Tile) -> bytes:
        """Return the leaf entries of a tile of level 0; raise `NotFoundError` as `hashes` does.

        An entry is the digest of an event, whose salt nobody can guess: so of withheld people too it tells nothing.
        """
        columns = "state FROM stored_events WHERE notification_id > ? AND notification_id <= ?"
        states = self._rows(columns, "notification_id", tile, _places(tile))
        return tiles.bundle(merkle.leaf_entry(opened(state)) for state in states)

    def _rows(self, columns: str, order: str, tile: Tile, values: list[int]) -> list[bytes]:
        published = "EXISTS (SELECT 1 FROM log_checkpoint WHERE size >= ?)"
        sql = f"SELECT {columns} AND {published} ORDER BY {order}"
        found = [] if tile.covers > LARGEST else self._recorder.ask(sql, [*values, tile.covers])
        if not found:
            raise NotFoundError("no published checkpoint covers such a tile")
        if len(found) != tile.width:
            raise IntegrityError(f"{tile.path} is not whole in the tree of the log")
        return [bytes(one) for (one,) in found]


def _places(tile: Tile) -> list[int]:
    first = tile.index * WIDTH
    return [first, first + tile.width]
