"""The library's own recorders and applications, as they come, over the same kinds of databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import ApplicationRecorder, InfrastructureFactory
from eventsourcing.postgres import PostgresFactory
from eventsourcing.sqlite import SQLiteFactory
from eventsourcing.utils import Environment
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row

_SQLITE = "sqlite:///"

App = TypeVar("App", bound=Application[Any])


class Told(Aggregate):
    """One fact as an aggregate of the library's, with the fact's fields."""

    @event("Recorded")
    def __init__(self, body: dict[str, Any]) -> None:
        self.body = body


def factory(url: str, name: str) -> InfrastructureFactory[Any]:
    """Return the library's factory over a database; its tables are named after ``name``."""
    if url.startswith(_SQLITE):
        return SQLiteFactory(Environment(name, {"SQLITE_DBNAME": url.removeprefix(_SQLITE)}))
    # The library knows five parameters and insists on a password; the connections take the URL's own.
    settings = dict.fromkeys(("POSTGRES_DBNAME", "POSTGRES_HOST", "POSTGRES_USER", "POSTGRES_PASSWORD"), "-")
    server = PostgresFactory(Environment(name, settings))
    server.datastore.pool.kwargs = {**conninfo_to_dict(url), "row_factory": dict_row}
    return server


@contextmanager
def recorder(url: str) -> Iterator[ApplicationRecorder]:
    """Open the library's recorder; its SQLite connections are by themselves as durable as ours (synchronous=FULL)."""
    made = factory(url, "peer")
    try:
        yield made.application_recorder()
    finally:
        made.close()


def on(url: str, kind: type[App], name: str) -> type[App]:
    """Return an application class over a database."""

    def construct_factory(_self: object, _env: Environment) -> InfrastructureFactory[Any]:
        return factory(url, name)

    return type(name, (kind,), {"name": name, "construct_factory": construct_factory})
