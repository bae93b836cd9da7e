"""Writing a snapshot: a fresh SQLite file, so that nothing that was ever deleted anywhere lies in it."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from projections.snapshot.shape import TABLES, Table
from projections.snapshot.views import VIEWS

Value = str | int | None
SEARCHED: Final = "passages"
"""The table whose text can be searched: names of people cannot, for what is searched stands in an address."""


class Snapshot:
    """A snapshot while it is written: rows in any order of tables, then all that leads from one to another."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Write into a fresh file."""
        self._connection = connection
        for table in TABLES:
            connection.execute(_created(table))

    def add(self, table: str, rows: Iterable[Sequence[Value]]) -> None:
        """Add rows to a table, each with a value for each column."""
        (found,) = (one for one in TABLES if one.name == table)
        marks = ", ".join("?" * len(found.columns))
        self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 -- names of ours

    def name_target(self, target: str, name: str) -> None:
        """Let a target bear a name, the first of those that are given; it was added before."""
        self._connection.execute("UPDATE targets SET name = ? WHERE id = ? AND name = ''", (name, target))

    def finish(self) -> None:
        """Let each reference name the row that stands for it, or none, and add indexes, search and views."""
        run = self._connection.execute
        for table in TABLES:
            for column in table.columns:
                if column.of is not None:
                    of, by = ("registrations", "person") if column.of == "people" else (column.of, "id")
                    meant = f"(SELECT o.{by} FROM {of} AS o WHERE o.id = {table.name}.{column.name})"  # noqa: S608 -- as above
                    run(f"UPDATE {table.name} SET {column.name} = {meant} WHERE {column.name} IS NOT NULL")  # noqa: S608 -- as above
            indexed = [*(one.name for one in table.columns if one.of), *table.facets, *table.indexed]
            for name in dict.fromkeys(indexed):
                run(f"CREATE INDEX {table.name}_by_{name} ON {table.name} ({name})")
        run(f"CREATE VIRTUAL TABLE {SEARCHED}_fts USING fts5(text, content='{SEARCHED}')")
        run(f"INSERT INTO {SEARCHED}_fts ({SEARCHED}_fts) VALUES ('rebuild')")  # noqa: S608 -- as above
        for view in VIEWS:
            run(f"CREATE VIEW {view.name} AS {view.query}")


@contextmanager
def written(path: Path) -> Iterator[Snapshot]:
    """Yield a snapshot to add rows to; at the end of the block the file at ``path``, which is new, is whole."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        snapshot = Snapshot(connection)
        yield snapshot
        snapshot.finish()
        connection.execute("COMMIT")


def _created(table: Table) -> str:
    columns = []
    for place, column in enumerate(table.columns):
        key = " PRIMARY KEY NOT NULL" if table.key and place == 0 else ""
        refers = f" REFERENCES {column.of} (id)" if column.of else ""
        columns.append(f'"{column.name}" {column.type}{key}{refers}')
    return f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(columns) + "\n)"
