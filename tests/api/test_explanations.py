"""Explanations over the shipped register: the same on the command line, over HTTP and on the pages."""

import re
from hashlib import sha256
from typing import Any

import pytest

from api.languages import language
from api.web.words import Words
from domain.dates import day_of
from domain.people import FactId, PersonId
from domain.sources import Variant
from projections.basis import Count
from projections.digest import State, StateRow
from tests.api.conftest import ROOT, Command, Server
from tests.api.html import Page
from tests.conftest import opened

DAY = "2015-08-21"
GOLDEN = {
    "then": "6fb89668fb6668dac95bb269afbc0c8c1d77b390503bff4e3ada5c0335c62edb",
    "hindsight": "3b37d810d2ed01f6826b6714076324131a90aa5b1f3fdf6d60e5b3f57e4c9d24",
}
"""Digests of 4 July 2017, with the keys of the register in place of identifiers, which are random."""


@pytest.mark.parametrize("variant", GOLDEN)
def test_the_state_of_4_july_2017_has_this_digest_in_every_copy_of_the_register(belarus: Command, variant: str) -> None:
    with opened(belarus.url) as house:
        keys = {stream: key for key, stream in house.ledger.register_keys("belarus").items()}
        at = house.questions.clock.basis(day_of("2017-07-04"), definition="in-custody", variant=Variant(variant))
        state = house.questions.explanations.digest(at).state
    rows = [
        StateRow(
            PersonId(keys[FactId(one.person)]),
            one.certain,
            tuple(FactId(keys[which]) for which in one.deprivations),
            one.bodies,
        )
        for one in state.rows
    ]

    assert state.withheld == Count(0, 0)
    assert State(tuple(sorted(rows, key=lambda row: row.person)), state.withheld).digest() == GOLDEN[variant]


def test_the_example_of_the_document_has_the_digest_that_it_says() -> None:
    text = (ROOT / "docs" / "state-digest.md").read_text(encoding="utf-8")
    example = re.search(r"```text\n(khronika/state.*?)```", text, re.DOTALL)

    assert example
    assert f"Its digest is `{sha256(example[1].encode()).hexdigest()}`." in text


def test_the_digest_is_the_same_from_the_events_and_over_http(belarus: Command, server: Server) -> None:
    for asked in ({"as_of": "2017-07-04"}, {"as_of": DAY, "variant": "hindsight", "recognized_by": "FIDH"}):
        options = [part for name, value in asked.items() for part in (f"--{name.replace('_', '-')}", value)]
        said = belarus.ok("digest", *options, "--replay", "--json").json

        assert server.client.get("/v1/counts/digest", params=asked).json() == said
        assert said["rows"] == belarus.ok("count", *options, "--json").json["possible"]


