"""Tables as workbooks of Excel: what the cells show is read, and nothing else of the file; a bomb is not opened."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from api.intake import zip_check
from api.intake.cells import Row
from api.intake.statements import Refused
from api.intake.xlsx_file import rows
from domain.errors import RegisterError
from tests.fuzzing import examples

HEADER = ["id", "name"]


def book(path: Path, *lines: list[Any], formats: dict[str, str] | None = None) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for line in [HEADER, *lines]:
        sheet.append(line)
    for place, shown in (formats or {}).items():
        sheet[place].number_format = shown
    made.save(path)
    return path


def told(path: Path, sheet: str | None = None) -> list[str]:
    found = rows(path, columns=HEADER, sheet=sheet)
    return [str(one) if isinstance(one, Refused) else "|".join(one.cells.values()) for one in found]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.xlsx"


@pytest.mark.parametrize(
    ("value", "shown", "read"),
    [
        (" Алена ", "General", "Алена"),
        (17, "General", "17"),
        (17.5, "General", "17.5"),
        (7, "000", "007"),
        (1.5, "0.00", "1.50"),
        (True, "General", "TRUE"),
        (None, "General", ""),
        (date(2017, 3, 25), "dd.mm.yyyy", "2017-03-25"),
        (datetime(2017, 3, 25, 12), "dd.mm.yyyy", "row 2, name: the cell is a time of day"),  # noqa: DTZ001 -- cells know no zone
        (0.17, "0%", "row 2, name: the cell shows its number in a way that is not known here"),
        ("=1+1", "General", "row 2, name: the cell holds a formula"),
        ("#N/A", "General", "row 2, name: the cell shows an error"),
        ("a\u202eb", "General", "row 2, name: the cell holds a character that is no text (U+202E)"),
    ],
)
def test_a_cell_is_read_as_it_is_shown_or_its_row_is_refused(path: Path, value: object, shown: str, read: str) -> None:
    (found,) = told(book(path, ["1", value], formats={"B2": shown}))

    assert found.removeprefix("1|").startswith(read)


def test_a_date_is_a_date_only_where_the_cell_is_one(path: Path) -> None:
    book(path, ["1", date(2017, 3, 25)], ["2", "25/3/2017"], ["3", 42819], formats={"B2": "dd.mm.yyyy"})
    found = [one for one in rows(path, columns=HEADER) if isinstance(one, Row)]

    assert [one.dates for one in found] == [{"name"}, set(), set()]
    assert [one.cells["name"] for one in found] == ["2017-03-25", "25/3/2017", "42819"]


def test_rows_keep_their_numbers_across_empty_ones(path: Path) -> None:
    found = rows(book(path, ["1", "a"], [], ["3", "c"]), columns=HEADER)

    assert [one.number for one in found if isinstance(one, Row)] == [2, 4]


def test_hidden_sheets_are_ignored_and_of_several_the_map_names_one(path: Path) -> None:
    made = Workbook()
    for name, state in (("People", "visible"), ("Old", "hidden"), ("Notes", "visible")):
        sheet = made.create_sheet(name)
        sheet.append(HEADER)
        sheet.append(["1", name])
        sheet.sheet_state = state
    assert made.active is not None
    made.remove(made["Sheet"])
    made.save(path)

    assert told(path, "People") == ["1|People"]
    with pytest.raises(RegisterError, match="0 visible sheets called 'Old'"):
        told(path, "Old")
    with pytest.raises(RegisterError, match="2 visible sheets; the map has to name one"):
        told(path)


def with_entry(path: Path, name: str, data: bytes) -> Path:
    """Put another file into a workbook instead of its own."""
    with ZipFile(path) as old:
        kept = {one: old.read(one) for one in old.namelist() if one != name}
    with ZipFile(path, "w", ZIP_DEFLATED) as new:
        for one, content in (kept | {name: data}).items():
            new.writestr(one, content)
    return path


def test_a_zip_bomb_is_not_opened(path: Path) -> None:
    bomb = with_entry(book(path), "xl/worksheets/sheet1.xml", b"<x>" + b" " * 30 * 2**20)

    assert path.stat().st_size < 100_000
    with pytest.raises(RegisterError, match=r"^t\.xlsx: the workbook unpacks to more than a table is$"):
        told(bomb)


def test_a_workbook_of_too_many_files_is_not_opened(path: Path) -> None:
    with ZipFile(path, "w") as packed:
        for number in range(zip_check.MOST_ENTRIES + 1):
            packed.writestr(str(number), b"")

    with pytest.raises(RegisterError, match="holds more than 1000 files"):
        told(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_that_declares_entities_is_not_opened(path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!-- {"x" * 100_000} -->'
    text += '<!DOCTYPE x [<!ENTITY e SYSTEM "f">]><x>&e;</x>'

    with pytest.raises(RegisterError, match="declares a document type"):
        told(with_entry(book(path), "xl/styles.xml", text.encode(encoding)))


def test_a_sheet_with_more_rows_than_excel_has_is_refused(path: Path) -> None:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cells = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEADER)
    lines = f'<row r="1">{cells}</row><row r="{10**12}">{cells}</row>'
    data = f'<worksheet xmlns="{space}"><sheetData>{lines}</sheetData></worksheet>'.encode()

    with pytest.raises(RegisterError, match="more rows than Excel has"):
        told(with_entry(book(path), "xl/worksheets/sheet1.xml", data))


PARTS = (
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
    "xl/styles.xml",
    "xl/_rels/workbook.xml.rels",
    "[Content_Types].xml",
)


@given(
    part=st.none() | st.sampled_from(PARTS),
    damage=st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 9), st.binary(max_size=9)), min_size=1, max_size=3),
)
@examples(40)
def test_any_damage_gives_rows_and_refusals_or_one_error(
    part: str | None, damage: list[tuple[int, int, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Damaged as a file, or in one of its documents."""
    path = book(tmp_path_factory.getbasetemp() / "damaged.xlsx", ["1", "a"], ["2", 7])
    with ZipFile(path) as packed:
        data = bytearray(path.read_bytes() if part is None else packed.read(part))
    for at, length, instead in damage:
        data[at % len(data) : at % len(data) + length] = instead
    if part is None:
        path.write_bytes(bytes(data))
    else:
        with_entry(path, part, bytes(data))
    try:
        found = list(rows(path, columns=HEADER))
    except RegisterError:
        return

    assert all(isinstance(one, Row | Refused) for one in found)
