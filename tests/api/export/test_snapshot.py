"""A snapshot, read by SQLite and served by the real datasette: what the doors answer, and nothing else."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from domain import facts as f
from domain.errors import ConflictError
from projections.snapshot.shape import TABLES
from projections.snapshot.views import VIEWS
from tests.api.conftest import ROOT, Command
from tests.api.processes import free_port, soon
from tests.conftest import House
from tests.scribe import Scribe


def asked(path: Path, question: str, *values: object) -> list[tuple[Any, ...]]:
    """Ask SQLite about a file that it may not write to."""
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as connection:
        return connection.execute(question, values).fetchall()


@pytest.fixture(scope="module")
def snapshot(belarus: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of the shipped register."""
    path = tmp_path_factory.mktemp("snapshot") / "record.sqlite3"
    belarus.ok("snapshot", str(path))
    return path


def test_every_reference_leads_to_a_row_and_every_column_is_described(snapshot: Path) -> None:
    told = yaml.safe_load(snapshot.with_name("record.sqlite3.metadata.yaml").read_text())["databases"]["record"]
    columns = {
        table.name: [name for _, name, *_ in asked(snapshot, f"PRAGMA table_info({table.name})")] for table in TABLES
    }

    assert asked(snapshot, "PRAGMA integrity_check") == [("ok",)]
    assert asked(snapshot, "PRAGMA foreign_key_check") == []
    assert {name: list(one["columns"]) for name, one in told["tables"].items() if "columns" in one} == columns
    assert set(told["tables"]) == {*columns, *(view.name for view in VIEWS)}
    assert [name for name in columns if not asked(snapshot, f"SELECT 1 FROM {name} LIMIT 1")] == []  # noqa: S608
    assert [view.name for view in VIEWS if not asked(snapshot, f"SELECT 1 FROM {view.name} LIMIT 1")] == []  # noqa: S608


def test_tables_say_what_the_commands_say(belarus: Command, snapshot: Path) -> None:
    counts = "SELECT certain, possible FROM counts WHERE day = ? AND definition = ? AND variant = ?"
    exported = snapshot.with_name("facts.jsonl")
    belarus.ok("export", "jsonl", str(exported))
    facts = [json.loads(line) for line in exported.read_bytes().splitlines()]
    rows = asked(snapshot, "SELECT id, type, status, says FROM facts ORDER BY rowid")
    cited = asked(snapshot, "SELECT fact, passage FROM citations ORDER BY rowid")
    ours = asked(snapshot, "SELECT value FROM about WHERE item = 'root'")

    for day, name, variant in (("2014-12-31", "in-custody", "then"), ("2015-07-31", "in-custody", "hindsight")):
        answer = belarus.ok("count", "--as-of", day, "--definition", name, "--variant", variant, "--json").json
        assert asked(snapshot, counts, day, name, variant) == [(answer["certain"], answer["possible"])]
        assert ours == [(answer["basis"]["as_known"]["root"],)]
    assert [(*one[:3], json.loads(one[3])) for one in rows] == [
        (one["id"], one["type"], one["status"], one["fields"]) for one in facts
    ]
    assert cited == [(one["id"], passage["id"]) for one in facts for passage in one["passages"]]


def test_each_person_is_as_their_page_says(belarus: Command, snapshot: Path) -> None:
    page = belarus.ok("person", "belarus:p03", "--json").json
    spans = asked(snapshot, 'SELECT start, "end", may_be FROM liberty WHERE person = ? ORDER BY start', page["id"])
    held = asked(snapshot, "SELECT name, days_held, days_held_possible FROM people WHERE id = ?", page["id"])
    bodies = asked(snapshot, "SELECT DISTINCT body FROM recognitions WHERE person = ?", page["id"])

    assert spans == [
        (one["start"], one["end"], " or ".join(dict.fromkeys(each["liberty"] for each in one["may_be"])))
        for one in page["liberty"]
    ]
    assert held == [(page["name"], page["days_held"]["certain"], page["days_held"]["possible"])]
    assert {body for (body,) in bodies} == {one["body"] for one in page["recognitions"]}


def test_whoever_is_held_at_the_end_is_counted(belarus: Command, snapshot: Path) -> None:
    ((day,),) = asked(snapshot, "SELECT value FROM about WHERE item = 'day'")
    listed = belarus.ok("list", "--as-of", day, "--definition", "held", "--json").json["prisoners"]

    assert asked(snapshot, "SELECT id, held FROM held_at_the_end ORDER BY id") == sorted(
        (one["id"], one["holds"]) for one in listed
    )


def test_a_log_on_another_database_gives_the_same_bytes(house: House, tmp_path: Path) -> None:
    scribe = Scribe(house.ledger)
    for name in ("Ann Onym", "Ben Example"):
        person = scribe.person(name)
        scribe.fact(f.Detained, person, occurred="[..2015-09]")
        scribe.fact(f.Recognized, person, occurred="2015", bodies=("Viasna",))
    other = f"sqlite:///{tmp_path}/other.sqlite3"
    first, second = Command(house.url), Command(other)
    second.ok("migrate")
    first.ok("copy", other)
    paths = [tmp_path / "a" / "record.sqlite3", tmp_path / "b" / "record.sqlite3"]
    for command, path in zip((first, second), paths, strict=True):
        path.parent.mkdir()
        command.ok("snapshot", str(path))

    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert [len(list(path.parent.iterdir())) for path in paths] == [2, 2]


