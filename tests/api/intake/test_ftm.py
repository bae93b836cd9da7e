"""FollowTheMoney: whom Sanctions name, which measures are printed, and nothing else; every line is accounted for."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.intake.formats import ftm
from api.intake.formats.ftm import FollowTheMoney
from api.intake.statements import ListFile, Refused, Statement, Subject
from domain.dates import day_of
from domain.errors import RegisterError
from tests.api.conftest import Command
from tests.api.export.test_formats import NO_FTM, exported, told
from tests.conftest import Databases, House
from tests.fuzzing import examples

PERSON: dict[str, Any] = {"id": "p", "schema": "Person", "properties": {"name": ["Ann Onym"]}}
COMPANY: dict[str, Any] = {"id": "c", "schema": "Company", "properties": {"name": ["Made Up Works"], "alias": ["MUW"]}}
SEEN = day_of("2025-01-01")


def sanction(identifier: str = "s", aimed_at: str = "p", /, **properties: list[str]) -> dict[str, Any]:
    said = {
        "entity": [aimed_at],
        "authority": ["EU"],
        "program": ["BLR"],
        "provisions": ["Asset freeze"],
        "startDate": ["2021-06-21"],
    }
    kept = {name: texts for name, texts in (said | properties).items() if texts}
    return {"id": identifier, "schema": "Sanction", "properties": kept}


def file(folder: Path, *lines: object) -> ListFile:
    path = folder / "entities.ftm.json"
    written = (one if isinstance(one, bytes) else json.dumps(one, ensure_ascii=False).encode() for one in lines)
    path.write_bytes(b"".join(line + b"\n" for line in written))
    return ListFile(path, "0" * 64, SEEN)


def read(folder: Path, *lines: object) -> dict[int, Subject | Refused]:
    """What becomes of each line; the ledger has no part in it."""
    found = list(FollowTheMoney().read(file(folder, *lines), None))  # type: ignore[arg-type]
    assert len({one.row for one in found}) == len(found)
    return {one.row: one for one in found}


def measure(folder: Path, **properties: list[str]) -> Statement | Refused:
    found = read(folder, PERSON, sanction(**properties))[2]
    return found if isinstance(found, Refused) else found.statements[0]


def test_a_sanction_may_stand_before_whom_it_names(tmp_path: Path) -> None:
    before = read(tmp_path, sanction(), sanction("t", "c"), PERSON, COMPANY)
    after = read(tmp_path, PERSON, COMPANY, sanction(), sanction("t", "c"))

    assert all(isinstance(one, Subject) for one in (*before.values(), *after.values()))
    assert [one.row for one in FollowTheMoney().read(file(tmp_path, sanction(), PERSON), None)] == [2, 1]  # type: ignore[arg-type]
    assert before[4].statements[0].fields == {"kind": "entity"}  # type: ignore[union-attr]
    assert [one.fields["text"] for one in before[4].statements[1:]] == ["Made Up Works", "MUW"]  # type: ignore[union-attr]
    assert before[1].statements[0].fields == after[3].statements[0].fields  # type: ignore[union-attr]


def test_a_measure_is_what_is_printed_with_its_cells(tmp_path: Path) -> None:
    found = measure(tmp_path, provisions=["Assets freeze, Travel Ban", "a remark"], endDate=["2024-02-28T00:00:00"])

    assert isinstance(found, Statement)
    assert found.fields["measures"] == ["asset freeze", "travel ban"]
    assert (found.fields["authority"], found.fields["programme"]) == ("EU", "BLR")
    assert (found.fields["occurred"], found.fields["expires"]) == ("2021-06-21", "[2024-02-27..2024-02-28]")
    assert found.cells == {
        "authority": "EU",
        "program": "BLR",
        "provisions": "Assets freeze; Travel Ban; […]",
        "startDate": "2021-06-21",
        "endDate": "2024-02-28T00:00:00",
    }
    assert not found.bounded


def test_without_a_day_it_is_by_the_day_of_sight(tmp_path: Path) -> None:
    found = measure(tmp_path, startDate=[], program=[])
    listed = measure(tmp_path, startDate=[], listingDate=["2021-06"])

    assert isinstance(found, Statement)
    assert isinstance(listed, Statement)
    assert (found.fields["occurred"], found.fields["programme"], found.bounded) == (
        "[..2025-01-01]",
        "not stated",
        True,
    )
    assert (listed.fields["occurred"], listed.bounded) == ("2021-06", False)


@pytest.mark.parametrize(
    ("properties", "occurred"),
    [
        ({"status": ["Lifted"]}, "[2021-06-21..2025-01-01]"),
        ({"status": ["inactive"], "startDate": []}, "[..2025-01-01]"),
        ({"status": ["ended"], "startDate": ["2025-01-01"]}, "2025-01-01"),
        ({"status": ["lifted or in force"]}, None),
        ({"status": ["lifted"], "endDate": ["2024-01-01"]}, None),
    ],
)
def test_what_is_over_without_a_day_ended_by_the_day_of_sight(
    tmp_path: Path, properties: dict[str, list[str]], occurred: str | None
) -> None:
    found = read(tmp_path, PERSON, sanction(**properties))[2]
    assert isinstance(found, Subject)
    ended = [one for one in found.statements if one.type == "measure-lifted"]

    assert [one.fields["occurred"] for one in ended] == [occurred] * (occurred is not None)
    assert all(one.bounded for one in ended)


def test_the_ids_of_lists_are_claims_of_their_publishers(tmp_path: Path) -> None:
    ship = {"id": "v", "schema": "Vessel", "properties": {"name": ["Made Up Ship"]}}
    found = read(tmp_path, ship, sanction("s", "v", authorityId=["EU.1.2"], unscId=["BYi.001"]))
    several = read(tmp_path, PERSON, sanction(authorityId=["1", "2"]))[2]

    assert isinstance(found[1], Subject)
    assert isinstance(found[2], Subject)
    assert isinstance(several, Subject)
    assert found[1].statements[0].fields == {"kind": "vessel"}
    assert [(one.fields["publisher"], one.fields["value"]) for one in found[2].statements[1:]] == [
        ("EU", "EU.1.2"),
        ("UN", "BYi.001"),
    ]
    assert [one.point for one in several.statements] == ["measure"]
    assert [one.column for one in several.noted] == ["authorityId"]


@pytest.mark.parametrize(
    ("properties", "column"),
    [
        ({"provisions": []}, "provisions"),
        ({"provisions": ["export control"]}, "provisions"),
        ({"authority": []}, "authority"),
        ({"authority": ["EU", "UK"]}, "authority"),
        ({"entity": ["p", "q"]}, "entity"),
        ({"entity": ["q"]}, "entity"),
        ({"program": ["x" * 201]}, "program"),
        ({"startDate": ["21/06/2021"]}, "startDate"),
        ({"startDate": ["2021-02-30"]}, "startDate"),
        ({"startDate": ["2021-06-21", "2021-06-22"]}, "startDate"),
        ({"startDate": ["2025-01-02"]}, "startDate"),
        ({"endDate": ["2021-06-20"]}, "endDate"),
        ({"endDate": ["soon"]}, "endDate"),
    ],
)
def test_a_sanction_that_is_not_understood_is_refused_with_its_property(
    tmp_path: Path, properties: dict[str, list[str]], column: str
) -> None:
    found = read(tmp_path, PERSON, sanction(**properties))[2]

    assert isinstance(found, Refused)
    assert found.column == column


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (PERSON | {"id": "nobody"}, "no Sanction with an authority names it"),
        (PERSON | {"schema": "Passport"}, "entities of this schema are not read"),
        (PERSON | {"properties": {}}, "no name is given"),
        (PERSON | {"properties": {"name": ["x" * 201]}}, "no name is given"),
        (PERSON | {"properties": {"name": "Ann"}}, "of another form"),
        (PERSON | {"id": 7}, "of another form"),
        ({"id": "p"}, "of another form"),
        (PERSON | {"id": ""}, "no id"),
        ([1], "of another form"),
        (b'{"id": "p', "not JSON in UTF-8"),
        ('{"id": "\u00e9"}'.encode("latin-1"), "not JSON in UTF-8"),
        (b'{"id": "' + b"x" * ftm.LONGEST_LINE + b'"}', "longer than"),
    ],
)
def test_a_line_that_is_not_taken_is_refused_with_its_number(tmp_path: Path, line: object, reason: str) -> None:
    found = read(tmp_path, COMPANY, sanction("t", "c"), sanction(), line)

    assert isinstance(found[4], Refused)
    assert reason in found[4].reason
    assert "Ann" not in str(found[4])
    assert isinstance(found[1], Subject)


@pytest.mark.parametrize(
    ("data", "message"),
    [("{}\n".encode("utf-16"), "the file is in UTF-16"), (b"[\n{}\n]\n", "row 1: a list begins here")],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "x.json").write_bytes(data)

    with pytest.raises(RegisterError, match=message):
        list(FollowTheMoney().read(ListFile(tmp_path / "x.json", "0" * 64, SEEN), None))  # type: ignore[arg-type]


def test_a_mark_at_the_beginning_and_lines_of_windows_are_no_damage(tmp_path: Path) -> None:
    found = file(tmp_path, PERSON, sanction())
    found.path.write_bytes(b"\xef\xbb\xbf" + found.path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")

    assert [type(one) for one in FollowTheMoney().read(found, None)] == [Subject, Subject]  # type: ignore[arg-type]


texts = st.lists(st.text(max_size=6) | st.sampled_from(["p", "EU", "asset freeze", "2021", "2021-06-21"]), max_size=2)
entity = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["p", "q", ""]),
        "schema": st.sampled_from(["Person", "Sanction", "Sanction", "Vessel", "x"]),
        "properties": st.dictionaries(
            st.sampled_from(["name", "entity", "authority", "provisions", "startDate", "endDate"]), texts
        ),
    }
)


@examples(60)
@given(lines=st.lists(entity | st.binary(max_size=20).filter(lambda one: b"\n" not in one), max_size=6))
def test_whatever_stands_in_a_file_each_line_is_a_subject_or_a_refusal(lines: list[object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        there = {row for row, one in enumerate(lines, start=1) if not isinstance(one, bytes) or one.strip()}
        try:
            assert set(read(Path(folder), *lines)) == there
        except RegisterError:
            assert isinstance(lines[0], bytes)


def test_a_second_and_a_later_import_record_nothing(khronika: Command, tmp_path: Path) -> None:
    path = str(file(tmp_path, sanction(startDate=[]), sanction("t", "c"), PERSON, COMPANY).path)
    first = khronika.ok("import", "ftm", path, "--observed", "2025-01-01", "--accept", "--by", "archivist").out
    again = khronika.ok("import", "ftm", path, "--observed", "2025-03-01", "--accept", "--by", "archivist").out
    found = khronika.ok("sanctions", "--as-of", "2025-01-01", "--json").json

    assert "4 rows: 4 new, 0 changed, 0 known, 0 refused" in first
    assert "4 rows: 0 new, 0 changed, 4 known, 0 refused" in again
    assert {one["name"] for one in found["days"][0]["under"]} == {"Ann Onym", "Made Up Works"}


def test_no_other_property_gets_in(khronika: Command, tmp_path: Path) -> None:
    """Whatever an entity says besides is nowhere in what the database holds, its id neither."""
    more = {"birthDate": ["1970-01-02"], "address": ["canary street"], "idNumber": ["canary-number"]}
    more |= {"email": ["canary@example.org"], "phone": ["+canary"], "position": ["canary of state"]}
    person = {"id": "canary-id", "schema": "Person", "properties": PERSON["properties"] | more}
    said = sanction("canary-sanction", "canary-id", reason=["canary reason"], summary=["canary"], recordId=["canary"])
    path = file(tmp_path, person, said).path
    khronika.ok("import", "ftm", str(path))
    khronika.ok("import", "ftm", str(path), "--accept", "--by", "archivist")
    khronika.ok("export", "full", str(tmp_path / "full"), "--all")
    stored = (tmp_path / "full" / "events.jsonl").read_text()
    if khronika.url.startswith("sqlite"):
        files = list(tmp_path.glob("*.sqlite3*"))
        assert files
        stored += "".join(one.read_bytes().decode("latin-1") for one in files)

    assert "Ann Onym" in stored
    assert "canary" not in stored
    assert "1970" not in stored


def test_what_we_export_is_imported_elsewhere_with_every_row_accounted_for(
    house: House, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    pytest.importorskip("followthemoney", reason=NO_FTM)
    told(house)
    path = exported(Command(house.url), "ftm", tmp_path)
    rows = len(path.read_bytes().splitlines())
    other = Command(Databases("sqlite", request, tmp_path).make())
    first = other.ok("import", "ftm", str(path), "--accept", "--by", "archivist")
    again = other.ok("import", "ftm", str(path), "--accept", "--by", "archivist")
    days = other.ok("sanctions", "--on", "2015-12-01", "--on", "2016-03-01", "--json").json["days"]

    assert rows == 5
    assert f"{rows} rows: 3 new, 0 changed, 0 known, 2 refused" in first.out
    assert f"{rows} rows: 0 new, 0 changed, 3 known, 2 refused" in again.out
    assert [len(day["under"]) for day in days] == [1, 1]
    assert days[0]["under"][0]["name"] == "First Name"


@pytest.mark.skipif("KHRONIKA_DATA" not in os.environ, reason="KHRONIKA_DATA names no folder with the real lists")
def test_a_real_list_goes_out_and_in_again_with_as_many_under_each_measure(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    pytest.importorskip("followthemoney", reason=NO_FTM)
    databases = Databases("sqlite", request, tmp_path)
    one, other = Command(databases.make()), Command(databases.make())
    files = map(str, sorted((Path(os.environ["KHRONIKA_DATA"]) / "uk_sanctions").glob("*.csv")))
    one.ok("import", "uk-sanctions", *files, "--observed", "2023-03-01", "--accept", "--by", "archivist")
    path = str(exported(one, "ftm", tmp_path))
    said = other.ok("import", "ftm", path, "--observed", "2023-03-01", "--accept", "--by", "archivist").out
    asked = ("sanctions", "--as-of", "2023-03-01", "--authority", "UK", "--json")
    (was,), (found,) = (each.ok(*asked).json["days"] for each in (one, other))

    # Each of the 167 and its Sanction are taken; the two sources are no targets.
    assert "336 rows: 334 new, 0 changed, 0 known, 2 refused" in said
    assert found["any_measure"] == was["any_measure"]
    assert [each["name"] for each in found["under"]] == [each["name"] for each in was["under"]]
