"""The log as it grows, what is left to do, and what counts count."""

from pathlib import Path
from typing import Any

import pytest

from domain.folds.counts import DEFINITIONS
from tests.api.conftest import Command, Server, serving

PEOPLE = """\
register: people
facts:
  - {type: source-registered, key: s1, kind: news, issuer: A, title: T, language: en, published: 2017-03-02}
  - {type: passage-quoted, key: q1, source: s1, pinpoint: paragraph 1, text: It is so.}
  - {type: person-registered, key: p1}
  - {type: person-registered, key: p2}
  - type: administratively-arrested
    key: d1
    person: p1
    occurred: 2017-03-01
    term: {length: P15D}
    passages: [q1]
  - {type: detained, key: d2, person: p2, occurred: 2017-03-01, passages: [q1]}
  - {type: released, key: r2, person: p2, occurred: 2017-02-20, deprivation: d2, passages: [q1]}
"""


@pytest.fixture
def two(khronika: Command, tmp_path: Path) -> Command:
    folder = tmp_path / "people"
    folder.mkdir()
    (folder / "register.yaml").write_text(PEOPLE)
    khronika.ok("load", str(folder))
    return khronika


def follow(server: Server, since: int = 0, **asked: str) -> list[Any]:
    """All changes after a position, page by page."""
    found: list[Any] = []
    following: int | None = since
    while following is not None:
        page = server.client.get("/v1/changes", params={"since": str(following), **asked}).json()
        found += page["changes"]
        following = page["next"]
    return found


@pytest.mark.parametrize("limit", ["1000", "77"])
def test_following_the_log_to_its_end_gives_every_event_once(server: Server, limit: str) -> None:
    size = server.client.get("/v1/health").json()["log_size"]

    assert [one["position"] for one in follow(server, limit=limit)] == list(range(1, size + 1))
    assert [one["position"] for one in follow(server, size - 5, limit="2")] == list(range(size - 4, size + 1))
    assert follow(server, size) == []
    assert [one["position"] for one in follow(server, 3, limit="2", as_known="8")] == [4, 5, 6, 7, 8]
    assert follow(server, 8, as_known="8") == []


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("since=999999", 400, "since"),
        ("since=9&as_known=8", 400, "since"),
        ("since=-1", 400, "since"),
        ("since=", 400, "since"),
        ("since=1.5", 400, "since"),
        ("since=٣", 400, "since"),
        ("since=" + "9" * 500, 400, "since"),
        ("since=0&limit=0", 400, "limit"),
        ("since=0&limit=1001", 400, "limit"),
        ("since=0&since=1", 400, "since"),
        ("since=0&as_of=2017-07-04", 400, "as_of"),
        ("", 422, "since"),
    ],
)
def test_changes_that_cannot_be_listed_are_one_problem(server: Server, query: str, status: int, field: str) -> None:
    answer = server.client.get(f"/v1/changes?{query}")

    assert (answer.status_code, answer.json()["field"]) == (status, field)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_correction_concerns_the_people_of_both_versions(two: Command) -> None:
    with serving(two) as server:
        known = follow(server)
        first, second = [one["fact"] for one in known if one["type"] == "person-registered"]
        (arrest,) = [one for one in known if one["type"] == "administratively-arrested"]
        (release,) = [one for one in known if one["type"] == "released"]
        assert arrest["people"] == [first]
        two.ok("correct", arrest["fact"], "--set", f"person={second}", "--reason", "it was the other")
        two.ok("retract", release["fact"], "--reason", "misread")
        two.ok("reinstate", release["fact"], "--reason", "it was right")
        moved, gone, back = follow(server, len(known), as_known=str(len(known) + 3))

    assert sorted(moved["people"]) == sorted([first, second])
    assert (moved["change"], moved["type"], moved["reason"]) == (
        "corrected", "administratively-arrested", "it was the other",
    )  # fmt: skip
    assert (moved["fact"], moved["version"]) == (arrest["fact"], 2)
    assert (gone["change"], gone["type"], gone["people"]) == ("retracted", None, [second])
    assert (back["change"], back["version"]) == ("reinstated", 3)


