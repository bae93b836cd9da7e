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
        """Keep keys, each with its row; return the places in ``rows`` of those that were kept before, with the row."""
        cursor = self._database.cursor()
        cursor.execute("BEGIN")
        cursor.executemany("INSERT OR IGNORE INTO seen (key, row) VALUES (?, ?)", rows)
        new = cursor.rowcount
        cursor.execute("COMMIT")
        if new == len(rows):
            return {}
        first: dict[str, int] = {}
        for start in range(0, len(rows), _MANY):
            some = [key for key, _ in rows[start : start + _MANY]]
            marks = ", ".join("?" * len(some))
            first |= cursor.execute(f"SELECT key, row FROM seen WHERE key IN ({marks})", some)  # noqa: S608 -- only marks are put in
        again, here = {}, set()
        for place, (key, row) in enumerate(rows):
            if first[key] != row or key in here:
                again[place] = first[key]
            here.add(key)
        return again

    def has(self, key: str) -> bool:
        """Whether a key was kept."""
        return self._database.execute("SELECT 1 FROM seen WHERE key = ?", [key]).fetchone() is not None
