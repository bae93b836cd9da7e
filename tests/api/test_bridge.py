"""Bridges over the shipped register: on the command line, over HTTP and on the page; and day with knowledge as one."""

from typing import Any

import click
import pytest

from api.app import described
from tests.api.conftest import Command, Server
from tests.api.crawl import COMMANDS
from tests.api.html import Page

FIRST, LAST = "2015-08-21", "2017-07-04"
RELEASED = {
    "Artsiom Prakapenka", "Ihar Alinevich", "Mikalai Dziadok", "Mikalai Statkevich", "Yauhen Vaskovich", "Yury Rubtsou",
}  # fmt: skip
IMPRISONED = {"Dzmitry Paliyenka", "Mikhail Zhamchuzhny"}


def steps(answer: Any) -> list[tuple[str, int, int]]:
    return [(one["step"], one["certain"], one["possible"]) for one in answer["steps"]]


def moves(step: Any) -> dict[str, tuple[str, str]]:
    """Whom a step names, and what each was before and after."""
    return {one["after"][0]["name"]: (one["before"][0]["counted"], one["after"][0]["counted"]) for one in step["moved"]}


def closes(answer: Any) -> None:
    """Print the sums again: ends, steps and people give the same numbers."""
    for number in ("certain", "possible"):
        assert answer["before"][number] + answer[number] == answer["after"][number]
        assert sum(one[number] for one in answer["steps"]) == answer[number]
        for step in answer["steps"]:
            withheld = step[f"withheld_{number}"]
            assert sum(one[number] for one in step["moved"]) + withheld == step[number]


def test_the_bridge_from_six_prisoners_to_two_names_each_person_and_closes(belarus: Command) -> None:
    answer = belarus.ok("bridge", "--from", FIRST, "--to", LAST, "--json").json

    closes(answer)
    assert (answer["before"]["certain"], answer["after"]["certain"]) == (6, 2)
    assert steps(answer) == [("knowledge", 0, 0), ("world", -4, -4), ("rule", 0, 0)]
    world = moves(answer["steps"][1])
    assert world == {
        **dict.fromkeys(RELEASED, ("certain", "not counted")),
        **dict.fromkeys(IMPRISONED, ("not counted", "certain")),
    }
    for one in answer["steps"][1]["moved"]:
        assert one["facts"]
        assert all(fact["passages"] for fact in one["facts"])
        released = one["after"][0]["name"] in RELEASED
        decisive = "released" if released else "recognized"
        assert any(fact["type"] == decisive for fact in one["facts"])


def test_back_the_same_people_move_the_other_way(belarus: Command) -> None:
    there, back = (
        belarus.ok("bridge", "--from", first, "--to", last, "--json").json
        for first, last in ((FIRST, LAST), (LAST, FIRST))
    )

    closes(back)
    turned = {name: (was, now) for name, (now, was) in moves(there["steps"][1]).items()}
    assert moves(back["steps"][1]) == turned


def test_another_rule_moves_whom_it_counts_otherwise(belarus: Command) -> None:
    hindsight = belarus.ok("bridge", "--from", FIRST, "--to", FIRST, "--to-variant", "hindsight", "--json").json

    closes(hindsight)
    assert steps(hindsight) == [("knowledge", 0, 0), ("world", 0, 0), ("rule", 1, 1)]
    assert moves(hindsight["steps"][2]) == {"Mikhail Zhamchuzhny": ("not counted", "certain")}
    asked = ("--recognized-by", "Viasna", "--to-recognized-by", "any", "--to-definition", "restricted")
    closes(belarus.ok("bridge", "--from", FIRST, "--to", LAST, *asked, "--json").json)


def test_what_is_learnt_moves_people_by_what_the_log_took_in(belarus: Command) -> None:
    answer = belarus.ok("bridge", "--from", f"{FIRST}@0", "--to", FIRST, "--json").json

    closes(answer)
    assert steps(answer)[0] == ("knowledge", 6, 6)
    assert {one["after"][0]["name"] for one in answer["steps"][0]["moved"]} == RELEASED
    facts = [fact for one in answer["steps"][0]["moved"] for fact in one["facts"]]
    assert {fact["how"] for fact in facts} == {"recorded"}
    assert all(fact["was"] is None and fact["log"][0]["position"] > 0 for fact in facts)
    back = belarus.ok("bridge", "--from", FIRST, "--to", f"{FIRST}@0", "--json").json
    assert {fact["how"] for one in back["steps"][0]["moved"] for fact in one["facts"]} == {"not known yet"}


