"""A JSON list cut into rows: those that a parser of the whole file finds, with little memory, and damage by row."""

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.intake import json_file
from api.intake.json_file import LONGEST_ROW, Row, rows
from api.intake.statements import Refused
from domain.errors import RegisterError

texts = st.text(st.sampled_from('a",:[]{}\\ \n\u00e9\u0456'), max_size=8)
plain = st.none() | st.booleans() | st.integers() | texts
values = st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=6)


def of(path: Path, text: str | bytes) -> list[Any]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [one.reason if isinstance(one, Refused) else one.fields for one in rows(path)]


@settings(max_examples=60)
@given(listed=st.lists(values, min_size=1, max_size=4), size=st.integers(1, 9), indent=st.none() | st.just(1))
def test_the_rows_are_those_that_a_parser_of_the_whole_file_finds(
    tmp_path_factory: pytest.TempPathFactory, listed: list[Any], size: int, indent: int | None
) -> None:
    path = tmp_path_factory.mktemp("json") / "list.json"
    expected = [one if isinstance(one, dict) else "the row is no JSON object" for one in listed]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_file, "_READ", size)
        found = of(path, json.dumps(listed, indent=indent, ensure_ascii=bool(size % 2)))

    assert expected == found


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1, "a": 2}', "a field stands twice in the row"),
        ('{"a": {"b": 1, "b": 1}}', "a field stands twice in the row"),
        ('{"a": 1 2}', "the row is not JSON"),
        ("{'a': 1}", "the row is not JSON"),
        ("", "the row is not JSON"),
        ("[" * 3000 + "]" * 3000, "the row is not JSON"),
        ("1" * 5000, "the row is not JSON"),
        (b'{"a": "\xff"}', "the row is not UTF-8"),
        ('"text"', "the row is no JSON object"),
        ('{"a": "' + "x" * LONGEST_ROW + '"}', f"the row is longer than {LONGEST_ROW} characters"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_and_the_next_one_is_read(
    tmp_path: Path, text: str | bytes, reason: str
) -> None:
    row = text if isinstance(text, bytes) else text.encode()
    found = of(tmp_path / "list.json", b'[{"n": 1},' + row + b',{"n": 3}]')

    assert found == [{"n": 1}, reason, {"n": 3}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "row 1: the file ends within the list"),
        ("[", "row 1: the file ends within the list"),
        ('[{"n": 1}, {"n": 2', "row 2: the file ends within the list"),
        ('[{"n": 1}, {"n": "2', "row 2: the file ends within the list"),
        ("[]", "the list holds nothing; that is a failed download"),
        ('{"n": 1}', "the file is no JSON list"),
        ("<html>", "the file is no JSON list"),
        ("[1] [2]", "the file is no JSON list"),
        ("[1] x", "the file is no JSON list"),
        ("[}]", "the file is no JSON list"),
        ('[{"n": 1}]'.encode("utf-16"), "the file is in UTF-16"),
    ],
)
def test_a_file_that_is_no_whole_list_stops_with_its_place(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(RegisterError, match="list") as found:
        of(tmp_path / "list.json", text)

    assert message in found.value.message


def test_a_byte_order_mark_and_carriage_returns_are_no_damage(tmp_path: Path) -> None:
    assert of(tmp_path / "list.json", b'\xef\xbb\xbf[\r\n{"n": 1},\r\n{"n": 2}\r\n]\r\n') == [{"n": 1}, {"n": 2}]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    row = json.dumps({"n": 1, "text": "x" * 500})
    with path.open("w") as file:
        file.write("[" + ",".join([row] * 20_000) + ',{"text": "' + "x" * 5_000_000 + '"}]')
    tracemalloc.start()
    number = sum(isinstance(one, Row) for one in rows(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert number == 20_000
    assert peak < 2_000_000
