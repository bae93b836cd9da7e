"""Published counts over the shipped register: command, HTTP and page say the same, with passages and coverage."""

from typing import Any

import pytest

from tests.api.conftest import Command, Server
from tests.api.html import Page

DAY = "2021-11-26"


def data(server: Server, path: str, **asked: str | int) -> Any:
    answer = server.client.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def of_everybody(answer: Any, counted: str) -> list[Any]:
    """The figures of persons, everybody, in the whole country, that count something."""
    about = {"counted": counted, "unit": "persons", "group": None, "scope": "Belarus"}
    return [one for one in answer["figures"] if one["about"] == about]


def test_what_was_published_for_a_day_and_what_we_have_is_one_command(belarus: Command) -> None:
    """888 as of 26 November 2021, of whom the register knows some."""
    answer = belarus.ok("reconcile", "--as-of", DAY, "--json").json
    [found] = of_everybody(answer, "political prisoners")
    figure, ours = found["figure"], found["ours"]
    count = belarus.ok("count", "--as-of", DAY, "--json").json

    assert (figure["quantity"], figure["low"], figure["high"], figure["stated_as_of"]) == ("888", 888, 888, DAY)
    assert [one["text"] for one in figure["passages"]] == ["As of 26 November, 888 political prisoners are in custody"]
    assert found["on_the_day"] is True
    assert (ours["certain"], ours["possible"]) == (count["certain"], count["possible"])
    assert (ours["residual_low"], ours["residual_high"]) == (888 - count["possible"], 888 - count["certain"])
    assert (ours["definition"]["id"], ours["extent"]) == ("in-custody", "known to us")
    assert ours["query"] == count["basis"]["query"]
    assert answer["as_known"] == count["basis"]["as_known"]
    assert answer["coverage"]["extent"] == "known to us"


def test_two_whom_we_have_leave_nothing_over(belarus: Command) -> None:
    answer = belarus.ok("reconcile", "--as-of", "2017-07-04", "--json").json
    [found] = of_everybody(answer, "political prisoners")

    assert (found["ours"]["residual_low"], found["ours"]["residual_high"]) == (0, 0)
    assert found["ours"]["extent"] == "complete"


def test_rivals_of_one_day_stand_side_by_side(belarus: Command) -> None:
    """831 and 1,021 of October 2021, under two definitions."""
    answer = belarus.ok("reconcile", "--as-of", "2021-10-31", "--json").json
    found = {
        one["figure"]["quantity"]: one["figure"]["definition"] for one in of_everybody(answer, "political prisoners")
    }

    assert found == {
        "831": None,
        "1,021": "political prisoners by wider criteria than those of the human rights organizations",
    }


def test_sums_that_close_and_one_that_does_not(belarus: Command) -> None:
    """4,339 is 1,131 and 3,208; 1,135 is not 968 and 168."""
    answer = belarus.ok("published", "--as-of", "2025-12-23", "--json").json
    figures = [one for line in answer["lines"] for one in line["on_the_day"] if one["sum"]]
    found = {
        one["quantity"]: ([part["quantity"] for part in one["sum"]["parts"]], one["sum"]["closes"]) for one in figures
    }

    assert found == {"4,339": (["1,131", "3,208"], "certainly"), "1,135": (["968", "168"], "no")}


@pytest.mark.parametrize(
    ("command", "path"), [("published", "/v1/published"), ("reconcile", "/v1/published/reconciliation")]
)
def test_command_and_http_print_the_same(server: Server, command: str, path: str) -> None:
    for day, days in ((DAY, "31"), ("2017-03-25", "0"), ("2024-09-04", "60")):
        printed = server.command.ok(command, "--as-of", day, "--days", days, "--json").json

        assert data(server, path, as_of=day, days=days) == printed


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"as_of": "26 November"}, "as_of"),
        ({"as_of": "2999-01-01"}, "as_of"),
        ({"days": "-1"}, "days"),
        ({"days": "many"}, "days"),
        ({"as_known": "99999999"}, "as_known"),
        ({"publisher": "Viasna"}, "publisher"),
    ],
)
def test_what_cannot_be_asked_is_one_clear_error(server: Server, asked: dict[str, str], field: str) -> None:
    for path in ("/v1/published", "/v1/published/reconciliation"):
        answer = server.client.get(path, params=asked)

        assert answer.status_code == 400
        assert answer.json()["field"] == field


def test_before_anything_was_recorded_nothing_was_published(server: Server) -> None:
    assert data(server, "/v1/published", as_of=DAY, as_known=0)["lines"] == []
    assert data(server, "/v1/published/reconciliation", as_of=DAY, as_known=0)["figures"] == []


def test_the_page_shows_each_figure_with_its_passages_and_ours(server: Server) -> None:
    answer = server.client.get("/published", params={"as_of": DAY})
    shown = Page(answer.text)
    shown.check()
    reconciled = data(server, "/v1/published/reconciliation", as_of=DAY)

    assert answer.headers["cache-control"] == "no-cache"
    for line in data(server, "/v1/published", as_of=DAY)["lines"]:
        for figure in (*line["on_the_day"], *line["before"]):
            assert f"{figure['quantity']} by {figure['publisher']}" in shown.text
            assert any(link.startswith(f"/facts/{figure['id']}") for link in shown.links)
            assert all(" ".join(one["text"].split()) in shown.text for one in figure["passages"])
    for ours in [one["ours"] for one in reconciled["figures"] if one["ours"]]:
        assert f"{ours['definition']['id']}: {ours['certain']} certain, {ours['possible']} possible" in shown.text
    assert "Coverage: known to us" in shown.text


def test_every_page_leads_to_what_was_published(server: Server) -> None:
    first = Page(server.client.get("/", params={"as_of": DAY}).text)

    assert f"/published?as_of={DAY}" in first.links


def test_a_figure_as_a_fact_says_its_words(server: Server) -> None:
    """The page of the fact says quantity, day and publisher as recorded."""
    [found] = of_everybody(data(server, "/v1/published/reconciliation", as_of=DAY), "political prisoners")
    shown = Page(server.client.get(f"/facts/{found['figure']['id']}").text)
    shown.check()

    assert "888" in shown.text
    assert "26 November 2021" in shown.text
