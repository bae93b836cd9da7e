"""States of a day recorded beside checkpoints, once a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ledger.proofs import note
from ledger.proofs.note import Note
from ledger.proofs.state import State, parse
from ledger.recorder import LogRecorder, microseconds, moment

_COLUMNS: Final = "size, day, note, recorded_at"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A signed state as it was recorded; only the note is signed."""

    size: int
    day: str
    note: bytes
    recorded_at: datetime

    @property
    def signed(self) -> Note:
        """The note; raises `ProofError` if it is none."""
        return note.parse(self.note)

    @property
    def says(self) -> State:
        """What the note says, whoever signed it; raises `ProofError` if that is no state."""
        return parse(self.signed.text)


class States:
    """The table of recorded states, by the log size of the checkpoint that each stands beside."""

    def __init__(self, recorder: LogRecorder) -> None:
        """Read it over the connections of a recorder."""
        self._recorder = recorder

    def newest(self) -> Recorded | None:
        """Return the state of the latest day, if there is any."""
        return next(iter(self._found("ORDER BY day DESC, size DESC LIMIT 1", [])), None)

    def at(self, size: int) -> Recorded | None:
        """Return the state beside the checkpoint of a size, if there is one."""
        return next(iter(self._found("WHERE size = ?", [size])), None)

    def page(self, *, after: int, limit: int) -> list[Recorded]:
        """Return the next ``limit`` states of sizes above one, smallest first."""
        return self._found("WHERE size > ? ORDER BY size LIMIT ?", [after, limit])

    def keep(self, one: Recorded) -> None:
        """Put a state into the table; one of its size or day that is there already stays."""
        sql = f"INSERT INTO log_state ({_COLUMNS}) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"  # noqa: S608 -- our own names
        with self._recorder.log_transaction(commit=True) as cursor:
            self._recorder.run(cursor, sql, [one.size, one.day, one.note, microseconds(one.recorded_at)])

    def _found(self, clause: str, values: Sequence[Any]) -> list[Recorded]:
        rows = self._recorder.ask(f"SELECT {_COLUMNS} FROM log_state {clause}", values)  # noqa: S608 -- our own names
        return [Recorded(size, day, bytes(data), moment(at)) for size, day, data, at in rows]
