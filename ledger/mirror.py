"""Mirror another log: take in its events, byte for byte, once they are proven to be those it signed (docs/adr/0041)."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from typing import Final

from eventsourcing.persistence import Notification

from domain.errors import ConflictError, MirrorError
from ledger.checkpoints import Published
from ledger.copying import units
from ledger.edge import Edge
from ledger.journal import Entry, Journal
from ledger.ledger import Ledger
from ledger.mapper import opened, received
from ledger.progress import Progress, quietly
from ledger.proofs import merkle, tiles
from ledger.proofs.checkpoint import Checkpoint
from ledger.proofs.merkle import ReadNodes
from ledger.watch import Original, Pinned, Watch, proven_root

PAGE: Final = 1_000
"""How many events are asked for at once, and about how many are taken in together, unless said otherwise."""


class Mirror:
    """Keeps a database that holds the beginning of another instance's log, and nothing else."""

    def __init__(
        self,
        original: Original,
        pinned: Pinned,
        journal: Journal,
        ledger: Ledger,
        *,
        now: Callable[[], datetime],
        page: int = PAGE,
    ) -> None:
        """Take into ``ledger`` what ``original`` gives and checkpoints prove that `Watch` accepts."""
        self._original = original
        self._pinned = pinned
        self._watch = Watch(original, pinned, journal, held=ledger)
        self._ledger = ledger
        self._now = now
        self._page = page

    def follow(self, progress: Progress = quietly, *, stop: Callable[[], bool] = lambda: False) -> Checkpoint:
        """Take in everything up to the newest checkpoint, or until asked to stop, and return the checkpoint.

        Events recorded together arrive together. What is interrupted goes on from there. Raises as `Watch.look` does,
        and `ConflictError` if the database holds anything else than the beginning of that log; nothing that is held
        changes.
        """
        entry = self._watch.look()
        says = entry.says
        read = tiles.reader(says.size, self._original.tile)
        held = self._ledger.size()
        self._check_held(held, says, read)
        edge = Edge(held, self._ledger.recorder.nodes(merkle.subtrees(held)))
        for events in units(chain.from_iterable(self._pages(edge, says, read)), self._page):
            if stop():
                return says
            edge = edge.grown([merkle.leaf_entry(opened(one.state)) for one in events])
            self._ledger.receive(events, root=edge.root)
            progress(edge.size - held, says.size - held)
        self._publish(entry)
        return says

    def _check_held(self, held: int, says: Checkpoint, read: ReadNodes) -> None:
        """Raise `ConflictError` unless the signed log begins with what is held."""
        if not held:
            return
        if held <= says.size and self._ledger.root(held) == proven_root(held, says, read):
            return
        raise ConflictError(
            f"the database holds {held} events that are not the first of the {says.size} that the original signed; "
            "a mirror begins with an empty database, and nobody records in it"
        )

    def _pages(self, edge: Edge, says: Checkpoint, read: ReadNodes) -> Iterator[list[Notification]]:
        """Yield the events after what is held, each page proven to be the next of the signed log."""
        while edge.size < says.size:
            limit = min(self._page, says.size - edge.size)
            page = self._original.events(after=edge.size, limit=limit)
            if not 0 < len(page) <= limit:
                raise MirrorError(
                    f"the original gave {len(page)} events, and not up to {limit} from {edge.size + 1} on"
                )
            grown = edge.grown([merkle.leaf_entry(one) for one in page])
            if grown.root != proven_root(grown.size, says, read):
                raise MirrorError(
                    f"the original gave other events from position {edge.size + 1} to {grown.size} than it signed; "
                    "none of them was taken in"
                )
            yield [received(position, one) for position, one in enumerate(page, start=edge.size + 1)]
            edge = grown

    def _publish(self, entry: Entry) -> None:
        """Show readers of the mirror what the original signed; the mirror signs nothing."""
        key = self._pinned.signer(entry.signed)
        self._ledger.checkpoints.publish(Published(entry.says.size, entry.signed.data, str(key), self._now()))
