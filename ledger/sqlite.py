"""The SQLite recorder: positions are the integer primary key, and a commit is on disk before it is acknowledged."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar
from uuid import UUID

from eventsourcing.persistence import Notification
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteFactory,
)

from ledger.recorder import PATIENCE_SECONDS, LogRecorder, Rows

BUSY_SECONDS = 30
PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", "cache_size=-65536", "secure_delete=ON")


class _Pool(SQLiteConnectionPool):
    """The library sets WAL alone; durability and the rest are set here."""

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        for pragma in PRAGMAS:
            connection._sqlite_conn.execute(f"PRAGMA {pragma}")  # noqa: SLF001 -- the library offers no other way
        return connection


class SQLiteLogRecorder(LogRecorder, SQLiteApplicationRecorder):
    """The log in an SQLite file."""

    @contextmanager
    def log_transaction(self, *, commit: bool) -> Iterator[Any]:
        """Open a transaction of the library's datastore."""
        with self.datastore.transaction(commit=commit) as cursor:
            yield cursor

    def run(self, cursor: Any, sql: str, values: Sequence[Any] = ()) -> list[Sequence[Any]]:
        """Run one statement."""
        cursor.execute(sql, values)
        return [tuple(row) for row in cursor.fetchall()]

    def put(self, cursor: Any, table: str, columns: Sequence[str], rows: Rows) -> None:
        """Insert many rows with one prepared statement."""
        marks = ", ".join("?" * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608 -- our own names

    @contextmanager
    def patience(self, cursor: Any) -> Iterator[None]:
        """Wait for the writer before us, on this connection, no longer than a question may."""
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    def stored_id(self, identifier: UUID) -> str:
        """Return the id as text without hyphens, as the library's own reads expect it."""
        return identifier.hex

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return notifications by the explicit position (the library reads an implicit rowid)."""
        after = (start or 0) - (1 if inclusive_of_start and start else 0)
        found = self.notifications(after=after, limit=limit, upto=stop)
        return [one for one in found if not topics or one.topic in topics]


class SQLiteLogFactory(SQLiteFactory):
    """Builds the recorder over a pool with our settings."""

    application_recorder_class: ClassVar[type[SQLiteApplicationRecorder]] = SQLiteLogRecorder  # type: ignore[misc]  # the library declares no ClassVar

    def __init__(self, env: Any) -> None:
        """Replace the library's pool before any connection is made."""
        super().__init__(env)
        self.datastore.pool = _Pool(
            db_name=self.datastore.pool.db_name, lock_timeout=BUSY_SECONDS, pool_timeout=BUSY_SECONDS
        )
