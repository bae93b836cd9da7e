"""The way of a list into the record: proposed, decided on, recorded once, whatever the order and however often."""

from pathlib import Path

import pytest

from tests.api.conftest import Command
from tests.api.intake.test_published_counts import ROW, table

ROWS = [
    ROW | {"claimant": name, "count": str(number)} for name, number in [("Viasna", 7), ("Other", 70), ("Third", 700)]
]


def imported(khronika: Command, *more: str | Path) -> str:
    return khronika.ok("import", "published-counts", *map(str, more)).out


def test_a_second_import_proposes_and_records_nothing(khronika: Command, tmp_path: Path) -> None:
    file = table(tmp_path / "t.tsv", *ROWS).path
    first = imported(khronika, file)
    again = imported(khronika, file)
    accepted = imported(khronika, file, "--accept", "--by", "archivist")
    last = imported(khronika, file, "--accept", "--by", "archivist")

    assert "3 rows: 3 new" in first
    assert "0 new, 0 changed, 0 known, 3 proposed before" in again
    assert "3 proposals recorded" in accepted
    assert last == "t.tsv: 3 rows: 0 new, 0 changed, 3 known, 0 refused\n"


def test_a_sorted_and_overlapping_newer_file_changes_exactly_what_differs(khronika: Command, tmp_path: Path) -> None:
    imported(khronika, table(tmp_path / "a.tsv", *ROWS).path, "--accept", "--by", "archivist")
    newer = [ROWS[2], ROWS[1] | {"count": "71"}, ROWS[0], ROW | {"claimant": "Fourth"}]
    said = imported(khronika, table(tmp_path / "b.tsv", *newer).path, "--accept", "--by", "archivist")

    assert "4 rows: 1 new, 1 changed, 2 known, 0 refused" in said


def test_what_the_newer_file_no_longer_states_is_retracted(khronika: Command, tmp_path: Path) -> None:
    imported(khronika, table(tmp_path / "a.tsv", ROWS[0] | {"women": "3"}).path, "--accept", "--by", "archivist")
    said = imported(khronika, table(tmp_path / "b.tsv", ROWS[0]).path, "--accept", "--by", "archivist")
    found = khronika.ok("reconcile", "--as-of", "2020-11-01", "--json").out

    assert "1 changed" in said
    assert "women" not in found


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--accept"], "--accept needs --by ROLE"),
        (["--observed", "2999-01-01"], "cannot have been seen on a day to come"),
        (["--observed", "2020-02-30"], "is not a day of the calendar"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    khronika: Command, tmp_path: Path, arguments: list[str], message: str
) -> None:
    done = khronika("import", "published-counts", str(table(tmp_path / "t.tsv", *ROWS).path), *arguments)

    assert message in done.err
    assert len(done.err.splitlines()) == 1


def test_an_empty_file_is_a_failed_download(khronika: Command, tmp_path: Path) -> None:
    (tmp_path / "t.tsv").touch()
    done = khronika("import", "published-counts", str(tmp_path / "t.tsv"))

    assert "failed download" in done.err
