"""Mandates and laws over the shipped register: the same on the command line, over HTTP and on the page."""

import pytest

from tests.api.conftest import Command, Server
from tests.api.html import Page


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2006-06-01", "possibly"),
        ("2017-07-04", "certainly"),
        ("2019-01-09", "certainly"),
        ("2019-07-18", "certainly"),
        ("2019-07-19", "no"),
        ("2022-01-04", "no"),
        ("2022-01-15", "possibly"),
        ("2022-01-22", "certainly"),
    ],
)
def test_article_193_1_is_in_force_by_its_own_days_not_by_signatures(belarus: Command, day: str, expected: str) -> None:
    laws = belarus.ok("laws", "--as-of", day, "--json").json["laws"]

    assert [one["in_force"] for one in laws if one["provision"] == "Criminal Code, article 193.1"] == [expected]
    assert all(step["passages"] for one in laws for step in one["steps"])


@pytest.mark.parametrize(("day", "expected"), [("2016-06-01", "possibly"), ("2017-07-04", "certainly")])
def test_a_provision_that_is_named_without_a_day_is_in_force_from_the_document_on(
    belarus: Command, day: str, expected: str
) -> None:
    laws = belarus.ok("laws", "--as-of", day, "--json").json["laws"]

    assert [one["in_force"] for one in laws if one["provision"] == "Law “On mass gatherings”"] == [expected]


def test_on_the_day_of_the_forum_one_mechanism_of_the_un_has_a_mandate_and_two_of_parliaments(
    belarus: Command,
) -> None:
    mandates = belarus.ok("mandates", "--as-of", "2017-07-04", "--json").json["mandates"]
    in_force = {one["mechanism"] for one in mandates if one["in_force"] != "no"}

    assert in_force == {
        "Special Rapporteur on the situation of human rights in Belarus",
        "Working Group on Belarus in the OSCE Parliamentary Assembly",
        "Rapporteur on Belarus in PACE",
    }
    assert {"OSCE Moscow Mechanism, 2011", "Universal Periodic Review, second cycle"} <= {
        one["mechanism"] for one in mandates
    }


@pytest.mark.parametrize("room", ["mandates", "laws"])
def test_command_data_and_page_say_the_same(server: Server, belarus: Command, room: str) -> None:
    asked = {"as_of": "2022-01-15"}
    said = belarus.ok(room, "--as-of", "2022-01-15", "--json").json
    data = server.client.get(f"/v1/{room}", params=asked).json()
    shown = Page(server.client.get(f"/{room}", params=asked).text)

    assert data == said
    for one in data[room]:
        for step in one["steps"]:
            for passage in step["passages"]:
                assert " ".join(passage["text"].split()) in shown.text
