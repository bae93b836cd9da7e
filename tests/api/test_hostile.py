"""Whatever is asked, the answer is one of those that are promised: a fault of ours is never among them."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from api import bootstrap
from api.app import create_app
from tests.api.conftest import Command

pytestmark = pytest.mark.long

BAD = [
    *(
        "",
        "0",
        "-1",
        "1e3",
        " 1",
        "\u0663",
        "9" * 16,
        "9" * 400,
        "\x00",
        "\n",
        "\u202e",
        "x" * 20_000,
        "null",
        "[]",
        "%",
        "=",
    ),
    *(
        "2017-07-04",
        "2017-02-29",
        "0000-00-00",
        "0001-01-01",
        "9999-12-31",
        "\u0662\u0660\u0661\u0667-07-04",
        "2017-07-04\n",
    ),
    *("2017-07-04T00:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-01-01T00:00:00+24:00"),
    *("2026-W01-1T00:00:00Z", "in-custody/1", "in-custody/", "former", "hindsight", "year", "gender", "Viasna", "W10"),
    *("'; DROP TABLE x;--", "../../etc/passwd", "00000000-0000-4000-8000-000000000000"),
]
"""What a value may be; text that is not UTF-8 is added as bytes."""
BYTES = [*(one.encode() for one in BAD), b"\xff\xfe", b"\xed\xa0\x80"]
OF_A_COUNT = ["as_known", "definition", "variant", "recognized_by", "rules"]
QUESTIONS = {
    "/v1/counts": ["as_of", *OF_A_COUNT, "by", "as_published"],
    "/v1/counts/series?from=2017-01-01": ["to", "interval", "on", *OF_A_COUNT, "as_published"],
    "/v1/counts/series": ["from", "on"],
    "/v1/prisoners?limit=1": ["as_of", *OF_A_COUNT, "as_published", "by", "group", "limit", "cursor"],
    "/v1/people?publisher=A": ["external_id", "as_known"],
    "/v1/people?external_id=A": ["publisher"],
    "/v1/changes?since=0": ["limit", "as_known"],
    "/v1/changes": ["since", "limit"],
    "/v1/changes.atom": ["limit", "as_known", "x"],
    "/v1/sanctions": ["as_of", "on", "as_known", "authority", "measure", "rules"],
    "/v1/mandates": ["as_of", "as_known", "x"],
    "/v1/laws": ["as_of", "as_known", "x"],
    "/v1/cases": ["as_of", "as_known", "x"],
    "/v1/places": ["as_of", "as_known", "x"],
    "/v1/incidents?from=2017-01-01": ["to", "kind", "as_known", "x"],
    "/v1/incidents": ["from", "to"],
    "/v1/published": ["as_of", "as_known", "days"],
    "/v1/published/reconciliation": ["as_of", "as_known", "days"],
    "/v1/worklist": ["as_of", "as_known", "months"],
    "/v1/definitions": ["as_of"],
    "/v1/events?since=0": ["limit", "x"],
    "/v1/checkpoint": ["covering", "x"],
    "/v1/checkpoints": ["since", "limit"],
    "/v1/facts/x/citation": ["format", "version", "as_known", "x"],
    "/v1/facts/x/provenance": ["format", "as_known", "x"],
    "/v1/facts/x/event": ["version", "as_known", "x"],
    "/v1/health": ["x", "", "\x00"],
    "/published": ["as_of", "as_known", "definition", "variant", "x"],
    "/sanctions": ["as_of", "as_known", "definition", "variant", "x"],
    "/mandates": ["as_of", "as_known", "definition", "variant", "x"],
    "/cases": ["as_of", "as_known", "definition", "variant", "x"],
    "/laws": ["as_of", "as_known", "definition", "variant", "x"],
    "/places": ["as_of", "as_known", "definition", "variant", "x"],
    "/incidents": ["as_of", "as_known", "definition", "variant", "x"],
    "/": ["as_of", "as_known", "definition", "variant", "as_published", "x"],
    "/definitions": ["as_of", "as_known", "definition", "variant", "x"],
    "/log": ["as_known", "x"],
    "/about": ["x"],
    "/report": ["about", "as_known", "x"],
    "/prisoners.csv": ["as_of", "as_known", "definition", "variant", "as_published", "after", "x"],
    "/bridge.parquet": ["from", "as_of", "from_definition", "from_variant", "x"],
    "/overview.json": ["from", "as_known", "x"],
    "/search": ["as_of", "as_known", "definition", "variant", "x"],
}
PLACES = [
    "/v1/people/",
    "/v1/facts/",
    "/v1/sources/",
    "/v1/copies/",
    "/v1/checkpoints/",
    "/people/",
    "/facts/",
    "/sources/",
    "/incidents/",
    "/v1/tile/entries/",
    "/v1/tile/0/",
    "/v1/tile/",
    "/v1/",
    "/static/",
]
FORMS = ("/prisoners.csv", "/bridge.parquet", "/overview.json")
PROMISED = {200, 400, 404, 405, 422}


@pytest.fixture(scope="module")
def client(belarus: Command) -> Iterator[TestClient]:
    with bootstrap.service(belarus.url) as service:
        yield TestClient(create_app(service), base_url="http://127.0.0.1", raise_server_exceptions=False)


def check(client: TestClient, address: str) -> int:
    answer = client.get(address)

    assert answer.status_code in PROMISED, address[:200]
    if answer.status_code != 200 and address.startswith(("/v1", *FORMS)):
        assert answer.headers["content-type"] == "application/problem+json", address[:200]
        assert answer.json()["status"] == answer.status_code
        assert answer.json()["detail"]
    return answer.status_code


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_value_of_a_parameter_breaks_a_question(client: TestClient, question: str) -> None:
    join = "&" if "?" in question else "?"
    for name in QUESTIONS[question]:
        for value in BYTES:
            asked = f"{question}{join}{quote(name, safe='')}={quote(value, safe='')}"
            check(client, asked)
            if name not in {"on", "recognized_by"}:
                assert check(client, f"{asked}&{quote(name, safe='')}=1") in {400, 422}


def test_no_identifier_breaks_an_answer(client: TestClient) -> None:
    for place in PLACES:
        for value in BYTES:
            check(client, place + quote(value, safe=""))
    for value in BYTES:
        check(client, f"/v1/people/{quote(value, safe='')}/timeline")
        check(client, f"/people/{quote(value, safe='')}.json")
        check(client, f"/{quote(value, safe='')}.csv")
        check(client, f"/v1/checkpoints/{quote(value, safe='')}/timestamps")
        check(client, f"/v1/checkpoints/1/timestamps/{quote(value, safe='')}")


def test_no_accept_header_breaks_a_page(client: TestClient) -> None:
    for value in (*BYTES, b"text/csv" * 2000, b"*/*;q=1;q=0", b"text/csv;q=2", b"text/html;q=0"):
        if not {b"\x00", b"\n"} & {bytes([one]) for one in value}:
            answer = client.get("/sanctions", headers=[(b"accept", value)])

            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/html"), value[:100]


def test_what_is_repeated_without_end_is_answered_or_refused(client: TestClient) -> None:
    assert check(client, "/v1/counts/series?" + "&".join(["on=2017-07-04"] * 2000)) == 200
    assert check(client, "/v1/counts?recognized_by=" + "&recognized_by=".join(["Viasna"] * 2000)) == 200
    assert check(client, "/v1/counts?" + "&".join(f"x{number}=1" for number in range(2000))) == 400


def test_only_get_and_head_are_answered(client: TestClient) -> None:
    for address in ("/v1/counts", "/v1/changes", "/v1/people/x", "/", "/openapi.json"):
        for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "NONSENSE"):
            assert client.request(method, address).status_code == 405
