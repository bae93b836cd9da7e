"""The cycle over the shipped register: the same on the command line, over HTTP and on the page."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from api import bootstrap
from api.app import create_app
from api.web import pages
from tests.api.conftest import Command, Server
from tests.api.html import Page

SIX = {
    "Artsiom Prakapenka", "Ihar Alinevich", "Mikalai Dziadok", "Mikalai Statkevich", "Yauhen Vaskovich", "Yury Rubtsou",
}  # fmt: skip


def month(belarus: Command, which: str) -> Any:
    return belarus.ok("cycle", "--from", which, "--to", which, "--json").json["months"][0]


def names(found: Any) -> set[str]:
    return {one["name"] for one in found["people"]}


def test_six_are_released_and_sanctions_suspended_two_months_later_then_lifted(belarus: Command) -> None:
    """Document 002 tells it so: a release, a reward, new prisoners."""
    august, october, february = (month(belarus, one) for one in ("2015-08", "2015-10", "2016-02"))

    assert names(august["released"]) == SIX
    assert (august["released"]["certain"], august["released"]["possible"]) == (6, 6)
    assert october["suspended"]["totals"]["persons"]["certain"] == 170
    assert february["lifted"]["totals"]["persons"]["certain"] == 170
    acts = [reason["fields"] for one in february["lifted"]["targets"] for reason in one["because"]]
    assert {"2016-02-25"} <= {one["adopted"] for one in acts if "adopted" in one}


def test_new_prisoners_are_recognized_and_one_who_was_released_is_detained_again(belarus: Command) -> None:
    assert names(month(belarus, "2015-12")["recognized"]) == {"Mikhail Zhamchuzhny"}
    march = month(belarus, "2017-03")
    assert "Mikalai Statkevich" in names(march["detained_again"])
    again = next(one for one in march["detained_again"]["people"] if one["name"] == "Mikalai Statkevich")
    assert {"detained", "released", "recognized"} <= {one["type"] for one in again["because"]}
    assert all(one["passages"] for one in again["because"])


def test_a_page_that_cannot_tell_of_everybody_says_of_how_many_more_and_leads_to_the_month_alone(
    belarus: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "TOLD", 4)
    with bootstrap.service(belarus.url) as service:
        client = TestClient(create_app(service), base_url="http://127.0.0.1")
        year = Page(client.get("/cycle", params={"from": "2015-01", "as_of": "2015-12-31"}).text)
        alone = next(link for link in year.links if link.startswith("/cycle?") and "2015-08" in link)
        august = Page(client.get(alone).text)
        months = client.get("/cycle.json", params={"from": "2015-08", "as_of": "2015-08-31"}).json()["months"]

    six = {one["id"] for one in months[0]["released"]["people"]}
    led = [{one for one in six for link in page.links if one in link} for page in (year, august)]
    assert [len(each) for each in led] == [2, 4]
    assert "4 more persons; the files of this page name everybody. This month alone, with more of them" in year.text
    assert "2 more persons; the files of this page name everybody." in august.text
    assert "This month alone" not in august.text
    assert names(months[0]["released"]) == SIX


def test_before_anything_was_recorded_a_month_saw_nothing(belarus: Command) -> None:
    asked = ("cycle", "--from", "2015-08", "--to", "2015-08", "--as-known", "0")

    assert belarus.ok(*asked).out.startswith("2015-08: nothing, as far as is known\n")


def test_command_data_and_page_say_the_same(server: Server, belarus: Command) -> None:
    said = belarus.ok("cycle", "--from", "2015-08", "--to", "2015-10", "--json").json
    data = server.client.get("/v1/cycle", params={"from": "2015-08", "to": "2015-10"})
    again = server.client.get(f"/v1/cycle?{said['basis']['query']}")
    shown = Page(server.client.get("/cycle", params={"from": "2015-08", "as_of": "2015-10-07"}).text)

    assert data.json() == again.json() == said
    assert data.headers["cache-control"] == "no-cache"
    assert [one["month"] for one in said["months"]] == ["2015-08", "2015-09", "2015-10"]
    shown.check()
    for one in SIX:
        assert one in shown.text
    for each in said["months"]:
        for kind in ("recognized", "released", "detained_again"):
            for person in each[kind]["people"]:
                assert any(link.startswith(f"/people/{person['id']}") for link in shown.links)


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ({"from": "2015"}, "from"),
        ({"from": "2015-13"}, "from"),
        ({"from": "2015-08-21"}, "from"),
        ({"from": "2099-01"}, "from"),
        ({"from": "1920-01"}, "from"),
        ({"from": "2015-08", "to": "2015-07"}, "to"),
        ({"from": "2015-08", "to": "2099-01"}, "to"),
        ({"from": "2015-08", "as_of": "2015-08-21"}, "as_of"),
    ],
)
def test_months_that_cannot_be_asked_for_are_refused_with_their_place(
    server: Server, asked: dict[str, str], place: str
) -> None:
    answer = server.client.get("/v1/cycle", params=asked)

    assert (answer.status_code, answer.json()["field"]) == (400, place)
