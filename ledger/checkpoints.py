"""The checkpoints that were published, by the size of the log that they speak of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ledger.proofs import checkpoint, note
from ledger.proofs.checkpoint import Checkpoint
from ledger.proofs.note import Note
from ledger.recorder import LogRecorder, microseconds, moment

_COLUMNS: Final = "size, note, key, published_at"


@dataclass(frozen=True, slots=True)
class Published:
    """A signed checkpoint as it was published: the bytes of the note, the public key that signed it, and when.

    Only the note is signed; the key is a hint whose signature to look for, and no reason to trust it.
    """

    size: int
    note: bytes
    key: str
    published_at: datetime

    @property
    def signed(self) -> Note:
        """The note; raises `ProofError` if it is none."""
        return note.parse(self.note)

    @property
    def says(self) -> Checkpoint:
        """What the note says, whoever signed it; raises `ProofError` if that is no checkpoint."""
        return checkpoint.parse(self.signed.text)


class Checkpoints:
    """The table of published checkpoints."""

    def __init__(self, recorder: LogRecorder) -> None:
        """Read it over the connections of a recorder."""
        self._recorder = recorder

    def newest(self) -> Published | None:
        """Return the checkpoint of the largest size, if there is any."""
        return self._one("ORDER BY size DESC LIMIT 1")

    def at(self, size: int) -> Published | None:
        """Return the checkpoint of exactly a size, if there is one."""
        return self._one("WHERE size = ?", [size])

    def covering(self, size: int) -> Published | None:
        """Return the first checkpoint of a size or a larger one, if there is any yet."""
        return self._one("WHERE size >= ? ORDER BY size LIMIT 1", [size])

    def page(self, *, after: int, limit: int) -> list[Published]:
        """Return the next ``limit`` checkpoints of sizes above one, smallest first."""
        return self._found("WHERE size > ? ORDER BY size LIMIT ?", [after, limit])

    def newest_up_to(self, size: int, *, limit: int) -> list[Published]:
        """Return up to ``limit`` checkpoints of sizes up to one, largest first."""
        return self._found("WHERE size <= ? ORDER BY size DESC LIMIT ?", [size, limit])

    def publish(self, one: Published) -> None:
        """Put a checkpoint into the table; one of its size that is there already stays."""
        sql = f"INSERT INTO log_checkpoint ({_COLUMNS}) VALUES (?, ?, ?, ?) ON CONFLICT (size) DO NOTHING"  # noqa: S608 -- our own names
        with self._recorder.log_transaction(commit=True) as cursor:
            self._recorder.run(cursor, sql, [one.size, one.note, one.key, microseconds(one.published_at)])

    def _one(self, clause: str, values: Sequence[Any] = ()) -> Published | None:
        return next(iter(self._found(clause, values)), None)

    def _found(self, clause: str, values: Sequence[Any]) -> list[Published]:
        rows = self._recorder.ask(f"SELECT {_COLUMNS} FROM log_checkpoint {clause}", values)  # noqa: S608 -- our own names
        return [Published(size, bytes(data), key, moment(at)) for size, data, key, at in rows]
