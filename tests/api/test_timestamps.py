"""Time stamps on checkpoints: from real authorities on this machine, kept if they hold, given as they came."""

import json
import shlex
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import bootstrap
from api.app import create_app
from api.stamping import Authority as Asked
from api.stamping import stamp
from ledger.ledger import Ledger
from ledger.notary import Notary
from ledger.proofs import timestamp
from tests.api.conftest import ROOT, Command
from tests.api.processes import free_port, running, soon
from tests.authority import Authority, served
from tests.conftest import Clock
from tests.ledger.batches import drafts
from tests.signing import ORIGIN, settings
from tests.signing import notary as notary_in

BROKEN = {
    "refusing": "answers with status 500",
    "moved": "answers with status 302",
    "talking": "does not hold",
    "endless": "more than 65536 bytes",
    "stale": "Nonce mismatch",
    "silent": "does not answer (TimeoutError)",
}


def documented(authority: Authority) -> list[list[str]]:
    """What docs/timestamps.md tells a reader to run, with names of files as they are here."""
    text = (ROOT / "docs" / "timestamps.md").read_text()
    lines = [shlex.split(line) for line in text.splitlines() if line.startswith("openssl ts -")]
    here = {"example.tsr": "good.tsr", "example.pem": str(authority.chain)}
    return [[here.get(word, word) for word in line] for line in lines]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    made = Authority(tmp_path_factory.mktemp("authority") / "ours")
    made.reply(timestamp.request(b"something else").data)
    return made


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "other", "other")


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    with Ledger(database_url, now=Clock()) as found:
        yield found


@pytest.fixture
def notary(ledger: Ledger, tmp_path: Path) -> Notary:
    return notary_in(ledger, tmp_path)


@contextmanager
def asked(*several: tuple[str, Authority, str]) -> Iterator[list[Asked]]:
    """Serve authorities under names, each in a mode."""
    with ExitStack() as stack:
        yield [
            Asked(name, stack.enter_context(served(one, mode)), timestamp.pinned(one.chain.read_bytes()))
            for name, one, mode in several
        ]


def test_each_authority_stamps_the_newest_checkpoint_once(
    ledger: Ledger, notary: Notary, authority: Authority, other: Authority
) -> None:
    clock = Clock()
    ledger.record(drafts(3))
    notary.sign()
    with asked(("one", authority, "good"), ("two", other, "good")) as both:
        first = stamp(ledger, both[:1], now=clock)
        again = stamp(ledger, both, now=clock)
        ledger.record(drafts(2))
        published = notary.sign()
        later = stamp(ledger, both, now=clock)

    assert [(one.authority, one.new, one.failure) for one in first] == [("one", True, None)]
    assert [(one.authority, one.new) for one in again] == [("one", False), ("two", True)]
    assert again[0].stamped == first[0].stamped
    assert [one.new for one in later] == [True, True]
    assert [(one.size, one.authority) for one in ledger.timestamps.page(after=(0, ""), limit=9)] == [
        *((3, "one"), (3, "two")),
        *((5, "one"), (5, "two")),
    ]
    assert ledger.timestamps.page(after=(3, "one"), limit=1) == [ledger.timestamps.at(3, "two")]
    (one, two) = ledger.timestamps.of(5)
    for kept, ours in ((one, authority), (two, other)):
        at = timestamp.check_token(kept.token, published.note, timestamp.pinned(ours.chain.read_bytes()))
        assert kept.stamped_at == at
        assert abs(at - datetime.now(UTC)) < timedelta(minutes=1)


def test_whatever_an_authority_does_the_others_stamp_and_nothing_that_does_not_hold_is_kept(
    ledger: Ledger, notary: Notary, authority: Authority, other: Authority
) -> None:
    ledger.record(drafts(1))
    notary.sign()
    modes = [(mode, authority, mode) for mode in BROKEN]
    with asked(*modes, ("forged", other, "good"), ("good", authority, "good")) as all_of_them:
        gone = Asked("gone", "http://127.0.0.1:9/tsr", all_of_them[0].pinned)
        forged = next(one for one in all_of_them if one.name == "forged")
        stranger = Asked("forged", forged.url, all_of_them[0].pinned)
        several = [gone, *(stranger if one.name == "forged" else one for one in all_of_them)]
        begun = time.monotonic()
        found = {one.authority: one for one in stamp(ledger, several, now=Clock(), patience=0.5)}

    assert time.monotonic() - begun < 10
    assert {name for name, one in found.items() if one.stamped} == {"good"}
    assert {one.authority for one in ledger.timestamps.of(1)} == {"good"}
    for name, failure in (BROKEN | {"gone": "does not answer", "forged": "does not hold"}).items():
        assert failure in str(found[name].failure), name
        assert "127.0.0.1" not in str(found[name].failure)


