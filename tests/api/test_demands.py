"""Demands over the shipped register: the same on the command line, over HTTP and on the page."""

import csv
import io

import pytest

from tests.api.conftest import Command, Server
from tests.api.html import Page

DAY = "2017-07-04"
STATEMENT = "belarus:s02"


def demands(belarus: Command, *asked: str) -> dict[str, dict[str, object]]:
    """What became of each demand, by what is asked."""
    found = belarus.ok("demands", *asked, "--json").json["demands"]
    return {one["text"]: one for one in found}


def test_one_command_says_how_the_demands_of_a_statement_stood(belarus: Command) -> None:
    """
    Of point 2.1 two cases were suspended, one ended in fines, one was not reviewed: partly met.
    """
    found = demands(belarus, "--as-of", DAY, "--statement", STATEMENT)
    points = {one["point"]: one["may_be"] for one in found.values() if one["part_of"] is None}
    parts = {one["text"]: one["may_be"] for one in found.values() if one["part_of"] and one["point"] == "2.1"}

    assert points == {
        "1": ["met"], "2": ["not assessed"], "3": ["not assessed"], "2.1": ["partly met"], "2.2": ["not met"],
        "2.3": ["not met"], "2.4": ["not met"], "2.5": ["not met"], "2.6": ["not met"], "2.7": ["not met"],
    }  # fmt: skip
    assert parts == {
        "Close the criminal case against a journalist.": ["partly met"],
        "Close the criminal case against three of the graffiti artists.": ["not met"],
        "Close the criminal case against the fourth graffiti artist.": ["not assessed"],
        "Close the criminal case against a politician.": ["partly met"],
        "Review the case of a human rights defender in a public trial.": ["not met"],
        "Remove the convictions of former political prisoners, to restore their civil and political rights.": [
            "not met"
        ],
    }
    for one in found.values():
        for act in one["acts"]:  # type: ignore[attr-defined]  # JSON
            assert act["passages"]


@pytest.mark.parametrize("day", [DAY, "2018-12-31", "2011-06-15"])
def test_the_scoreboard_agrees_with_the_list_and_each_row_leads_to_its_demands(
    server: Server, belarus: Command, day: str
) -> None:
    """The same numbers in the answer, in the file and on the page; a row lists as many as may stand so."""
    answer = server.client.get("/v1/demands", params={"as_of": day}).json()
    board, listed = answer["scoreboard"], answer["demands"]
    shown = Page(server.client.get("/demands", params={"as_of": day}).text)
    file = server.client.get("/demands.csv", params={"as_of": day}).text
    row = next(csv.DictReader(io.StringIO(file, newline="")))
    ids = {one["id"] for one in listed}

    assert board["demands"]["total"] == sum(one["part_of"] not in ids for one in listed)
    assert board["demands"]["total"] + board["parts"]["total"] == len(listed)
    for demands, parts in zip(board["demands"]["outcomes"], board["parts"]["outcomes"], strict=True):
        outcome = demands["outcome"]
        narrowed = belarus.ok("demands", "--as-of", day, "--outcome", outcome, "--json").json
        name = outcome.replace(" ", "_")

        assert demands["possible"] + parts["possible"] == len(narrowed["demands"])
        assert {one["id"] for one in narrowed["demands"]} == {one["id"] for one in listed if outcome in one["may_be"]}
        assert demands["certain"] + parts["certain"] == sum(one["may_be"] == [outcome] for one in listed)
        assert narrowed["scoreboard"] == board
        assert (row[f"demands_{name}_certain"], row[f"parts_{name}_possible"]) == (
            str(demands["certain"]), str(parts["possible"])
        )  # fmt: skip
        lead = [link for link in shown.links if f"outcome={outcome.replace(' ', '+')}" in link]
        assert bool(lead) is bool(narrowed["demands"])
        if lead:
            one = Page(server.client.get(lead[0]).text)
            one.check()
            assert one.one("tr", **{"class": "chosen"}).text.strip().lower().startswith(outcome)
            assert all(demand["text"] in one.text for demand in narrowed["demands"])
            assert f"Coverage: {answer['coverage']['extent']}" in one.text


def test_a_ban_is_refused_then_runs_out_and_its_wording_has_a_lineage(belarus: Command) -> None:
    ban = "Remove the ban on entry imposed on a human rights defender."
    stood = {day: demands(belarus, "--as-of", day)[ban] for day in (DAY, "2018-02-01", "2018-03-01")}
    restated = [
        act["fields"]["text"]
        for act in stood[DAY]["acts"]  # type: ignore[attr-defined]  # JSON
        if act["type"] == "demand-restated"
    ]

    assert [one["may_be"] for one in stood.values()] == [["refused"], ["refused", "lapsed"], ["lapsed"]]
    assert restated == ["Reduce the ban on entry.", "Remove the ban on entry."]


