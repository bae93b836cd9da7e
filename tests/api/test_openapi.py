"""The description of the API is a manual: complete, with examples that are answers, and the file in docs/ is it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from api.openapi import EXAMPLES, operations
from tests.api.conftest import ROOT, Command, Server

FILE = ROOT / "docs" / "openapi.json"
MADE: Any = json.loads(FILE.read_text())
OPERATIONS = {one["operationId"]: (path, method, one) for path, method, one in operations(MADE)}
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}


def test_the_file_is_what_the_code_gives_without_a_database(tmp_path: Path) -> None:
    made = Command(f"sqlite:///{tmp_path / 'none.sqlite3'}").ok("openapi").out

    assert made == FILE.read_text(), "renew it with: khronika openapi > docs/openapi.json, and read what changed"


def test_the_server_gives_the_same_description(server: Server) -> None:
    assert server.client.get("/openapi.json").json() == MADE


def test_operations_keep_their_names() -> None:
    names = (
        "count count_series definitions bridge prisoners published reconciliation search_people find_people"
        " person timeline fact fact_citation fact_provenance fact_event fact_proof source copy sanctions cycle"
        " demands mandates laws cases places incidents incident digest count_facts why impact quality changes"
        " changes_feed worklist checkpoint checkpoints timestamps timestamp digests answer entries tile events"
        " health ready"
    )

    assert list(OPERATIONS) == names.split()
    assert {name for name, (_, method, _) in OPERATIONS.items() if method != "get"} == {"search_people"}


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_described_with_all_that_it_takes_and_gives(name: str) -> None:
    path, method, operation = OPERATIONS[name]
    answers = operation["responses"]
    problems = {status for status in answers if status >= "4"}
    needs = [one["required"] and one["in"] == "query" for one in operation.get("parameters", [])]

    assert operation["summary"]
    assert operation["description"].endswith(".")
    assert {tag["name"] for tag in MADE["tags"]} >= set(operation["tags"]) != set()
    assert all(one["description"] for one in operation.get("parameters", []))
    assert all(one["description"] for one in answers.values())
    assert ("304" in answers) == (method == "get")
    assert "content" not in answers.get("304", {})
    assert {"400", "503"} <= problems <= {"400", "404", "422", "503"}
    assert ("404" in problems) == ("{" in path or name in {"prisoners", "count_facts", "checkpoint", "events"})
    assert ("422" in problems) == any([*needs, method == "post"])
    assert all(answers[status]["content"] == PROBLEM for status in problems)


def fields() -> Iterator[tuple[str, Any]]:
    for name, schema in MADE["components"]["schemas"].items():
        yield name, schema
        for field, said in schema["properties"].items():
            yield f"{name}.{field}", said


def test_every_schema_and_field_is_described() -> None:
    assert [name for name, said in fields() if not said.get("description", "").endswith(".")] == []
    assert all(tag["description"] for tag in MADE["tags"])


def names_in_the_register() -> set[str]:
    """Surnames, as the last word of each name as printed."""
    files = [
        yaml.load(path.read_text(), Loader=yaml.CSafeLoader)
        for path in (ROOT / "registers" / "belarus" / "people").iterdir()
    ]
    named = [fact["text"] for file in files for fact in file["facts"] if fact["type"] == "named"]
    return {name.split()[-1] for name in named}


BYTES = {"copy": "application/octet-stream", "timestamp": "application/timestamp-reply"}
"""Operations that answer with bytes of somebody else's form, and what it is; there is no example of it."""


def test_what_has_no_example_says_what_it_is() -> None:
    contents = {name: one["responses"]["200"]["content"] for name, (_, _, one) in OPERATIONS.items()}

    assert {name: [BYTES[name]] for name in BYTES} == {
        name: list(content)
        for name, content in contents.items()
        if not any("example" in one for one in content.values())
    }


@pytest.mark.parametrize("name", sorted(OPERATIONS.keys() - BYTES))
def test_an_example_is_an_answer_and_names_nobody(name: str) -> None:
    for content in OPERATIONS[name][2]["responses"]["200"]["content"].values():
        example = content["example"]

        jsonschema.validate(example, {**content["schema"], "components": MADE["components"]})
        said = json.dumps(example, ensure_ascii=False)
        assert set(re.findall(r'"name": "([^"]*)"', said)) <= {""}
        assert not [name for name in names_in_the_register() if name in said]


def test_examples_of_counts_are_answers_of_the_shipped_register(server: Server) -> None:
    """The size, time and root of a log are its own; the rest is so in every copy of the register."""
    for name, path in (("count", "/v1/counts"), ("count_series", "/v1/counts/series")):
        example = json.loads(EXAMPLES.read_text())[name]
        query = re.sub(r"as_known=[0-9]+&", "", example["basis"]["query"])
        by = f"&by={example['breakdown']['by']}" if "breakdown" in example else ""
        answer = server.client.get(f"{path}?{query}{by}").json()
        for part in ("certain", "possible", "breakdown", "points"):
            assert answer.get(part) == example.get(part)


def test_a_problem_is_what_the_description_says(server: Server) -> None:
    for address in ("/v1/counts?as_of=x", "/v1/changes", "/v1/people/x", "/v1/nothing"):
        jsonschema.validate(server.client.get(address).json(), MADE["components"]["schemas"]["ProblemOut"])
