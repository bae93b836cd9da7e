"""The time stamps that authorities gave on published checkpoints, beside the checkpoints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ledger.recorder import LogRecorder, microseconds, moment

_COLUMNS: Final = "size, authority, token, stamped_at, received_at"


@dataclass(frozen=True, slots=True)
class Stamped:
    """An authority's whole answer (RFC 3161) on the checkpoint of a size: when it says it saw it, and when we got it.

    ``stamped_at`` is what the token says; only the token is signed.
    """

    size: int
    authority: str
    token: bytes
    stamped_at: datetime
    received_at: datetime


class Timestamps:
    """The table of time stamps."""

    def __init__(self, recorder: LogRecorder) -> None:
        """Read it over the connections of a recorder."""
        self._recorder = recorder

    def of(self, size: int) -> list[Stamped]:
        """Return the time stamps on the checkpoint of a size, by authority."""
        return self._found("WHERE size = ? ORDER BY authority", [size])

    def at(self, size: int, authority: str) -> Stamped | None:
        """Return an authority's time stamp on the checkpoint of a size, if there is one."""
        return next(iter(self._found("WHERE size = ? AND authority = ?", [size, authority])), None)

    def page(self, *, after: tuple[int, str], limit: int) -> list[Stamped]:
        """Return the next ``limit`` time stamps after one, by size and authority."""
        return self._found("WHERE (size, authority) > (?, ?) ORDER BY size, authority LIMIT ?", [*after, limit])

    def keep(self, one: Stamped) -> None:
        """Put a time stamp into the table; one of its size and authority that is there already stays."""
        sql = f"INSERT INTO log_timestamp ({_COLUMNS}) VALUES (?, ?, ?, ?, ?) ON CONFLICT (size, authority) DO NOTHING"  # noqa: S608 -- our own names
        values = [one.size, one.authority, one.token, microseconds(one.stamped_at), microseconds(one.received_at)]
        with self._recorder.log_transaction(commit=True) as cursor:
            self._recorder.run(cursor, sql, values)

    def _found(self, clause: str, values: Sequence[Any]) -> list[Stamped]:
        rows = self._recorder.ask(f"SELECT {_COLUMNS} FROM log_timestamp {clause}", values)  # noqa: S608 -- our own names
        return [Stamped(size, name, bytes(token), moment(at), moment(got)) for size, name, token, at, got in rows]
