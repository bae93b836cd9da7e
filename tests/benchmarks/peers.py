"""Peers of the counts: SQL written by hand on the same rows, copied, with covering indexes; and DuckDB.

What the benchmark knows of the read models' tables stands here and nowhere else.
"""

import csv
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Final

import duckdb
import psycopg
from sqlalchemy import Engine, text

from domain.folds.counts import Tests
from domain.sources import Variant
from projections.basis import Basis

TABLES: Final = {"liberty": "liberty_a", "past": "past_a", "recognition": "recognition_a"}
"""Where the rows of each peer's table are read from: the slot that is live in a new database."""
_SPANS: Final = {"valid_from": "INTEGER", "valid_to": "INTEGER", "known_from": "BIGINT", "known_to": "BIGINT"}
_COLUMNS: Final = {
    "liberty": {"person": "TEXT", "liberty": "TEXT", "deprivation": "TEXT", **_SPANS, "choices": "INTEGER"},
    "past": {"person": "TEXT", "deprivation": "TEXT", **_SPANS, "holds": "INTEGER"},
    "recognition": {
        "person": "TEXT",
        "deprivation": "TEXT",
        "body": "TEXT",
        **_SPANS,
        "now": "INTEGER",
        "ever": "INTEGER",
    },
}
_SPAN: Final = "known_to, known_from, valid_to, valid_from"
_INDEXES: Final = (
    f"CREATE INDEX liberty_covering ON liberty ({_SPAN}, liberty, person, deprivation, choices)",
    f"CREATE INDEX past_covering ON past ({_SPAN}, person, deprivation, holds)",
    f"CREATE INDEX recognition_covering ON recognition (person, deprivation, {_SPAN}, body, now, ever)",
    f"CREATE INDEX recognition_times ON recognition ({_SPAN}, person, deprivation, body, now, ever)",
)

Pair = tuple[int, int]
Ask = Callable[[Basis], Pair]