def people(server: Server, **asked: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = server.client.get("/v1/prisoners", params={"as_of": DAY, **asked}).json()[
        "prisoners"
    ]
    return listed


def as_a_page_says(sentence: str) -> str:
    """A sentence with its days and months as pages write them."""
    words = Words(language("en"))
    said = re.sub(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?", lambda date: words.when(date[0]), sentence)
    return " ".join(said.split())


def test_who_is_counted_in_hindsight_alone_is_told_so(server: Server, belarus: Command) -> None:
    then = {one["id"] for one in people(server)}
    (later,) = [one["id"] for one in people(server, variant="hindsight") if one["id"] not in then]
    data = server.client.get(f"/v1/people/{later}/why", params={"as_of": DAY}).json()
    shown = Page(server.client.get(f"/people/{later}", params={"as_of": DAY}).text)

    assert data == belarus.ok("why", later, "--as-of", DAY, "--json").json
    assert data["holds"] == "no"
    assert any(
        said["says"] == "In hindsight counted certainly: Viasna recognized it after this day (2015-12)."
        for said in data["otherwise"]
    )
    for said in (*data["because"], *data["otherwise"]):
        assert as_a_page_says(said["says"]) in " ".join(shown.text.split())
    assert all(one["passages"] for one in data["facts"] if one["decides"])


def test_the_facts_of_a_count_are_those_of_its_list_and_others_say_why_not(server: Server, belarus: Command) -> None:
    listed = {one["id"]: {reason["id"] for reason in one["because"]} for one in people(server)}
    found = server.client.get("/v1/counts/facts", params={"as_of": DAY}).json()
    counted = {one["id"]: one["facts"] for one in found["people"] if one["holds"] != "no"}

    assert (found["certain"], found["possible"]) == (6, 6)
    assert {one: {fact["id"] for fact in facts if fact["decides"]} for one, facts in counted.items()} == listed
    assert len(found["people"]) > len(counted)
    assert found == belarus.ok("explain", "--as-of", DAY, "--json").json
    pages: list[Any] = []
    cursor = None
    while cursor or not pages:
        asked = {"cursor": cursor} if cursor else {"as_of": DAY}
        page = server.client.get("/v1/counts/facts", params={**asked, "limit": "5"}).json()
        pages, cursor = [*pages, *page["people"]], page["next"]
    assert pages == found["people"]


def test_what_a_correction_moved_is_told_with_the_counts_before_and_after(recorded: Command) -> None:
    one = recorded.ok("list", "--as-of", DAY, "--json").json["prisoners"][0]
    fact = next(reason["id"] for reason in one["because"] if reason["type"] == "detained")
    recorded.ok("retract", fact, "--reason", "looked again")
    versions = recorded.ok("impact", fact, "--json").json["versions"]

    assert [version["change"] for version in versions] == ["recorded", "retracted"]
    assert versions[1]["people"] == [one["id"]]
    moved = [
        part
        for part in versions[1]["moved"]
        if part["definition"] == "held/1" and part["start"] <= DAY < (part["end"] or "9999")
    ]
    asked = ("count", "--definition", "held", "--as-of", DAY, "--json")
    before = recorded.ok(*asked, "--as-known", str(versions[1]["position"] - 1)).json
    after = recorded.ok(*asked).json
    assert sum(part["certain"] for part in moved) == after["certain"] - before["certain"]
    assert "position" in recorded.ok("impact", fact).out


def test_a_fact_that_changed_after_it_was_read_is_not_recorded_as_checked(recorded: Command) -> None:
    drawn = recorded.ok("check", "--sample", "1", "--seed", "7", "--json").json
    fact, size = drawn["facts"][0]["fact"]["id"], str(drawn["as_known"]["size"])
    recorded.ok("check", "--record", "agrees", fact, "--as-known", size, "--by", "reviewer")
    assert recorded.ok("quality", "--json").json["checked"] == 1
    assert (
        recorded.ok("check", "--sample", "1", "--seed", "7", "--json").json["facts"][0]["check"]["role"] == "reviewer"
    )

    recorded.ok("retract", fact, "--reason", "looked again")
    refused = recorded("check", "--record", "agrees", fact, "--as-known", size)

    assert refused.code == 2
    assert "read it again" in refused.err
    assert recorded.ok("quality", "--json").json["checked"] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check",), "either --sample"),
        (("check", "--sample", "3", "--record", "agrees"), "either --sample"),
        (("check", "--sample", "0"), "from 1 to 1000"),
        (("check", "--sample", "3", "x"), "belong to --record"),
        (("check", "--record", "agrees"), "at least one fact"),
        (("check", "--record", "perhaps"), "no outcome"),
        (("check", "--record", "agrees", "x"), "no identifier"),
        (("why", "x"), "no identifier"),
        (("impact", "x"), "no identifier"),
    ],
)
def test_what_cannot_be_asked_or_recorded_is_refused_with_its_place(
    belarus: Command, arguments: tuple[str, ...], said: str
) -> None:
    refused = belarus(*arguments)

    assert refused.code == 2
    assert said in refused.err
