"""A table of published counts: what is proposed, recorded once, and refused with its place."""

from pathlib import Path

import pytest

from api.intake.formats.published_counts import COLUMNS, PublishedCounts
from api.intake.statements import ListFile, Refused, Subject
from domain.dates import day_of
from tests.conftest import House

ROW = {
    "as_of": "2020-10-31",
    "as_of_precision": "month_end",
    "count": "1101",
    "qualifier": "more_than",
    "claimant": "Viasna (via EPDE)",
}


def table(path: Path, *rows: dict[str, str]) -> ListFile:
    lines = [COLUMNS, *([row.get(name, "") for name in COLUMNS] for row in rows)]
    path.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
    return ListFile(path, "0" * 64, day_of("2024-01-01"))


def read(house: House, file: ListFile) -> list[Subject | Refused]:
    return list(PublishedCounts().read(file, house.ledger))


def test_a_number_is_kept_with_its_day_publisher_and_cells(house: House, tmp_path: Path) -> None:
    (one,) = read(
        house, table(tmp_path / "t.tsv", ROW | {"women": "12", "cumulative_recognised": "at least 3200 (572 women)"})
    )

    assert isinstance(one, Subject)
    assert [(said.point, said.fields["quantity"], said.fields["counted"]) for said in one.statements] == [
        ("count", "more than 1,101", "political prisoners"),
        ("women", "12", "political prisoners"),
        ("cumulative_recognised", "at least 3,200", "ever recognized as political prisoners"),
        ("cumulative_recognised-women", "572", "ever recognized as political prisoners"),
    ]
    assert {said.fields["publisher"] for said in one.statements} == {"Viasna"}
    assert {said.fields["stated_as_of"] for said in one.statements} == {"2020-10-31~"}
    assert one.statements[0].cells["count"] == "1101"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"as_of_precision": "none"}, "as_of_precision"),
        ({"as_of": "2020-02-30"}, "as_of"),
        ({"as_of": "2020-10"}, "as_of"),
        ({"count": "many"}, "count"),
        ({"qualifier": "maybe"}, "qualifier"),
        ({"claimant": ""}, "claimant"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_row_and_column(
    house: House, tmp_path: Path, cells: dict[str, str], column: str
) -> None:
    found = read(house, table(tmp_path / "t.tsv", ROW, ROW | {"claimant": "Other"} | cells))

    assert isinstance(found[0], Subject)
    assert isinstance(found[1], Refused)
    assert (found[1].row, found[1].column) == (3, column)


def test_a_cell_that_is_not_understood_is_left_out_and_said(house: House, tmp_path: Path) -> None:
    (one,) = read(house, table(tmp_path / "t.tsv", ROW | {"women": "4 (week)", "newly_recognised": "9"}))

    assert isinstance(one, Subject)
    assert [said.point for said in one.statements] == ["count"]
    assert {cell.column for cell in one.noted} == {"women", "newly_recognised"}
