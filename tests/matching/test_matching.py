"""The measuring itself, on a few spellings that we made up: nobody is in two halves, and no page holds a name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from domain.likeness import LIKELY, WORTH_A_LOOK
from tests.matching.measure import At, at, precise, ranked, scored
from tests.matching.names import (
    HALVES,
    LINKED,
    TABLES,
    UK,
    US,
    Pair,
    Spelling,
    half,
    made_up,
    pairs,
    real,
    spellings_in,
)
from tests.matching.page import RECALL, WANTED, met, misses, rendered
from tests.matching.speed import measured

ROOT = Path(__file__).parents[2]


def test_made_up_spellings_of_one_person_are_found_and_others_are_not() -> None:
    found = at(scored(made_up()), LIKELY)

    assert found.precision >= WANTED
    assert found.recall >= RECALL
    assert at(scored(made_up()), WORTH_A_LOOK).recall == 1
    assert met(made_up())


def test_every_made_up_spelling_leads_to_its_person_first() -> None:
    found = ranked(made_up())

    assert found.first == found.asked == len(made_up())


def test_the_halves_share_no_person() -> None:
    tune, test = (half(made_up(), name) for name in HALVES)

    assert len(tune) + len(test) == len(made_up())
    assert not {one.person for one in tune} & {one.person for one in test}
    assert min(len(tune), len(test)) > 30


def test_what_nobody_linked_on_two_lists_is_no_pair_of_two_people() -> None:
    known = [Spelling("a", UK, "1"), Spelling("b", US, "1"), Spelling("c", UK, "2"), Spelling("d", US, "3")]

    assert set(pairs(known)) == {
        Pair("a", "b", same=True, kind=LINKED),
        Pair("a", "c", same=False, kind=UK),
        Pair("b", "d", same=False, kind=US),
    }


def test_precision_and_recall_are_counted_from_the_pairs() -> None:
    pair = [Pair("a", "b", same, UK) for same in (True, True, False, True)]
    found = list(zip((0.9, 0.8, 0.7, 0.6), pair, strict=True))

    assert at(found, 0.65) == At(0.65, right=2, wrong=1, of=3)
    assert at(found, 0.65).precision == at(found, 0.65).recall == pytest.approx(2 / 3)
    assert precise(found, 1) == At(0.8, right=2, wrong=0, of=3)
    assert precise(found, 0.75) == At(0.6, right=3, wrong=1, of=3)


def test_tables_are_read_with_links_and_shared_spellings_joined(tmp_path: Path) -> None:
    (tmp_path / "prisoner_name_variants.tsv").write_text(
        "group\tvariant\tsource\nx\tA B\tp\nx\tA C\tp\ny\tb, a\tq\nz\tD E\tr\n", encoding="utf-8"
    )
    (tmp_path / "sanctioned_name_variants.tsv").write_text(
        "group_id\tvariant\nUK:1\tF G\nOFAC:1\tF H\nOFAC:2\tI J\n", encoding="utf-8"
    )
    (tmp_path / "cross_list_links.tsv").write_text("group_a\tgroup_b\nOFAC:1\tUK:1\n", encoding="utf-8")
    found = real(tmp_path)

    assert {one.text for one in found if one.person == "x"} == {"b, a", "A C"}
    assert {one.text for one in found if one.person == "OFAC:1"} == {"F G", "F H"}
    assert {one.text for one in found if one.person in {"z", "OFAC:2"}} == {"D E", "I J"}
    assert len(found) == 6


def test_the_page_holds_the_figures_and_no_name_and_the_misses_are_for_a_terminal() -> None:
    tune, test = (half(made_up(), name) for name in HALVES)
    page = rendered(tune, test, measured(5, searches=2))

    assert f"called likely, from {WORTH_A_LOOK} it is shown" in page
    assert "made-up record of 5 people" in page
    assert "| met |" in page
    for one in made_up():
        assert one.text not in page
    assert any(tune[0].text in line for line in misses(scored(tune), most=1000))


def test_the_page_in_docs_is_of_the_thresholds_in_force() -> None:
    page = (ROOT / "docs" / "matching.md").read_text(encoding="utf-8")

    assert f"From a score of {LIKELY} a candidate is called likely, from {WORTH_A_LOOK} it is shown." in page
    assert "| met |" in page


def test_the_folder_is_that_of_the_tables_or_the_one_above(tmp_path: Path) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    for table in TABLES:
        assert spellings_in(tmp_path) is spellings_in(folder) is None
        (folder / table).touch()

    assert spellings_in(tmp_path) == spellings_in(folder) == folder


def test_without_the_folder_nothing_is_measured_and_the_reason_is_told() -> None:
    without = {name: value for name, value in os.environ.items() if name != "KHRONIKA_DATA"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.matching"], check=True, capture_output=True, text=True, env=without, cwd=ROOT
    )

    assert done.stdout.startswith("skipped: KHRONIKA_DATA names no folder")