def test_the_commands_and_the_doors_say_who_stamped_and_give_what_openssl_checks(
    khronika: Command, ledger: Ledger, notary: Notary, authority: Authority, tmp_path: Path
) -> None:
    assert "no authority is set" in khronika("timestamp").err
    with (
        pytest.MonkeyPatch.context() as patch,
        served(authority) as good,
        served(authority, "refusing") as bad,
    ):
        setting = [{"name": "bad", "url": bad, "certificates": str(authority.chain)}]
        setting.append({"name": "good", "url": good, "certificates": str(authority.chain)})
        patch.setenv("KHRONIKA_AUTHORITIES", json.dumps(setting))
        assert "there is no checkpoint" in khronika("timestamp").err
        assert "there is no checkpoint" in khronika("timestamps").err
        ledger.record(drafts(4))
        note = notary.sign().note
        done = khronika("timestamp")
        patch.setenv("KHRONIKA_AUTHORITIES", json.dumps(setting[:1]))
        none = khronika("timestamp")

    assert (done.code, done.err) == (0, "khronika: bad: the authority answers with status 500\n")
    assert done.out.startswith("good: stamped, ")
    assert (none.code, none.out) == (1, "")
    answer = khronika.ok("timestamps", "--json").json
    with bootstrap.service(khronika.url) as service, TestClient(create_app(service), "http://127.0.0.1") as client:
        assert client.get("/v1/checkpoints/4/timestamps").json() == answer
        token = client.get(answer["timestamps"][0]["address"])
        for nowhere in (
            "/v1/checkpoints/3/timestamps",
            "/v1/checkpoints/x/timestamps",
            "/v1/checkpoints/04/timestamps",
        ):
            assert client.get(nowhere).status_code == 404
        assert client.get("/v1/checkpoints/4/timestamps/bad").status_code == 404
    assert [one["authority"] for one in answer["timestamps"]] == ["good"]
    assert (token.status_code, token.headers["content-type"]) == (200, "application/timestamp-reply")
    khronika.ok("timestamps", "4", "--save", str(tmp_path / "saved"))
    assert (tmp_path / "saved" / "checkpoint.txt").read_bytes() == note
    assert (tmp_path / "saved" / "good.tsr").read_bytes() == token.content
    verified, read = (
        subprocess.run(line, check=False, capture_output=True, text=True, cwd=tmp_path / "saved")
        for line in documented(authority)
    )
    assert (verified.returncode, "Verification: OK" in verified.stdout) == (0, True)
    assert (read.returncode, "Time stamp:" in read.stdout) == (0, True)
    assert khronika.ok("timestamps", "4").out.startswith("Checkpoint of log size 4: 1 time stamp\ngood  ")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("nonsense", "KHRONIKA_AUTHORITIES: that is no JSON"),
        (
            '[{"name": "Ours", "url": "https://example.org", "certificates": "x"}]',
            "KHRONIKA_AUTHORITIES: String should match",
        ),
        (
            '[{"name": "a", "url": "file:///etc/passwd", "certificates": "x"}]',
            "KHRONIKA_AUTHORITIES: String should match",
        ),
        (
            '[{"name": "a", "url": "https://example.org", "certificates": "none.pem"}]',
            "the certificates of a cannot be read",
        ),
        (
            '[{"name": "a", "url": "https://example.org", "certificates": "LICENSE"}]',
            "a: that is no file of certificates",
        ),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, message: str
) -> None:
    monkeypatch.setenv("KHRONIKA_AUTHORITIES", value)

    assert message in Command(f"sqlite:///{tmp_path / 'none'}")("timestamp").err


def test_a_checkpoint_is_stamped_when_it_is_signed_by_command_and_by_the_service(
    khronika: Command, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    khronika.ok("key", "new", str(tmp_path / "key.pem"), "--origin", ORIGIN)
    settings(monkeypatch, tmp_path)
    monkeypatch.setenv("KHRONIKA_CHECKPOINT_SECONDS", "1")
    with served(authority) as good, served(authority, "refusing") as bad, Ledger(khronika.url, now=Clock()) as ledger:
        told = [
            {"name": name, "url": url, "certificates": str(authority.chain)}
            for name, url in (("bad", bad), ("good", good))
        ]
        monkeypatch.setenv("KHRONIKA_AUTHORITIES", json.dumps(told))
        ledger.record(drafts(1))
        done = khronika.ok("checkpoint")
        stamped = [one.authority for one in ledger.timestamps.of(1)]
        ledger.record(drafts(1))
        with running(khronika.url, "serve", "--port", str(free_port())) as server:
            server.says("bad gave no time stamp")
            soon(lambda: bool(ledger.timestamps.of(2)), "the service never had its checkpoint stamped")

    assert done.out.startswith(f"{ORIGIN}\n1\n")
    assert "khronika: bad: the authority answers with status 500\ngood: stamped, " in done.err
    assert stamped == ["good"]


def test_no_authority_is_named_twice(authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = {"name": "a", "url": "https://example.org", "certificates": str(authority.chain)}
    monkeypatch.setenv("KHRONIKA_AUTHORITIES", json.dumps([one, one]))

    assert "a is named twice" in Command(f"sqlite:///{tmp_path / 'none'}")("timestamp").err
