"""Dated copies of the SDN list: at each copy's date exactly its ids, whatever changed between them."""

import os
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.api.conftest import Command, serving
from tests.api.intake.lists import accepted, aliases, certain, days, names_of, one, sdn, under

DAYS = ("2021-03-01", "2021-03-05", "2021-04-01", "2021-06-01")
GONE, BACK, MOVED, RENAMED, NEW = "102", "103", "104", "105", "106"


def copies(folder: Path) -> list[Path]:
    """One id stays; one is gone, one is back again, one has another programme, one another name, one is new."""
    stays, gone, back = one("101"), one(GONE), one(BACK)
    moved, moved_to = one(MOVED, programme="BELARUS-EO"), one(MOVED, programme="BELARUS-EO14038] [RUSSIA-EO14024")
    renamed, renamed_to = one(RENAMED, "Old Name"), one(RENAMED, "New Name")
    each = [
        [stays, gone, back, moved, renamed],
        [stays, moved, gone, renamed_to],
        [stays, back, moved_to, renamed_to, one(NEW, SDN_Type="aircraft")],
        [one(NEW, SDN_Type="aircraft"), renamed_to, moved_to, stays],
    ]
    return [sdn(folder / f"{day}.csv", *rows) for day, rows in zip(DAYS, each, strict=True)]


def ids(path: Path) -> set[str]:
    return {line.split(",")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:]}


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2)])
def test_at_each_copys_date_exactly_its_ids_are_under_measures(
    khronika: Command, tmp_path: Path, order: tuple[int, ...]
) -> None:
    """In whichever order they are read; and all of them again say nothing new."""
    files = copies(tmp_path)
    for place in order:
        accepted(khronika, "ofac-sdn", files[place])
    found = {path.stem: under(khronika, path.stem) for path in files}
    again = accepted(khronika, "ofac-sdn", *files)
    between = under(khronika, "2021-03-03")
    last = found[DAYS[-1]]

    assert {day: (set(targets), certain(targets)) for day, targets in found.items()} == {
        path.stem: (ids(path), ids(path)) for path in files
    }
    assert [line.split(": ", 2)[2] for line in again.splitlines()] == [
        f"0 new, 0 changed, {len(ids(path))} known, 0 refused" for path in files
    ]
    assert last[RENAMED]["name"] == "New Name"
    assert last[NEW]["kind"] == "aircraft"
    assert days(last["101"]) == {("measure-imposed", "BELARUS"): "[..2021-03-01]"}
    assert days(last[NEW]) == {("measure-imposed", "BELARUS"): "[2021-03-06..2021-04-01]"}
    assert days(last[MOVED]) == {
        ("measure-lifted", "BELARUS-EO"): "[2021-03-06..2021-04-01]",
        ("measure-imposed", "BELARUS-EO14038"): "[2021-03-06..2021-04-01]",
    }
    assert days(found["2021-04-01"][BACK])[("measure-imposed", "BELARUS")] == "[2021-03-06..2021-04-01]"
    assert days(between[BACK])[("measure-lifted", "BELARUS")] == "[2021-03-02..2021-03-05]"


def test_every_name_that_a_list_ever_printed_stands(khronika: Command, tmp_path: Path) -> None:
    first, second, *_ = copies(tmp_path)
    accepted(khronika, "ofac-sdn", second)
    accepted(khronika, "ofac-sdn", first)
    named = names_of(khronika)

    assert under(khronika, DAYS[1])[RENAMED]["name"] == "New Name"
    assert {"Old Name", "New Name"} <= named


def test_the_official_form_has_no_header_several_programmes_and_a_file_of_aliases(
    khronika: Command, tmp_path: Path
) -> None:
    listed = [
        one("36", programme="CUBA"),
        one("201", "SOME BANK", programme="BELARUS] [RUSSIA-EO14024"),
        one("202", "SOME SHIP", SDN_Type="vessel"),
        one("37", programme="SDGT"),
    ]
    file = sdn(tmp_path / "2022-01-01.csv", *listed, header=False)
    file.write_bytes(file.read_bytes() + b"\x1a\n")
    names = aliases(tmp_path / "alt.csv", ("201", "THE BANK"), ("36", "CUBAN"), ("201", "SOME BANK"))
    said = accepted(khronika, "ofac-sdn", names, file)
    again = accepted(khronika, "ofac-sdn", names, file)

    assert said.splitlines()[:4] == [
        "2022-01-01.csv: 2 rows: 2 new, 0 changed, 0 known, 0 refused",
        "2022-01-01.csv: 2 rows under other programmes",
        "2022-01-01.csv: 2 rows of names, taken with whom they name",
        "2022-01-01.csv: 1 rows of names of nobody who is taken",
    ]
    assert "2 rows: 0 new, 0 changed, 2 known, 0 refused" in again
    assert set(under(khronika, "2022-01-01")) == {"201", "202"}
    assert under(khronika, "2022-01-01")["202"]["kind"] == "vessel"
    assert names_of(khronika) == {"SOME BANK", "THE BANK", "SOME SHIP"}


@pytest.mark.parametrize("rows", [[], [one("36", programme="CUBA")], [one("101"), one("102")]])
def test_an_empty_or_much_shorter_copy_is_a_failed_download(
    khronika: Command, tmp_path: Path, rows: list[dict[str, str]]
) -> None:
    files = copies(tmp_path)
    accepted(khronika, "ofac-sdn", files[0])
    short = khronika(
        "import", "ofac-sdn", str(sdn(tmp_path / "2021-03-02.csv", *rows)), "--accept", "--by", "archivist"
    )
    after = khronika("import", "ofac-sdn", str(files[0]))

    assert (short.code, short.out) == (2, "")
    assert "failed download" in short.err
    assert len(short.err.splitlines()) == 1
    assert after.out == "2021-03-01.csv: 5 rows: 0 new, 0 changed, 5 known, 0 refused\n"
    assert set(under(khronika, "2021-03-02")) == ids(files[0])


