"""Read again, before signing, what the log took in since the last checkpoint: bytes, columns, leaves, nodes, root."""

from itertools import groupby
from typing import Final
from uuid import UUID

from domain.errors import IntegrityError
from ledger.progress import Progress, quietly
from ledger.proofs import merkle
from ledger.proofs.merkle import Node
from ledger.recorder import LogRecorder
from ledger.verify.told import Stored, told_by

PAGE: Final = 5_000


def reread(recorder: LogRecorder, *, since: int, size: int, root: bytes, progress: Progress = quietly) -> bytes:
    """Return the root at a size, made from the events' own bytes and the log of ``since``, whose root is ``root``.

    Raises `IntegrityError`, with the position, if a stored event is not as it was recorded, if a stored node is not
    the hash over its leaves, or if the nodes of ``since`` do not give ``root``.
    """
    edge = recorder.nodes(merkle.subtrees(since))
    if merkle.root(edge) != root:
        raise IntegrityError(f"the stored nodes do not give the root that the log had at size {since}")
    at, last = since, 0
    while at < size:
        upto = min(at + PAGE, size)
        leaves, last = _leaves(recorder, at, upto, last)
        grown = merkle.grow(at, edge, leaves)
        _check_stored(recorder, grown)
        held = dict([*zip(merkle.subtrees(at), edge, strict=True), *grown])
        edge = [held[node] for node in merkle.subtrees(upto)]
        at = upto
        progress(at - since, size - since)
    return merkle.root(edge)


def _leaves(recorder: LogRecorder, after: int, upto: int, last: int) -> tuple[list[bytes], int]:
    """Return the leaf hashes of the events after a position, and the time of the last, no earlier than ``last``."""
    sql = (
        "SELECT notification_id, originator_id, originator_version, topic, state, recorded_at FROM stored_events"
        " WHERE notification_id > ? AND notification_id <= ? ORDER BY notification_id"
    )
    rows = recorder.ask(sql, [after, upto])
    leaves = []
    for expected, (position, stream, version, topic, state, at) in enumerate(rows, start=after + 1):
        if position != expected:
            break
        told, wrong = told_by(Stored(position, UUID(str(stream)).hex, version, topic, bytes(state), at))
        if at < last:
            wrong.append("recorded earlier than the event before it")
        if wrong:
            raise IntegrityError(f"position {position} is not as it was recorded: {wrong[0]}; nothing is signed")
        leaves.append(told.leaf)
        last = at
    if len(leaves) != upto - after:
        raise IntegrityError(f"position {after + len(leaves) + 1} is missing; nothing is signed")
    return leaves, last


def _check_stored(recorder: LogRecorder, grown: list[tuple[Node, bytes]]) -> None:
    ordered = sorted(grown)
    for level, found in groupby(ordered, key=lambda one: one[0][0]):
        nodes = [(place, made) for (_, place), made in found]
        low, high = nodes[0][0], nodes[-1][0] + 1
        if recorder.level(level, low=low, high=high) != nodes:
            raise IntegrityError(
                f"nodes of level {level} from place {low} on are not the hashes over the events; nothing is signed"
            )
