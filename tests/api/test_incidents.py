"""Incidents over the shipped register: the same on the command line, over HTTP and on the pages."""

from typing import Any

import pytest

from tests.api.conftest import Command, Server
from tests.api.html import Page

MARCH = ("--from", "2017-03-01", "--to", "2017-03-31")


def asked(belarus: Command, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = belarus.ok("incidents", *options, "--json").json
    return found


def named(answer: dict[str, Any], text: str) -> dict[str, Any]:
    """The one incident of which a report has this text or location."""
    (found,) = (
        one
        for one in answer["incidents"]
        if any(text in (report["text"] or "", report["location"]) for report in one["reports"])
    )
    return dict(found)


def test_the_figures_of_march_2017_stand_side_by_side_and_no_part_is_added(belarus: Command) -> None:
    answer = asked(belarus, *MARCH, "--kind", "detentions")
    (persons,) = (one for one in answer["totals"] if one["unit"] == "persons")
    office = named(answer, "Office of Viasna, Minsk")
    days = named(answer, "Minsk and across the country")
    night = named(answer, "Held overnight.")

    assert (persons["certain"], persons["possible"]) == (1001, None)
    assert {"id": night["id"], "within": days["id"]} in persons["left_out"]
    assert [office["id"], days["id"]] in persons["overlaps"] or [days["id"], office["id"]] in persons["overlaps"]
    said = [one["fields"] for one in office["because"] if one["type"] == "incident-counted"]
    assert sorted(one["quantity"] for one in said) == ["57", "57", "more than 50"]
    assert office["numbers"][0]["agreed"] == {"low": 57, "high": 57}
    printed = {one["fields"]["printed"] for one in days["because"] if one["type"] == "incident-counted"}
    assert printed == {"arrested", "detained"}


def test_two_windows_of_one_case_are_one_incident_and_26_by_then_leaves_room_for_more_than_30(belarus: Command) -> None:
    case = named(asked(belarus, *MARCH, "--kind", "detentions"), "Case on preparing mass riots.")

    assert [one["window"] for one in case["reports"]] == ["2017-03-21/2017-03-22", "2017-03-22/2017-03-24"]
    assert (case["first"], case["last"]) == ("2017-03-21", "2017-03-24")
    assert (case["numbers"][0]["low"], case["numbers"][0]["agreed"]) == (26, {"low": 31, "high": None})


def test_six_are_pardoned_and_all_of_them_are_named(belarus: Command) -> None:
    (pardon,) = asked(belarus, "--from", "2015-08-22", "--to", "2015-08-22", "--kind", "pardons")["incidents"]

    assert (pardon["named"], len(pardon["members"])) == (6, 6)
    assert pardon["numbers"][0]["unnamed"] == {"low": 0, "high": 0}
    for one in pardon["members"]:
        (_, release) = one["because"]
        assert (release["type"], release["fields"]["kind"]) == ("released", "pardon")


def test_women_and_men_of_one_pardon_are_parts_that_share_nobody(belarus: Command) -> None:
    answer = asked(belarus, "--from", "2024-08-16", "--to", "2024-08-16", "--kind", "pardons")
    (total,) = answer["totals"]

    assert (total["certain"], len(total["left_out"])) == (30, 2)


def test_command_data_and_page_say_the_same_of_incidents(server: Server, belarus: Command) -> None:
    said = asked(belarus, "--from", "2017-01-01", "--to", "2017-03-31")
    data = server.client.get("/v1/incidents", params={"from": "2017-01-01", "to": "2017-03-31"}).json()
    shown = Page(server.client.get("/incidents", params={"as_of": "2017-03-31"}).text)

    assert data == said
    for one in said["incidents"]:
        alone = server.client.get(f"/v1/incidents/{one['reports'][-1]['id']}").json()["incident"]
        page = Page(server.client.get(f"/incidents/{one['id']}").text)
        assert alone == one == belarus.ok("incident", one["id"], "--json").json["incident"]
        for reason in (*one["because"], *(each for member in one["members"] for each in member["because"])):
            for passage in reason["passages"]:
                assert " ".join(passage["text"].split()) in shown.text
                assert " ".join(passage["text"].split()) in page.text


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--to", "2017-03-31"), "khronika: this question needs from, the first day\n"),
        (("--from", "2017-03-31", "--to", "2017-03-01"), "khronika: --to 2017-03-01 lies before --from 2017-03-31\n"),
        (("--from", "2017-02-30"), "khronika: --from '2017-02-30' is not a day of the calendar\n"),
        (("--from", "2017-03-01", "--kind", "riots"), "khronika: 'riots' is no kind of incident; there are "),
    ],
)
def test_a_question_that_cannot_be_asked_is_one_clear_error(
    belarus: Command, options: tuple[str, ...], message: str
) -> None:
    refused = belarus("incidents", *options)

    assert refused.code == 2
    assert refused.err.startswith(message)


def test_an_unknown_incident_is_not_found(server: Server) -> None:
    for address in ("/v1/incidents/00000000-0000-4000-8000-000000000000", "/v1/incidents/x", "/incidents/x"):
        assert server.client.get(address).status_code == 404
