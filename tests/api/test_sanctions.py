"""Sanctions over the shipped register, at every door: how many before, between and after the acts of 2015 and 2016."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from domain.dates import day_of
from projections.replay.sanctions import replay_sanctions
from tests.api.conftest import Command, Server
from tests.api.html import Page
from tests.conftest import opened
from tests.sanctions import as_replayed, without_stands

THREE = ("2015-10-01", "2015-11-01", "2016-03-01")
AROUND = (
    *(f"{year}-06-15" for year in range(2004, 2022)),
    *("2004-09-25", "2004-12-13", "2008-10-12", "2008-10-13", "2009-04-08", "2009-12-16", "2010-10-30", "2011-02-15"),
    *("2011-10-20", "2012-10-20", "2013-10-30", "2014-07-08", "2014-10-30", "2014-10-31", "2015-07-13", "2015-10-30"),
    *("2015-10-31", "2016-02-26", "2016-02-27", "2016-02-29", "2016-03-01", "2017-02-27", "2021-02-28", "2021-03-01"),
)
ON = [part for day in THREE for part in ("--on", day)]


def bounds(totals: dict[str, Any], unit: str) -> tuple[int, int | None]:
    return totals[unit]["certain"], totals[unit]["possible"]


def test_one_command_answers_for_three_days_with_passages(belarus: Command) -> None:
    """170 persons and 3 entities suspended, 4 persons and the embargo not; 171 and 10 stand beside them."""
    answer = belarus.ok("sanctions", *ON, "--authority", "EU", "--json").json
    october, november, march = (one["any_measure"] for one in answer["days"])

    assert bounds(october["in_force"], "persons") == (174, 219)
    assert bounds(october["suspended"], "persons") == (0, 0)
    assert bounds(november["in_force"], "persons") == (4, 4)
    assert bounds(november["suspended"], "persons") == (170, 171)
    assert bounds(november["suspended"], "entities") == (3, 10)
    assert bounds(november["either"], "persons") == (174, 175)
    assert bounds(march["either"], "persons") == (4, 4)
    assert bounds(march["either"], "entities") == (0, 0)
    for day in answer["days"]:
        assert bounds(day["any_measure"]["in_force"], "countries") == (1, 1)
        for target in (*day["under"], *day["ended"]):
            assert target["because"]
            assert all(reason["passages"] for reason in target["because"])


def test_the_act_of_october_shows_its_clocks(belarus: Command) -> None:
    answer = belarus.ok("sanctions", "--as-of", "2015-11-01", "--measure", "travel ban", "--json").json
    (suspended,) = (one for one in answer["days"][0]["under"] if one["measures"][0]["may_be"] == ["suspended"])
    (act,) = (one["fields"] for one in suspended["because"] if one["type"] == "act-adopted")
    said = {one["type"]: one["fields"] for one in suspended["because"]}

    assert (act["adopted"], act["published"], act["in_force"]) == ("2015-10-29", "2015-10-30", "2015-10-31")
    assert said["measure-prolonged"]["expires"] == said["measure-suspended"]["suspended_until"] == "2016-02-29"
    assert {one["fields"]["persons"] for one in suspended["because"] if one["type"] == "size-stated"} == {"170", "171"}


def test_the_text_says_how_many_and_whom(belarus: Command) -> None:
    said = belarus.ok("sanctions", "--as-of", "2015-11-01").out

    assert (
        "EU, Belarus, travel ban: persons 174 certain, 175 possible\n    in force: persons 4 certain, 4 possible"
        in said
    )
    assert "suspended: persons 170 certain, 171 possible; entities 3 certain, 10 possible" in said
    assert "act-adopted  Decision (CFSP) 2015/1957, adopted 2015-10-29, published 2015-10-30" in said
    assert "(in our words) On 29 October the Council suspended" in said
    assert "groups of unstated size 1" in belarus.ok("sanctions", "--as-of", "2014-09-01").out
    ended = belarus.ok("sanctions", "--as-of", "2016-03-01").out.partition("No longer under measures on 2016-03-01")[2]
    assert "EU, travel ban: lifted" in ended


def test_http_gives_the_object_that_the_command_prints(server: Server) -> None:
    printed = server.command.ok("sanctions", *ON, "--authority", "EU", "--json").json
    answer = server.client.get("/v1/sanctions", params={"on": list(THREE), "authority": "EU"})

    assert answer.json() == printed
    assert answer.headers["cache-control"] == "no-cache"
    again = server.client.get(f"/v1/sanctions?{printed['basis']['query']}")
    assert again.json() == printed


def test_the_page_holds_what_the_data_hold(server: Server) -> None:
    day = server.client.get("/v1/sanctions", params={"as_of": "2015-11-01"}).json()["days"][0]
    answer = server.client.get("/sanctions", params={"as_of": "2015-11-01"})
    shown = Page(answer.text)
    shown.check()

    assert "170 certain, 171 possible" in shown.text
    for target in day["under"]:
        assert target["name"] in shown.text
        for reason in target["because"]:
            assert any(link.startswith(f"/facts/{reason['id']}") for link in shown.links)
            assert all(" ".join(passage["text"].split()) in shown.text for passage in reason["passages"])
    (data,) = (link for link in shown.links if link.startswith("/v1/"))
    assert server.client.get(data).json()["days"] == [day]
    assert {"/?as_of=2015-11-01", "/sanctions?as_of=2015-11-01"} <= set(shown.links)


def test_the_first_page_leads_to_the_sanctions_of_its_day(server: Server) -> None:
    links = Page(server.client.get("/", params={"as_of": "2015-11-01"}).text).links
    (there,) = (link for link in links if urlsplit(link).path == "/sanctions")

    assert server.client.get(there).status_code == 200
    assert "as_of=2015-11-01" in there


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ("authority=Moon", "authority", "there are: EU"),
        ("measure=frown", "measure", "asset freeze, travel ban, arms embargo"),
        ("as_of=2015-11-01&on=2015-11-02", "on", "either as_of, or days with on"),
        ("on=2999-01-01", "on", "lies in the future"),
        ("as_of=yesterday", "as_of", "write YYYY-MM-DD"),
        ("definition=held", "definition", "no parameter"),
        ("rules=1", "rules", "have version"),
        ("authority=", "authority", "empty"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_field(server: Server, asked: str, field: str, said: str) -> None:
    answer = server.client.get(f"/v1/sanctions?{asked}")

    assert answer.status_code == 400
    assert answer.json()["field"] == field
    assert said in answer.json()["detail"]


def test_before_anything_was_known_there_is_nothing(belarus: Command) -> None:
    day = belarus.ok("sanctions", "--as-of", "2015-11-01", "--as-known", "0", "--json").json["days"][0]

    assert day["each"] == day["under"] == day["ended"] == []


def test_the_rows_of_the_shipped_register_are_its_replay(belarus: Command) -> None:
    """Days around every act, and one of each year."""
    with opened(belarus.url) as house:
        house.projector.catch_up()
        events = [event for page in house.ledger.read() for event in page]
        answer = house.questions.sanctions.on([day_of(day) for day in sorted(AROUND)])
        for day in answer.days:
            assert as_replayed(day) == without_stands(replay_sanctions(events, day.day)), day.day
