"""The list that Viasna publishes: what of a row is recorded, what is left out, and what is refused, in both shapes."""

import json
from pathlib import Path
from typing import Any, cast

import pytest

from api.intake.formats.viasna import Viasna
from api.intake.statements import ListFile, Refused, Subject, entries
from domain.dates import day_of
from ledger.ledger import Ledger

SEEN = "2023-03-31"
COLONY = "imprisonment in a general-security penal colony"
OPEN_TYPE = 'restricted freedom in an open penal facility ("khimiya")'
ROW_ARTICLES = [
    "Part 2 of Art. 293 of the Criminal Code — Participation in riots",
    "Part 1 of Article 13 and Article 293 of the Criminal Code — Preparation for mass riots",
]
ROW: dict[str, Any] = {
    "id": 7,
    "url": "https://prisoners.spring96.org/en/person/alena-pryklad",
    "name": "Alena Pryklad",
    "status": "active",
    "gender": "female",
    "birthday": "1990",
    "arrested": "2021-03-01",
    "articles": ROW_ARTICLES,
    "prison_title": "Penal colony No. 4",
    "declaration": "https://spring96.org/en/news/99999",
    "decision": "2 1/2 years",
    "penalty": COLONY,
    "penalty_start_date": "",
    "release_date": "",
    "verdict_date": "2021-09-06",
    "appeal_date": "2021-12-24",
    "description": "never read",
}


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """The same row as the export proper has it: flattened keys, FALSE for nothing."""
    found = {name: value for name, value in row.items() if name not in {"articles", "prison_title"}}
    found |= {f"articles/{n}": one for n, one in enumerate([*row["articles"], *["FALSE"] * 13][:13])}
    found |= {"prison/title": row["prison_title"] or "FALSE", "id": str(row["id"])}
    return found | {name: "FALSE" for name, value in found.items() if value == "" and name.endswith("date")}


def listed(path: Path, *rows: Any) -> ListFile:
    path.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return ListFile(path, "0" * 64, day_of(SEEN))


def read(path: Path, *rows: Any) -> list[Subject | Refused]:
    no_ledger = cast("Ledger", None)  # a row stands for itself
    return list(Viasna().read(listed(path / "list.json", *rows), no_ledger))


def only(path: Path, **cells: Any) -> Subject:
    (one,) = read(path, ROW | cells)
    assert isinstance(one, Subject)
    return one


def fields(subject: Subject, point: str) -> Any:
    (found,) = [one.fields for one in subject.statements if one.point == point]
    return found


def dated(subject: Subject) -> dict[str, str]:
    return {one.point: one.fields["occurred"] for one in subject.statements if "occurred" in one.fields}


def test_a_row_says_who_it_is_and_keeps_the_year_of_birth_alone(tmp_path: Path) -> None:
    one = only(tmp_path, birthday="1990-05-17")
    born = next(said for said in one.statements if said.point == "birth-year")

    assert fields(one, "name") == {
        "person": "7/person", "text": "Alena Pryklad", "language": "en", "script": "Latn"
    }  # fmt: skip
    assert (fields(one, "id")["value"], fields(one, "page")["value"]) == ("7", "alena-pryklad")
    assert (born.fields["year"], dict(born.cells)) == (1990, {"birthday": "1990-[…]"})
    assert fields(one, "gender")["gender"] == "female"


def test_days_that_are_printed_stand_as_printed_and_others_are_bounded_by_the_day_seen(tmp_path: Path) -> None:
    one = only(tmp_path)

    assert dated(one) == {
        "arrested": "2021-03-01",
        "sentence": "2021-09-06",
        "serving": "[..2023-03-31]",
        "recognized": "[..2023-03-31]",
        "case": "[..2023-03-31]",
        "charged": "[..2021-09-06]",
        "verdict": "2021-09-06",
        "appeal": "2021-12-24",
    }
    assert {said.point for said in one.statements if said.bounded} == {"serving", "recognized", "case"}
    assert fields(one, "recognized")["covers"] == "7/arrested"


