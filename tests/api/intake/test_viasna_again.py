"""Viasna's list, imported again: sorted, flattened, newer. What differs is changed, and nothing else."""

from pathlib import Path

from api.intake.statements import ListFile
from tests.api.conftest import Command
from tests.api.intake.test_viasna import ROW, SEEN, flat, listed
from tests.conftest import opened


def imported(khronika: Command, file: ListFile) -> str:
    return khronika.ok("import", "viasna", str(file.path), "--observed", SEEN, "--accept", "--by", "archivist").out


def test_the_same_list_sorted_or_flattened_or_with_a_newer_status_changes_exactly_what_differs(
    khronika: Command, tmp_path: Path
) -> None:
    other = ROW | {"id": 8, "name": "Other Pryklad", "prison_title": "", "declaration": ""}
    first = imported(khronika, listed(tmp_path / "a.json", ROW, other))
    again = imported(khronika, listed(tmp_path / "b.json", flat(other), flat(ROW)))
    newer = imported(khronika, listed(tmp_path / "c.json", ROW, other | {"status": "former"}))
    with opened(khronika.url) as house:
        events = [event for each in house.ledger.read() for event in each]
    told = [str(event.key).rsplit("/", 1)[-1] for event in events[-2:]]

    assert "2 rows: 2 new" in first
    assert "2 rows: 0 new, 0 changed, 2 known" in again
    assert "2 rows: 0 new, 1 changed, 1 known" in newer
    assert told[-1] == "released"
    assert sum(event.key == "8/recognized" for event in events) == 1


def test_what_a_newer_list_does_not_state_is_taken_back_but_for_the_states_of_a_day(
    khronika: Command, tmp_path: Path
) -> None:
    imported(khronika, listed(tmp_path / "a.json", ROW | {"release_date": "2023-01-02"}))
    moved = imported(khronika, listed(tmp_path / "b.json", ROW | {"release_date": "2023-01-02", "prison_title": ""}))
    held = imported(khronika, listed(tmp_path / "c.json", ROW))
    (person,) = khronika.ok("find", "Viasna", "7", "--json").json["people"]
    found = khronika.ok("person", person["id"], "--as-of", SEEN).out

    assert "0 new, 0 changed, 1 known" in moved
    assert "0 new, 1 changed, 0 known" in held
    assert "2023-01-02  released  retracted" in found
    assert "punishment-begun  standing" in found


def test_a_verdict_before_the_arrest_is_recorded_and_shown_as_odd(khronika: Command, tmp_path: Path) -> None:
    imported(khronika, listed(tmp_path / "a.json", ROW | {"verdict_date": "2020-12-01"}))
    (person,) = khronika.ok("find", "Viasna", "7", "--json").json["people"]
    found = khronika.ok("person", person["id"], "--as-of", SEEN).out

    assert "2020-12-01 to 2021-12-24: convicted" in found
    assert "odd: a link contradicts the dates" in found
