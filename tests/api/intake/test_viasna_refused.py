"""Viasna's list: rows that are refused, cells that are left out of theirs, and whatever else may stand in them."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.intake.compared import fact_from, named
from api.intake.statements import Refused, Subject, entries
from domain.dates import day_of
from tests.api.intake.test_viasna import COLONY, OPEN_TYPE, ROW, ROW_ARTICLES, SEEN, fields, only, read


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"status": "np"}, "status"),
        ({"status": "perhaps"}, "status"),
        ({"id": "7a"}, "id"),
        ({"id": 7.5}, "id"),
        ({"id": ""}, "id"),
    ],
)
def test_a_row_that_is_not_recognized_or_has_no_key_is_refused(
    tmp_path: Path, cells: dict[str, Any], column: str
) -> None:
    first, second = read(tmp_path, ROW, ROW | cells)

    assert isinstance(first, Subject)
    assert isinstance(second, Refused)
    assert (second.row, second.column) == (2, column)
    assert (second.reason == "not recognized as a political prisoner") is (cells.get("status") == "np")


@pytest.mark.parametrize(
    ("cells", "column", "point"),
    [
        ({"name": "?"}, "name", "name"),
        ({"name": "Alena\x07"}, "name", "name"),
        ({"name": "\ud800"}, "name", "name"),
        ({"name": "A" * 1001}, "name", "name"),
        ({"gender": "unknown"}, "gender", "gender"),
        ({"birthday": "17.05.1990"}, "birthday", "birth-year"),
        ({"arrested": "2021-02-30"}, "arrested", "arrested"),
        ({"arrested": "2023-04-01"}, "arrested", "arrested"),
        ({"arrested": ["2021-03-01"]}, "arrested", "arrested"),
        ({"penalty": "transportation"}, "penalty", "sentence"),
        ({"penalty": "", "decision": "2 years"}, "decision", "sentence"),
        ({"penalty": "transportation", "penalty_start_date": "2022-01-01"}, "penalty_start_date", "begun"),
        ({"penalty": ""}, "verdict_date", "verdict"),
        ({"articles": ["Art. 407: Disclosure"]}, "articles/0", "charged"),
        ({"prison_title": "on the moon"}, "prison/title", "serving"),
        ({"release_date": "soon"}, "release_date", "released"),
        ({"appeal_date": "x"}, "appeal_date", "appeal"),
    ],
)  # fmt: skip
def test_a_cell_that_is_not_understood_is_left_out_and_said(
    tmp_path: Path, cells: dict[str, Any], column: str, point: str
) -> None:
    one = only(tmp_path, **cells)

    assert column in {cell.column for cell in one.noted}
    assert point not in {said.point for said in one.statements}


def test_a_verdict_says_what_it_is_on_only_if_every_article_is_understood(tmp_path: Path) -> None:
    one = only(tmp_path, articles=[*ROW_ARTICLES, "Art. 407: Disclosure"])

    assert "articles" not in fields(one, "verdict")
    assert fields(one, "charged")["articles"] == ["CC 293 part 2", "CC 293, preparation"]


def test_a_term_that_is_not_understood_is_left_out_of_its_sentence(tmp_path: Path) -> None:
    one = only(tmp_path, decision="a while")

    assert "term" not in fields(one, "sentence")
    assert [cell.column for cell in one.noted] == ["decision"]


printed = st.sampled_from([
    "", "FALSE", "active", "former", "2021-03-01", "2020-02", "2019", "2024-01-01", "0000-00-00", "1 1/2 years",
    "15 months", "1 year adn 6 months", "99 years", "House arrest", "Penal colony No. 4", "fine", "arrest", COLONY,
    OPEN_TYPE,
    "Released awaiting the commencement of the sentence", "Pre-trial detention center No. 1", "female", *ROW_ARTICLES,
    "Open correctional facility No. 17", "suspended imprisonment", "https://spring96.org/en/news/1", "x" * 300, "\x00",
])  # fmt: skip
values = (
    printed
    | st.text(max_size=5)
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.lists(printed, max_size=3)
)
columns = st.sampled_from([*ROW, "prison/title", "articles/0", "articles/7", "prison", "other"])


@settings(max_examples=60)
@given(cells=st.dictionaries(columns, values))
def test_whatever_stands_in_the_cells_a_row_becomes_facts_or_is_refused_by_its_place(
    tmp_path_factory: pytest.TempPathFactory, cells: dict[str, Any]
) -> None:
    (one,) = read(tmp_path_factory.mktemp("viasna"), ROW | cells)
    if isinstance(one, Refused):
        assert one.column in {"status", "id"}
        return
    every = entries(one, "file")
    facts = [fact_from(entry, {}, strict=False) for entry in every]
    points = [said.point for said in one.statements]
    keys = {entry["key"] for entry in every} | {"file"}

    assert len(set(points)) == len(points)
    assert {key for entry in every for key in named(entry)} <= keys
    assert all(
        date.latest <= day_of(SEEN) or len(str(date)) < len(SEEN)
        for fact in facts
        if (date := getattr(fact, "occurred", None))
    )
    assert len(every) == len(facts)