def test_a_verdict_names_articles_sentence_and_case(tmp_path: Path) -> None:
    one = only(tmp_path)

    assert fields(one, "verdict")["articles"] == ["CC 293 part 2", "CC 293, preparation"]
    assert fields(one, "verdict")["sentence"] == "7/sentence"
    assert fields(one, "sentence")["punishment"] == "colony"
    assert fields(one, "sentence")["term"] == {"length": "P2Y6M"}


def test_every_passage_mentions_the_person_of_the_row(tmp_path: Path) -> None:
    quoted = [entry for entry in entries(only(tmp_path), "file") if entry["type"] == "passage-quoted"]

    assert len(quoted) > 10
    assert {tuple(entry["mentions"]) for entry in quoted} == {("7/person",)}


def test_articles_are_read_in_their_order_wherever_they_stand_in_the_row(tmp_path: Path) -> None:
    numbers = {2: 130, 10: 342, 0: 293}
    found = {f"articles/{n}": f"Art. {number} of the Criminal Code — Something" for n, number in numbers.items()}
    one = only(tmp_path, articles=None, **found)

    assert fields(one, "verdict")["articles"] == ["CC 293", "CC 130", "CC 342"]


def test_a_case_is_the_ground_of_the_deprivation_even_where_no_article_is_printed(tmp_path: Path) -> None:
    one = only(tmp_path, articles=[])
    (case,) = [said for said in one.statements if said.point == "case"]

    assert case.fields["deprivation"] == "7/arrested"
    assert set(case.cells) == {"penalty", "decision"}
    assert "articles" not in fields(one, "verdict")


def test_a_prisoner_of_whom_nothing_of_a_case_is_printed_has_none(tmp_path: Path) -> None:
    one = only(tmp_path, articles=[], penalty="", decision="", verdict_date="", appeal_date="")

    assert {said.point for said in one.statements}.isdisjoint({"case", "charged", "verdict", "sentence", "appeal"})


def test_a_colony_that_fits_the_penalty_is_where_the_sentence_is_served_by_the_day_seen(tmp_path: Path) -> None:
    assert fields(only(tmp_path), "serving") == {
        "person": "7/person",
        "occurred": "[..2023-03-31]",
        "punishment": "colony",
        "term": {"length": "P2Y6M"},
        "follows": ["7/sentence"],
        "deprivation": "7/arrested",
    }


def test_a_punishment_that_began_on_a_printed_day_has_its_term_from_then_on(tmp_path: Path) -> None:
    one = only(tmp_path, penalty_start_date="2022-02-01")

    assert fields(one, "begun")["term"] == {"length": "P2Y6M"}
    assert "serving" not in dated(one)


@pytest.mark.parametrize(
    "cells",
    [
        {"prison_title": "House arrest", "status": "former"},
        {"prison_title": "Pre-trial detention center No. 1"},
        {"prison_title": "Open correctional facility No. 17"},
        {"prison_title": "Penal colony No. 4", "penalty": "fine"},
    ],
)
def test_a_place_that_says_nothing_of_how_somebody_is_held_states_nothing(
    tmp_path: Path, cells: dict[str, str]
) -> None:
    one = only(tmp_path, **cells)

    assert {said.point for said in one.statements}.isdisjoint({"house-arrest", "remand", "serving", "awaiting"})
    assert "prison/title" not in {cell.column for cell in one.noted}


def test_whoever_is_former_and_awaits_a_sentence_is_released_once_on_the_ground_of_both_cells(tmp_path: Path) -> None:
    one = only(tmp_path, status="former", prison_title="Released awaiting the commencement of the sentence")
    (released,) = [said for said in one.statements if said.type == "released"]

    assert set(released.cells) == {"status", "prison/title"}


def test_both_shapes_of_a_row_say_the_same_in_the_same_words(tmp_path: Path) -> None:
    assert read(tmp_path, ROW) == read(tmp_path, flat(ROW))


