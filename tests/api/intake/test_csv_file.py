"""Tables as files of text, damaged in every way that tables are: each row is read as written, or named and refused."""

import csv
import io
import tracemalloc
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.intake.cells import AROUND, LONGEST_CELL, Row
from api.intake.csv_file import LONGEST_LINE, rows
from api.intake.statements import Refused
from domain.errors import RegisterError
from tests.fuzzing import examples

COLUMNS = ("id", "name")


def read(path: Path, data: bytes, delimiter: str = ",") -> list[Row | Refused]:
    path.write_bytes(data)
    return list(rows(path, columns=COLUMNS, delimiter=delimiter))


def told(path: Path, data: bytes) -> list[str]:
    return [str(one) if isinstance(one, Refused) else "|".join(one.cells.values()) for one in read(path, data)]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables") / "t.csv"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_any_line_end_and_a_byte_order_mark_are_read(path: Path, end: str, mark: bytes) -> None:
    data = mark + end.join(["id,name,more", "1,Алена,x", '2,"a, b",y', ""]).encode()

    assert told(path, data) == ["1|Алена", "2|a, b"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (b"2,b", "row 3: 2 cells, and the header has 3"),
        (b"2,b,c,d", "row 3: 4 cells, and the header has 3"),
        (b"2,\xc0\xeb\xe5\xed\xe0,", "row 3, name: the cell is not UTF-8"),
        (b"2,a\0b,", "row 3, name: the cell holds a character that is no text (U+0000)"),
        (b"2,a\tb,", "row 3, name: the cell holds a character that is no text (U+0009)"),
        ("2,a\u202eb,".encode(), "row 3, name: the cell holds a character that is no text (U+202E)"),
        (b"2," + b"x" * (LONGEST_CELL + 1) + b",", f"row 3, name: the cell is longer than {LONGEST_CELL} characters"),
        (b"2," + b"x" * 10 * 2**20 + b",", f"row 3, name: the cell is longer than {LONGEST_CELL} characters"),
        (b'2,"a" b,', "row 3: the row is not CSV: text stands after a quote that closes"),
        (b'"2\n2","a" b,', "row 3: the row is not CSV: text stands after a quote that closes"),
    ],
)
def test_a_damaged_row_is_named_and_the_others_are_read(path: Path, row: bytes, message: str) -> None:
    found = told(path, b"id,name,more\n1,a,\n" + row + b"\n3,c,\n")

    assert found == ["1|a", message, "3|c"]


def test_damage_in_a_column_that_nobody_reads_is_nobodys(path: Path) -> None:
    assert told(path, b"id,name,,\n1,a,\xff\0,\n") == ["1|a"]


def test_letters_made_of_two_characters_are_put_into_one(path: Path) -> None:
    assert told(path, "id,name\n1,Андреи\u0306\n".encode()) == ["1|Андрей"]


def test_a_row_after_one_of_several_lines_is_named_with_its_line(path: Path) -> None:
    assert told(path, b'id,name\n1,"a\r\nb"\n\n2\n') == ["1|a\nb", "row 4 (line 5): 1 cell, and the header has 2"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the header has no column 'id'"),
        (b"id\n1\n", "the header has no column 'name'"),
        (b"id,name,id\n1,a,1\n", "two columns of the header are called 'id'"),
        (b"id,name,\xc8\xec\xff\n", "the header is not UTF-8"),
        ("id,name\n1,a\n".encode("utf-16"), "the file is in UTF-16"),
        ("id,name\n1,a\n".encode("utf-16-le"), "the header holds NUL bytes"),
        (b"PK\x03\x04", "the file is no text"),
        (b'id,name\n1,a\n2,"b\n3,c\n4,d\n', "row 3 (line 3): a quote never closes"),
        (b'id,"name\n', "the header is not CSV"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(path: Path, data: bytes, message: str) -> None:
    with pytest.raises(RegisterError, match=r"^t\.csv: ") as refused:
        read(path, data)

    assert message in refused.value.message


@pytest.mark.parametrize("start", [b"1,a", b'1,"a'])
def test_what_never_ends_is_not_read_to_its_end(path: Path, start: bytes) -> None:
    """Of a file without an end, only so much is read as a row may have."""
    with path.open("wb") as data:
        data.write(b"id,name\n" + start)
        for _ in range(100):
            data.write((b"x" * 1023 + b"\n" if b'"' in start else b"x" * 1024) * 1024)
    tracemalloc.start()
    with pytest.raises(RegisterError, match="a quote never closes" if b'"' in start else "longer than"):
        list(rows(path, columns=COLUMNS))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 7 * LONGEST_LINE


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from('",\n;"\t \xa0'))


@given(table=st.lists(st.tuples(st.from_regex("[0-9]{1,3}", fullmatch=True), CELLS), max_size=6))
@examples(60)
def test_what_is_accepted_reads_back_as_it_was_written(path: Path, table: list[tuple[str, str]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([COLUMNS, *table])
    found = read(path, written.getvalue().encode())

    assert [one.number if isinstance(one, Row) else one.row for one in found] == list(range(2, len(table) + 2))
    for one, (_, name) in zip(found, table, strict=True):
        if isinstance(one, Row):
            assert one.cells["name"] == unicodedata.normalize("NFC", name.strip(AROUND))
        else:
            assert "U+" in one.reason


@given(data=st.binary(max_size=200) | st.text(st.sampled_from('",\n\r1a\0\x80é\ufeff'), max_size=80).map(str.encode))
@examples(60)
def test_any_bytes_give_rows_and_refusals_or_one_error(path: Path, data: bytes) -> None:
    try:
        found = read(path, b"id,name\n" + data)
    except RegisterError:
        return

    numbers = [one.number if isinstance(one, Row) else one.row for one in found]
    assert numbers == sorted(set(numbers))
    assert all(set(one.cells) == set(COLUMNS) for one in found if isinstance(one, Row))
