"""The PostgreSQL recorder: COPY instead of the library's pipelined insert, which can hang holding a table lock."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, ClassVar, cast
from uuid import UUID

import psycopg
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresFactory
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import PipelineStatus
from psycopg.rows import dict_row, tuple_row
from psycopg.sql import SQL, Identifier

from domain.errors import KhronikaError
from ledger.proofs.merkle import Node
from ledger.recorder import PATIENCE_SECONDS, LogRecorder, News, Rows

_FEW_EVENTS = 4
_FEW_ROWS = 40
_TYPES = {
    "proposal": ("text", "text", "text", "text", "int8", "text", "bytea", "text", "text", "int8", "text"),
    "stored_events": ("int8", "uuid", "int8", "text", "bytea", "int8"),
    "log_node": ("int2", "int8", "bytea"),
    "event_tag": ("text", "int8"),
    "register_key": ("text", "text", "text"),
}


class PostgresLogRecorder(LogRecorder, PostgresApplicationRecorder):
    """The log in a PostgreSQL database."""

    @contextmanager
    def log_transaction(self, *, commit: bool) -> Iterator[Any]:  # noqa: ARG002 -- SQLite's reads end otherwise
        """Open a transaction on one of the library's connections; any exception rolls all of it back.

        Reads end with a commit as well: after a rollback the driver forgets what it has prepared.
        """
        with (
            self.datastore.get_connection() as connection,
            connection.transaction(),
            connection.cursor(row_factory=tuple_row) as cursor,
        ):
            yield cursor

    def run(self, cursor: Any, sql: str, values: Sequence[Any] = ()) -> list[Sequence[Any]]:
        """Run one statement."""
        cursor.execute(sql.replace("?", "%s"), values)
        return list(cursor.fetchall()) if cursor.description else []

    def put(self, cursor: Any, table: str, columns: Sequence[str], rows: Rows) -> None:
        """Copy many rows in binary form, or insert a few."""
        if not rows:
            return
        piped = cursor.connection.info.pipeline_status is not PipelineStatus.OFF
        if piped or len(rows) <= _FEW_ROWS:
            marks = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(rows))
            values = [value for row in rows for value in row]
            cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES {marks}", values)  # noqa: S608 -- our own names
            return
        into = SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
            Identifier(table), SQL(", ").join(map(Identifier, columns))
        )
        with cursor.copy(into) as copy:
            copy.set_types(_TYPES[table])
            for row in rows:
                copy.write_row(row)

    @contextmanager
    def patience(self, cursor: Any) -> Iterator[None]:
        """Wait for the writer before us, in this transaction, no longer than a question may."""
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'")
        yield

    def select_nodes(self, cursor: Any, wanted: Sequence[Node]) -> list[Sequence[Any]]:
        """Ask with two arrays: one text for any number of nodes, so the statement is planned once."""
        sql = "SELECT level, place, hash FROM unnest(?::int2[], ?::int8[]) AS asked (level, place)"
        levels, places = zip(*wanted, strict=True)
        return self.run(cursor, f"{sql} JOIN log_node USING (level, place)", [list(levels), list(places)])

    def stored_id(self, identifier: UUID) -> UUID:
        """Return the id as the database's own type."""
        return identifier

    def together(self, cursor: Any, events: int) -> AbstractContextManager[Any]:
        """Send few statements in one go; with many rows a pipeline can hang, and COPY has no place in one."""
        return cursor.connection.pipeline() if events <= _FEW_EVENTS else nullcontext()

    def announce(self, cursor: Any) -> None:
        """Notify the channel that the library's subscriptions listen to."""
        self._notify_channel(cursor)

    @contextmanager
    def listening(self) -> Iterator[News]:
        """Listen to what `announce` tells, on a connection of its own."""
        parameters = cast("dict[str, Any]", self.datastore.pool.kwargs)
        with psycopg.connect(**{**parameters, "autocommit": True}) as connection:
            connection.execute(SQL("LISTEN {}").format(Identifier(self.channel_name)))

            def news(seconds: float) -> bool:
                return bool(list(connection.notifies(timeout=seconds, stop_after=1)))

            yield news


class PostgresLogFactory(PostgresFactory):
    """Builds the recorder over connections that take every setting of the URL, ``sslmode`` and the like included."""

    application_recorder_class: ClassVar[type[PostgresApplicationRecorder]] = PostgresLogRecorder  # type: ignore[misc]  # the library declares no ClassVar

    def __init__(self, env: Any, parameters: Mapping[str, Any]) -> None:
        """Hand libpq the parameters as they are: the library knows five of them and insists on a password."""
        super().__init__(env)
        self.datastore.pool.kwargs = {**parameters, "row_factory": dict_row}


def factory(env: Any, url: str) -> PostgresLogFactory:
    """Return the factory for a URL; raise `KhronikaError` for what is none."""
    try:
        return PostgresLogFactory(env, conninfo_to_dict(url))
    except psycopg.ProgrammingError:
        raise KhronikaError("the database URL is neither sqlite:///FILE nor postgresql://…") from None