@pytest.mark.parametrize(
    ("name", "language", "script", "odd"),
    [
        ("Siarhei Pryklad", "en", "Latn", False),
        ("Сяргей Прыклад", "und", "Cyrl", False),
        ("Сяргій Прыклад", "be", "Cyrl", False),
        ("Сергей Пищиков", "ru", "Cyrl", False),
        ("Aliaksandr Prykład", "en", "Latn", False),
        ("Сяргей \N{LATIN CAPITAL LETTER P}рыклад", "und", "Cyrl", True),
    ],
)
def test_a_name_is_kept_as_printed_with_the_script_of_its_letters(
    tmp_path: Path, name: str, language: str, script: str, *, odd: bool
) -> None:
    one = only(tmp_path, name=name)

    assert fields(one, "name") == {"person": "7/person", "text": name, "language": language, "script": script}
    assert [cell.column for cell in one.odd] == ["name"] * odd


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"status": "former"}, {"released": "[..2023-03-31]"}),
        ({"status": "former", "release_date": "2023-01-02"}, {"released": "2023-01-02"}),
        ({"status": "former", "verdict_date": ""}, {"sentence": "[..2023-03-31]", "charged": "[..2023-03-31]"}),
        ({"verdict_date": "", "penalty_start_date": "2022-02-01"},
         {"sentence": "[..2022-02-01]", "verdict": "[..2022-02-01]", "charged": "[..2022-02-01]"}),
        ({"prison_title": "House arrest", "penalty": "", "decision": "", "verdict_date": ""},
         {"house-arrest": "[..2023-03-31]", "charged": "[..2023-03-31]"}),
        ({"prison_title": "Released awaiting the commencement of the sentence"}, {"awaiting": "[..2023-03-31]"}),
        ({"prison_title": "Pre-trial detention center No. 1", "penalty": "", "decision": "", "verdict_date": ""},
         {"remand": "[..2023-03-31]"}),
        ({"prison_title": "Open correctional facility No. 17", "penalty": OPEN_TYPE}, {"serving": "[..2023-03-31]"}),
    ],
)  # fmt: skip
def test_a_state_without_a_day_is_so_by_the_day_on_which_it_was_seen(
    tmp_path: Path, cells: dict[str, str], expected: dict[str, str]
) -> None:
    found = dated(only(tmp_path, **cells))

    assert expected.items() <= found.items()


def test_whoever_has_no_printed_arrest_is_deprived_from_the_start_of_the_punishment(tmp_path: Path) -> None:
    one = only(tmp_path, arrested="", penalty=OPEN_TYPE, penalty_start_date="2021-10-26", status="former")

    assert "deprivation" not in fields(one, "begun")
    assert fields(one, "released")["deprivation"] == "7/begun"
    assert fields(one, "recognized")["covers"] == "7/begun"


def test_whoever_has_no_printed_day_of_custody_is_recognized_and_held_on_no_day(tmp_path: Path) -> None:
    former = only(tmp_path, arrested="", prison_title="", status="former")
    awaiting = only(tmp_path, arrested="", prison_title="Released awaiting the commencement of the sentence")

    assert "covers" not in fields(former, "recognized")
    assert "released" not in dated(former)
    assert "covers" not in fields(awaiting, "recognized")
    assert "deprivation" not in fields(awaiting, "case")


def test_whoever_is_seen_under_house_arrest_without_a_printed_arrest_is_held_from_a_day_before(tmp_path: Path) -> None:
    one = only(tmp_path, arrested="", prison_title="House arrest")

    assert fields(one, "recognized")["covers"] == "7/house-arrest"
    assert "deprivation" not in fields(one, "sentence")


def test_a_fine_is_a_sentence_without_a_term_and_its_sum_stands_in_the_passage(tmp_path: Path) -> None:
    one = only(tmp_path, penalty="fine", decision="500 base value", prison_title="")
    (passage,) = [said.cells for said in one.statements if said.point == "sentence"]

    assert fields(one, "sentence")["punishment"] == "fine"
    assert passage["decision"] == "500 base value"
    assert not one.noted
