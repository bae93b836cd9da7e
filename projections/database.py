"""Connections for the read models: SQLAlchemy Core over the database that the ledger is in."""

from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from domain.errors import KhronikaError


def engine_of(url: str) -> Engine:
    """Open an engine for ``sqlite:///FILE`` or ``postgresql://…``."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.drivername not in {"sqlite", "postgresql"}:
        raise KhronikaError("the database URL is neither sqlite:///FILE nor postgresql://…")
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    engine = create_engine(parsed, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:  # noqa: ANN401 -- the event's own signature
    """Leave transactions to us: the driver would otherwise begin them late."""
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")


def _begin(connection: Any) -> None:  # noqa: ANN401 -- the event's own signature
    connection.exec_driver_sql("BEGIN")
