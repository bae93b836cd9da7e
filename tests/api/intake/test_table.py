"""Any table by a column map: what the map names is read by the vocabulary's own types, and nothing else is."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from api.intake import yaml_file
from api.intake.formats.table import Table
from api.intake.map_schema import map_schema, written
from api.intake.statements import ListFile, Refused, Subject
from api.intake.table_map import read_map
from domain.dates import day_of
from domain.errors import RegisterError
from tests.api.conftest import ROOT, Command
from tests.conftest import House

MAP = """\
register: a-list
issuer: A group that keeps a list
title: People detained in a spring
language: en
key: No
points:
  person:
    type: person-registered
  name:
    type: named
    fields:
      text: {column: Name}
      language: be
      script: Latn
  born:
    type: birth-year-stated
    optional: true
    fields:
      year: {column: Born, date: DD.MM.YYYY}
  gender:
    type: gender-stated
    optional: true
    fields:
      gender: {column: Sex, values: {m: male, f: female}}
  detained:
    type: detained
    fields:
      occurred: {column: Detained, date: D/M/YYYY}
  held-at:
    type: recognized
    optional: true
    fields:
      occurred: {column: Recognized}
      bodies: [Viasna, Other]
      covers: {point: detained}
"""
HEADER = "No,Name,Born,Sex,Detained,Recognized,Home address"
ROW = "7,Alena Invented,24.08.1989,f,25/3/2017,2017-04,Nowhere street 1"


def made(folder: Path, *rows: str, how: str = MAP) -> tuple[Table, ListFile]:
    (folder / "map.yaml").write_text(how, encoding="utf-8")
    (folder / "t.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return Table(read_map(folder / "map.yaml")), ListFile(folder / "t.csv", "0" * 64, day_of("2024-01-01"))


def read(house: House, folder: Path, *rows: str, how: str = MAP) -> list[Subject | Refused]:
    table, file = made(folder, *rows, how=how)
    return list(table.read(file, house.ledger))


def subject(house: House, folder: Path, row: str, how: str = MAP) -> Subject:
    (one,) = read(house, folder, row, how=how)
    assert isinstance(one, Subject)
    return one


def test_a_row_states_what_the_map_says_in_the_words_of_the_vocabulary(house: House, tmp_path: Path) -> None:
    found = subject(house, tmp_path, ROW)

    assert (found.key, found.row, found.person) == ("7", 2, "person")
    assert {one.point: dict(one.fields) for one in found.statements} == {
        "person": {},
        "name": {"person": "7/person", "text": "Alena Invented", "language": "be", "script": "Latn"},
        "born": {"person": "7/person", "year": 1989},
        "gender": {"person": "7/person", "gender": "female"},
        "detained": {"person": "7/person", "occurred": "2017-03-25"},
        "held-at": {
            "person": "7/person",
            "occurred": "2017-04",
            "bodies": ("Viasna", "Other"),
            "covers": "7/detained",
        },
    }
    assert {one.point: dict(one.cells) for one in found.statements} == {
        "person": {},
        "name": {"Name": "Alena Invented"},
        "born": {"Born": "1989-[…]"},
        "gender": {"Sex": "f"},
        "detained": {"Detained": "25/3/2017"},
        "held-at": {"Recognized": "2017-04"},
    }


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",A,,,1/1/2017,,", "row 2, No: the row has no key"),
        ("a b,A,,,1/1/2017,,", "row 2, No: a key is at most 80"),
        ("7,,,,1/1/2017,,", "row 2, Name: the cell is empty"),
        (f"7,{'x' * 201},,,1/1/2017,,", "row 2, Name: the text is longer than 200"),
        ("7,A,,,31/2/2017,,", "row 2, Detained: there is no such day"),
        ("7,A,,,2017-03-25,,", "row 2, Detained: this is no date of the form D/M/YYYY"),
        ("7,A,,,Alena Invented,,", "row 2, Detained: this is no date of the form D/M/YYYY"),
    ],
)
def test_what_does_not_fit_refuses_the_row_and_is_not_repeated(
    house: House, tmp_path: Path, row: str, told: str
) -> None:
    (one,) = read(house, tmp_path, row)

    assert isinstance(one, Refused)
    assert str(one).startswith(told)
    assert "Alena" not in str(one)


def test_in_an_optional_point_it_leaves_out_the_one_fact(house: House, tmp_path: Path) -> None:
    found = subject(house, tmp_path, "7,A,1999,woman,1/1/2017,spring,")

    assert [one.point for one in found.statements] == ["person", "name", "detained"]
    assert [one.column for one in found.noted] == ["Born", "Sex", "Recognized"]


def test_an_empty_cell_of_an_optional_point_states_nothing(house: House, tmp_path: Path) -> None:
    found = subject(house, tmp_path, "7,A,,,1/1/2017,,")

    assert [one.point for one in found.statements] == ["person", "name", "detained"]
    assert found.noted == []


def test_a_fact_that_rests_on_one_left_out_is_left_out(house: House, tmp_path: Path) -> None:
    how = MAP.replace("    type: detained\n", "    type: detained\n    optional: true\n")
    found = subject(house, tmp_path, "7,A,,,,2017-04,", how)

    assert [one.point for one in found.statements] == ["person", "name"]


def test_a_name_that_mixes_scripts_is_taken_and_told(house: House, tmp_path: Path) -> None:
    found = subject(house, tmp_path, "7,Alеna Invented,,,1/1/2017,,")  # noqa: RUF001 -- the third letter is Cyrillic

    assert [str(one) for one in found.odd] == ["row 2, Name: taken as printed: a word mixes Latin and Cyrillic letters"]


def test_a_key_of_several_columns_is_a_digest(house: House, tmp_path: Path) -> None:
    how = MAP.replace("key: No", "key: [Name, Detained]")
    found = subject(house, tmp_path, ROW, how)

    assert len(found.key) == 16
    assert "Alena" not in found.key


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("register: a-list\n", "", "map.yaml:1: register: missing"),
        ("a-list", "A list", "map.yaml:1: register: write a short word"),
        ("key: No", "key: []", "map.yaml:5: key: name a column"),
        ("key: No", "kay: No", "map.yaml:5: kay: no such field"),
        ("type: detained", "type: arrested", "map.yaml:26: type: this is no type of fact that a row can state"),
        ("type: detained", "type: passage-quoted", "map.yaml:26: type: this is no type of fact that a row can state"),
        ("type: detained", "type: judged-same", "map.yaml:26: type: this is no type of fact that a row can state"),
        ("occurred: {column: Detained", "day: {column: Detained", "map.yaml:28: detained.day: no such field"),
        ("D/M/YYYY", "D/M/YY", "map.yaml:28: detained.occurred: write a date format"),
        ("script: Latn", "script: Latin", "map.yaml:14: name.script: this does not fit the field"),
        ("{m: male, f: female}", "{m: man}", "map.yaml:24: gender.gender: this does not fit the field"),
        ("{point: detained}", "{point: name}", "map.yaml:35: held-at.covers: this names no point of the kind"),
        ("      language: be\n", "", "map.yaml:10: name.language: the fact needs this field"),
        ("optional: true", "optional: maybe", "map.yaml:17: optional: write true or false"),
        ("text: {column: Name}", "text: Somebody", "map.yaml:10: name: the fact rests on no column"),
        ("occurred: {column: Recognized}", "occurred: 2017-04", "map.yaml:30: held-at: the fact rests on no column"),
    ],
)
def test_a_map_at_fault_is_refused_with_its_line_and_field(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(RegisterError) as refused:
        made(tmp_path, how=MAP.replace(old, new, 1))

    assert refused.value.message.startswith(message)


def imported(khronika: Command, folder: Path, *more: str) -> str:
    return khronika.ok("import", "table", str(folder / "t.csv"), "--map", str(folder / "map.yaml"), *more).out


def test_a_table_is_recorded_once_and_what_no_column_of_the_map_holds_nowhere(
    khronika: Command, tmp_path: Path
) -> None:
    made(tmp_path, ROW, "8,B,,,26/3/2017,,", "8,C,,,27/3/2017,,")
    first = imported(khronika, tmp_path, "--accept", "--by", "archivist")
    again = imported(khronika, tmp_path, "--accept", "--by", "archivist")
    khronika.ok("export", "jsonl", str(tmp_path / "out.jsonl"))
    events = (tmp_path / "out.jsonl").read_text()

    assert "3 rows: 2 new, 0 changed, 0 known, 1 refused" in first
    assert "3 rows: 0 new, 0 changed, 2 known, 1 refused" in again
    assert "Invented" in events
    assert "Nowhere" not in events
    assert "24.08" not in events


def test_the_schema_of_maps_is_the_one_that_the_vocabulary_gives() -> None:
    """To renew it, write what this test expects into the file."""
    assert (ROOT / "docs" / "table.schema.json").read_text() == written()


def test_the_schema_takes_what_the_reader_takes(tmp_path: Path) -> None:
    check = Draft202012Validator(map_schema())
    for name, text in (("right", MAP), ("wrong", MAP.replace("type: detained", "type: arrested"))):
        (tmp_path / name).write_text(text)

    assert check.is_valid(yaml_file.read(tmp_path / "right", "right").plain())
    assert not check.is_valid(yaml_file.read(tmp_path / "wrong", "wrong").plain())


def test_the_documented_map_is_one(tmp_path: Path) -> None:
    """And the one of the example beside it."""
    text = (ROOT / "docs" / "table.md").read_text()
    (shown,) = re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (printed,) = re.findall(r"printf '(register.*?)' >", text)
    for name, one in (("shown", shown), ("printed", printed.replace("\\n", "\n"))):
        (tmp_path / name).write_text(one)
    found, same = (replace(read_map(tmp_path / name), digest="", points=()) for name in ("shown", "printed"))

    assert found == same


def test_a_map_goes_with_a_table_and_a_table_with_a_map(khronika: Command, tmp_path: Path) -> None:
    made(tmp_path, ROW)
    without = khronika("import", "table", str(tmp_path / "t.csv"))
    beside = khronika("import", "published-counts", str(tmp_path / "t.csv"), "--map", str(tmp_path / "map.yaml"))

    assert "--map FILE goes with the format table" in without.err
    assert "--map FILE goes with the format table" in beside.err
