"""Cases over the shipped register: the same on the command line, over HTTP and on the pages."""

from typing import Any

import pytest

from tests.api.conftest import Command, Server
from tests.api.html import Page


@pytest.fixture(scope="module")
def people(server: Server) -> dict[str, Any]:
    """Everybody ever recognized, by name, each with their record."""
    asked = {"as_of": "2022-01-01", "definition": "ever-recognized", "limit": "500"}
    listed = server.client.get("/v1/prisoners", params=asked).json()["prisoners"]
    return {one["name"]: server.client.get(f"/v1/people/{one['id']}").json() for one in listed}


def test_command_data_and_page_say_the_same_of_a_day(server: Server, belarus: Command) -> None:
    said = belarus.ok("cases", "--as-of", "2016-01-01", "--json").json
    data = server.client.get("/v1/cases", params={"as_of": "2016-01-01"}).json()
    text = belarus.ok("cases", "--as-of", "2016-01-01").out
    shown = Page(server.client.get("/cases", params={"as_of": "2016-01-01"}).text)

    assert data == said
    assert {"suspect", "suspended", "charged"} <= {one["group"] for one in data["states"]}
    for group in (*data["states"], *data["serving"], *data["after_release"]):
        assert group["group"] in shown.text
        assert f"{group['group']}: {group['certain']} certain, {group['possible']} possible" in text


def test_a_case_is_shown_with_its_states_charges_and_passages(people: dict[str, Any], server: Server) -> None:
    person = people["Viachaslau Kasinerau"]
    graffiti, hooliganism = person["cases"]

    assert (graffiti["called"], hooliganism["called"]) == ("graffiti case", None)
    assert [one["may_be"] for one in hooliganism["states"]] == [["none yet", "opened"], ["charged"], ["convicted"]]
    assert [(one["article"], one["start"], one["holds"]) for one in hooliganism["charges"]] == [
        ("CC 339 part 1", "2017-03-28", "certainly")
    ]
    charged = next(one for one in hooliganism["facts"] if one["type"] == "charged")
    assert any("criminally charged under Part 1, Article 339" in one["text"] for one in charged["passages"])

    shown = Page(server.client.get(f"/people/{person['id']}").text)
    shown.check()
    assert "charged under CC 339 part 1" in shown.text
    assert "Criminal case, graffiti case" in shown.text


def test_a_deferred_sentence_becomes_a_colony_when_the_deferral_is_revoked(people: dict[str, Any]) -> None:
    sentence = people["Dzmitry Paliyenka"]["sentences"][0]

    assert [(one["start"], one["may_be"]) for one in sentence["punishment"]] == [
        ("2016-10-12", ["deferred"]),
        ("2017-04-07", ["colony"]),
    ]
    assert [one["may_be"] for one in sentence["term"]] == [["P2Y"], ["P1Y6M"]]
    assert {one["type"] for one in sentence["facts"]} == {"sentenced", "replaced-by-stricter"}


def test_the_command_prints_the_lanes_of_a_person(belarus: Command, people: dict[str, Any]) -> None:
    printed = belarus.ok("person", people["Ales Bialiatski"]["id"]).out

    for line in ("\nCases\n", "2023-03-03 to 2023-04-21: convicted", "\nSentences\n", "\nAfter release\n"):
        assert line in printed


def test_people_are_counted_by_the_article_of_the_custody_of_the_day(server: Server) -> None:
    asked = {"as_of": "2021-02-01", "by": "article"}
    answer = server.client.get("/v1/counts", params=asked).json()
    groups = {one["group"]: (one["certain"], one["possible"]) for one in answer["breakdown"]["groups"]}

    assert answer["breakdown"]["overlapping"]
    assert groups["CC 342"] == (4, 6)
    assert groups["unknown"][1] < answer["possible"]
    assert sum(possible for _, possible in groups.values()) >= answer["possible"]


@pytest.mark.parametrize("definition", ["former", "ever-recognized"])
def test_articles_are_no_groups_of_those_who_are_not_held(server: Server, definition: str) -> None:
    refused = server.client.get("/v1/counts", params={"definition": definition, "by": "article"})

    assert (refused.status_code, refused.json()["field"]) == (400, "by")
    assert "counts no custody" in refused.json()["detail"]
