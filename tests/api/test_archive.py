"""Keeping copies of sources: the command, what the log and the doors then say, and who gets the bytes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import bootstrap
from api.app import create_app
from ledger.archive import Archive
from tests.api.conftest import Command
from tests.api.html import Page

REGISTER = """\
register: tiny
facts:
  - {type: source-registered, key: s1, kind: news, issuer: A paper, title: A page, language: en, digest: %s}
  - {type: passage-quoted, key: s1-q1, source: s1, pinpoint: page 1, text: Somebody.}
  - {type: passage-quoted, key: s1-q2, source: s1, pinpoint: page 2, text: Nobody.}
  - {type: source-registered, key: s3, kind: news, issuer: A paper, title: A third, language: en}
  - {type: passage-quoted, key: s3-q1, source: s3, pinpoint: page 1, text: Somebody.}
  - {type: source-registered, key: s2, kind: news, issuer: A paper, title: Another, language: en}
  - {type: person-registered, key: p1}
  - {type: named, key: p1-n1, person: p1, text: Ales, language: en, script: Latn, passages: [s1-q1, s3-q1]}
  - {type: external-id-stated, key: p1-x1, person: p1, publisher: A list, value: '1', passages: [s1-q1]}
"""
PAGE = b"<html><script>alert(1)</script>A page</html>"
DIGEST = sha256(PAGE).hexdigest()

REFUSED = [
    (("archive", "tiny:s1", "{kept}/none"), "FILE: there is no such file"),
    (("archive", "tiny:s1", "{kept}"), "FILE: that is no file"),
    (("archive", "tiny:s9", "{page}"), "SOURCE: give the identifier of a source"),
    (("archive", "s1", "{page}"), "SOURCE: give the identifier of a source"),
    (("archive", "tiny:p1", "{page}"), "names a fact, not a source"),
    (("archive", "00000000-0000-4000-8000-000000000000", "{page}"), "nothing has this identifier"),
    (("archive", "tiny:s1"), "give a SOURCE and the FILE"),
    (("archive", "tiny:s1", "{page}", "--check"), "takes no SOURCE"),
    (("archive", "tiny:s1", "{page}", "--captured", "today"), "captured: "),
    (("archive", "tiny:s1", "{page}", "--captured", "2099-01-01"), "captured_at lies in the future"),
    (("archive", "tiny:s1", "{page}", "--media-type", "html"), "--media-type"),
    (("archive", "tiny:s1", "{page}", "--tool", "a\tb"), "control character"),
    (("archive", "tiny:s1", "{page}", "--terms", "always"), "is not one of"),
    (("custody", DIGEST), "COPY: give the identifier or the digest"),
    (("custody", DIGEST, "--from", "recorder"), "--from a role --to a role"),
]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the archive, and beside it a page to keep."""
    (tmp_path / "somebody.html").write_bytes(PAGE)
    monkeypatch.setenv("KHRONIKA_ARCHIVE", str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def tiny(khronika: Command, kept: Path) -> Command:
    folder = kept.parent / "register"
    folder.mkdir()
    (folder / "register.yaml").write_text(REGISTER % DIGEST)
    khronika.ok("load", str(folder))
    return khronika


@contextmanager
def client(khronika: Command, kept: Path | None) -> Iterator[TestClient]:
    with bootstrap.service(khronika.url) as service:
        app = create_app(service, copies=Archive(kept) if kept else None)
        with TestClient(app, "http://127.0.0.1", raise_server_exceptions=False) as found:
            yield found


def keep(khronika: Command, kept: Path, *more: str, source: str = "tiny:s1") -> str:
    """Keep the page, and return the identifier of the copy."""
    done = khronika.ok("archive", source, str(kept.parent / "somebody.html"), "--json", *more)
    return str(done.json["kept"]["id"])


def test_a_copy_is_kept_recorded_and_known_the_second_time(tiny: Command, kept: Path) -> None:
    arguments = ("archive", "tiny:s1", str(kept.parent / "somebody.html"))
    first = tiny.ok(*arguments, "--method", "page-saved", "--captured", "2026-11-22T10:15:00Z", "--tool", "A browser")
    size = tiny.ok("changes", "0", "--json").json["as_known"]["size"]
    again = tiny.ok(*arguments, "--terms", "passes-on")

    assert first.out.startswith("archived: position 10\n")
    assert f"SHA-256: {DIGEST}\n44 bytes, text/html; terms: never\n" in first.out
    assert again.out.startswith("known already; nothing was recorded\n")
    assert "terms: never" in again.out
    assert tiny.ok("changes", "0", "--json").json["as_known"]["size"] == size == 10
    assert next(kept.rglob(DIGEST)).read_bytes() == PAGE
    said = json.dumps(tiny.ok("changes", "0", "--json").json)
    assert "somebody.html" not in said + first.out


def test_the_source_shows_its_copies_with_terms_custody_and_what_is_odd(tiny: Command, kept: Path) -> None:
    identifier = keep(tiny, kept, "--by", "recorder")
    (kept.parent / "other.pdf").write_bytes(b"%PDF-1.7")
    tiny.ok("archive", "tiny:s1", str(kept.parent / "other.pdf"))
    tiny.ok("custody", DIGEST, "--from", "recorder", "--to", "archivist", "--on", "2026-01-02")
    tiny.ok("custody", identifier, "--by", "reviewer")
    with client(tiny, kept) as asked:
        source = tiny.ok("fact", identifier, "--json").json["fact"]["fields"]["source"]
        answer = asked.get(f"/v1/sources/{source}").json()
        page = asked.get(f"/sources/{source}").text
    one, other = answer["copies"]

    assert (one["digest"], one["size"], one["media_type"], one["terms"]) == (DIGEST, 44, "text/html", "never")
    assert (one["address"], one["holder"], one["anomalies"]) == (None, "archivist", [])
    assert [(step["step"], step["giver"], step["taker"], step["found"]) for step in one["custody"]] == [
        ("handed over", "recorder", "archivist", "intact"),
        ("checked", None, "reviewer", "intact"),
    ]
    assert [odd["oddity"] for odd in other["anomalies"]] == ["a source states another digest than a copy of it has"]
    assert other["media_type"] == "application/pdf"
    Page(page).check()
    assert "handed over by recorder to archivist, its digest verified" in page
    assert DIGEST in page
    assert "/v1/copies/" not in page


def test_bytes_are_given_only_where_terms_allow_it_now_and_then_harmless(tiny: Command, kept: Path) -> None:
    identifier = keep(tiny, kept)
    address = f"/v1/copies/{DIGEST}"
    with client(tiny, kept) as asked:
        for terms in ("never", "on request"):
            tiny("correct", identifier, "--set", f"terms={terms}", "--reason", "asked")
            refused = asked.get(address)
            assert (refused.status_code, "terms do not allow" in refused.json()["detail"]) == (404, True)
        tiny.ok("correct", identifier, "--set", "terms=passes on", "--reason", "the paper agreed")
        given = asked.get(address)
        source = tiny.ok("fact", identifier, "--json").json["fact"]["fields"]["source"]

        assert address in Page(asked.get(f"/sources/{source}").text).links
        assert (given.status_code, given.content) == (200, PAGE)
        assert given.headers["content-disposition"] == f'attachment; filename="{DIGEST}"'
        assert given.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert given.headers["x-content-type-options"] == "nosniff"
        assert given.headers["content-type"] == "text/html"
        assert given.headers["content-length"] == str(len(PAGE))
        assert given.headers["cache-control"] == "no-cache"
        assert given.headers["etag"] == f'"{DIGEST}"'
        head = asked.head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers == given.headers
        held = asked.get(address, headers={"If-None-Match": f'"{DIGEST}"'})
        assert (held.status_code, held.content, "content-length" in held.headers) == (304, b"", False)
        assert asked.get(f"{address}?as_known=1").status_code == 400
        tiny.ok("retract", identifier, "--reason", "in error")
        assert asked.get(address).status_code == 404
        tiny.ok("reinstate", identifier, "--reason", "in error after all")
        assert asked.get(address).status_code == 200


def test_the_strictest_terms_of_the_same_bytes_decide(tiny: Command, kept: Path) -> None:
    keep(tiny, kept, "--terms", "passes-on")
    with client(tiny, kept) as asked:
        assert asked.get(f"/v1/copies/{DIGEST}").status_code == 200
        keep(tiny, kept, "--terms", "never", source="tiny:s2")

        assert asked.get(f"/v1/copies/{DIGEST}").status_code == 404
    assert "several sources have this copy" in tiny("custody", DIGEST).err


def test_no_bytes_are_given_of_a_source_that_speaks_of_somebody_withheld(tiny: Command, kept: Path) -> None:
    """Of several, one of whom is withheld, the source is shown and its bytes are not; of one alone, nothing is."""
    several = keep(tiny, kept, "--terms", "passes-on")
    (kept.parent / "somebody.html").write_bytes(b"Another page")
    alone = keep(tiny, kept, "--terms", "passes-on", source="tiny:s3")
    digest = sha256(b"Another page").hexdigest()
    (found,) = tiny.ok("find", "A list", "1", "--json").json["people"]
    sources = [tiny.ok("fact", one, "--json").json["fact"]["fields"]["source"] for one in (several, alone)]
    with bootstrap.service(tiny.url) as service, client(tiny, kept) as asked:
        assert {one.digest for one in service.questions.copies()} == {DIGEST, digest}
        tiny.ok("custody", digest)
        step = asked.get(f"/v1/sources/{sources[1]}").json()["copies"][0]["custody"][0]["id"]
        tiny.ok("withhold", found["id"])
        shown = asked.get(f"/v1/sources/{sources[0]}").json()["copies"]
        hidden = (f"copies/{DIGEST}", f"copies/{digest}", f"facts/{alone}", f"facts/{step}", f"sources/{sources[1]}")
        refused = [asked.get(f"/v1/{one}") for one in hidden]

        assert [(one["digest"], one["address"]) for one in shown] == [(DIGEST, None)]
        assert asked.get(f"/v1/facts/{several}").status_code == 200
        assert {(one.status_code, one.json()["detail"]) for one in refused} == {
            (404, "what has this identifier is withheld")
        }
        assert service.questions.copies() == ()
        assert digest not in asked.get("/v1/changes?since=0").text


def test_bytes_that_are_missing_or_changed_are_found_and_never_given(tiny: Command, kept: Path) -> None:
    keep(tiny, kept, "--terms", "passes-on")
    left = Archive(kept).keep(Path(__file__)).digest
    whole = tiny.ok("archive", "--check")
    assert whole.out == f"1 copy intact\nnamed by no fact: {left}\n"
    (stored,) = kept.rglob(DIGEST)
    stored.chmod(0o644)
    stored.write_bytes(PAGE.upper())
    with client(tiny, kept) as asked, client(tiny, None) as without:
        changed = tiny("archive", "--check", "--json")
        assert (changed.code, changed.json["changed"], changed.json["intact"]) == (1, [DIGEST], 0)
        assert asked.get(f"/v1/copies/{DIGEST}").status_code == 503
        assert "the copy is changed" in tiny.ok("custody", DIGEST).out
        assert "other bytes" in tiny("archive", "tiny:s1", str(kept.parent / "somebody.html")).err
        stored.unlink()
        missing = tiny("archive", "--check", "--json")
        assert (missing.code, missing.json["missing"], missing.json["unreferenced"]) == (1, [DIGEST], [left])
        assert asked.get(f"/v1/copies/{DIGEST}").json()["detail"] == "this copy is not held here"
        assert without.get(f"/v1/copies/{DIGEST}").json()["detail"] == "this copy is not held here"
    assert "the copy is missing" in tiny.ok("custody", DIGEST).out


def test_what_cannot_be_kept_is_refused_and_leaves_nothing(tiny: Command, kept: Path) -> None:
    for arguments, message in REFUSED:
        done = tiny(*(one.format(kept=kept.parent, page=kept.parent / "somebody.html") for one in arguments))

        assert (done.code, done.out) == (2, "")
        assert message in " ".join(done.err.split())
        assert "somebody" not in done.err
    assert not list(Archive(kept).held())
    assert tiny.ok("changes", "0", "--json").json["as_known"]["size"] == 9


def test_without_a_folder_nothing_is_kept(khronika: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KHRONIKA_ARCHIVE", raising=False)

    assert "KHRONIKA_ARCHIVE" in khronika("archive", "--check").err


def test_a_copy_that_was_retracted_is_reinstated_and_not_recorded_again(tiny: Command, kept: Path) -> None:
    identifier = keep(tiny, kept)
    tiny.ok("retract", identifier, "--reason", "in error")
    done = tiny("archive", "tiny:s1", str(kept.parent / "somebody.html"))

    assert (done.code, f"khronika reinstate {identifier}" in done.err) == (2, True)
