"""The UK list: days of designation as printed, its own ids, every name, and delistings that only copies show."""

import os
from pathlib import Path

import pytest

from tests.api.conftest import Command
from tests.api.intake.lists import accepted, certain, days, names, names_of, subjects, under

FREEZE = ("measure-imposed", "Belarus")
ONE = ("BEL0001", "individual", "8906", "31/12/2020")
TWO = ("BEL0002", "entity", "8907", "5/2/2021")
NAMED = [
    ("0003", "BEL0001", "primary_variation", "Vas\u0456l Name"),
    ("0001", "BEL0001", "primary", "Vasil   Name"),
    ("0002", "BEL0002", "primary", "Some Works"),
    ("0004", "BEL0001", "alias", "Vasil Name"),
]


def copy(folder: Path, day: str, *rows: tuple[str, str, str, str]) -> list[Path]:
    (folder / day).mkdir()
    return [subjects(folder / day / "subjects.csv", *rows), names(folder / day / "names.csv", *NAMED)]


def test_a_designation_has_the_day_that_is_printed_and_the_lists_own_id(khronika: Command, tmp_path: Path) -> None:
    said = accepted(khronika, "uk-sanctions", *copy(tmp_path, "a", ONE, TWO), observed="2022-01-01")
    found = under(khronika, "2022-01-01", "UK")

    assert "2 rows: 2 new, 0 changed, 0 known, 0 refused" in said
    assert "4 rows of names, taken with whom they name" in said
    assert {number: (one["kind"], one["name"], days(one)) for number, one in found.items()} == {
        "BEL0001": ("person", "Vasil Name", {FREEZE: "2020-12-31"}),
        "BEL0002": ("entity", "Some Works", {FREEZE: "2021-02-05"}),
    }
    assert names_of(khronika) == {"Vasil Name", "Vas\u0456l Name", "Some Works"}
    assert set(under(khronika, "2021-01-01", "UK")) == {"BEL0001"}


def test_a_delisting_lies_between_the_copies_and_a_new_designation_has_its_day(
    khronika: Command, tmp_path: Path
) -> None:
    accepted(khronika, "uk-sanctions", *copy(tmp_path, "a", ONE, TWO), observed="2022-01-01")
    accepted(khronika, "uk-sanctions", *copy(tmp_path, "b", TWO), observed="2022-02-01")
    again = (*ONE[:3], "15/02/2022")
    accepted(khronika, "uk-sanctions", *copy(tmp_path, "c", again, TWO), observed="2022-03-01")
    old_day = copy(tmp_path, "d", (*ONE[:3], "15/02/2022"), TWO)
    said = accepted(khronika, "uk-sanctions", *old_day, observed="2022-04-01")
    between = under(khronika, "2022-01-15", "UK")["BEL0001"]

    assert "2 rows: 0 new, 0 changed, 2 known" in said
    assert certain(under(khronika, "2022-02-01", "UK")) == {"BEL0002"}
    assert days(between)[("measure-lifted", "Belarus")] == "[2022-01-02..2022-02-01]"
    assert days(under(khronika, "2022-03-01", "UK")["BEL0001"]) == {FREEZE: "2022-02-15"}


def test_a_day_that_other_copies_contradict_is_left_out_and_said(khronika: Command, tmp_path: Path) -> None:
    """A list that prints a day before a copy without the name: that copy's day stays as it was seen."""
    accepted(khronika, "uk-sanctions", *copy(tmp_path, "a", TWO), observed="2022-01-01")
    done = khronika.ok(
        "import", "uk-sanctions", *map(str, copy(tmp_path, "b", ONE, TWO)), "--observed", "2022-02-01", "--accept",
        "--by", "archivist",
    )  # fmt: skip

    assert "row 2: copies of the list contradict the day that is printed" in done.err
    assert set(under(khronika, "2022-01-01", "UK")) == {"BEL0002"}
    assert days(under(khronika, "2022-02-01", "UK")["BEL0001"]) == {FREEZE: "[2022-01-02..2022-02-01]"}


