"""Connections for the read models: SQLAlchemy Core over the database that the ledger is in."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    Engine,
    StaticPool,
    String,
    any_,
    bindparam,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError

from domain.errors import KhronikaError

SQLITE: Final = "sqlite:///"
_PLAIN_PLANS: Final = "-c max_parallel_workers_per_gather=0 -c jit=off -c join_collapse_limit=1"
"""Questions read short ranges of indexes: to start workers or a compiler for one takes ten times as long.

Tables are joined in the order written. The planner takes the two halves of a key for independent: at a million events
it expected one row of thousands, chose another order, and needed a minute and a half for a count by named bodies.
"""


def engine_of(url: str, *, create: bool = False) -> Engine:
    """Open an engine for ``sqlite:///FILE`` or ``postgresql://…``; raise `KhronikaError` for anything else.

    A file that is missing is an error of each connection, unless ``create``: a new one would be an empty record.
    """
    if url.startswith(SQLITE):
        return _sqlite(url.removeprefix(SQLITE), create=create)
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.drivername != "postgresql":
        raise KhronikaError("the database URL is neither sqlite:///FILE nor postgresql://…")
    asked = parsed.query.get("options", "")
    given = asked if isinstance(asked, str) else " ".join(asked)
    address = parsed.set(drivername="postgresql+psycopg").difference_update_query(["options"])
    options = {"options": f"{_PLAIN_PLANS} {given}"}
    return create_engine(address, connect_args=options, pool_pre_ping=True, hide_parameters=True)


def _sqlite(file: str, *, create: bool) -> Engine:
    if not file or ":memory:" in file:
        raise KhronikaError("the record needs a file: sqlite:///FILE")
    if not create and not Path(file).exists():
        raise KhronikaError("there is no database file yet; run: khronika migrate")
    address = f"sqlite:///file:{quote(file)}?mode={'rwc' if create else 'rw'}&uri=true"
    engine = create_engine(address, connect_args={"timeout": 30}, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:  # noqa: ANN401 -- the event's own signature
    """Leave transactions to us: the driver would otherwise begin them late."""
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute("PRAGMA cache_size=-65536")


def _begin(connection: Any) -> None:  # noqa: ANN401 -- the event's own signature
    connection.exec_driver_sql("BEGIN")


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Open a transaction in which everything stays as it is now, whoever writes meanwhile."""
    sqlite = engine.dialect.name == "sqlite"
    options = {} if sqlite else {"isolation_level": "REPEATABLE READ"}
    with engine.execution_options(**options).begin() as connection:
        # It begins with the first look.
        connection.exec_driver_sql("SELECT COUNT(*) FROM sqlite_master" if sqlite else "SELECT 1")
        yield connection


def among(connection: Connection, column: Column[str], several: Iterable[str]) -> ColumnElement[bool]:
    """Return whether a column is one of many values, which go to the database as one parameter.

    Of ten thousand parameters a driver makes a text that takes it as long as the whole question.
    """
    values = list(several)
    if connection.dialect.name == "sqlite":
        listed = func.json_each(json.dumps(values)).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(bindparam(None, values, type_=ARRAY(String)))


def scratch() -> Engine:
    """Make a database of one connection that nobody else sees and that leaves nothing behind.

    It is held in memory, and in a file without a name once it grows.
    """
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect("", isolation_level=None),
        poolclass=StaticPool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine
