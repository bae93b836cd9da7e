"""HTTP against a real server: the command line's own objects, problem documents, HEAD, headers, the first page."""

import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from api.app import create_app
from api.bootstrap import Service
from projections.database import engine_of
from tests.api.conftest import Command, Server, serving
from tests.conftest import House
from tests.scribe import Scribe


def test_the_count_is_the_object_that_the_command_prints(server: Server) -> None:
    answer = server.client.get("/v1/counts", params={"as_of": "2017-07-04"})

    assert answer.status_code == 200
    assert answer.json() == server.command.ok("count", "--as-of", "2017-07-04", "--json").json


def test_the_list_is_the_object_that_the_command_prints(server: Server) -> None:
    asked = {"as_of": "2015-08-21", "variant": "hindsight"}
    answer = server.client.get("/v1/prisoners", params=asked)

    assert answer.json() == server.command.ok("list", "--as-of", "2015-08-21", "--variant", "hindsight", "--json").json
    assert len(answer.json()["prisoners"]) == 7


def test_every_answer_can_be_followed_to_its_source(server: Server) -> None:
    listed = server.client.get("/v1/prisoners", params={"as_of": "2017-07-04"}).json()["prisoners"]
    for one in listed:
        person = server.client.get(f"/v1/people/{one['id']}").json()
        timeline = server.client.get(f"/v1/people/{one['id']}/timeline").json()
        assert person["name"] == timeline["name"] == one["name"]
        dated = {fact["id"] for fact in timeline["facts"]}
        for reason in one["because"]:
            assert reason["id"] in dated
            fact = server.client.get(f"/v1/facts/{reason['id']}").json()["fact"]
            assert fact["passages"] == reason["passages"]
            for passage in reason["passages"]:
                source = server.client.get(f"/v1/sources/{passage['source']}").json()
                assert source["fields"]["title"] == passage["title"]
                assert passage["id"] in {one["id"] for one in source["passages"]}


def test_an_answer_names_a_basis_that_gives_it_again(server: Server) -> None:
    first = server.client.get("/v1/counts", params={"as_of": "2015-08-21"}).json()
    known = first["basis"]["as_known"]

    again = server.client.get("/v1/counts", params={"as_of": "2015-08-21", "as_known": known["size"]}).json()
    by_time = server.client.get("/v1/counts", params={"as_of": "2015-08-21", "as_known": known["recorded_at"]}).json()

    assert again == by_time == first
    assert server.client.get("/v1/counts", params={"as_of": "2015-08-21", "as_known": 0}).json()["possible"] == 0


