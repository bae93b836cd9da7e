"""Migrations: up and down on both databases, equal to the tables in code, and another schema is refused."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from domain.errors import KhronikaError, SchemaError
from ledger.ledger import Ledger
from migrations import schema
from projections.database import engine_of
from projections.tables import metadata
from tests.conftest import Clock, Databases, House
from tests.scribe import Scribe


def test_up_down_and_up_again(databases: Databases) -> None:
    engine = engine_of(databases.make_empty())
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    schema.migrate(engine)
    first = set(inspect(engine).get_table_names())
    schema.migrate(engine, "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    schema.migrate(engine)

    assert set(inspect(engine).get_table_names()) == first
    assert {"stored_events", "log_head", "log_node", "liberty_a", "liberty_b", "tracking"} <= first
    engine.dispose()


def test_the_schema_needed_is_the_last_of_one_line_of_migrations(databases: Databases) -> None:
    engine = engine_of(databases.make())
    with engine.connect() as connection:
        (found,) = MigrationContext.configure(connection).get_current_heads()
    present = schema.present(engine)
    engine.dispose()

    assert found == schema.needed() == present


def test_the_read_models_in_code_are_those_in_the_database(database_url: str) -> None:
    engine = engine_of(database_url)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()

    ours = [change for change in found if change[0] not in {"remove_table", "remove_index"}]
    assert ours == []


def test_a_database_without_schema_is_refused_with_the_command(databases: Databases) -> None:
    engine = engine_of(databases.make_empty())

    with pytest.raises(SchemaError, match="run: khronika migrate"):
        schema.check(engine)
    engine.dispose()


def test_a_newer_schema_is_refused(database_url: str) -> None:
    engine = engine_of(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(SchemaError, match="newer"):
        schema.check(engine)
    engine.dispose()


def test_no_table_is_made_by_opening_the_log(databases: Databases) -> None:
    url = databases.make_empty()
    with Ledger(url, now=Clock()):
        pass
    engine = engine_of(url)

    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()


def test_a_missing_file_says_the_command() -> None:
    with pytest.raises(KhronikaError, match="run: khronika migrate"):
        Ledger("sqlite:////nowhere/at/all.sqlite3", now=Clock())


def test_a_file_that_went_away_is_not_replaced_by_an_empty_one(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    shutil.copy(sqlite_template, path)
    engine = engine_of(f"sqlite:///{path}")
    path.unlink()

    with pytest.raises(OperationalError):
        engine.connect()
    assert not path.exists()


def test_a_log_that_holds_events_is_not_taken_down(house: House) -> None:
    Scribe(house.ledger)

    with pytest.raises(SchemaError, match="holds 2 events, and nothing recorded is deleted"):
        schema.migrate(house.engine, "base")
    assert house.ledger.size() == 2
