"""The pages about the record itself: definitions, the log, what it is, and how to report an error."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import bootstrap
from api.app import create_app
from domain.folds.counts import DEFINITIONS
from tests.api.conftest import Command, Server
from tests.api.html import Page
from tests.api.test_checkpoints import load
from tests.api.test_pages import NOBODY, ask, page
from tests.signing import ORIGIN, settings

VERIFY = (Path(__file__).parents[2] / "docs" / "verify.md").read_text(encoding="utf-8")


def test_every_definition_stands_with_its_words_and_version(server: Server) -> None:
    shown = page(server, "/definitions", as_of="2017-07-04")

    for rule in DEFINITIONS.values():
        assert f"Persons {rule.says}." in shown.text
        assert shown.one("h3", id=rule.id).text.endswith(f"version {rule.version}")
    for scope in ask(server, "/v1/counts", as_of="2017-07-04")["coverage"]["scopes"]:
        assert scope in shown.text


def test_the_page_of_the_log_holds_the_newest_changes_at_its_basis(server: Server) -> None:
    size = ask(server, "/v1/health")["log_size"] - 30
    newest = ask(server, "/v1/changes", since=size - 20, limit=20)["changes"]

    rows = [" ".join(one.text.split()) for one in page(server, "/log", as_known=size).all("tr")[1:]]

    assert [int(row.split()[0]) for row in rows] == [one["position"] for one in reversed(newest)]


def test_each_command_to_verify_is_one_that_the_documents_run(server: Server) -> None:
    shown = page(server, "/log")
    commands = [one.text for one in shown.all("code") if re.match("sha256sum|python3", one.text)]

    assert len(commands) == 4
    for command in commands:
        assert f"\n{command}\n" in VERIFY


def test_a_report_names_the_page_that_it_is_about(server: Server) -> None:
    fact = ask(server, "/v1/changes", since=0)["changes"][0]["fact"]
    link = next(one for one in page(server, f"/facts/{fact}").links if one.startswith("/report"))

    shown = Page(server.client.get(link).text)

    assert f"/facts/{fact}" in shown.links
    assert "Write to whoever runs this instance" in shown.text


@pytest.mark.parametrize(
    "address",
    [
        *("//elsewhere.example", "https://elsewhere.example/", "javascript:alert(1)", "/facts/Somebody", "facts"),
        *(f"/names/{NOBODY}", f"/facts/{NOBODY}?x", f"/facts/{NOBODY}/impact/", f"/facts/{NOBODY}\n", "/../x", "/Log"),
    ],
)
def test_a_report_is_about_no_address_but_ours(server: Server, address: str) -> None:
    answer = server.client.get("/report", params={"about": address})

    assert answer.status_code == 400
    assert "The report is about no page that is here." in Page(answer.text).text
    assert address not in Page(answer.text).text


@pytest.mark.parametrize("contact", ["errors@example.org", "https://example.org/contact"])
def test_a_report_goes_to_the_contact_of_the_instance(khronika: Command, contact: str) -> None:
    khronika.ok("migrate")
    with bootstrap.service(khronika.url, contact=contact) as service:
        answer = TestClient(create_app(service), base_url="http://localhost").get("/report")

    found = Page(answer.text)
    found.check()

    assert f"Write to: {contact}" in found.text


def test_checkpoints_stand_newest_first_and_up_to_the_basis(
    khronika: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    khronika.ok("key", "new", str(tmp_path / "key.pem"), "--origin", ORIGIN)
    settings(monkeypatch, tmp_path)
    for name in ("one", "two"):
        load(khronika, tmp_path, name)
        khronika.ok("checkpoint")
    with bootstrap.service(khronika.url) as service:
        service.projector.catch_up()
        client = TestClient(create_app(service), base_url="http://localhost")
        now, before = (Page(client.get(path).text) for path in ("/log", "/log?as_known=1"))
    root = khronika.ok("checkpoints", "--json").json["checkpoints"][1]["root"]

    assert [one.text.split()[2] for one in now.all("h3")] == ["2", "1"]
    assert [one.text.split()[2] for one in before.all("h3")] == ["1"]
    assert root in now.text