@pytest.mark.parametrize(
    ("path", "status", "field", "detail"),
    [
        ("/v1/counts?as_of=2017-02-29", 400, "as_of", "not a day of the calendar"),
        ("/v1/counts?as_of=2099-01-01", 400, "as_of", "lies in the future"),
        ("/v1/counts?definition=jailed", 400, "definition", "is no definition; there are"),
        ("/v1/counts?variant=x", 400, "variant", "is no variant"),
        ("/v1/counts?as_known=99999", 400, "as_known", "not a size of the log"),
        ("/v1/counts?as_known=-1", 400, "as_known", "neither a log size"),
        ("/v1/counts?as_known=2999-01-01T00:00:00Z", 400, "as_known", "future"),
        ("/v1/counts?recognized_by=Nobody", 400, "recognized_by", "recognized nobody"),
        ("/v1/prisoners?as_of=x", 400, "as_of", "write YYYY-MM-DD"),
        ("/v1/people/00000000-0000-4000-8000-000000000000", 404, None, "nothing has this identifier"),
        ("/v1/people/x", 404, None, "no identifier"),
        ("/v1/people/x/timeline", 404, None, "no identifier"),
        ("/v1/facts/x", 404, None, "no identifier"),
        ("/v1/sources/x", 404, None, "no identifier"),
        ("/v1/counts?as_fo=2017-07-04", 400, "as_fo", "no parameter of this question; it takes as_of"),
        ("/v1/counts?as_of=", 400, "as_of", "write YYYY-MM-DD"),
        ("/v1/counts?as_of=2017-07-04&as_of=2017-07-05", 400, "as_of", "twice"),
        ("/v1/health?x=1", 400, "x", "no parameter"),
        ("/v1/people/00000000-0000-4000-8000-00000000000A", 404, None, "no identifier"),
        ("/v1/nothing", 404, None, "Not Found"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_document(
    server: Server, path: str, status: int, field: str | None, detail: str
) -> None:
    answer = server.client.get(path)
    problem = answer.json()

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == status
    assert detail in problem["detail"]
    assert problem.get("field") == field


def test_the_api_does_not_write(server: Server) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = server.client.request(method, "/v1/counts")
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD"
        assert answer.headers["content-type"] == "application/problem+json"


def test_every_get_answers_head_with_the_same_headers_and_no_body(server: Server) -> None:
    one = server.client.get("/v1/prisoners", params={"as_of": "2017-07-04"}).json()["prisoners"][0]
    passage = one["because"][0]["passages"][0]
    described = server.client.get("/openapi.json").json()["paths"].items()
    paths = [path.replace("{identifier}", "%s") for path, methods in described if "get" in methods]
    incidents = server.client.get("/v1/incidents", params={"from": "2017-01-01"}).json()["incidents"]
    values = {"facts": one["because"][0]["id"], "sources": passage["source"], "people": one["id"]}
    values |= {"incidents": incidents[0]["id"]}
    needs = {
        "/v1/people": "publisher=Viasna&external_id=1",
        "/v1/changes": "since=0",
        "/v1/counts/series": "on=2017-07-04",
        "/v1/bridge": "from=2017-07-04",
        "/v1/cycle": "from=2017-01&to=2017-02",
        "/v1/incidents": "from=2017-01-01&to=2017-07-04",
    }
    # Nothing is signed, stamped or kept here: tests of their own ask where something is.
    elsewhere = {"/v1/checkpoint", "/v1/facts/%s/proof", "/v1/people/%s/answer", "/v1/events"}
    paths = [path for path in paths if "{" not in path and path not in elsewhere]
    for path in [*paths, "/", "/static/khronika.css", "/openapi.json"]:
        asked = path % values[path.split("/")[2]] if "%s" in path else path
        asked += f"?{needs[path]}" if path in needs else ""
        got, head = server.client.get(asked), server.client.head(asked)

        assert got.status_code == head.status_code == 200, path
        assert head.content == b""
        assert {k: v for k, v in head.headers.items() if k != "date"} == {
            k: v for k, v in got.headers.items() if k != "date"
        }


def test_health_says_how_far_the_read_models_are(server: Server) -> None:
    health = server.client.get("/v1/health").json()

    assert health["status"] == "ok"
    assert health["log_size"] == health["position"] > 0


def test_what_another_process_records_is_answered_soon(khronika: Command, tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "register.yaml").write_text("register: tiny\nfacts:\n  - {type: person-registered, key: p1}\n")
    with serving(khronika) as server:
        assert server.client.get("/v1/health").json()["position"] == 0
        khronika.ok("load", str(folder))

        assert server.client.get("/v1/counts", params={"as_known": 1}).json()["basis"]["as_known"]["size"] == 1
        deadline = time.monotonic() + 10
        while server.client.get("/v1/health").json()["position"] < 1:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_a_database_that_fails_is_a_problem_without_a_trace(khronika: Command) -> None:
    """The tables are gone while the service runs: 503, no trace in the log, and the service goes on."""
    run = serving(khronika)
    with run as server:
        engine = engine_of(khronika.url)
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE tally_a RENAME TO elsewhere"))
        failed = server.client.get("/v1/counts", params={"as_of": "2017-07-04"})
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO tally_a"))
        engine.dispose()
        again = server.client.get("/v1/counts", params={"as_of": "2017-07-04"})

    assert failed.status_code == 503
    assert failed.headers["content-type"] == "application/problem+json"
    assert again.status_code == 200
    assert "at /v1/counts" in run.said


class Page(HTMLParser):
    """What a page holds, and what it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_first_page_answers_without_a_script_or_another_host(server: Server) -> None:
    answer = server.client.get("/", params={"as_of": "2015-08-21", "variant": "hindsight"})
    page = Page(answer.text)

    assert answer.status_code == 200
    assert "7 certain" in " ".join(page.text.split())
    assert "Mikalai Statkevich" in page.text
    assert not [tag for tag, _ in page.tags if tag in {"script", "img", "iframe", "object"}]
    linked = {str(attrs.get("rel")): attrs.get("href") for tag, attrs in page.tags if tag == "link"}
    assert linked == {"stylesheet": "/static/khronika.css", "alternate": "/v1/changes.atom"}
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-cache"
    assert "set-cookie" not in answer.headers
    assert all(attrs.get("for") or attrs.get("id") for tag, attrs in page.tags if tag == "label")


def test_the_first_page_says_what_cannot_be_answered(server: Server) -> None:
    wrong = {"as_of": ("2099-01-01", "lies in the future"), "as_known": ("soon", "neither a log size")}
    wrong |= {"as_fo": ("2017-07-04", "no parameter")}
    for name, (value, said) in wrong.items():
        answer = server.client.get("/", params={name: value})

        assert answer.status_code == 400
        assert said in answer.text


def test_the_first_page_marks_old_knowledge(server: Server) -> None:
    answer = server.client.get("/", params={"as_of": "2017-07-04", "as_known": "3"})

    assert "what was known at log size 3" in answer.text
    assert "Nobody, as far as this basis knows" in answer.text


def test_a_page_shows_what_is_asked_as_text_never_as_markup(server: Server) -> None:
    answer = server.client.get("/", params={"as_known": '"><b>x</b>'})

    assert "<b>x</b>" not in answer.text


def test_the_log_of_the_server_names_nobody(belarus: Command) -> None:
    run = serving(belarus)
    with run as server:
        listed: list[dict[str, Any]] = server.client.get("/v1/prisoners", params={"as_of": "2017-07-04"}).json()[
            "prisoners"
        ]
        server.client.get("/v1/people/" + listed[0]["name"])

    assert "Paliyenka" not in run.said
    assert "Zhamchuzhny" not in run.said


def test_a_log_size_that_is_not_projected_in_time_is_asked_for_again(house: House) -> None:
    """Nobody projects here: after two seconds the answer is 503, with when to come back."""
    Scribe(house.ledger)
    app = create_app(Service(house.ledger, house.projector, house.questions, house.clock, house.engine))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        answer = client.get("/v1/counts", params={"as_known": house.ledger.size()})
        behind = client.get("/v1/health").json()

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert "ask again shortly" in answer.json()["detail"]
    assert behind["status"] == "behind"


def test_a_fault_of_ours_is_a_problem_without_a_trace(house: House, caplog: pytest.LogCaptureFixture) -> None:
    broken = Service(house.ledger, house.projector, None, house.clock, house.engine)  # type: ignore[arg-type]  # broken on purpose
    with TestClient(create_app(broken), base_url="http://127.0.0.1") as client:
        answer = client.get("/v1/counts", params={"as_of": "2017-07-04"})

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in answer.text
    assert "AttributeError at /v1/counts" in caplog.text


def test_a_page_of_another_site_cannot_ask_under_its_own_name(server: Server) -> None:
    assert server.client.get("/v1/health", headers={"Host": "elsewhere.example"}).status_code == 400
    assert server.client.get("/v1/health", headers={"Host": "localhost:8000"}).status_code == 200
