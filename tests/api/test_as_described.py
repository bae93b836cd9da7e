"""Every operation does what the description of the API says, whatever it is asked: Schemathesis over all of them.

Its checks: no fault of the server; no status, media type, header or body that is not described; what the description
allows is answered, and what it does not is refused; methods and tokens likewise.
"""

import json
import os
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from starlette.testclient import TestClient

from tests.api.conftest import Command
from tests.api.instance import TOKEN, Instance, instance
from tests.api.test_caching import held, in_turn
from tests.api.test_openapi import MADE, OPERATIONS
from tests.fuzzing import THOROUGH

pytestmark = pytest.mark.long

EXAMPLES: Final = int(os.environ.get("KHRONIKA_EXAMPLES", "10"))
"""How many requests are made at random for each operation, and chains of them, besides those for each constraint."""

REASONS: Final = re.compile(
    r"""
      lies\ in\ the\ future | is\ not\ a\ day\ of\ the\ calendar | is\ neither\ a\ log\ size\ nor\ a\ time
    | after\ the\ @\ stands\ no | is\ not\ a\ size\ of\ the\ log | is\ beyond\ the\ log\ size
    | lies\ before | give\ either\ | :\ give\ one | \ needs\ from | more\ than\ [0-9]+
    | a\ cursor\ holds\ its\ basis | that\ is\ no\ cursor\ of\ this\ list
    | has\ recognized\ nobody | has\ no\ measures | demands\ nothing | nothing\ is\ demanded
    | is\ no\ key\ of\ a\ register | asks\ for\ no\ recognition | hindsight\ has\ no\ meaning
    | counts\ no\ custody | does\ not\ ask\ who\ is\ held | does\ not\ reach\ position | has\ no\ letters
    | say\ both | say\ which,\ too | group\ is\ no
    """,
    re.VERBOSE,
)
"""Why a question that is well formed may be refused: what depends on the record, on today, or on two parameters at once
stands in no schema."""

NOTHING: Final = "there is nothing here for whoever shows no token of this service"
"""What a partner's door says to whoever shows no token: 404 and not 401, as the description of the token says."""

VALUES: Final = {
    "query.as_of": "moment",
    "query.as_known": "known",
    "query.as_published": "day",
    "query.since": "position",
    "path.digest": "digest",
    "path.size": "size",
    "path.authority": "authority",
    "path.level": "level",
    "path.place": "place",
}
"""Which values of the record are given for which parameters, half of the time."""
VALUES_OF: Final = (
    ("path.identifier", "person", ("person", "timeline", "why", "answer")),
    ("path.identifier", "fact", ("fact", "fact_citation", "fact_provenance", "fact_event", "fact_proof", "impact")),
    ("path.identifier", "source", ("source",)),
    ("path.identifier", "incident", ("incident",)),
    *((f"query.{end}", "day", ("count_series", "incidents")) for end in ("from", "to")),
    *((f"query.{end}", "moment", ("bridge",)) for end in ("from", "to")),
    *((f"query.{end}", "month", ("cycle",)) for end in ("from", "to")),
    ("query.cursor", "cursor", ("prisoners",)),
)
"""The same of some operations only."""


@pytest.fixture(scope="module")
def asked(belarus: Command, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    if not THOROUGH and belarus.url.startswith("postgresql"):
        pytest.skip("the doors are the same over each database: `make conform` asks both, more often")
    with instance(belarus, tmp_path_factory.mktemp("instance")) as found:
        yield found


def configured(found: Instance) -> SchemathesisConfig:
    of_some = [
        {"include-operation-id": list(operations), "parameters": {where: {"dictionary": name, "probability": 0.5}}}
        for where, name, operations in VALUES_OF
    ]
    return SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "workers": 1,
            "continue-on-failure": True,
            "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
            "dictionaries": {name: {"values": list(values)} for name, values in found.known.items()},
            "parameters": {where: {"dictionary": name, "probability": 0.5} for where, name in VALUES.items()},
            "operations": [
                *of_some,
                {"include-operation-id": "events", "headers": {"Authorization": f"Bearer {TOKEN}"}},
            ],
        }
    )


