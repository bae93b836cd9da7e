"""The feed of changes: what RFC 4287 asks of one, newest first, each fact at its page and nobody named."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

import pytest

from tests.api.conftest import Command, Server, serving
from tests.api.test_log import PEOPLE

ATOM = "{http://www.w3.org/2005/Atom}"
URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def feed(server: Server, address: str) -> Element:
    answer = server.client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/atom+xml")
    return fromstring(answer.content)  # noqa: S314 -- our own server wrote it


def only(parent: Element, name: str) -> str:
    """The text of what an element must have once (RFC 4287, sections 4.1.1 and 4.1.2)."""
    (found,) = parent.findall(f"{ATOM}{name}")
    assert found.text
    return found.text


def link(parent: Element, relation: str) -> str | None:
    found = [one.attrib["href"] for one in parent.findall(f"{ATOM}link") if one.attrib["rel"] == relation]
    assert len(found) <= 1
    return found[0] if found else None


def changes(server: Server, since: int) -> list[Any]:
    found: list[Any] = server.client.get("/v1/changes", params={"since": since, "limit": 1000}).json()["changes"]
    return found


def test_a_feed_holds_what_must_be_in_one_and_every_event_newest_first(server: Server) -> None:
    size = server.client.get("/v1/health").json()["log_size"]
    got = feed(server, "/v1/changes.atom?limit=150")
    expected = [one for one in reversed(changes(server, size - 150)) if not one["withheld"]]
    entries = got.findall(f"{ATOM}entry")

    assert [f"/facts/{one['fact']}" for one in expected] == [link(one, "alternate") for one in entries]
    assert [f"Fact {one['change']} ({one['type']}), version 1" for one in expected] == [
        only(one, "title") for one in entries
    ]
    assert [datetime.fromisoformat(one["recorded_at"]) for one in expected] == [
        datetime.fromisoformat(only(one, "updated")) for one in entries
    ]
    assert only(got, "title")
    assert only(got, "updated") == only(entries[0], "updated")
    assert got.find(f"{ATOM}author/{ATOM}name") is not None
    ids = [only(one, "id") for one in (got, *entries)]
    assert all(URN.fullmatch(one) for one in ids)
    assert len(set(ids)) == len(ids)
    for entry in entries[:: len(entries) // 10]:
        assert server.client.get(str(link(entry, "alternate"))).status_code == 200


def test_next_leads_through_the_whole_log_and_identifiers_never_change(server: Server) -> None:
    at: str | None = "/v1/changes.atom?as_known=25&limit=10"
    facts, names, sizes = [], set(), []
    while at:
        got = feed(server, at)
        names.add(only(got, "id"))
        facts += [str(link(one, "alternate")) for one in got.findall(f"{ATOM}entry")]
        sizes.append(dict(part.split("=") for part in urlsplit(str(link(got, "self"))).query.split("&"))["as_known"])
        at = link(got, "next")
    whole = feed(server, "/v1/changes.atom?as_known=25")
    again = feed(server, "/v1/changes.atom?as_known=30")

    assert sizes == ["25", "15", "5"]
    assert facts == [f"/facts/{one['fact']}" for one in reversed(changes(server, 0)[:25])]
    assert names == {only(whole, "id")} == {only(again, "id")}
    assert [only(one, "id") for one in whole.findall(f"{ATOM}entry")] == [
        only(one, "id") for one in again.findall(f"{ATOM}entry")
    ][5:]


def test_every_page_names_the_feed(server: Server) -> None:
    named = '<link rel="alternate" type="application/atom+xml" title="What was recorded" href="/v1/changes.atom">'

    for address in ("/", "/sanctions", "/overview", "/nothing/at/all"):
        assert named in server.client.get(address, headers={"Accept": "text/html"}).text


def test_a_feed_tells_of_a_change_and_repeats_no_reason_for_it(khronika: Command, tmp_path: Path) -> None:
    """Programs keep what they read, and a reason may name somebody."""
    (tmp_path / "register.yaml").write_text(PEOPLE)
    with serving(khronika) as server:
        empty = feed(server, "/v1/changes.atom")
        assert empty.findall(f"{ATOM}entry") == []
        assert only(empty, "updated") == "1970-01-01T00:00:00Z"

        khronika.ok("load", str(tmp_path))
        fact = next(one["fact"] for one in changes(server, 0) if one["type"] == "released")
        khronika.ok("retract", fact, "--reason", "Canaryname was another")
        said = server.client.get("/v1/changes.atom?limit=1").text
        assert "Fact retracted, version 2" in said
        assert f'href="/facts/{fact}"' in said
        assert "Canaryname" not in said
        assert "Canaryname" in str(changes(server, 0))


@pytest.mark.parametrize(("query", "field"), [("limit=0", "limit"), ("limit=1001", "limit"), ("since=0", "since")])
def test_a_feed_that_cannot_be_made_is_one_problem(server: Server, query: str, field: str) -> None:
    answer = server.client.get(f"/v1/changes.atom?{query}")

    assert (answer.status_code, answer.json()["field"]) == (400, field)