def rows(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of the read models that the peers copy."""
    with engine.connect() as connection:
        return {
            table: [tuple(row) for row in connection.execute(text(f"SELECT {', '.join(columns)} FROM {TABLES[table]}"))]  # noqa: S608 -- our own names
            for table, columns in _COLUMNS.items()
        }


def sqlite_peer(stack: ExitStack, folder: Path, engine: Engine) -> Ask:
    """Copy the rows into a file of their own."""
    connection = stack.enter_context(closing(sqlite3.connect(folder / "peer.sqlite3", isolation_level=None)))
    connection.execute("BEGIN")
    for table, found in rows(engine).items():
        connection.execute(_create(table))
        marks = ", ".join("?" * len(_COLUMNS[table]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", found)  # noqa: S608 -- our own names
    for index in _INDEXES:
        connection.execute(index)
    connection.execute("COMMIT")
    return lambda basis: _pair(connection.execute(*_asked(basis)).fetchone())


def postgresql_peer(stack: ExitStack, url: str, engine: Engine) -> Ask:
    """Copy the rows into a schema of their own."""
    connection = stack.enter_context(psycopg.connect(url, autocommit=True))
    connection.execute("CREATE SCHEMA peer")
    connection.execute("SET search_path = peer")
    for table, found in rows(engine).items():
        connection.execute(_create(table).encode())
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN".encode()) as copy:
            for row in found:
                copy.write_row(row)
    for index in _INDEXES:
        connection.execute(index.encode())
    for table in _COLUMNS:
        connection.execute(f"VACUUM ANALYZE {table}".encode())

    def ask(basis: Basis) -> Pair:
        sql, values = _asked(basis)
        return _pair(connection.execute(sql.replace("?", "%s").encode(), values).fetchone())

    return ask


def duckdb_peer(stack: ExitStack, folder: Path, engine: Engine) -> Ask:
    """Copy the rows into DuckDB, in memory, as many threads as it likes."""
    connection = stack.enter_context(closing(duckdb.connect()))
    for table, found in rows(engine).items():
        connection.execute(_create(table))
        file = folder / f"{table}.csv"
        with file.open("w", newline="", encoding="utf-8") as opened:
            csv.writer(opened, quoting=csv.QUOTE_ALL).writerows(found)
        connection.execute(f"COPY {table} FROM '{file}' (HEADER false, NULLSTR '-')")
    return lambda basis: _pair(connection.execute(*_asked(basis)).fetchone())


def _create(table: str) -> str:
    return f"CREATE TABLE {table} ({', '.join(f'{name} {kind} NOT NULL' for name, kind in _COLUMNS[table].items())})"


def _pair(found: Sequence[Any] | None) -> Pair:
    assert found is not None
    return int(found[0]), int(found[1])


def _asked(basis: Basis) -> tuple[str, list[str | int]]:
    """Return the SQL of a count and its values."""
    people, values = _people(basis)
    return f"SELECT coalesce(sum(sure), 0), count(*) FROM ({people}) AS people", values  # noqa: S608 -- our own text


def _people(basis: Basis) -> tuple[str, list[str | int]]:
    size, day = basis.head.size, int(basis.day)
    known: list[str | int] = [size, size]
    covered: list[str | int] = [*known, day, day]
    liberties = sorted(one.value for one in basis.definition.liberties)
    bodies = sorted(basis.recognized_by)
    by = f" AND r.body IN ({_marks(bodies)})" if bodies else ""
    match basis.definition.recognition:
        case Tests.EVER:
            sql = (
                "SELECT CASE WHEN max(r.ever) >= 2 THEN 1 ELSE 0 END AS sure FROM recognition AS r"  # noqa: S608
                f" WHERE {_KNOWN.format('r')} AND {_COVERS.format('r')}{by} GROUP BY r.person"
            )
            return sql, [*covered, *bodies]
        case Tests.NOTHING:
            sql = (
                "SELECT CASE WHEN count(*) = max(l.choices) THEN 1 ELSE 0 END AS sure FROM liberty AS l"  # noqa: S608
                f" WHERE {_KNOWN.format('l')} AND {_COVERS.format('l')} AND l.liberty IN ({_marks(liberties)})"
                " GROUP BY l.person"
            )
            return sql, [*covered, *liberties]
    then = basis.variant is Variant.THEN
    stated = f"{_KNOWN.format('r')} AND {_COVERS.format('r')} AND r.now > 0" if then else _KNOWN.format("r")
    said = [*(covered if then else known), *bodies]
    now = "r.now" if then else "2"
    if basis.definition.over:
        sql = (
            f"SELECT CASE WHEN max(CASE WHEN {now} < p.holds THEN {now} ELSE p.holds END) >= 2 THEN 1 ELSE 0 END"  # noqa: S608
            " AS sure FROM past AS p JOIN recognition AS r ON r.person = p.person AND r.deprivation = p.deprivation"
            f" WHERE {_KNOWN.format('p')} AND {_COVERS.format('p')} AND {stated}{by} GROUP BY p.person"
        )
        return sql, [*covered, *said]
    sql = (
        "SELECT CASE WHEN sum(CASE WHEN holds = 2 THEN 1 ELSE 0 END) = max(choices) THEN 1 ELSE 0 END AS sure"  # noqa: S608
        f" FROM (SELECT l.person, l.choices, max({now}) AS holds FROM liberty AS l"
        " JOIN recognition AS r ON r.person = l.person AND r.deprivation = l.deprivation"
        f" WHERE {_KNOWN.format('l')} AND {_COVERS.format('l')} AND l.liberty IN ({_marks(liberties)})"
        f" AND {stated}{by} GROUP BY l.person, l.liberty, l.deprivation, l.choices) AS elements GROUP BY person"
    )
    return sql, [*covered, *liberties, *said]


_KNOWN: Final = "{0}.known_to > ? AND {0}.known_from <= ?"
_COVERS: Final = "{0}.valid_to > ? AND {0}.valid_from <= ?"


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
