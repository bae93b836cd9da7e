"""The search by name at its three doors: what is asked for is in no address, no log, no error and no cache."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from projections.database import engine_of
from tests.api.conftest import Command, Server, serving
from tests.api.html import Page

NAME = "Zyanon Kurapatsich-Mroiva"
"""Nobody's, and easily told apart from every other word."""
FORM = "application/x-www-form-urlencoded"
BODIES = [
    {"name": NAME, "of": 1},
    {"name": {NAME: NAME}},
    {"name": [NAME]},
    {"name": NAME * 20},
    {"name": f"{NAME}\x00"},
    {"name": "  "},
    {"name": "17"},
    {NAME: 1},
    {"name": "Maroz", NAME: 1},
    {},
    [NAME],
    NAME,
    {"name": "Maroz", "as_known": NAME},
    {"name": "Maroz", "as_known": -1},
    {"name": "Maroz", "as_known": 1.5},
    {"name": "Maroz", "as_known": [NAME]},
    {"name": "Maroz", "as_known": 10**9},
]


def post(server: Server, **asked: Any) -> Any:
    return server.client.post("/v1/people/search", json=asked)


@pytest.fixture
def somebody(server: Server) -> dict[str, Any]:
    """A person of the register with several names."""
    listed = server.client.get("/v1/prisoners", params={"as_of": "2015-08-21"}).json()["prisoners"]
    people = [server.client.get(f"/v1/people/{one['id']}").json() for one in listed]
    return max(people, key=lambda one: len(names_of(one)))


def names_of(person: dict[str, Any]) -> list[str]:
    return [one["fields"]["text"] for one in person["stated"] if one["type"] == "named"]


def test_everybody_in_the_register_is_found_first_by_each_of_their_names(server: Server) -> None:
    listed = server.client.get("/v1/prisoners", params={"definition": "ever-recognized", "limit": 500}).json()
    for one in listed["prisoners"]:
        for name in names_of(server.client.get(f"/v1/people/{one['id']}").json()):
            found = post(server, name=name).json()["candidates"]
            assert found[0]["id"] == one["id"]
            assert found[0]["score"] == 1


def test_a_candidate_comes_with_its_names_and_why(server: Server, somebody: dict[str, Any]) -> None:
    name = somebody["name"]

    found = post(server, name=" ".join(reversed(name.split()))).json()["candidates"][0]

    assert (found["id"], found["name"], found["likely"]) == (somebody["id"], name, True)
    assert {match["text"] for match in found["matches"]} <= set(names_of(somebody))
    assert {fit["how"] for fit in found["matches"][0]["parts"]} == {"same letters"}
    for match in found["matches"]:
        assert server.client.get(f"/v1/facts/{match['fact']}").json()["fact"]["fields"]["text"] == match["text"]


def test_a_search_is_answered_at_the_size_asked_for(server: Server, somebody: dict[str, Any]) -> None:
    size = server.client.get("/v1/health").json()["log_size"]

    assert post(server, name=somebody["name"], as_known=0).json()["candidates"] == []
    assert post(server, name=somebody["name"], as_known=size).json() == post(server, name=somebody["name"]).json()
    assert post(server, name=somebody["name"], as_known=str(size)).json()["as_known"]["size"] == size
    assert post(server, name=somebody["name"], as_known="2020-01-01T00:00:00Z").json()["as_known"]["size"] == 0


def test_nobody_is_found_where_no_name_is_like_it(server: Server) -> None:
    assert post(server, name=NAME).json()["candidates"] == []


def test_the_answer_is_kept_by_nobody(server: Server, somebody: dict[str, Any]) -> None:
    answers = [
        post(server, name=somebody["name"]),
        post(server, name=""),
        server.client.post("/search", data={"name": somebody["name"]}),
        server.client.post("/search", data={"name": ""}),
        server.client.post("/search", data={"name": somebody["name"]}, headers={"If-None-Match": "*"}),
    ]
    for answer in answers:
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
        assert "location" not in answer.headers
        assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_cannot_be_read_is_refused_and_not_repeated(server: Server, body: object) -> None:
    answer = server.client.post("/v1/people/search", json=body)

    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert NAME not in answer.text
    assert NAME not in json.dumps(answer.json(), ensure_ascii=False)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (NAME.encode(), "application/json"),
        (b"{", "application/json"),
        (b"\xff\xfe", "application/json"),
        (NAME.encode(), "text/plain"),
        (f"name={NAME}".encode(), FORM),
    ],
)
def test_what_is_no_json_is_refused_and_not_repeated(server: Server, body: bytes, kind: str) -> None:
    answer = server.client.post("/v1/people/search", content=body, headers={"Content-Type": kind})

    assert answer.status_code == 422
    assert "Zyanon" not in answer.text


