"""One fact as evidence: citations, provenance and bytes, the same on the command line, over HTTP and on the page."""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from prov.model import ProvDocument

from api.citation import escaped
from tests.api.conftest import Command, Server
from tests.api.html import Page
from tests.api.test_openapi import names_in_the_register

KEY = "belarus:p01-d1"
CSL_ITEM: dict[str, Any] = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["dataset"]},
            **{name: {"type": "string"} for name in ("id", "title", "version", "status", "URL", "note")},
            "number": {"type": ["string", "number"]},
            "author": {"items": {"additionalProperties": False, "properties": {"literal": {"type": "string"}}}},
            "issued": {
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {"minItems": 1, "maxItems": 3, "items": {"type": ["string", "number"]}},
                    }
                },
            },
            "custom": {"type": "object"},
        },
    },
}
"""What the CSL-JSON input schema (1.0.2) says of the variables that are used here."""
MEDIA = {
    "citation": {
        "csl": "application/vnd.citationstyles.csl+json",
        "bibtex": "application/x-bibtex",
        "text": "text/plain; charset=utf-8",
    },
    "provenance": {"prov": "application/json", "jsonld": "application/ld+json"},
}


def fact_of(command: Command, key: str = KEY) -> str:
    found: str = json.loads(command.ok("cite", key, "--format", "csl").out)[0]["custom"]["fact"]
    return found.removeprefix("urn:uuid:")


def test_every_form_is_the_same_over_http_and_on_the_command_line(server: Server, belarus: Command) -> None:
    fact = fact_of(belarus)
    for question, forms in MEDIA.items():
        for form, media in forms.items():
            named = server.client.get(f"/v1/facts/{fact}/{question}", params={"format": form})
            liked = server.client.get(f"/v1/facts/{fact}/{question}", headers={"Accept": media.partition(";")[0]})

            assert named.headers["content-type"] == media
            assert named.headers["vary"].split(", ")[0] == "Accept"
            assert named.content == liked.content
            assert named.text == belarus.ok("cite", fact, "--format", form).out
    event = server.client.get(f"/v1/facts/{fact}/event")
    assert event.text == belarus.ok("cite", KEY, "--format", "event").out


def test_a_citation_says_where_the_log_holds_the_fact_and_its_event_has_that_digest(
    server: Server, belarus: Command
) -> None:
    fact = server.client.get(f"/v1/facts/{fact_of(belarus)}").json()
    (cited,) = server.client.get(f"/v1/facts/{fact['fact']['id']}/citation").json()
    event = server.client.get(f"/v1/facts/{fact['fact']['id']}/event").content
    (version,) = fact["fact"]["versions"]

    jsonschema.validate([cited], CSL_ITEM)
    assert cited["custom"]["as_known"] == fact["as_known"]
    assert cited["custom"]["event"] == {
        name: version[name] for name in ("version", "position", "recorded_at", "sha256")
    }
    assert sha256(event).hexdigest() == version["sha256"]
    assert json.loads(event)["id"] == fact["fact"]["id"]
    assert (cited["status"], cited["custom"]["type"]) == ("standing", "detained")
    assert cited["title"] == f"detained: fact {fact['fact']['id']}, version 1"
    assert {one["id"] for one in cited["custom"]["sources"]} == {one["source"] for one in fact["fact"]["passages"]}
    for form in ("text", "bibtex"):
        said = server.client.get(f"/v1/facts/{fact['fact']['id']}/citation?format={form}").text
        assert all(part in said for part in (version["sha256"], fact["as_known"]["root"], fact["fact"]["id"]))


def test_no_citation_names_a_person_not_even_by_the_title_of_a_source(server: Server) -> None:
    names = names_in_the_register()
    listed = server.client.get("/v1/prisoners?as_of=2015-08-21").json()["prisoners"]
    titles = set()
    for person in listed:
        for fact in person["because"]:
            titles |= {one["title"] for one in fact["passages"]}
            for form in MEDIA["citation"]:
                said = server.client.get(f"/v1/facts/{fact['id']}/citation?format={form}").text
                assert not [name for name in names if name in said]
                assert person["id"] not in said
    assert any(name in title for title in titles for name in names)