def test_the_worklist_names_terms_that_are_over_silence_and_oddities(two: Command) -> None:
    def tasks(server: Server, **asked: str) -> set[tuple[str, str | None]]:
        listed = server.client.get("/v1/worklist", params=asked).json()["tasks"]
        return {(one["concern"], one["since"]) for one in listed}

    with serving(two) as server:
        people = [one["fact"] for one in follow(server) if one["type"] == "person-registered"]
        odd = ("odd", None)
        over = ("term over without a release", "2017-03-16")
        silent = ("no news", "2017-03-02")

        assert tasks(server, as_of="2017-03-15") == {odd}
        assert tasks(server, as_of="2017-03-16") == {odd, over}
        assert tasks(server, as_of="2017-06-03", months="3") == {odd, over, silent}
        assert tasks(server, as_of="2017-06-03", months="4") == {odd, over}
        assert tasks(server, as_of="2017-06-02", months="3") == {odd, over}
        assert tasks(server, as_known="0") == set()
        listed = server.client.get("/v1/worklist").json()
        assert {one["person"] for one in listed["tasks"]} == set(people)
        assert all(
            server.client.get(f"/v1/facts/{one}").status_code == 200 for t in listed["tasks"] for one in t["facts"]
        )
        for query, field in (("months=0", "months"), ("months=1201", "months"), ("as_of=2099-01-01", "as_of")):
            refused = server.client.get(f"/v1/worklist?{query}")
            assert (refused.status_code, refused.json()["field"]) == (400, field)


def test_definitions_are_those_that_counts_take(server: Server) -> None:
    answer = server.client.get("/v1/definitions").json()

    assert [one["id"] for one in answer["definitions"]] == list(DEFINITIONS)
    for one in answer["definitions"]:
        for variant in ("then", "hindsight"):
            asked = {"as_of": "2017-07-04", "definition": f"{one['id']}/{one['version']}", "variant": variant}
            taken = server.client.get("/v1/counts", params=asked).status_code == 200
            assert taken == (variant in one["variants"])


ADDRESSES = {
    ("series", "--from", "2015-01-01", "--to", "2016-01-01"): "/v1/counts/series?from=2015-01-01&to=2016-01-01",
    ("series", "--on", "2015-08-21", "--on", "2017-07-04"): "/v1/counts/series?on=2015-08-21&on=2017-07-04",
    ("count", "--as-of", "2015-08-21", "--by", "recognizer"): "/v1/counts?as_of=2015-08-21&by=recognizer",
    ("count", "--as-of", "2017-07-04", "--as-published", "2017-06-01"): (
        "/v1/counts?as_of=2017-07-04&as_published=2017-06-01"
    ),
    ("list", "--as-of", "2015-08-21", "--as-published", "2015-09-30"): (
        "/v1/prisoners?as_of=2015-08-21&as_published=2015-09-30"
    ),
    ("series", "--on", "2015-08-21", "--as-published", "2015-09-30"): (
        "/v1/counts/series?on=2015-08-21&as_published=2015-09-30"
    ),
    ("count", "--as-of", "2015-08-21", "--by", "gender", "--as-published", "2015-09-30"): (
        "/v1/counts?as_of=2015-08-21&by=gender&as_published=2015-09-30"
    ),
    ("count", "--as-of", "2021-10-01", "--by", "place"): "/v1/counts?as_of=2021-10-01&by=place",
    ("list", "--as-of", "2021-10-01", "--by", "liberty", "--group", "colony"): (
        "/v1/prisoners?as_of=2021-10-01&by=liberty&group=colony&limit=500"
    ),
    ("places", "--as-of", "2021-10-01"): "/v1/places?as_of=2021-10-01",
    ("find", "Viasna", "paviel-sieviaryniec"): "/v1/people?publisher=Viasna&external_id=paviel-sieviaryniec",
    ("changes", "10", "--limit", "3"): "/v1/changes?since=10&limit=3",
    ("todo", "--as-of", "2022-01-01", "--months", "6"): "/v1/worklist?as_of=2022-01-01&months=6",
    ("definitions",): "/v1/definitions",
}