def test_a_snapshot_of_an_older_size_says_what_was_known_then(house: House, tmp_path: Path) -> None:
    scribe = Scribe(house.ledger)
    scribe.person("Ann Onym")
    size = house.ledger.size()
    scribe.person("Ben Example")
    Command(house.url).ok("snapshot", str(tmp_path / "then.sqlite3"), "--as-known", str(size))

    assert asked(tmp_path / "then.sqlite3", "SELECT name FROM people") == [("Ann Onym",)]
    assert asked(tmp_path / "then.sqlite3", "SELECT value FROM about WHERE item = 'log size'") == [(str(size),)]


def test_two_who_are_one_are_one_row_and_all_that_is_said_of_either_leads_there(house: House, tmp_path: Path) -> None:
    scribe = Scribe(house.ledger)
    one, other = scribe.person("Ann Onym"), scribe.person("Anna Onym")
    scribe.fact(f.Detained, other, occurred="2015-08-01")
    command = Command(house.url)
    command.ok("judge", "same", one, other, "--reason", "the same case", "--by", "archivist")
    command.ok("snapshot", str(tmp_path / "one.sqlite3"))

    assert asked(tmp_path / "one.sqlite3", "SELECT id FROM people") == [(one,)]
    assert asked(tmp_path / "one.sqlite3", "SELECT DISTINCT person FROM facts WHERE type = 'detained'") == [(one,)]
    assert {row[0] for row in asked(tmp_path / "one.sqlite3", "SELECT id FROM registrations")} == {one, other}


def test_nothing_is_replaced_and_nothing_half_written_stays(house: House, tmp_path: Path) -> None:
    command, path = Command(house.url), tmp_path / "record.sqlite3"
    empty = command("snapshot", str(path))
    Scribe(house.ledger).person("Ann Onym")
    path.with_name("record.sqlite3.metadata.yaml").write_text("mine")
    taken = command("snapshot", str(path))

    assert (empty.code, taken.code) == (2, 2)
    assert "nothing is recorded yet" in empty.err
    assert "there is something at that place already" in taken.err
    assert [one.name for one in tmp_path.iterdir() if "record" in one.name] == ["record.sqlite3.metadata.yaml"]


def test_who_is_withheld_while_it_is_read_is_in_no_snapshot(house: House) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person("Ann Onym")
    house.projector.catch_up()
    exports = house.questions.exports
    with pytest.raises(ConflictError, match="who is withheld has changed meanwhile"), exports.together(exports.head()):
        Command(house.url).ok("withhold", person)


@pytest.fixture(scope="module")
def datasette(snapshot: Path) -> Iterator[httpx2.Client]:
    """The real datasette over the snapshot, immutable, with its metadata."""
    if find_spec("datasette") is None:
        pytest.skip("datasette is not installed: it comes with the extra dev")
    port = free_port()
    metadata = f"{snapshot}.metadata.yaml"
    process = subprocess.Popen(
        [sys.executable, "-m", "datasette", "-i", snapshot, "-m", metadata, "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=dict(os.environ),
    )
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        soon(lambda: answers(client), "datasette never answered")
        yield client
    process.terminate()
    process.wait(timeout=20)


def answers(client: httpx2.Client) -> bool:
    try:
        return client.get("/-/versions.json").status_code == 200
    except httpx2.TransportError:
        return False


def test_datasette_opens_each_table_and_view(datasette: httpx2.Client) -> None:
    (database,) = datasette.get("/-/databases.json").json()
    pages = {name: datasette.get(f"/record/{name}") for name in [*(t.name for t in TABLES), *(v.name for v in VIEWS)]}

    assert (database["name"], database["is_mutable"]) == ("record", False)
    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(pages, 200)
    assert [table.name for table in TABLES if table.says.split(".")[0][:40] not in pages[table.name].text] == []
    assert "CC BY 4.0" in pages["people"].text
    assert [table.name for table in TABLES if table.facets and "facet-info" not in pages[table.name].text] == []


def test_datasette_shows_whom_a_row_leads_to_and_finds_words_in_passages(datasette: httpx2.Client) -> None:
    span = datasette.get("/record/liberty.json", params={"_labels": "on", "_size": "1", "_shape": "objects"}).json()
    person = span["rows"][0]["person"]
    facets = datasette.get("/record/facts.json", params={"_facet": "type", "_size": "1"}).json()["facet_results"]
    found = datasette.get("/record/passages.json", params={"_search": "riots", "_shape": "array"}).json()
    people = datasette.get("/record/people").text

    assert person["label"]
    assert datasette.get(f"/record/people/{person['value']}").status_code == 200
    assert sum(one["count"] for one in facets["type"]["results"]) > 1000
    assert found
    assert all("riot" in one["text"].casefold() for one in found)
    # A name that is searched for would stand in an address.
    assert 'name="_search"' not in people