@pytest.mark.parametrize(
    ("day", "may_be"),
    [
        ("2018-11-30", ["not met"]),
        ("2018-12-31", ["met", "not met"]),
        ("2019-07-19", ["met"]),
        ("2022-01-14", ["met", "reversed"]),
        ("2022-01-22", ["reversed"]),
    ],
)
def test_an_article_is_repealed_and_comes_back_on_days_that_sources_give_differently(
    belarus: Command, day: str, may_be: list[str]
) -> None:
    found = demands(belarus, "--as-of", day)["Repeal article 193.1 of the Criminal Code."]

    assert found["may_be"] == may_be


@pytest.mark.parametrize(
    ("day", "may_be", "certain"), [(DAY, ["not met"], 0), ("2018-10-25", ["partly met"], 1), ("2021-06-08", ["met"], 2)]
)
def test_a_demand_to_release_people_follows_from_their_facts(
    belarus: Command, day: str, may_be: list[str], certain: int
) -> None:
    found = demands(belarus, "--as-of", day)["Release two political prisoners at once and without conditions."]

    assert found["may_be"] == may_be
    assert found["release"]["certain"] == certain  # type: ignore[index]  # JSON
    assert found["follows_from"] == "people"


def test_what_was_not_demanded_yet_is_not_listed(belarus: Command) -> None:
    before, after = (demands(belarus, "--as-of", day) for day in ("2012-03-22", "2012-03-23"))

    assert demands(belarus, "--as-of", "2011-06-15") == {}
    assert len(before) == 3
    assert len(set(after) - set(before)) == 3


def test_reliefs_are_linked_by_somebody_and_no_cause_is_claimed(belarus: Command) -> None:
    found = demands(belarus, "--as-of", DAY, "--of", "Council of the European Union")
    linked = [
        (act["fields"]["bodies"], act["fields"]["relief"])
        for act in found["Release all remaining political prisoners."]["acts"]  # type: ignore[attr-defined]  # JSON
        if act["type"] == "condition-stated"
    ]

    assert [bodies for bodies, _ in linked] == [
        ["Council of the European Union"], ["Council of the European Union"], ["Human Rights House Foundation"],
        ["Participants of the OSCE Parallel Civil Society Forum"],
    ]  # fmt: skip
    assert linked[1][1] == "suspension of most restrictive measures for four months, October 2015"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("--statement", "belarus:none"), "no key of a register"),
        (("--statement", "belarus:s04"), "nothing is demanded in this statement"),
        (("--of", "Nobody"), "there are: Belarusian Association of Journalists"),
        (("--as-of", "2100-01-01"), "lies in the future"),
        (("--outcome", "won"), "'won' is no outcome; there are met, partly met, not met"),
        (("--statement", ""), "statement is empty"),
    ],
)
def test_a_question_without_an_answer_is_refused_with_its_place(
    belarus: Command, asked: tuple[str, ...], says: str
) -> None:
    done = belarus("demands", *asked)

    assert done.code == 2
    assert says in done.err


def test_http_and_the_command_give_the_same_object(server: Server, belarus: Command) -> None:
    asked = {"as_of": DAY, "statement": STATEMENT}

    answer = server.client.get("/v1/demands", params=asked)

    assert answer.json() == belarus.ok("demands", "--as-of", DAY, "--statement", STATEMENT, "--json").json
    assert answer.headers["cache-control"] == "no-cache"
    refused = server.client.get("/v1/demands", params={"by": "x"})
    assert (refused.status_code, refused.json()["field"]) == (400, "by")


def test_the_page_shows_demands_outcomes_and_passages(server: Server, belarus: Command) -> None:
    found = belarus.ok("demands", "--as-of", DAY, "--statement", STATEMENT, "--json").json
    early = server.client.get(f"/demands/{found['statement']}", params={"as_of": DAY, "as_known": 1})
    shown = Page(server.client.get(f"/demands/{found['statement']}", params={"as_of": DAY}).text)
    shown.check()

    assert early.status_code == 400
    for one in found["demands"]:
        assert one["text"] in shown.text
        for act in one["acts"]:
            for passage in act["passages"]:
                assert " ".join(passage["text"].split()) in shown.text
    every = Page(server.client.get("/demands", params={"as_of": DAY, "as_known": found["as_known"]["size"]}).text)
    every.check()
    assert any(link.startswith(f"/demands/{found['statement']}?as_of={DAY}") for link in every.links)
    assert any(link.startswith("/demands?as_of=") for link in Page(server.client.get(f"/?as_of={DAY}").text).links)


def test_the_text_shows_each_word_and_where_it_stands(belarus: Command) -> None:
    printed = belarus.ok("demands", "--as-of", DAY, "--statement", STATEMENT).out

    assert "2.1  End the criminal cases" in printed
    assert "partly met, from its 6 parts" in printed
    assert "  not met: 6, parts 6\n" in printed
    assert "  all: 10, parts 10\n" in printed
    assert "“Introduce a moratorium on executions.”" in printed
    assert "Coverage: known to us" in printed


def test_an_answer_from_the_middle_of_a_batch_says_that_passages_are_missing(belarus: Command) -> None:
    """A register is recorded at once, and facts may come before what they cite."""
    found = belarus.ok("demands", "--as-of", DAY, "--as-known", "60", "--json").json["demands"]

    assert found
    assert any(act["passages_missing"] for one in found for act in one["acts"])
