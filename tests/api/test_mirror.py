"""Two instances: one mirrors the other over HTTP, answers the same, and alarms when the other signs two histories."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from api import bootstrap
from ledger.copying import copy
from ledger.journal import Journal
from ledger.keys import read_key
from ledger.notary import Notary
from tests.api.conftest import Command, Result, Server, serving
from tests.api.withheld import World, build
from tests.conftest import Databases
from tests.ledger.batches import drafts
from tests.signing import ORIGIN, notary

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
    url = databases.make()
    with bootstrap.service(url) as service:
        world = build(service)
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