@pytest.mark.parametrize(
    "form",
    [
        "",
        "name=",
        f"name={NAME}&name={NAME}",
        f"{NAME}=1",
        f"name={NAME}&other={NAME}",
        f"name={NAME}%00",
        f"name={NAME * 20}",
        f"name={NAME * 900}",
        "name=17",
        NAME,
    ],
)
def test_a_form_that_cannot_be_read_is_refused_on_a_page_and_not_repeated(server: Server, form: str) -> None:
    answer = server.client.post("/search", content=form.encode(), headers={"Content-Type": FORM})
    shown = Page(answer.text)
    shown.check()

    assert answer.status_code == 400
    assert shown.one("p", role="alert").text
    assert "Zyanon" not in answer.text


def test_no_address_takes_a_name(server: Server) -> None:
    for path, status in (("/search", 400), ("/v1/people/search", 405)):
        answer = server.client.get(path, params={"name": NAME})
        assert answer.status_code == status
        assert NAME not in answer.text


def test_the_page_posts_and_shows_what_the_data_holds(server: Server, somebody: dict[str, Any]) -> None:
    empty = Page(server.client.get("/search").text)
    empty.check()
    answer = server.client.post("/search", data={"name": somebody["name"]})
    shown = Page(answer.text)
    shown.check()
    found = post(server, name=somebody["name"]).json()["candidates"]

    assert answer.status_code == 200
    assert "?" not in str(answer.url)
    assert empty.one("form", method="post").attributes["action"] == "/search"
    assert empty.one("input", name="name").attributes["value"] == ""
    assert [one.text.strip() for one in shown.all("h3")] == [one["name"] for one in found]
    for one in found:
        assert f"/people/{one['id']}" in shown.links
        assert all(match["text"] in shown.text and f"/facts/{match['fact']}" in shown.links for match in one["matches"])
    assert not [link for link in shown.links if somebody["name"].split()[0] in link]


def test_both_clocks_go_along_with_a_search_on_the_page_and_old_knowledge_is_marked(
    server: Server, somebody: dict[str, Any]
) -> None:
    shown = Page(server.client.get("/search", params={"as_of": "2015-08-21", "as_known": "3"}).text)
    action = shown.one("form", method="post").attributes["action"]
    old = Page(server.client.post(action, data={"name": somebody["name"]}).text)
    old.check()

    assert action == "/search?as_of=2015-08-21&as_known=3"
    assert "Nobody, as far as this basis knows." in old.text
    assert "This is what was known at log size 3" in old.one("aside").text
    assert all("as_of=2015-08-21" in link for link in old.links)


def test_what_is_posted_is_text_and_never_markup(server: Server) -> None:
    answer = server.client.post("/search", data={"name": "Maroz\"'><script>x</script><b onclick=x>&lt;"})

    assert answer.status_code == 200
    Page(answer.text).check()


def test_the_command_prints_the_object_that_http_returns(server: Server, somebody: dict[str, Any]) -> None:
    name = somebody["name"]

    assert server.command.ok("search", "--json", stdin=f"{name}\n").json == post(server, name=name).json()
    assert server.command.ok("search", stdin=name).out.startswith(f"likely 1.00  {name}\n")
    assert server.command.ok("search", stdin=NAME).out.startswith("Nobody, as far as this log knows.\n")
    assert server.command.ok("search", "--as-known", "3", stdin=name).out.startswith("Nobody")


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (NAME.split(), ""),
        ([NAME], NAME),
        ([f"--{NAME}"], ""),
        (["--as-known", "99999999"], NAME),
        ([], ""),
        ([], "17\n"),
        ([], NAME * 20),
    ],
)
def test_the_command_refuses_a_name_as_an_argument_and_repeats_none(
    belarus: Command, arguments: list[str], stdin: str
) -> None:
    done = belarus("search", *arguments, stdin=stdin)

    assert done.code == 2
    assert done.err.startswith("khronika: ")
    assert "Zyanon" not in done.out + done.err


def test_the_service_logs_no_name_also_when_the_database_fails(
    recorded: Command,
) -> None:
    run = serving(recorded)
    with run as server:
        served = server.client.post("/v1/people/search", json={"name": NAME}).status_code
        server.client.post("/search", data={"name": NAME})
        server.client.post("/v1/people/search", json={"name": NAME, NAME: NAME})
        engine = engine_of(recorded.url)
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE named_a"))
        engine.dispose()
        failed = server.client.post("/v1/people/search", json={"name": NAME})
        shown = server.client.post("/search", data={"name": NAME})

    assert served == 200
    assert failed.status_code == shown.status_code == 503
    assert "at /v1/people/search" in run.said
    assert "Zyanon" not in run.said + failed.text + shown.text
