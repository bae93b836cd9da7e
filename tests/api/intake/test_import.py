"""The way of a list into the record: proposed, decided on, recorded once, whatever the order and however often."""

import json
import re
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


def run_of(khronika: Command) -> str:
    """Return the newest import."""
    return khronika.ok("imports").out.splitlines()[-1].split()[0]


def figures(khronika: Command) -> list[str]:
    found = khronika.ok("reconcile", "--as-of", "2020-11-15", "--json").json
    return sorted(re.findall(r'"quantity": "([^"]+)"', json.dumps(found)))


def test_a_whole_import_is_taken_back_and_what_it_corrected_stands_as_before(khronika: Command, tmp_path: Path) -> None:
    imported(khronika, table(tmp_path / "a.tsv", *ROWS).path, "--accept", "--by", "archivist")
    before = figures(khronika)
    newer = [ROWS[0], ROWS[1] | {"count": "71", "women": "7"}, ROW | {"claimant": "Fourth", "count": "9"}]
    imported(khronika, table(tmp_path / "b.tsv", *newer).path, "--accept", "--by", "archivist")
    between = figures(khronika)
    said = khronika.ok("retract-import", run_of(khronika), "--reason", "of another year", "--by", "archivist").out
    after = figures(khronika)
    again = imported(khronika, tmp_path / "b.tsv", "--accept", "--by", "archivist")

    assert between != before
    assert after == before
    assert said == "7 facts taken back, 0 stay: others name them, or have changed them\n"
    assert "0 new, 2 changed, 1 known" in again
    assert figures(khronika) == between
    assert "Nothing was found." in khronika.ok("verify", "--bases", "1").out


def test_what_is_open_of_an_import_that_is_taken_back_can_be_proposed_again(khronika: Command, tmp_path: Path) -> None:
    file = table(tmp_path / "a.tsv", *ROWS).path
    imported(khronika, file)
    khronika.ok("retract-import", run_of(khronika), "--reason", "too early", "--by", "archivist")

    assert "3 rows: 3 new" in imported(khronika, file)


def test_a_fact_that_the_list_drops_and_states_again_stands_again(khronika: Command, tmp_path: Path) -> None:
    for name, rows in {"a": ROWS[0] | {"women": "3"}, "b": ROWS[0], "c": ROWS[0] | {"women": "3"}}.items():
        imported(khronika, table(tmp_path / f"{name}.tsv", rows).path, "--accept", "--by", "archivist")
        found = figures(khronika)

        assert ("3" in found) is (name != "b")


def test_an_import_that_is_not_there_cannot_be_taken_back(khronika: Command) -> None:
    done = khronika("retract-import", "no-import", "--reason", "x")

    assert (done.code, done.err) == (2, "khronika: no import has this identifier\n")