def test_a_later_copy_waits_until_the_earlier_one_is_decided_on(khronika: Command, tmp_path: Path) -> None:
    first, second, *_ = copies(tmp_path)
    khronika.ok("import", "ofac-sdn", str(first))
    refused = khronika("import", "ofac-sdn", str(second))
    accepted(khronika, "ofac-sdn", first)
    accepted(khronika, "ofac-sdn", second)

    assert "the copy of 2021-03-01 is proposed and not decided on" in refused.err
    assert set(under(khronika, DAYS[1])) == ids(second)


def test_a_review_shows_which_ids_a_copy_holds_and_accepts_it_with_its_rows(khronika: Command, tmp_path: Path) -> None:
    first, *_ = copies(tmp_path)
    khronika.ok("import", "ofac-sdn", str(first))
    khronika.ok("review", "--out", str(tmp_path / "open.xlsx"))
    book = load_workbook(tmp_path / "open.xlsx")
    sheet = book["proposals"]
    columns = [cell.value for cell in sheet[1]]
    whole = dict(zip(columns, [cell.value for cell in sheet[2]], strict=True))
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, columns.index("decision") + 1).value = "accept"
    book.save(tmp_path / "open.xlsx")
    khronika.ok("review", "--in", str(tmp_path / "open.xlsx"), "--by", "archivist")

    assert whole["says"] == "ids-1-of-1: passage-quoted, ent_num, Program; ids from 101 to 105"
    assert "104: BELARUS-EO; 105: BELARUS" in str(whole["printed"])
    assert set(under(khronika, DAYS[0])) == ids(first)


def test_a_row_that_cannot_be_read_delists_nobody(khronika: Command, tmp_path: Path) -> None:
    """Whoever stood in it may be listed still, so nothing is said of those whom the rest does not name."""
    first, second, third, _ = copies(tmp_path)
    accepted(khronika, "ofac-sdn", first)
    lines = second.read_text(encoding="utf-8").splitlines()
    second.write_text("\n".join([*lines, f"{BACK},ragged"]) + "\n", encoding="utf-8")
    said = accepted(khronika, "ofac-sdn", second)
    on_the_second = under(khronika, DAYS[1])
    accepted(khronika, "ofac-sdn", third)

    assert "5 rows: 0 new, 1 changed, 3 known, 1 refused" in said
    assert "1 rows may have named anybody: this copy is taken to delist nobody" in said
    assert set(on_the_second) == ids(first)
    assert days(under(khronika, DAYS[2])[BACK]) == {("measure-imposed", "BELARUS"): "[..2021-03-01]"}


def test_what_is_not_understood_is_refused_and_still_listed(khronika: Command, tmp_path: Path) -> None:
    file = sdn(tmp_path / "2021-03-01.csv", one("101"), one("102", SDN_Type="robot"), one("103", "n" * 201), one("101"))
    done = khronika.ok("import", "ofac-sdn", str(file), "--accept", "--by", "archivist")

    assert "4 rows: 1 new, 0 changed, 0 known, 3 refused" in done.out
    assert [line.split(": ", 1)[1] for line in done.err.splitlines()] == [
        "row 3, SDN_Type: the type is not understood",
        "row 4, SDN_Name: the name is longer than 200 characters",
        "row 5: row 2 has the same key",
    ]


def test_another_list_of_a_day_that_is_recorded_is_refused(khronika: Command, tmp_path: Path) -> None:
    first, second, *_ = copies(tmp_path)
    accepted(khronika, "ofac-sdn", first)
    done = khronika("import", "ofac-sdn", str(second), "--observed", DAYS[0])

    assert "another copy of 2021-03-01 is recorded" in done.err


def test_the_ids_are_in_the_answer_over_http_and_on_the_page(khronika: Command, tmp_path: Path) -> None:
    first, *_ = copies(tmp_path)
    accepted(khronika, "ofac-sdn", first)
    asked = {"as_of": DAYS[0], "authority": "OFAC"}
    with serving(khronika) as server:
        answer = server.client.get("/v1/sanctions", params=asked).json()["days"][0]
        page = server.client.get("/sanctions", params={"as_of": DAYS[0]}).text
    told = khronika.ok("sanctions", "--as-of", DAYS[0], "--authority", "OFAC").out

    assert {(named["publisher"], named["value"]) for one in answer["under"] for named in one["ids"]} == {
        ("OFAC", number) for number in ids(first)
    }
    assert all(f"OFAC {number}" in page for number in ids(first))
    assert all(f"listed by OFAC as {number}" in told for number in ids(first))


@pytest.mark.skipif("KHRONIKA_DATA" not in os.environ, reason="KHRONIKA_DATA names no folder with the real lists")
def test_the_real_copies_give_exactly_their_ids(khronika: Command) -> None:
    files = sorted((Path(os.environ["KHRONIKA_DATA"]) / "ofac_sdn" / "snapshots").glob("*.csv"))
    said = accepted(khronika, "ofac-sdn", *files)
    again = accepted(khronika, "ofac-sdn", *files)
    expected = {path.stem: ids(path) for path in files}

    assert [line.split(": ")[1] for line in said.splitlines() if " rows: " in line] == [
        f"{len(each)} rows" for each in expected.values()
    ]
    assert again.count(" 0 new, 0 changed,") == len(files) == 4
    for day, each in expected.items():
        found = under(khronika, day)

        assert (set(found), certain(found)) == (each, each)