@pytest.mark.parametrize(("arguments", "address"), ADDRESSES.items(), ids=lambda one: one[0])
def test_a_command_prints_the_object_that_http_returns(
    server: Server, arguments: tuple[str, ...], address: str
) -> None:
    assert server.client.get(address).json() == server.command.ok(*arguments, "--json").json


SAID = {
    ("series", "--on", "2015-08-21", "--on", "2017-07-04"): (
        "in-custody, at the end of each day",
        "  2015-08-21: 6 certain, 6 possible",
        "  2017-07-04: 2 certain, 2 possible, complete",
    ),
    ("count", "--as-of", "2015-08-21", "--by", "recognizer"): (
        "By recognizer, overlapping: one person may stand in several",
        "  Viasna: 6 certain, 6 possible",
    ),
    ("count", "--as-of", "2017-07-04", "--as-published", "2017-06-01"): (
        "in-custody on 2017-07-04, as published by 2017-06-01: ",
    ),
    ("list", "--as-of", "2015-08-21", "--as-published", "2015-09-30"): (
        "in-custody on 2015-08-21, as published by 2015-09-30: ",
    ),
    ("series", "--on", "2015-08-21", "--as-published", "2015-09-30"): (
        "in-custody, at the end of each day, as published by 2015-09-30",
    ),
    ("count", "--as-of", "2021-10-01", "--by", "place"): (
        "By place",
        "  Penal colony No. 4, Homiel: 2 certain, 2 possible",
    ),
    ("places", "--as-of", "2021-10-01"): (
        "Penal colony No. 4, Homiel: colony",
        "  held there: 2 certain, 2 possible",
        "Held where no place is known, or withheld: ",
    ),
    ("find", "Viasna", "nobody-at-all"): ("Nobody, as far as this log knows.",),
    ("changes", "0", "--limit", "1"): ("recorded ", "More follow: khronika changes 1"),
    ("todo", "--as-of", "2022-01-01"): ("To look into on 2022-01-01: ", "  person ", "  fact "),
    ("definitions",): ("in-custody  version 1, asked then or hindsight", "former  version 1", "Rules version 2"),
}


@pytest.mark.parametrize(("arguments", "lines"), SAID.items(), ids=lambda one: one[0])
def test_a_command_prints_a_text_that_says_it(
    belarus: Command, arguments: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    out = belarus.ok(*arguments).out

    for line in lines:
        assert line in out
    assert "As known: log size" in out or arguments == ("definitions",)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("series",), "a series needs from, or days with on"),
        (("series", "--on", "2099-01-01"), "--on 2099-01-01 lies in the future"),
        (("series", "--from", "2017-01-01", "--interval", "decade"), "'decade' is no interval"),
        (("series", "--on", "2017-01-01", "--interval", "day"), "either days with on"),
        (("count", "--by", "region"), "'region' is no breakdown"),
        (("count", "--as-published", "2099-01-01"), "--as-published 2099-01-01 lies in the future"),
        (("count", "--definition", "in-custody/2"), "has version 1 here, not '2'"),
        (("changes", "99999999"), "is beyond the log size"),
        (("changes", "x"), "since 'x' is not a whole number"),
        (("changes", "0", "--limit", "0"), "--limit '0' is not a whole number"),
        (("todo", "--months", "0"), "--months '0' is not a whole number"),
        (("find", "", "x"), "publisher is empty"),
        (("find", "Viasna", "\udcff"), "external_id is empty or holds a control character"),
        (("count", "--recognized-by", "\udcff"), "has recognized nobody"),
    ],
)
def test_a_command_that_cannot_be_is_one_message(belarus: Command, arguments: tuple[str, ...], message: str) -> None:
    done = belarus(*arguments)

    assert (done.code, done.out) == (2, "")
    assert message in done.err