def test_the_page_names_whoever_was_registered_in_between(server: Server) -> None:
    """That somebody was registered is a fact without fields, and moves them."""
    for ends in ({"from": f"{FIRST}@0", "as_of": FIRST}, {"from": FIRST, "as_of": f"{FIRST}@0"}):
        answer = server.client.get("/bridge", params=ends)

        assert answer.status_code == 200
        shown = Page(answer.text)
        shown.check()
        assert all(one in shown.text for one in RELEASED)


def test_command_data_and_page_say_the_same_and_the_query_asks_again(server: Server, belarus: Command) -> None:
    said = belarus.ok("bridge", "--from", FIRST, "--to", LAST, "--to-variant", "hindsight", "--json").json
    data = server.client.get("/v1/bridge", params={"from": FIRST, "to": LAST, "to_variant": "hindsight"})
    again = server.client.get(f"/v1/bridge?{said['query']}")

    assert data.json() == again.json() == said
    assert data.headers["cache-control"] == "no-cache"
    shown = Page(server.client.get("/bridge", params={"from": FIRST, "as_of": LAST}).text)
    shown.check()
    for one in RELEASED | IMPRISONED:
        assert one in shown.text
    printed = belarus.ok("bridge", "--from", FIRST, "--to", LAST).out
    assert "  world      -4 certain, -4 possible" in printed
    assert all(f"{one}: certain, then not counted" in printed for one in RELEASED)


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ({"from": "2015-08"}, "from"),
        ({"from": "2015-08-21@"}, "from"),
        ({"from": "2015-08-21@x"}, "from"),
        ({"from": "2099-01-01"}, "from"),
        ({"from": FIRST, "to": "2099-01-01"}, "to"),
        ({"from": FIRST, "to_definition": "nobody"}, "to_definition"),
        ({"from": FIRST, "definition": "held", "to_variant": "hindsight"}, "to_variant"),
        ({"from": FIRST, "recognized_by": "Viasna", "to_definition": "held"}, "to_recognized_by"),
        ({"from": FIRST, "as_known": "3"}, "as_known"),
    ],
)
def test_a_bridge_that_cannot_be_asked_for_is_refused_with_its_place(
    server: Server, asked: dict[str, str], place: str
) -> None:
    answer = server.client.get("/v1/bridge", params=asked)

    assert (answer.status_code, answer.json()["field"]) == (400, place)


ABOUT_A_DAY = [
    name
    for name, command in COMMANDS.items()
    if {"as_of", "as_known"} <= {str(one.name) for one in command.params}
    and not any(one.required or isinstance(one, click.Argument) for one in command.params)
]
REFUSED = (f"{FIRST}@901", f"{FIRST}@2015-08-21T00:00:00Z", f"{FIRST}@", f"{FIRST}@x")


@pytest.mark.parametrize("command", ABOUT_A_DAY)
def test_every_command_takes_a_day_with_what_was_known_as_the_day_and_as_known(belarus: Command, command: str) -> None:
    """Whatever is added later is asked too, if it needs no more than a day."""
    apart = belarus.ok(command, "--as-of", FIRST, "--as-known", "900", "--json").out

    assert belarus.ok(command, "--as-of", f"{FIRST}@900", "--json").out == apart
    assert belarus.ok(command, "--as-of", f"{FIRST}@900", "--as-known", "900", "--json").out == apart
    for refused in REFUSED:
        said = belarus(command, "--as-of", refused, "--as-known", "900")
        assert (said.code, len(said.err.splitlines())) == (2, 1)


def test_so_does_every_question_over_http(server: Server) -> None:
    asked = 0
    for path, methods in described().openapi()["paths"].items():
        given = {one["name"]: one["required"] for one in methods.get("get", {}).get("parameters", [])}
        if "as_of" not in given or any(given.values()):
            continue
        apart = server.client.get(path, params={"as_of": FIRST, "as_known": "900"})
        for known in ({}, {"as_known": "900"}):
            both = server.client.get(path, params={"as_of": f"{FIRST}@900", **known})
            assert (both.status_code, both.content) == (200, apart.content), path
        for refused in REFUSED:
            answer = server.client.get(path, params={"as_of": refused, "as_known": "900"})
            assert (answer.status_code, answer.json()["field"]) == (400, "as_of"), (path, refused)
        asked += 1
    assert asked >= len(ABOUT_A_DAY) - 1


def test_the_basis_prints_day_and_size_as_one_and_takes_them_again(server: Server) -> None:
    basis = server.client.get("/v1/counts", params={"as_of": FIRST}).json()["basis"]
    shown = Page(server.client.get("/", params={"as_of": f"{FIRST}@900"}).text)

    assert basis["at"] == f"{FIRST}@{basis['as_known']['size']}"
    assert server.client.get("/v1/counts", params={"as_of": basis["at"]}).json()["basis"] == basis
    assert [shown.one("input", id=one).attributes["value"] for one in ("as_of", "as_known")] == [FIRST, "900"]