def test_who_is_on_no_list_of_asset_freezes_has_no_measure(khronika: Command, tmp_path: Path) -> None:
    accepted(khronika, "uk-sanctions", *copy(tmp_path, "a", (*ONE[:2], "", ONE[3]), TWO), observed="2022-01-01")

    assert set(under(khronika, "2022-01-01", "UK")) == {"BEL0002"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("X", *ONE[1:]), "row 2, unique_id: this is no id of the list"),
        ((ONE[0], "robot", *ONE[2:]), "row 2, subject_type: the type is not understood"),
        ((*ONE[:3], "31/13/2020"), "row 2, date_designated: this is no date"),
        (("BEL0009", *ONE[1:]), "row 2, unique_id: no name is given"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_place(
    khronika: Command, tmp_path: Path, row: tuple[str, str, str, str], reason: str
) -> None:
    files = copy(tmp_path, "a", row, TWO)
    done = khronika.ok("import", "uk-sanctions", *map(str, files), "--observed", "2022-01-01")

    assert reason in done.err


def test_a_name_that_is_none_is_refused_with_its_file(khronika: Command, tmp_path: Path) -> None:
    first, second = copy(tmp_path, "a", ONE, TWO)
    names(second, *NAMED, ("0009", "BEL0001", "alias", " "), ("0010", "BEL0099", "alias", "Nobody"))
    done = khronika.ok("import", "uk-sanctions", str(first), str(second))

    assert done.err == "subjects.csv: row 6, names.csv, full_name: no name is printed\n"
    assert "1 rows of names of nobody who is taken" in done.out


def test_a_list_without_its_names_is_refused(khronika: Command, tmp_path: Path) -> None:
    first, second = copy(tmp_path, "a", ONE, TWO)
    alone = khronika("import", "uk-sanctions", str(first))
    names_alone = khronika("import", "uk-sanctions", str(second))

    assert "the names are in another file; give it, too" in alone.err
    assert "it goes with a list; give that file with it" in names_alone.err


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("# A page\n\nof words\n", "row 1: the header has no column 'unique_id'"),
        ("unique_id,subject_type,date_designated\n", "row 1: the header has no column 'ofsi_group_id'"),
        ("PK\x03\x04", "the file is no text; a table of Excel ends in .xlsx"),
    ],
)
def test_what_is_no_such_list_is_not_asked_for_its_names(
    khronika: Command, tmp_path: Path, written: str, says: str
) -> None:
    path = tmp_path / "README.md"
    path.write_text(written)
    done = khronika("import", "uk-sanctions", str(path))

    assert done.code == 2
    assert done.err == f"khronika: this is no file of subjects of the UK Sanctions List: README.md: {says}\n"


@pytest.mark.skipif("KHRONIKA_DATA" not in os.environ, reason="KHRONIKA_DATA names no folder with the real lists")
def test_the_real_list_gives_exactly_its_ids(khronika: Command) -> None:
    files = sorted((Path(os.environ["KHRONIKA_DATA"]) / "uk_sanctions").glob("*.csv"))
    (listed,) = (path for path in files if path.name.startswith("subjects"))
    said = accepted(khronika, "uk-sanctions", *files)
    again = accepted(khronika, "uk-sanctions", *files)
    expected = {line.split(",")[0] for line in listed.read_text(encoding="utf-8").splitlines()[1:]}
    found = under(khronika, "2026-11-22", "UK")

    assert f"{len(expected)} rows: {len(expected)} new, 0 changed, 0 known, 0 refused" in said
    assert "639 rows of names, taken with whom they name" in said
    assert f"0 new, 0 changed, {len(expected)} known" in again
    assert (set(found), certain(found)) == (expected, expected)
    assert sum(days(one)[FREEZE] == "2020-12-31" for one in found.values()) == 67
