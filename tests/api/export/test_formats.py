"""The record in formats of others, read by tools that are not ours: the csv module, json, DuckDB, followthemoney."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from api.export import jsonl
from domain import facts as f
from domain.errors import ConflictError
from domain.people import Script, TargetId
from domain.sanctions import Measure, TargetKind
from ledger.events import Draft, new_id
from ledger.output import new_file
from projections.timeline import Entry
from tests.api.conftest import Command
from tests.conftest import House
from tests.sanctions import Clerk
from tests.scribe import Scribe

NO_FTM = "followthemoney is not installed: it comes with the extra ftm, pinned in requirements/ftm.txt"


def exported(command: Command, format_: str, folder: Path, *more: str) -> Path:
    path = folder / f"out.{format_}"
    path.unlink(missing_ok=True)
    command.ok("export", format_, str(path), *more)
    return path


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def asked(question: str, path: Path) -> list[tuple[Any, ...]]:
    """Ask DuckDB about a file."""
    return duckdb.execute(question, [str(path)]).fetchall()


def test_every_format_of_facts_tells_the_same_facts_as_the_api(belarus: Command, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in exported(belarus, "jsonl", tmp_path).read_bytes().splitlines()]
    rows = table(exported(belarus, "csv", tmp_path))
    wanted = "id, says, passages, occurred"
    parquet = exported(belarus, "parquet", tmp_path)
    found = asked(f"SELECT {wanted} FROM read_parquet(?)", parquet)  # noqa: S608 -- our own names
    stored = [dict(zip(wanted.split(", "), row, strict=True)) for row in found]
    cited = next(one for one in lines if one["type"] == "recognized")

    assert [(row["id"], row["type"], row["status"]) for row in rows] == [
        (line["id"], line["type"], line["status"]) for line in lines
    ]
    assert [(row["id"], json.loads(row["says"]), " ".join(row["passages"])) for row in stored] == [
        (line["id"], line["fields"], " ".join(one["id"] for one in line["passages"])) for line in lines
    ]
    assert [row["says"] for row in rows] == [row["says"] for row in stored]
    assert [row["occurred"] for row in rows] == [row["occurred"] or "" for row in stored]
    assert len(lines) > 3000
    assert belarus.ok("fact", cited["id"], "--json").json["fact"] == cited


def test_parquet_has_typed_columns_and_names_its_log(belarus: Command, tmp_path: Path) -> None:
    path = exported(belarus, "parquet", tmp_path)
    types = {name: kind for name, kind, *_ in asked("DESCRIBE SELECT * FROM read_parquet(?)", path)}
    month = asked("SELECT DISTINCT earliest, latest FROM read_parquet(?) WHERE occurred = '2016-02'", path)
    packed = asked("SELECT DISTINCT compression FROM parquet_metadata(?)", path)
    about = dict(asked("SELECT key::VARCHAR, value::VARCHAR FROM parquet_kv_metadata(?)", path))
    size = belarus.ok("count", "--as-of", "2017-07-04", "--json").json["basis"]["as_known"]["size"]

    assert types["position"] == "BIGINT"
    assert {types["earliest"], types["latest"]} == {"DATE"}
    assert types["passages"] == "VARCHAR[]"
    assert types["recorded_at"] == "TIMESTAMP WITH TIME ZONE"
    assert month == [(date(2016, 2, 1), date(2016, 2, 29))]
    assert packed == [("ZSTD",)]
    assert about["khronika.size"] == str(size)


def told(house: House, *names: str) -> TargetId:
    """Record a person with some names, and a target with measures imposed on an exact day and in a month."""
    clerk = Clerk(house)
    person = clerk.scribe.person("Ann Onym")
    for name in names:
        clerk.scribe.fact(f.Named, person, text=name, language="en", script=Script.LATIN)
    clerk.scribe.fact(f.Detained, person, occurred="[..2015-09]")
    clerk.scribe.fact(f.BirthYearStated, person, year=1990)
    clerk.scribe.fact(f.Recognized, person, occurred="2015", bodies=("Viasna",))
    target = clerk.target(TargetKind.PERSON)
    for text in ("First Name", "Second Name"):
        named = f.TargetNamed(target=target, text=text, language="en", passages=(clerk.scribe.passage,))
        clerk.write(named)
    for publisher in ("EU", "UK"):
        passages = (clerk.scribe.passage,)
        clerk.write(f.TargetIdStated(target=target, publisher=publisher, value=f"{publisher}.1", passages=passages))
    clerk.measure(f.MeasureImposed, target, "2015-10-31", programme="One")
    clerk.measure(f.MeasureLifted, target, "2016-02-25", programme="One")
    clerk.measure(f.MeasureImposed, target, "2015-10", (Measure.TRAVEL_BAN,), programme="Two")
    clerk.target(TargetKind.COUNTRY)
    return target


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_csv_begins_a_formula(house: House, tmp_path: Path, text: str) -> None:
    scribe = Scribe(house.ledger)
    person = scribe.person()
    house.ledger.record([Draft(new_id(), 1, scribe.make(f.Detained, person, occurred="2015-08-01"), text, "batch")])
    rows = table(exported(Command(house.url), "csv", tmp_path))
    data = (tmp_path / "out.csv").read_bytes()

    assert rows[-1]["recorded_by"] == f"'{text}"
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())
    assert data.count(b"\r\n") == len(rows) + 1 == data.count(b"\n")


def test_a_date_that_is_open_to_one_side_has_no_bound_there(house: House, tmp_path: Path) -> None:
    told(house)
    (row,) = [one for one in table(exported(Command(house.url), "csv", tmp_path)) if one["type"] == "detained"]

    assert (row["occurred"], row["earliest"], row["latest"]) == ("[..2015-09]", "", "2015-09-30")


def test_followthemoney_reads_its_entities_and_days_are_exact_or_not_there(house: House, tmp_path: Path) -> None:
    ftm = pytest.importorskip("followthemoney", reason=NO_FTM)
    target = told(house, "Ann Onim", "Hanna Anonim")
    path = exported(Command(house.url), "ftm", tmp_path)
    read = [ftm.model.get_proxy(json.loads(line), cleaned=False) for line in path.read_bytes().splitlines()]
    other, person = (one for one in read if one.schema.name == "Person")
    (document,) = (one for one in read if one.schema.name == "Document")
    first, second = (one for one in read if one.schema.name == "Sanction")
    again = exported(Command(house.url), "ftm", tmp_path).read_bytes()

    assert [json.loads(line)["id"] for line in again.splitlines()] == [one.id for one in read]
    assert (person.caption, person.get("alias")) == ("Ann Onym", ["Ann Onim", "Hanna Anonim"])
    assert person.get("birthDate") == ["1990"]
    assert person.get("keywords") == ["recognized as a political prisoner by Viasna"]
    assert person.get("proof") == [document.id]
    assert (other.id, other.get("name"), other.get("alias")) == (target, ["First Name"], ["Second Name"])
    assert [one.get("entity") for one in (first, second)] == [[target], [target]]
    assert (first.get("status"), second.get("status")) == (["lifted"], ["in force"])
    assert (first.get("startDate"), first.get("endDate")) == (["2015-10-31"], ["2016-02-25"])
    assert (first.get("authority"), first.get("authorityId")) == (["EU"], ["EU.1"])
    assert first.get("provisions") == ["asset freeze", "travel ban"]
    assert (second.get("startDate"), second.get("endDate")) == ([], [])


@pytest.mark.parametrize(
    ("facts", "end"),
    [
        ([], None),
        ([("lifted", "2016-02-25", {})], "2016-02-25"),
        ([("lapsed", "2016-02-25", {})], "2016-02-25"),
        ([("lifted", "2016-02", {})], None),
        ([("lifted", "2016-02-25", {}), ("lifted", "2016-02-26", {})], None),
        ([("lifted", "2016-02-25", {}), ("imposed", "2017-01-01", {})], None),
        ([("lifted", "2016-02-25", {"measures": (Measure.TRAVEL_BAN,)})], None),
        ([("lifted", "2016-02-25", {"programme": "Another"})], None),
        ([("divided", "2016-01-01", {}), ("lifted", "2016-02-25", {})], None),
        ([("prolonged", "2016-01-01", {}), ("lifted", "2016-02-25", {})], "2016-02-25"),
    ],
)
def test_an_end_stands_where_one_act_and_no_other_ends_the_measures(
    house: House, tmp_path: Path, facts: list[tuple[str, str, dict[str, Any]]], end: str | None
) -> None:
    pytest.importorskip("followthemoney", reason=NO_FTM)
    kinds: dict[str, type[f.MeasureFact]] = {
        "imposed": f.MeasureImposed,
        "lifted": f.MeasureLifted,
        "lapsed": f.MeasureLapsed,
        "divided": f.MeasureDivided,
        "prolonged": f.MeasureProlonged,
    }
    clerk = Clerk(house)
    target = clerk.target(TargetKind.PERSON)
    first = clerk.measure(f.MeasureImposed, target, "2015-10-31")
    for kind, occurred, more in facts:
        clerk.measure(kinds[kind], target, occurred, **more)
    lines = map(json.loads, exported(Command(house.url), "ftm", tmp_path).read_bytes().splitlines())
    said = next(one for one in lines if one["id"] == first)

    assert said["properties"].get("endDate") == (None if end is None else [end])


@pytest.mark.parametrize(("prolonged", "end"), [(False, "2016-10-31"), (True, None)])
def test_a_stated_term_is_an_end_unless_it_was_prolonged(
    house: House,
    tmp_path: Path,
    prolonged: bool,  # noqa: FBT001
    end: str | None,
) -> None:
    pytest.importorskip("followthemoney", reason=NO_FTM)
    clerk = Clerk(house)
    target = clerk.target(TargetKind.PERSON)
    first = clerk.measure(f.MeasureImposed, target, "2015-10-31", expires="2016-10-31")
    if prolonged:
        clerk.measure(f.MeasureProlonged, target, "2016-10-01")
    lines = map(json.loads, exported(Command(house.url), "ftm", tmp_path).read_bytes().splitlines())
    said = next(one for one in lines if one["id"] == first)

    assert said["properties"].get("endDate") == (None if end is None else [end])


def test_what_has_no_schema_of_followthemoney_is_left_out_and_counted(house: House, tmp_path: Path) -> None:
    pytest.importorskip("followthemoney", reason=NO_FTM)
    told(house)
    said = Command(house.url).ok("export", "ftm", str(tmp_path / "out.ftm")).out

    assert "1 targets that are a country left out" in said


def test_an_export_of_an_older_size_is_what_it_was(house: House, tmp_path: Path) -> None:
    told(house)
    before = exported(Command(house.url), "jsonl", tmp_path).read_bytes()
    size = house.ledger.size()
    told(house)
    now = exported(Command(house.url), "jsonl", tmp_path).read_bytes()

    assert exported(Command(house.url), "jsonl", tmp_path, "--as-known", str(size)).read_bytes() == before
    assert now.startswith(before)
    assert len(now) > len(before)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["csv", "FILE", "--all"], "that is for a full export; no other holds withheld people"),
        (["full", "FILE"], "a full export holds withheld people too; if that is meant, add --all"),
        (["full", "FILE", "--all", "--as-known", "1"], "a full export is of the whole log"),
        (["full", "FILE", "--all"], "the log holds nothing that could be exported"),
        (["csv", "FILE", "--as-known", "5"], "the log"),
        (["csv", "nowhere/FILE"], "the file cannot be made"),
        (["xml", "FILE"], "'xml' is not one of"),
    ],
)
def test_what_cannot_be_exported_is_refused_in_one_message(
    khronika: Command, tmp_path: Path, arguments: list[str], message: str
) -> None:
    done = khronika("export", *(str(tmp_path / one) if "FILE" in one else one for one in arguments))

    assert done.code == 2
    assert message in done.err
    assert not list(tmp_path.glob("*FILE*"))


@pytest.mark.parametrize("format_", ["csv", "jsonl", "parquet", "ftm"])
def test_a_file_that_is_there_stays_as_it_is(khronika: Command, tmp_path: Path, format_: str) -> None:
    (tmp_path / "mine").write_text("mine")
    done = khronika("export", format_, str(tmp_path / "mine"))

    assert "there is something at that place already" in done.err
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_write_that_breaks_off_leaves_nothing(house: House, tmp_path: Path) -> None:
    """Somebody is withheld while facts are written: what was written is thrown away."""
    told(house)
    scribe = Scribe(house.ledger)
    person = scribe.person("Late Onym")
    house.projector.catch_up()
    exports = house.questions.exports
    pages = withholding(exports.facts(exports.head()), lambda: scribe.fact(f.PersonWithheld, person))

    with pytest.raises(ConflictError, match="who is withheld has changed"), new_file(tmp_path / "out") as file:
        jsonl.write(file, pages)

    assert list(tmp_path.glob("*out*")) == []


def withholding(pages: Iterator[list[Entry]], withhold: Callable[[], object]) -> Iterator[list[Entry]]:
    for number, page in enumerate(pages):
        if number == 0:
            withhold()
        yield page
