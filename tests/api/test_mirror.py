"""Two instances: one mirrors the other over HTTP, answers the same, and alarms when the other signs two histories."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from api import bootstrap
from ledger.archive import Archive
from ledger.copying import copy
from ledger.journal import Journal
from ledger.notary import Notary
from ledger.proofs.keys import read_key
from tests.api.conftest import KHRONIKA, ROOT, Command, Result, Server, serving
from tests.api.processes import running
from tests.api.withheld import World, build
from tests.conftest import Databases
from tests.ledger.batches import drafts
from tests.signing import ORIGIN, notary

pytestmark = pytest.mark.long

DOCUMENT = ROOT / "docs" / "mirror.md"
ASKED = ("as_of=2001-06-01&definition=held/1&variant=then&rules=2", "as_of=2021-06-01&definition=ever-recognized/1")


@dataclass
class Pair:
    """An original that is signed and served, and an empty database beside it."""

    databases: Databases
    folder: Path
    world: World
    original: Server
    mirror: Command
    key: str

    def follows(self, *more: str, url: str = "", command: str = "mirror") -> Result:
        """Follow the original, or what is at another address, once."""
        token = ("--token", str(self.folder / "token")) if command == "mirror" else ()
        given = (*token, "--key", self.key, "--journal", str(self.folder / "seen"), "--once", *more)
        return self.mirror(command, url or str(self.original.client.base_url), *given)

    @property
    def evidence(self) -> Journal:
        return Journal(self.folder / "seen.fork")


def signs(url: str, folder: Path, journal: str, *, events: int = 0) -> None:
    """Record some more events in a log, and sign it."""
    with bootstrap.service(url) as service:
        if events:
            service.ledger.record(drafts(events))
        key = read_key(folder / "key.pem", ORIGIN)
        Notary(service.ledger, key, Journal(folder / journal), now=service.now).sign()


@pytest.fixture
def pair(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    token = tmp_path / "token"
    token.write_text("0123456789abcdef" * 4 + "\n")
    token.chmod(0o600)
    keys = tmp_path / "keys"
    keys.mkdir()
    url = databases.make()
    with bootstrap.service(databases.make()) as made, bootstrap.service(url) as service:
        world = build(made, Archive(tmp_path / "archive"), keys)
        # The same log, signed with another key.
        copy(made.ledger, service.ledger)
        signer = notary(service.ledger, tmp_path)
        signer.sign()
    with monkeypatch.context() as patch:
        patch.setenv("KHRONIKA_PARTNER_TOKEN", str(token))
        with serving(Command(url)) as server:
            yield Pair(databases, tmp_path, world, server, Command(databases.make()), str(signer.key))


def test_a_mirror_answers_as_the_original_does_and_alarms_on_a_rewritten_one(pair: Pair) -> None:
    with bootstrap.service(pair.original.command.url) as service, bootstrap.service(pair.databases.make()) as other:
        rewritten = other.ledger.url
        copy(service.ledger, other.ledger)
    first = pair.follows()
    signs(pair.original.command.url, pair.folder, "journal", events=5)
    second = pair.follows()
    again = pair.follows()

    assert [one.code for one in (first, second, again)] == [0, 0, 0], second.err
    assert second.out.startswith(f"mirrored: {ORIGIN}, ")
    assert again.out == second.out
    with serving(pair.mirror) as mirror:
        for question in ASKED:
            for door in ("counts", "counts/digest"):
                known = pair.original.client.get("/v1/counts?as_of=2001-06-01").json()["basis"]["as_known"]["size"]
                path = f"/v1/{door}?{question}&as_known={known}"
                answers = [one.client.get(path) for one in (pair.original, mirror)]
                assert answers[0].content == answers[1].content
                assert [one.status_code for one in answers] == [200, 200], answers[0].text
        for path in ("/v1/checkpoint", "/v1/tile/0/000.p/40", "/v1/tile/entries/000.p/40"):
            assert mirror.client.get(path).content == pair.original.client.get(path).content
        for person in pair.world.hidden.values():
            assert mirror.client.get(f"/v1/people/{person}").status_code == 404

    signs(rewritten, pair.folder, "another journal", events=9)
    with bootstrap.service(pair.mirror.url) as service:
        held = service.ledger.head()
    with serving(Command(rewritten)) as liar:
        alarms = [pair.follows(url=str(liar.client.base_url), command=one) for one in ("mirror", "watch", "mirror")]
        shown = liar.client.get("/v1/checkpoint").content
    for alarm in alarms:
        assert (alarm.code, alarm.out, alarm.err.count("\n")) == (3, "", 1)
        assert (
            f"two histories: {ORIGIN} signed a checkpoint of size {held.size} with root {held.root.hex()}" in alarm.err
        )
        assert f"and one of size {held.size + 4} with root " in alarm.err
        assert "seen.fork" in alarm.err
    mine = pair.original.client.get("/v1/checkpoint").content
    assert [one.signed.data for one in pair.evidence.entries()] == [mine, shown]
    with bootstrap.service(pair.mirror.url) as service:
        assert service.ledger.head() == held
    assert pair.follows().code == 0


def test_events_are_given_to_whoever_shows_the_token_alone(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    token = (pair.folder / "token").read_text().strip()
    client, path = pair.original.client, "/v1/events?since=0"
    refused = [client.get(path).content]
    for shown in (
        "",
        token,
        f"bearer {token}",
        f"Bearer {token}x",
        f"Bearer {token[:-1]}",
        f"Basic {token}",
        "Bearer \xe9",
    ):
        answer = client.get(path, headers={b"Authorization": shown.encode("latin-1")})
        assert answer.status_code == 404
        refused.append(answer.content)
    twice = client.get(path, headers=[("Authorization", f"Bearer {token}"), ("Authorization", f"Bearer {token}")])
    given = client.get(path, headers={"Authorization": f"Bearer {token}"})
    few = client.get(f"{path}&limit=2", headers={"Authorization": f"Bearer {token}"})
    monkeypatch.delenv("KHRONIKA_PARTNER_TOKEN")
    with serving(pair.mirror) as other:
        off = other.client.get(path, headers={"Authorization": f"Bearer {token}"})

    assert {off.content, twice.content, *refused} == {refused[0]}
    assert b"for whoever shows no token of this service" in refused[0]
    assert (given.status_code, given.headers["cache-control"]) == (200, "no-store")
    with bootstrap.service(pair.original.command.url) as service:
        held = service.ledger.stored_bytes(after=0, limit=1000, most_bytes=10**7)
    assert given.content == b"".join(one + b"\n" for one in held)
    assert few.content == held[0] + b"\n" + held[1] + b"\n"
    assert any(one.encode() in given.content for one in pair.world.canaries)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("--token", "/nowhere"), "the token file cannot be read: No such file or directory"),
        (("--token", "open"), "the token file is open to others"),
        (("--token", "short"), "a token is a line of 32 to 200 letters"),
        (("--token", "other"), "the original answers /v1/events?since=0&limit="),
        (("--key", "a+0+x"), "that is no base64"),
        (("--key", "a+00000000+AQ=="), "that is no Ed25519 key of a note"),
        (("--journal", "/nowhere/seen"), "the journal cannot be kept: No such file or directory"),
        (("--journal", "open"), "the journal holds an entry that is no signed checkpoint"),
    ],
)
def test_what_a_mirror_cannot_work_with_is_named(pair: Pair, wrong: tuple[str, str], told: str) -> None:
    (pair.folder / "open").write_text("x" * 40 + "\n\nx\n\n")
    for name, length in (("short", 31), ("other", 64)):
        (pair.folder / name).write_text("y" * length)
        (pair.folder / name).chmod(0o600)
    option, value = wrong
    refused = pair.follows(option, str(pair.folder / value) if option != "--key" else value)

    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert told in refused.err
    assert "yyy" not in refused.err
    with bootstrap.service(pair.mirror.url) as service:
        assert service.ledger.size() == 0


def test_a_mirror_follows_until_it_is_asked_to_stop_and_outlives_its_original(pair: Pair) -> None:
    url = str(pair.original.client.base_url)
    seen, token = str(pair.folder / "seen"), str(pair.folder / "token")
    given = ["mirror", url, "--token", token, "--key", pair.key, "--journal", seen, "--every", "1"]
    with running(pair.mirror.url, *given) as process:
        process.says(f"mirrored: {ORIGIN}, ")
        signs(pair.original.command.url, pair.folder, "journal", events=5)
        process.says(f"mirrored: {ORIGIN}, ")
        pair.original.process.terminate()
        process.says("trying again in 1 seconds")

        assert process.ends(signal.SIGTERM) == 0
    with bootstrap.service(pair.mirror.url) as copy, bootstrap.service(pair.original.command.url) as service:
        assert copy.ledger.head() == service.ledger.head()
        assert copy.projector.position() == copy.ledger.size()


def test_the_commands_of_the_document_do_what_it_says(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = dict(re.findall(r"```sh (\w+)\n(.*?)```", DOCUMENT.read_text(), re.DOTALL))
    shutil.copy(sqlite_template, tmp_path / "original.sqlite3")
    url = f"sqlite:///{tmp_path / 'original.sqlite3'}"
    with bootstrap.service(url) as service:
        service.ledger.record(drafts(7))
        signer = notary(service.ledger, tmp_path)
        root = signer.sign().says.root.hex()

    def run(name: str, address: str = "") -> str:
        script = said[name].replace("https://record.example.org", address)
        environment = {**os.environ, "KEY": str(signer.key), "PATH": f"{KHRONIKA.parent}:{os.environ['PATH']}"}
        done = subprocess.run(
            ["bash", "-e", "-c", script],
            check=False,
            capture_output=True,
            text=True,
            env=environment,
            cwd=tmp_path,
            timeout=300,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    run("give")
    monkeypatch.setenv("KHRONIKA_PARTNER_TOKEN", str(tmp_path / "token"))
    with serving(Command(url)) as server:
        address = str(server.client.base_url)
        watched, mirrored = run("watch", address), run("mirror", address)

    assert said.keys() == {"watch", "give", "mirror"}
    assert watched == f"watched: {ORIGIN}, 7 events, root {root}\n"
    assert mirrored.startswith("schema: ")
    assert watched.replace("watched", "mirrored") in mirrored
    assert "0 certain" in mirrored
