"""Signed answers at the doors: signed by command and over HTTP, checked by command where there is no database."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import bootstrap
from api.app import create_app
from domain import facts as f
from domain.people import PersonId
from ledger.proofs import answer, answer_file, note
from ledger.proofs.answer import Answer
from ledger.proofs.keys import SigningKey, read_key
from tests.api.conftest import Command
from tests.scribe import Scribe
from tests.signing import ORIGIN, notary, settings

ASKED = ("--definition", "in-custody", "--as-of")


@dataclass(frozen=True)
class World:
    service: bootstrap.Service
    command: Command
    person: PersonId
    folder: Path

    def client(self, key: SigningKey | None) -> TestClient:
        return TestClient(create_app(self.service, key=key), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A log with one person who was held and released, and a folder with the key that signed a checkpoint of it."""
    folder = tmp_path_factory.mktemp("answers")
    shutil.copy(sqlite_template, folder / "log.sqlite3")
    url = f"sqlite:///{folder / 'log.sqlite3'}"
    with bootstrap.service(url) as service:
        scribe = Scribe(service.ledger)
        person = scribe.person("Ivan Ivanou")
        opening = scribe.fact(f.Detained, person, occurred="2014-03-03")
        scribe.fact(f.Recognized, person, occurred="2014-04", bodies=("Viasna",), covers=opening)
        scribe.correct(opening, f.Detained, person, occurred="2014-03-02")
        scribe.fact(f.Released, person, occurred="2015-05-05", deprivation=opening)
        notary(service.ledger, folder).sign()
        scribe.person("Recorded after the checkpoint")
        service.projector.catch_up()
        yield World(service, Command(url), person, folder)


@pytest.fixture
def signing(world: World, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command over the same log, with the key."""
    settings(monkeypatch, world.folder)
    return world.command


def read(note_: str) -> Answer:
    return answer.parse(note.parse(note_.encode()).text)


@pytest.mark.parametrize(
    ("day", "counted", "bearings"),
    [
        ("2014-03-01", "no", ["registers the person", "recognizes another deprivation, or none that is named",
                              "lies after the day", "lies after the day"]),
        ("2014-04-15", "possibly", ["registers the person", "recognizes it",
                                    "may be the last word on the day", "lies after the day"]),
        ("2014-06-01", "certainly", ["registers the person", "recognizes it",
                                     "may be the last word on the day", "lies after the day"]),
        ("2016-01-01", "no", ["registers the person", "recognizes another deprivation, or none that is named",
                              "another fact came after it", "may be the last word on the day"]),
    ],
)  # fmt: skip
def test_an_answer_says_whether_and_lists_each_fact_that_the_count_looks_at(
    world: World, signing: Command, day: str, counted: str, bearings: list[str]
) -> None:
    said = read(signing.ok("attest", world.person, *ASKED, f"{day}@8").out)

    assert (said.person, said.day, said.size, said.counted) == (world.person, day, 8, counted)
    assert (said.coverage, said.definition, said.variant) == ("known to us", "in-custody/1", "then")
    assert [one.bearing for one in said.facts] == bearings
    assert "Ivan" not in said.text


def test_the_version_that_stands_carries_an_answer_at_each_size(world: World, signing: Command) -> None:
    said = [read(signing.ok("attest", world.person, *ASKED, f"2014-06-01@{size}").out) for size in (6, 7)]
    versions = [[(fact.position, fact.version) for fact in one.facts] for one in said]

    assert versions == [[(3, 1), (5, 1), (6, 1)], [(3, 1), (6, 1), (7, 2)]]


def test_the_file_is_the_same_from_each_door_and_is_checked_without_a_database(
    world: World, signing: Command, tmp_path: Path
) -> None:
    person, signer = world.person, read_key(world.folder / "key.pem", ORIGIN)
    key = signing.ok("key", "show").out.strip()
    file = tmp_path / "answer.json"
    printed = signing.ok("attest", person, *ASKED, "2014-06-01@7", "--out", str(file)).out
    got = world.client(signer).get(f"/v1/people/{person}/answer", params={"as_of": "2014-06-01@7"})
    offline = Command("sqlite:///none")
    checked = offline.ok("attest", "--check", str(file), "--key", key)
    other = offline("attest", "--check", str(file), "--key", signing.ok("key", "new", str(tmp_path / "k")).out.strip())

    assert (
        got.content == file.read_bytes() == signing.ok("attest", person, *ASKED, "2014-06-01@7", "--json").out.encode()
    )
    assert got.headers["content-type"] == "application/json"
    found = answer_file.parse(got.content)
    assert found.note.data.decode() == printed
    assert checked.out.startswith(found.note.text)
    assert checked.out.endswith("the log holds each of the 3 facts at its place.\n")
    assert all(one.event is not None for one in found.facts)
    assert (other.code, other.out) == (2, "")
    assert "no key that is trusted here signed the note" in other.err


def test_what_cannot_be_signed_or_checked_is_one_clear_error(
    world: World, signing: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = world.person
    (tmp_path / "broken").write_text("{}")
    (tmp_path / "there").write_text("")
    key = signing.ok("key", "show").out.strip()
    refused = {
        "no checkpoint covers log size 10 yet": ("attest", person, *ASKED, "2014-06-01"),
        "PERSON: name a person": ("attest",),
        "key: a signature is checked with": ("attest", "--check", str(tmp_path / "broken")),
        "that is no file of an answer": ("attest", "--check", str(tmp_path / "broken"), "--key", key),
        "cannot be read: No such file": ("attest", "--check", str(tmp_path / "none"), "--key", key),
        "cannot be made: File exists": ("attest", person, *ASKED, "2014-06-01@7", "--out", str(tmp_path / "there")),
    }
    for told, arguments in refused.items():
        done = signing(*arguments)

        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), done
        assert told in done.err
    monkeypatch.delenv("KHRONIKA_KEY")
    without = signing("attest", person, *ASKED, "2014-06-01@7")
    assert (without.code, "KHRONIKA_KEY: it is not set" in without.err) == (2, True)


def test_a_service_without_a_key_signs_nothing(world: World) -> None:
    refused = world.client(None).get(f"/v1/people/{world.person}/answer", params={"as_of": "2014-06-01@7"})

    assert (refused.status_code, refused.json()["detail"]) == (404, "this service signs no answers: it has no key")