def test_a_fact_is_cited_at_the_address_that_readers_know(belarus: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    (without,) = json.loads(belarus.ok("cite", KEY, "--format", "csl").out)
    monkeypatch.setenv("KHRONIKA_ADDRESS", "https://record.example/k")
    (cited,) = json.loads(belarus.ok("cite", KEY, "--format", "csl").out)

    jsonschema.validate([cited], CSL_ITEM)
    assert "URL" not in without
    assert cited["URL"] == f"https://record.example/k/facts/{fact_of(belarus)}"
    assert f"url = {{{cited['URL']}}}" in belarus.ok("cite", KEY, "--format", "bibtex").out
    for wrong in (
        "record.example",
        "https://record.example/",
        "https://record.example/a b",
        "https://x/{y}",
        "https://x/?y",
    ):
        monkeypatch.setenv("KHRONIKA_ADDRESS", wrong)
        refused = belarus("cite", KEY)
        assert (refused.code, "KHRONIKA_ADDRESS" in refused.err) == (2, True), wrong


def test_what_becomes_of_a_fact_is_in_its_citation_and_in_no_older_one(recorded: Command) -> None:
    size = json.loads(recorded.ok("cite", KEY, "--format", "csl").out)[0]["custom"]["as_known"]["size"]
    old = recorded.ok("cite", KEY, "--format", "csl").out
    fact = fact_of(recorded)
    recorded.ok("correct", fact, "--set", "occurred=2014-08-15", "--reason", "looked again")
    recorded.ok("retract", fact, "--reason", "looked once more")

    def custom(*asked: str) -> Any:
        (found,) = json.loads(recorded.ok("cite", fact, "--format", "csl", *asked).out)
        jsonschema.validate([found], CSL_ITEM)
        return found["custom"]

    assert recorded.ok("cite", fact, "--format", "csl", "--as-known", str(size)).out == old
    assert (custom()["event"]["version"], custom()["status"], custom()["by"]["version"]) == (2, "retracted", 3)
    assert (custom("--version", "1")["status"], custom("--version", "1")["by"]["version"]) == ("retracted", 3)
    then = custom("--version", "1", "--as-known", str(size + 1))
    assert (then["status"], then["by"]["version"]) == ("corrected", 2)
    assert then["by"]["sha256"] == custom()["event"]["sha256"]
    for version in ("1", "2", "3"):
        bytes_of = recorded.ok("cite", fact, "--format", "event", "--version", version).out.encode()
        digests = [one["sha256"] for one in recorded.ok("fact", fact, "--json").json["fact"]["versions"]]
        assert sha256(bytes_of).hexdigest() == digests[int(version) - 1]
    assert "says nothing of its own" in recorded("cite", fact, "--version", "3").err
    assert "no such version" in recorded("cite", fact, "--version", "4").err
    provenance_of_changes(recorded, fact)


def provenance_of_changes(khronika: Command, fact: str) -> None:
    said = json.loads(khronika.ok("cite", fact, "--format", "prov").out)
    invalidated = {one["prov:entity"]: one["prov:activity"] for one in said["wasInvalidatedBy"].values()}
    revised = [
        (one["prov:generatedEntity"], one["prov:usedEntity"])
        for one in said["wasDerivedFrom"].values()
        if one.get("prov:type", {}).get("$") == "prov:Revision"
    ]
    kinds = {name: one["prov:type"]["$"] for name, one in said["activity"].items()}

    assert revised == [(f"fact:{fact}#2", f"fact:{fact}#1")]
    assert invalidated == {f"fact:{fact}#{version}": f"fact:{fact}#3-recorded" for version in (1, 2)}
    assert list(kinds.values()) == ["log:recording", "log:correction", "log:retraction"]
    assert said["activity"][f"fact:{fact}#3-recorded"]["log:reason"] == "looked once more"


@pytest.mark.parametrize(("form", "written"), [("prov", "json"), ("jsonld", "jsonld")])
def test_provenance_is_read_back_by_the_library_as_what_it_was(
    server: Server, belarus: Command, form: str, written: str
) -> None:
    for key in (KEY, "belarus:p01", "belarus:s01", "belarus:s01-q1", "belarus:l07"):
        fact = fact_of(belarus, key)
        text = server.client.get(f"/v1/facts/{fact}/provenance", params={"format": form}).text
        read = ProvDocument.deserialize(content=text, format=written)
        other = ProvDocument.deserialize(content=belarus.ok("cite", key, "--format", "prov").out, format="json")

        assert read == other
        again = read.serialize(format=written, **({"context": "embed"} if written == "jsonld" else {}))
        assert json.loads(again or "") == json.loads(text)


def test_provenance_names_sources_passages_roles_and_issuers(server: Server, belarus: Command) -> None:
    fact = server.client.get(f"/v1/facts/{fact_of(belarus)}").json()["fact"]
    said = server.client.get(f"/v1/facts/{fact['id']}/provenance").json()
    this = f"fact:{fact['id']}#1"
    derived = {
        (one["prov:generatedEntity"], one["prov:usedEntity"]): one.get("prov:type", {}).get("$")
        for one in said["wasDerivedFrom"].values()
    }

    assert said["entity"][this]["log:sha256"] == fact["versions"][0]["sha256"]
    for passage in fact["passages"]:
        assert derived[this, f"fact:{passage['id']}"] is None
        assert derived[this, f"fact:{passage['source']}"] == "prov:PrimarySource"
        assert derived[f"fact:{passage['id']}", f"fact:{passage['source']}"] == "prov:Quotation"
        assert passage["issuer"] in {one["prov:label"] for one in said["agent"].values()}
    assert said["agent"]["log:role/recorder"]["prov:type"]["$"] == "log:recorder"
    assert {one["prov:activity"] for one in said["wasGeneratedBy"].values()} == {f"{this}-recorded"}


def test_the_page_of_a_fact_says_how_to_cite_it_and_links_every_file(server: Server, belarus: Command) -> None:
    fact = fact_of(belarus)
    page = server.client.get(f"/facts/{fact}").text
    shown = Page(page)

    for line in belarus.ok("cite", KEY).out.splitlines():
        assert line in shown.text
    links = [one for one in re.findall(r'href="([^"]*)"', page) if re.search(r"/(citation|provenance|event)\?", one)]
    assert len(links) == 5
    for link in links:
        answer = server.client.get(link.replace("&amp;", "&"))
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")


def test_a_citation_is_written_to_a_new_file_and_over_none(belarus: Command, tmp_path: Path) -> None:
    file = tmp_path / "event.json"
    belarus.ok("cite", KEY, "--format", "event", "--output", str(file))
    again = belarus("cite", KEY, "--output", str(file))

    assert file.read_text() == belarus.ok("cite", KEY, "--format", "event").out
    assert (again.code, "cannot be written" in again.err) == (2, True)


def test_an_unknown_key_or_fact_is_refused_without_its_name(server: Server, belarus: Command) -> None:
    for wrong in ("belarus:nobody-at-all", "nobody:p01", "nothing", "00000000-0000-4000-8000-000000000000"):
        refused = belarus("cite", wrong)
        assert refused.code == 2
        assert "nobody" not in refused.err
    for asked, status in (
        ("citation?format=marc", 400),
        ("citation?version=x", 400),
        ("event?version=0", 400),
        ("event?version=9", 404),
        ("event?format=text", 400),
        ("provenance?version=1", 400),
        ("provenance?format=text", 400),
    ):
        assert server.client.get(f"/v1/facts/{fact_of(belarus)}/{asked}").status_code == status, asked


def read_tex(text: str) -> Iterator[str]:
    """Read what TeX would print of a field, which has balanced braces as BibTeX counts them."""
    named = {
        "textbackslash": "\\",
        "textbraceleft": "{",
        "textbraceright": "}",
        "textasciitilde": "~",
        "textasciicircum": "^",
    }
    for found in re.finditer(r"\{\\([a-z]+)\}|\\([#$%&_])|([^\\{}#$%&_~^])", text):
        yield named[found[1]] if found[1] else found[2] or found[3]


@example("{")
@example("}{ A {B} \\{ C")
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\\{}#$%&_~^\n "), max_size=40))
def test_whatever_a_source_calls_its_issuer_bibtex_prints_it_so(text: str) -> None:
    written = escaped(text)

    assert "".join(read_tex(written)) == re.sub(r"\s+", " ", text)
    depth = 0
    for sign in written:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
