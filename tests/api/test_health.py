"""Alive, behind, ready: over HTTP and on the command line, and each reason not to be ready."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from sqlalchemy import text
from starlette.testclient import TestClient

from api.app import create_app
from api.bootstrap import Service
from tests.api.conftest import Command
from tests.conftest import Databases, House
from tests.ledger.batches import drafts


@contextmanager
def asked(house: House, *, ready_lag: int = 1000) -> Iterator[TestClient]:
    service = Service(house.ledger, house.projector, house.questions, house.clock, house.engine)
    app = create_app(service, ready_lag=ready_lag)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def unready(client: TestClient) -> dict[str, Any]:
    answer = client.get("/v1/ready")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    return found


def test_with_nothing_unprojected_it_is_ok_and_ready(house: House) -> None:
    house.ledger.record(drafts(3))
    house.projector.catch_up()
    with asked(house, ready_lag=0) as client:
        health, ready = client.get("/v1/health"), client.get("/v1/ready")

    assert (health.status_code, ready.status_code) == (200, 200)
    assert health.json() == ready.json()
    assert health.json() | {"schema_version": ""} == {
        "status": "ok",
        "schema_version": "",
        "log_size": 3,
        "position": 3,
        "lag": 0,
        "lag_seconds": 0,
    }


def test_an_empty_log_is_ok_and_ready(house: House) -> None:
    with asked(house, ready_lag=0) as client:
        assert client.get("/v1/health").json()["lag_seconds"] == 0
        assert client.get("/v1/ready").status_code == 200


def test_lag_counts_events_and_the_seconds_of_the_oldest_of_them(house: House) -> None:
    house.ledger.record(drafts(2))
    house.projector.catch_up()
    house.clock.move(hours=3)
    house.ledger.record(drafts(3))
    house.clock.move(hours=1)
    house.ledger.record(drafts(4))
    with asked(house) as client:
        health = client.get("/v1/health").json()

    assert (health["status"], health["position"], health["log_size"], health["lag"]) == ("behind", 2, 9, 7)
    assert 3600 < health["lag_seconds"] < 3630


def test_as_many_events_behind_as_the_setting_says_is_ready_and_one_more_is_not(house: House) -> None:
    house.ledger.record(drafts(4))
    with asked(house, ready_lag=4) as client:
        assert client.get("/v1/ready").json()["status"] == "behind"
    with asked(house, ready_lag=3) as client:
        problem = unready(client)
        assert client.get("/v1/health").status_code == 200

    assert problem["detail"] == "the read models are 4 events behind the log; ready means 3 at most"


@pytest.mark.parametrize(("version", "says"), [("0000", "run: khronika migrate"), ("9999", "use a newer Khronika")])
def test_another_schema_is_not_ready(house: House, version: str, says: str) -> None:
    """Somebody migrated the database while the service runs."""
    with house.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    with asked(house) as client:
        assert says in unready(client)["detail"]


def test_read_models_of_another_version_are_not_ready_and_the_service_is_alive(house: House) -> None:
    house.ledger.record(drafts(2))
    house.projector.catch_up()
    with house.engine.begin() as connection:
        connection.execute(text("UPDATE tracking SET version = 1 WHERE live"))
    with asked(house) as client:
        health = client.get("/v1/health")
        assert "the read models are of version 1" in unready(client)["detail"]

    assert health.status_code == 200
    assert (health.json()["status"], health.json()["lag"]) == ("behind", 2)


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_database_that_does_not_answer_is_neither_ready_nor_alive(house: House, postgres: str) -> None:
    name = psycopg.conninfo.conninfo_to_dict(house.url)["dbname"]
    with psycopg.connect(make_conninfo(postgres), autocommit=True) as server, asked(house) as client:
        assert client.get("/v1/ready").status_code == 200
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        problem, health = unready(client), client.get("/v1/health")
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

        assert problem["detail"] == "the database does not answer"
        assert health.status_code == 503
        assert client.get("/v1/ready").status_code == 200


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_database_that_answers_otherwise_than_it_should_is_not_ready(house: House) -> None:
    with house.engine.begin() as connection:
        connection.execute(text("ALTER TABLE tracking RENAME TO elsewhere"))
    with asked(house) as client:
        assert unready(client)["detail"] == "The database does not answer as it should."


def test_the_command_prints_what_http_returns(belarus: Command) -> None:
    as_json, as_text = belarus.ok("health", "--json").json, belarus.ok("health").out

    assert set(as_json) == {"status", "schema_version", "log_size", "position", "lag", "lag_seconds"}
    assert as_text == f"ok: position {as_json['position']} of {as_json['log_size']}\n"


def test_the_command_ends_with_1_when_not_ready(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.ledger.record(drafts(3))
    khronika = Command(house.url)
    near = khronika("health")
    monkeypatch.setenv("KHRONIKA_READY_LAG", "2")
    far = khronika("health")

    assert near.code == 0
    assert near.out.startswith("behind: position 0 of 3\n3 events behind; the oldest of them has waited ")
    assert far.code == 1
    assert far.err == "khronika: not ready: the read models are 3 events behind the log; ready means 2 at most\n"


def test_the_command_ends_with_1_where_no_service_could_be(databases: Databases, tmp_path: Path) -> None:
    nowhere = Command(f"sqlite:///{tmp_path}/none.sqlite3")("health", "--json")
    without = Command(databases.make_empty())("health")

    assert nowhere.code == without.code == 1
    assert "not ready: there is no database file yet" in nowhere.err
    assert "not ready: the database has schema none" in without.err


@pytest.mark.parametrize("value", ["-1", "many", ""])
def test_a_setting_that_cannot_be_read_is_one_message(
    belarus: Command, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHRONIKA_READY_LAG", value)

    done = belarus("health")

    assert done.code == 2
    assert done.err.startswith("khronika: KHRONIKA_READY_LAG: Input should be ")
    assert done.err.count("\n") == 1
