"""The keys that a file has had so far, and the row of each: on disk, so that memory does not grow with the file."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final, Self

_MANY: Final = 500
_CACHED: Final = -16_384
"""Kilobytes that are held in memory, as SQLite writes them."""


class Seen:
    """Keys with the row of each; a file without a name, which the system takes away whenever the process ends."""

    def __init__(self) -> None:
        """Begin with no key."""
        self._database = sqlite3.connect("", isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = {_CACHED}"):
            self._database.execute(f"PRAGMA {setting}")
        self._database.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, row INTEGER) WITHOUT ROWID")

    def __enter__(self) -> Self:
        """Return it open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Forget everything."""
        self._database.close()

    def again(self, rows: Sequence[tuple[str, int]]) -> Mapping[int, int]:
        """Keep the keys of some rows; return the rows whose key another row had first, each with that row."""
        cursor = self._database.cursor()
        cursor.execute("BEGIN")
        cursor.executemany("INSERT OR IGNORE INTO seen (key, row) VALUES (?, ?)", rows)
        new = cursor.rowcount
        cursor.execute("COMMIT")
        if new == len(rows):
            return {}
        found: dict[str, int] = {}
        for start in range(0, len(rows), _MANY):
            some = [key for key, _ in rows[start : start + _MANY]]
            marks = ", ".join("?" * len(some))
            found |= cursor.execute(f"SELECT key, row FROM seen WHERE key IN ({marks})", some)  # noqa: S608 -- only marks are put in
        return {row: found[key] for key, row in rows if found[key] != row}
