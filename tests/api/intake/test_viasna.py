"""The list that Viasna publishes: what of a row is recorded, what is left out, and what is refused, in both shapes."""

import json
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.intake.compared import fact_from, named
from api.intake.formats.viasna import Viasna
from api.intake.statements import ListFile, Refused, Subject, entries
from domain.dates import day_of
from ledger.ledger import Ledger
from tests.api.conftest import Command
from tests.conftest import opened

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


def fields(subject: Subject, slot: str) -> Any:
    (found,) = [one.fields for one in subject.statements if one.slot == slot]
    return found


def dated(subject: Subject) -> dict[str, str]:
    return {one.slot: one.fields["occurred"] for one in subject.statements if "occurred" in one.fields}


def test_a_row_says_who_it_is_and_keeps_the_year_of_birth_alone(tmp_path: Path) -> None:
    one = only(tmp_path, birthday="1990-05-17")
    born = next(said for said in one.statements if said.slot == "birth-year")

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
    assert {said.slot for said in one.statements if said.bounded} == {"serving", "recognized", "case"}
    assert fields(one, "recognized")["covers"] == "7/arrested"


def test_a_verdict_names_articles_sentence_and_case(tmp_path: Path) -> None:
    one = only(tmp_path)

    assert fields(one, "verdict")["articles"] == ["CC 293 part 2", "CC 293, preparation"]
    assert fields(one, "verdict")["sentence"] == "7/sentence"
    assert fields(one, "sentence")["punishment"] == "colony"
    assert fields(one, "sentence")["term"] == {"length": "P2Y6M"}


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
    one = only(tmp_path, arrested="", prison_title="", status="former")

    assert "covers" not in fields(one, "recognized")
    assert "released" not in dated(one)


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


@pytest.mark.parametrize(
    ("cells", "column", "slot"),
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
    tmp_path: Path, cells: dict[str, Any], column: str, slot: str
) -> None:
    one = only(tmp_path, **cells)

    assert column in {cell.column for cell in one.noted}
    assert slot not in {said.slot for said in one.statements}


def test_a_verdict_says_what_it_is_on_only_if_every_article_is_understood(tmp_path: Path) -> None:
    one = only(tmp_path, articles=[*ROW_ARTICLES, "Art. 407: Disclosure"])

    assert "articles" not in fields(one, "verdict")
    assert fields(one, "charged")["articles"] == ["CC 293 part 2", "CC 293, preparation"]


def test_a_term_that_is_not_understood_is_left_out_of_its_sentence(tmp_path: Path) -> None:
    one = only(tmp_path, decision="a while")

    assert "term" not in fields(one, "sentence")
    assert [cell.column for cell in one.noted] == ["decision"]


def test_a_fine_is_a_sentence_without_a_term_and_its_sum_stands_in_the_passage(tmp_path: Path) -> None:
    one = only(tmp_path, penalty="fine", decision="500 base value", prison_title="")
    (passage,) = [said.cells for said in one.statements if said.slot == "sentence"]

    assert fields(one, "sentence")["punishment"] == "fine"
    assert passage["decision"] == "500 base value"
    assert not one.noted


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
    slots = [said.slot for said in one.statements]
    keys = {entry["key"] for entry in every} | {"file"}

    assert len(set(slots)) == len(slots)
    assert {key for entry in every for key in named(entry)} <= keys
    assert all(
        date.latest <= day_of(SEEN) or len(str(date)) < len(SEEN)
        for fact in facts
        if (date := getattr(fact, "occurred", None))
    )
    assert len(every) == len(facts)


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


def test_a_verdict_before_the_arrest_is_recorded_and_shown_as_odd(khronika: Command, tmp_path: Path) -> None:
    imported(khronika, listed(tmp_path / "a.json", ROW | {"verdict_date": "2020-12-01"}))
    (person,) = khronika.ok("find", "Viasna", "7", "--json").json["people"]
    found = khronika.ok("person", person["id"], "--as-of", SEEN).out

    assert "2020-12-01 to 2021-12-24: convicted" in found
    assert "odd: a link contradicts the dates" in found
