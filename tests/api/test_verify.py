"""`khronika verify`: a sound record is sound, and each thing that is altered is named by its place, and by no name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from api import bootstrap
from domain import facts as f
from ledger.archive import Archive
from ledger.proofs.keys import make_key
from projections.tables import MODELS
from tests.api.conftest import Command
from tests.api.withheld import build
from tests.conftest import House, opened
from tests.scribe import Scribe
from tests.signing import ORIGIN, settings
from tests.verification.record import write

NAME = "Quexzil Canaryname"


@pytest.fixture
def written(khronika: Command) -> Command:
    with opened(khronika.url) as house:
        write(house, crowds=4)
    return khronika


def change(url: str, *statements: str) -> None:
    with opened(url) as house, house.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def found(result: Any) -> list[str]:
    return [line.removeprefix("found: ") for line in result.out.splitlines() if line.startswith("found: ")]


def test_a_sound_record_is_found_to_be_sound(belarus: Command) -> None:
    done = belarus.ok("verify", "--seed", "7", "--bases", "4")

    assert found(done) == []
    assert "Nothing was found." in done.out
    answer = belarus.ok("verify", "--bases", "0", "--json").json
    assert answer["ok"] is True
    assert answer["nodes"] == 2 * answer["events"] - answer["events"].bit_count()
    assert answer["root"] in done.out


def test_an_empty_record_is_sound(khronika: Command) -> None:
    answer = khronika.ok("verify", "--json").json

    assert (answer["ok"], answer["events"], answer["nodes"], answer["rows"], answer["bases"]) == (True, 0, 0, 0, 0)


def test_everything_that_was_altered_is_named_by_its_place(written: Command) -> None:
    change(
        written.url,
        "UPDATE stored_events SET topic = 'khronika:died' WHERE notification_id = 7",
        "UPDATE log_node SET place = 1000 WHERE level = 1 AND place = 5",
        "DELETE FROM event_tag WHERE position = 30",
        "DELETE FROM register_key WHERE key = 'p0'",
        "UPDATE log_head SET size = size + 1",
        "UPDATE tally_a SET holds = 1 - holds WHERE known_from = (SELECT MIN(known_from) FROM tally_a)",
    )
    done = written("verify")

    assert done.code == 1
    lines = found(done)
    for place in (
        "stored_events, position 7: it stands under another topic than its bytes name",
        "log_node, level 1, place 5: missing",
        "log_node, level 1, place 1000: not complete yet, or nothing lies below it",
        "event_tag, position 30: a ",
        "register_key, of position 1: the key of the event is missing or another",
        "log_head: its size is ",
        "tally_a, ",
    ):
        assert any(line.startswith(place) for line in lines), (place, lines)
    answer = written("verify", "--json")
    assert answer.code == 1
    assert answer.json["ok"] is False
    assert len(answer.json["findings"]) == len(lines)


def test_no_name_and_nobody_withheld_is_printed(khronika: Command) -> None:
    with opened(khronika.url) as house:
        scribe = Scribe(house.ledger)
        hidden, shown = scribe.person(NAME), scribe.person(NAME)
        for person in (hidden, shown):
            scribe.fact(f.ExternalIdStated, person, publisher=NAME, value=NAME)
        scribe.fact(f.PersonWithheld, hidden, ground=f.Withholding.DANGER)
        house.projector.catch_up()
    change(
        khronika.url,
        "UPDATE person_a SET gender = 'x'",
        "UPDATE named_a SET text = 'Canaryname the other'",
        "UPDATE external_id_a SET value = 'Canaryname the other'",
        "INSERT INTO withheld_a VALUES ('Canaryname', 'Canaryname', 5, 9)",
        "UPDATE withheld_a SET known_to = 10",
        "DELETE FROM event_tag",
    )
    done = khronika("verify")

    assert done.code == 1
    assert len(found(done)) > 8
    assert shown in done.out
    assert hidden not in done.out + done.err
    assert "Canaryname" not in done.out + done.err


def test_a_record_altered_all_over_names_no_fact_of_somebody_withheld(khronika: Command, tmp_path: Path) -> None:
    with bootstrap.service(khronika.url) as service:
        world = build(service, Archive(tmp_path / "archive"), tmp_path)
        service.projector.catch_up()
    assert found(khronika("verify")) == []
    every = [table.name for table in MODELS["a"].tables.values() if "known_to" in table.c]
    change(
        khronika.url,
        *(f"UPDATE {name} SET known_to = known_to - 1" for name in every),  # noqa: S608 -- our own names
        "DELETE FROM event_tag",
        "DELETE FROM register_key",
    )
    done = khronika("verify")

    assert len(found(done)) > 300
    assert [one for one in world.canaries if one in done.out + done.err] == []


def test_rows_that_are_altered_are_found_by_replay_too(khronika: Command) -> None:
    with opened(khronika.url) as house:
        write(house)
    change(khronika.url, "DELETE FROM tally_a", "DELETE FROM liberty_a")
    parts = {line.partition(",")[0] for line in found(khronika("verify", "--bases", "20"))}

    assert {"tally_a", "liberty_a", "replay"} <= parts


def test_read_models_that_are_behind_are_said_to_be(written: Command) -> None:
    with opened(written.url) as house:
        Scribe(house.ledger)
    done = written("verify")

    assert done.code == 1
    assert found(done) == ["tracking, slot a: 2 events are not projected; run: khronika project --once"]
    written.ok("project", "--once")
    written.ok("verify")


def test_a_rebuild_heals_rows_and_leaves_both_slots_sound(written: Command) -> None:
    change(written.url, "DELETE FROM person_a")
    assert written("verify").code == 1

    written.ok("rebuild")
    assert any(line.startswith("person_a, ") for line in found(written("verify")))  # the idle slot holds what it held
    written.ok("rebuild")
    assert found(written.ok("verify")) == []


SCHEMA: dict[str, Callable[[Engine], list[str]]] = {
    "index tally_by_reach_a": lambda _: ["DROP INDEX tally_by_reach_a"],
    "column person_a.more": lambda _: ["ALTER TABLE person_a ADD COLUMN more INTEGER"],
    "table newest_day_b": lambda _: ["DROP TABLE newest_day_b"],
    "table beside": lambda _: ["CREATE TABLE beside (one INTEGER PRIMARY KEY)"],
    "view people": lambda _: ["CREATE VIEW people AS SELECT * FROM person_a"],
    "trigger": lambda engine: (
        ["CREATE TRIGGER quiet AFTER INSERT ON stored_events BEGIN DELETE FROM person_a; END"]
        if engine.dialect.name == "sqlite"
        else [
            "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "CREATE TRIGGER quiet BEFORE INSERT ON stored_events FOR EACH ROW EXECUTE FUNCTION quiet()",
        ]
    ),
}


@pytest.mark.parametrize("name", SCHEMA)
def test_a_schema_that_no_migration_makes_is_found(house: House, name: str) -> None:
    with house.engine.begin() as connection:
        for statement in SCHEMA[name](house.engine):
            connection.execute(text(statement))
    done = Command(house.url)("verify", "--bases", "0")

    assert done.code == 1
    assert any(line.startswith("schema, ") for line in found(done)), done.out


def test_a_schema_of_another_number_is_found(house: House) -> None:
    change(house.url, "UPDATE alembic_version SET version_num = '0003'")
    done = Command(house.url)("verify")

    assert done.code == 1
    assert found(done)[0].startswith("alembic_version: the database has schema 0003, this version needs ")


@pytest.mark.parametrize(("option", "value"), [("--bases", "-1"), ("--bases", "many"), ("--seed", "1.5")])
def test_a_bad_number_is_refused_with_its_name(khronika: Command, option: str, value: str) -> None:
    done = khronika("verify", option, value)

    assert done.code == 2
    assert option.strip("-") in done.err


def test_a_file_that_is_no_database_is_a_finding(tmp_path: Any) -> None:
    path = tmp_path / "broken.sqlite3"
    path.write_bytes(b"This is no database." * 400)
    done = Command(f"sqlite:///{path}")("verify")

    assert done.code == 1
    assert found(done) == ["database: it cannot be opened as it should (DatabaseError)"]


def test_the_state_of_a_day_is_made_again(written: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_key(tmp_path / "key.pem", ORIGIN)
    settings(monkeypatch, tmp_path)
    written.ok("checkpoint")

    assert "States of days: 1," in written.ok("verify", "--bases", "0").out
    change(written.url, "UPDATE log_state SET day = '2001-01-01'")
    done = written("verify", "--bases", "0")
    assert done.code == 1
    assert [line.split(" size ")[0] for line in found(done)] == ["log_state,"]
