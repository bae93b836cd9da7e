"""Checkpoints at the doors: made by a command and by the service, given to readers, refused to a fork."""

import shutil
from pathlib import Path

import pytest

from ledger.proofs import checkpoint, note
from ledger.proofs.keys import parse_verifier
from tests.api.conftest import Command, Result, serving
from tests.api.processes import soon
from tests.signing import ORIGIN, settings

pytestmark = pytest.mark.long

TINY = "register: {name}\nfacts:\n  - {{type: person-registered, key: p1}}\n"


@pytest.fixture
def signing(khronika: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command over a fresh database, with a key and a journal."""
    khronika.ok("key", "new", str(tmp_path / "key.pem"), "--origin", ORIGIN)
    settings(monkeypatch, tmp_path)
    return khronika


def load(khronika: Command, folder: Path, name: str) -> Result:
    """Record one event more."""
    register = folder / name
    register.mkdir()
    (register / "register.yaml").write_text(TINY.format(name=name))
    return khronika("load", str(register))


def test_what_the_command_signs_is_what_readers_get(signing: Command, tmp_path: Path) -> None:
    key = parse_verifier(signing.ok("key", "show").out.strip())
    for name in ("one", "two"):
        assert load(signing, tmp_path, name).code == 0
        signed = signing.ok("checkpoint").out
        assert signing.ok("checkpoint").out == signed
    with serving(signing) as server:
        newest = server.client.get("/v1/checkpoint")
        first = server.client.get("/v1/checkpoint", params={"covering": "1"})
        listed = server.client.get("/v1/checkpoints").json()
        page = server.client.get("/v1/checkpoints", params={"since": "0", "limit": "1"}).json()
        rest = server.client.get("/v1/checkpoints", params={"since": str(page["next"])}).json()
        missing = server.client.get("/v1/checkpoint", params={"covering": "3"})
        root = server.client.get("/v1/counts", params={"as_of": "2017-07-04"}).json()["basis"]["as_known"]["root"]

    assert newest.text == signed
    assert newest.headers["content-type"] == "text/plain; charset=utf-8"
    said = checkpoint.opened(newest.content, origin=ORIGIN, keys=[key])
    assert (said.size, said.root.hex()) == (2, root)
    assert checkpoint.opened(first.content, origin=ORIGIN, keys=[key]).size == 1
    assert signing.ok("checkpoints", "--json").json == listed
    assert page["checkpoints"] + rest["checkpoints"] == listed["checkpoints"]
    assert [one["note"] for one in listed["checkpoints"]] == [first.text, newest.text]
    assert (rest["next"], missing.status_code) == (None, 404)


def test_without_a_key_all_works_and_nothing_is_signed(khronika: Command, tmp_path: Path) -> None:
    assert load(khronika, tmp_path, "one").code == 0
    refused = khronika("checkpoint")
    with serving(khronika) as server:
        missing = server.client.get("/v1/checkpoint")
        listed = server.client.get("/v1/checkpoints").json()

    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "KHRONIKA_KEY: it is not set" in refused.err
    assert (missing.status_code, missing.json()["detail"]) == (404, "no checkpoint has been published yet")
    assert listed == {"checkpoints": [], "rotations": [], "next": None}
    assert khronika.ok("checkpoints").out == "No checkpoint is there.\n"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("KHRONIKA_ORIGIN", None), "KHRONIKA_ORIGIN: it is not set; a key signs for an origin"),
        (("KHRONIKA_ORIGIN", "two words"), "'two words' cannot name a key"),
        (("KHRONIKA_JOURNAL", None), "KHRONIKA_JOURNAL: it is not set; a key signs into a journal"),
        (("KHRONIKA_JOURNAL", "/nowhere/journal"), "the journal cannot be kept: No such file or directory"),
        (("KHRONIKA_KEY", "/nowhere/key.pem"), "the key file cannot be read: No such file or directory"),
        (("KHRONIKA_CHECKPOINT_SECONDS", "0"), "KHRONIKA_CHECKPOINT_SECONDS: "),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(
    signing: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: tuple[str, str | None], told: str
) -> None:
    load(signing, tmp_path, "one")
    variable, value = wrong
    if value is None:
        monkeypatch.delenv(variable)
    else:
        monkeypatch.setenv(variable, value)

    refused = signing("checkpoint")

    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert told in refused.err


def test_the_service_signs_by_itself_where_the_log_has_grown(
    signing: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHRONIKA_CHECKPOINT_SECONDS", "1")
    with serving(signing) as server:
        for size, name in enumerate(("one", "two"), start=1):
            assert load(signing, tmp_path, name).code == 0
            soon(lambda size=size: f"\n{size}\n" in server.client.get("/v1/checkpoint").text, "nothing was signed")  # type: ignore[misc]  # mypy infers no lambda with defaults
        sizes = [one["size"] for one in server.client.get("/v1/checkpoints").json()["checkpoints"]]

    assert sizes == [1, 2]


def test_an_older_copy_answers_and_takes_nothing_in(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, kept = tmp_path / "log.sqlite3", tmp_path / "kept.sqlite3"
    shutil.copy(sqlite_template, file)
    khronika = Command(f"sqlite:///{file}")
    khronika.ok("key", "new", str(tmp_path / "key.pem"), "--origin", ORIGIN)
    settings(monkeypatch, tmp_path)
    load(khronika, tmp_path, "one")
    shutil.copy(file, kept)
    load(khronika, tmp_path, "two")
    khronika.ok("checkpoint")
    shutil.copy(kept, file)

    refused = [load(khronika, tmp_path, "three"), khronika("checkpoint")]

    for one in refused:
        assert (one.code, one.err.count("\n")) == (2, 1)
        assert "the database holds 1 events, and a checkpoint was signed over 2: it is an older copy" in one.err
        assert "restore the newer copy" in one.err
    assert "0 certain" in khronika.ok("count", "--as-of", "2017-07-04").out
    # Without the journal nothing tells the copy from the log: whoever records sets it.
    monkeypatch.delenv("KHRONIKA_JOURNAL")
    assert load(khronika, tmp_path, "four").code == 0


def test_a_key_hands_over_to_another_and_old_checkpoints_stay_good(
    signing: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(signing, tmp_path, "one")
    old = parse_verifier(signing.ok("key", "show").out.strip())
    printed = signing.ok("key", "new", str(tmp_path / "next.pem")).out
    new = parse_verifier(signing.ok("key", "rotate", str(tmp_path / "next.pem")).out.strip())
    given_up = signing("checkpoint")
    settings(monkeypatch, tmp_path, "next.pem")
    load(signing, tmp_path, "two")
    signing.ok("checkpoint")

    listed = signing.ok("checkpoints", "--json").json
    (rotation,) = listed["rotations"]
    assert printed.strip() == str(new) == rotation["new_key"]
    assert [(one["size"], one["key"]) for one in listed["checkpoints"]] == [(1, str(old)), (2, str(new)), (3, str(new))]
    for one in listed["checkpoints"]:
        checkpoint.opened(one["note"].encode(), origin=ORIGIN, keys=[parse_verifier(one["key"])])
    for key in (old, new):
        note.check_signed(note.parse(rotation["note"].encode()), [key])
    assert (given_up.code, "given up at position 2" in given_up.err) == (2, True)
    assert f"From size 2 on: {new}, which took over from {old}" in signing.ok("checkpoints").out
    assert signing.ok("fact", rotation["fact"]).out


def test_the_public_key_is_printed_for_openssl_too(signing: Command) -> None:
    assert signing.ok("key", "show", "--pem").out.startswith("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA")