@dataclass
class Trial:
    """What came of asking everything: an address that each operation answered, what failed, and how often who asked."""

    answered: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    requests: dict[str, int] = field(default_factory=dict)

    def take(self, event: events.ScenarioFinished) -> None:
        made = event.recorder
        self.requests[event.phase.value] = self.requests.get(event.phase.value, 0) + len(made.cases)
        for name, interaction in made.interactions.items():
            if interaction.response and interaction.response.status_code == 200 and name in made.cases:
                operation = made.cases[name].value.operation.definition.raw["operationId"]
                self.answered.setdefault(operation, interaction.request.uri)
        for name, checks in made.checks.items():
            request, response = made.interactions[name].request, made.interactions[name].response
            for check in checks:
                if check.failure_info and not excused(check.name, response):
                    says = " ".join(check.failure_info.failure.message.split())
                    self.failed.append(f"{check.name}: {request.method} {request.uri} {request.body!r}: {says}")


def excused(check: str, response: Any) -> bool:
    """Whether a refusal of what the description allows has a reason that no description can hold."""
    if response is None or response.status_code not in {400, 404}:
        return False
    problem = json.loads(response.content)
    if check == "positive_data_acceptance":
        return "field" in problem and REASONS.search(problem["detail"]) is not None
    return check in {"ignored_auth", "missing_required_header"} and problem["detail"] == NOTHING


@pytest.fixture(scope="module")
def trial(asked: Instance) -> Trial:
    schema = schemathesis.openapi.from_dict(deepcopy(MADE), config=configured(asked))
    schema.app = asked.app
    trial = Trial()
    for event in from_schema(schema).execute():
        assert not isinstance(event, events.NonFatalError | events.FatalError), event
        if isinstance(event, events.ScenarioFinished):
            trial.take(event)
    return trial


def test_every_operation_is_as_described_whatever_it_is_asked(trial: Trial) -> None:
    assert trial.failed == []
    assert trial.answered.keys() == OPERATIONS.keys()
    assert {"coverage", "fuzzing", "stateful"} <= trial.requests.keys()


def test_every_operation_tells_whoever_has_its_answer_so_in_either_form(asked: Instance, trial: Trial) -> None:
    """RFC 9110, sections 8.8.3, 9.3.2, 12.5.5, 13.1.2; what is signed, stamped, kept and for partners is among them."""
    client = TestClient(asked.app, headers={"Authorization": f"Bearer {TOKEN}"})
    seen = {}
    for turn, name in enumerate(sorted(OPERATIONS.keys() - {"search_people"})):
        address = trial.answered[name]
        plain, packed = (client.get(address, headers={"Accept-Encoding": one}) for one in ("identity", "gzip"))
        seen[name] = "content-encoding" in packed.headers

        assert plain.content == packed.content, address
        assert (plain.headers["etag"] != packed.headers["etag"]) is seen[name]
        assert ("Accept-Encoding" in plain.headers.get("vary", "")) is seen[name]
        for answer, coding in ((plain, "identity"), (packed, "gzip")):
            wanted = {"Accept-Encoding": coding}
            tag = answer.headers["etag"]
            assert client.head(address, headers=wanted).headers == answer.headers
            for one in in_turn(held(tag), turn):
                again = client.get(address, headers=[*wanted.items(), *one])
                assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), (address, one)
                assert again.headers.get("vary") == answer.headers.get("vary")
        if seen[name]:
            crossed = {"Accept-Encoding": "identity", "If-None-Match": packed.headers["etag"]}
            assert client.get(address, headers=crossed).status_code == 200
    assert {name for name in ("copy", "timestamp", "tile", "entries") if seen[name]} == set()
    assert set(seen.values()) == {True, False}
