"""Whether a database has the very schema that the migrations make: nothing missing, changed or added beside it."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection, inspect
from sqlalchemy.engine import Inspector

from ledger.verify.findings import Finding, Reader, Report
from migrations import schema
from projections.database import scratch

Part = tuple[str, str, str]
"""A part of a schema: its kind, its name, and what it is."""

_MASTER: Final = (
    "SELECT type, tbl_name || '.' || name, COALESCE(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"
)
_BESIDE: Final = """
SELECT 'trigger', CAST(tgrelid::regclass AS text) || '.' || tgname FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'rule', tablename || '.' || rulename FROM pg_rules WHERE schemaname = current_schema()
UNION ALL SELECT 'policy', tablename || '.' || policyname FROM pg_policies WHERE schemaname = current_schema()
UNION ALL SELECT 'heir', CAST(inhrelid::regclass AS text) FROM pg_inherits
  JOIN pg_class ON pg_class.oid = inhrelid WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
UNION ALL SELECT CASE relkind WHEN 'r' THEN 'unlogged table' ELSE 'view' END, CAST(relname AS text) FROM pg_class
  WHERE relnamespace = current_schema()::regnamespace
  AND (relkind IN ('v', 'm', 'f') OR (relkind = 'r' AND (relpersistence <> 'p' OR relrowsecurity)))
"""
"""What the migrations never make on PostgreSQL, and what would change or hide rows."""
_TYPES: Final = {"BLOB": "BYTEA"}
_COLUMNS: Final = {"stored_events.notification_id": "BIGINT", "stored_events.originator_id": "UUID"}
"""Where a column has another type on PostgreSQL than on SQLite."""


def verify_schema(connection: Connection, reader: Reader, report: Report) -> str:
    """Report every difference from the schema that this version needs; return that schema."""
    needed = schema.needed()
    sql = "SELECT version_num FROM alembic_version"
    found = [version for (version,) in reader.rows(report, "alembic_version", sql, types=(str,))]
    if found != [needed]:
        present = " and ".join(found) or "none"
        report(Finding("alembic_version", "", f"the database has schema {present}, this version needs {needed}"))
    if reader.postgres:
        _differ(set(_described(inspect(connection))), set(_on_postgres()), report)
        for kind, name in reader.rows(report, "schema", _BESIDE, types=(str, str)):
            report(Finding("schema", name, f"no migration makes this {kind}"))
    else:
        stored = {(str(a), str(b), str(c)) for a, b, c in reader.rows(report, "schema", _MASTER, types=(str, str, str))}
        _differ(stored, set(_on_sqlite()), report)
    return needed


def verify_file(reader: Reader, report: Report) -> None:
    """Let SQLite check its file: pages, the order in them, and whether indexes agree with their tables."""
    if not reader.postgres:
        for (said,) in reader.rows(report, "file", "PRAGMA integrity_check", types=(str,)):
            if said != "ok":
                report(Finding("file", "", f"SQLite finds: {said.splitlines()[0]}"))


def _differ(stored: set[Part], expected: set[Part], report: Report) -> None:
    names = {part[:2] for part in stored}, {part[:2] for part in expected}
    for kind, name in sorted({part[:2] for part in stored ^ expected}):
        both = (kind, name) in names[0] & names[1]
        what = "missing" if (kind, name) in names[1] else "no migration makes this"
        report(Finding("schema", f"{kind} {name}", "not as the migrations make it" if both else what))


@lru_cache(maxsize=1)
def _on_sqlite() -> tuple[Part, ...]:
    engine = scratch()
    schema.migrate(engine)
    with engine.begin() as connection:
        found = tuple((str(a), str(b), str(c)) for a, b, c in connection.exec_driver_sql(_MASTER))
    engine.dispose()
    return found


@lru_cache(maxsize=1)
def _on_postgres() -> tuple[Part, ...]:
    """Return the schema that the migrations make on SQLite, as it would be on PostgreSQL."""
    engine = scratch()
    schema.migrate(engine)
    with engine.begin() as connection:
        parts = tuple(_described(inspect(connection)))
    engine.dispose()
    return tuple((kind, name, _translated(name, what) if kind == "column" else what) for kind, name, what in parts)


def _translated(name: str, what: str) -> str:
    kind, _, null = what.partition(" ")
    return f"{_COLUMNS.get(name, _TYPES.get(kind, kind))} {null}"


def _described(inspector: Inspector) -> Iterator[Part]:
    keys = {
        table: tuple(found["constrained_columns"]) for (_, table), found in inspector.get_multi_pk_constraint().items()
    }
    for table, key in keys.items():
        yield "table", table, f"key {', '.join(key)}"
    for (_, table), columns in inspector.get_multi_columns().items():
        for column in columns:
            # What is in a key is never empty, whatever either database says of it.
            null = "null" if column["nullable"] and column["name"] not in keys[table] else "not null"
            yield "column", f"{table}.{column['name']}", f"{column['type']} {null}"
    for (_, table), indexes in inspector.get_multi_indexes().items():
        for index in (one for one in indexes if not one.get("duplicates_constraint")):
            over = ", ".join(str(name) for name in index["column_names"])
            yield "index", f"{table}.{index['name']}", f"over {over}{', unique' if index['unique'] else ''}"
    yield from _constraints(inspector)


def _constraints(inspector: Inspector) -> Iterator[Part]:
    for (_, table), uniques in inspector.get_multi_unique_constraints().items():
        for unique in uniques:
            yield "unique", f"{table}.{', '.join(unique['column_names'])}", ""
    for (_, table), checks in inspector.get_multi_check_constraints().items():
        for check in checks:
            yield "check", f"{table}.{check['sqltext'].strip('()')}", ""
