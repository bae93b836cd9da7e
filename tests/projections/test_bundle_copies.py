"""Copies of sources and time stamps in bundles: what may be passed on, whole, and nothing that no event names."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from domain import facts as f
from domain.archive import Terms
from domain.dates import day_of
from domain.people import FactId, PassageId, SourceId
from domain.sources import SourceKind
from ledger.archive import Archive
from ledger.events import new_id
from ledger.timestamps import Stamped
from projections.bundle.bundles import Bundled
from tests.bundles import said_of, seal_again
from tests.conftest import House, opened
from tests.scribe import Scribe
from tests.signing import notary

ALLOWED, FREE = "passes on", "of a source that speaks of nobody"
NOT = ("never", "on request", "of somebody withheld", "retracted")


@dataclass
class Kept:
    house: House
    archive: Archive
    folder: Path


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def keep(kept: Kept, scribe: Scribe, text: str, terms: Terms, source: SourceId) -> FactId:
    path = kept.folder / "file"
    path.write_bytes(text.encode())
    held = kept.archive.keep(path)
    fact = f.CopyCaptured(
        source=source, digest=held.digest, size=held.size, media_type="text/html", role="recorder", terms=terms
    )
    identifier = new_id()
    scribe.ledger.record([scribe.draft(identifier, fact)])
    return identifier


@pytest.fixture
def kept(tmp_path: Path, sqlite_template: Path) -> Iterator[Kept]:
    """A log with copies on all terms, one of them of a source that speaks of somebody withheld too; signed, stamped."""
    path = tmp_path / "log.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    with opened(f"sqlite:///{path}") as house:
        kept, scribe = Kept(house, Archive(tmp_path / "kept"), tmp_path), Scribe(house.ledger)
        both, passages = SourceId(new_id()), [PassageId(new_id()) for _ in range(2)]
        person = scribe.person("Withheld")
        registered = f.SourceRegistered(kind=SourceKind.NEWS, issuer="A", title="B", language="en")
        quoted = [f.PassageQuoted(source=both, pinpoint="p", text="t", mentions=one) for one in ((), (person,))]
        scribe.ledger.record([scribe.draft(FactId(both), registered)])
        scribe.ledger.record([scribe.draft(FactId(one), fact) for one, fact in zip(passages, quoted, strict=True)])
        other = SourceId(new_id())
        scribe.ledger.record([scribe.draft(FactId(other), registered)])
        for text, terms in ((ALLOWED, Terms.PASSES_ON), ("never", Terms.NEVER), ("on request", Terms.ON_REQUEST)):
            keep(kept, scribe, text, terms, other)
        keep(kept, scribe, FREE, Terms.PASSES_ON, other)
        keep(kept, scribe, "of somebody withheld", Terms.PASSES_ON, both)
        scribe.retract(keep(kept, scribe, "retracted", Terms.PASSES_ON, other))
        scribe.fact(f.PersonWithheld, person)
        house.projector.catch_up()
        signed = notary(house.ledger, tmp_path).sign()
        house.ledger.timestamps.keep(Stamped(signed.size, "ours", b"token", signed.published_at, signed.published_at))
        yield kept


def write(kept: Kept, archive: Archive | None) -> tuple[Path, Bundled]:
    bag = kept.folder / "bag"
    days, bundles = [day_of("2020-01-01")], kept.house.questions.bundles
    return bag, bundles.write(bag, days=days, definitions=["held"], archive=archive)


def test_only_what_may_be_passed_on_is_in_a_bundle_and_the_verifier_says_so(kept: Kept) -> None:
    bag, _ = write(kept, kept.archive)
    code, said = said_of(bag)

    assert {path.name for path in (bag / "data" / "copies").iterdir()} == {digest(ALLOWED), digest(FREE)}
    assert (bag / "data" / "copies" / digest(FREE)).read_text() == FREE
    assert "Copies of sources: 2, each with the digest that an event states." in said
    assert "Time stamps: 1, not checked here: openssl ts -verify checks them." in said
    assert code == 0
    for path in bag.rglob("*"):
        assert not path.is_file() or not any(text.encode() in path.read_bytes() for text in NOT[2:3]), path


def test_without_the_wish_no_copy_is_in_a_bundle(kept: Kept) -> None:
    bag, _ = write(kept, None)

    assert not (bag / "data" / "copies").exists()
    assert "Copies of sources" not in "".join(said_of(bag)[1])


def test_a_copy_that_is_not_held_is_left_out(kept: Kept) -> None:
    next((kept.folder / "kept").rglob(digest(FREE))).unlink()
    _, found = write(kept, kept.archive)

    assert (found.copies, found.missing) == (1, 1)


def test_damage_to_what_lies_beside_the_log_is_refused_under_new_manifests_too(kept: Kept) -> None:
    bag, _ = write(kept, kept.archive)
    copy, stamp = bag / "data" / "copies" / digest(FREE), next((bag / "data" / "timestamps").iterdir())
    copy.write_text(FREE.upper())
    seal_again(bag)
    assert f"data/copies/{digest(FREE)}: its bytes have another digest than its name" in said_of(bag)[1]
    copy.unlink()
    (copy.parent / digest("something else")).write_text("something else")
    seal_again(bag)
    assert "no disclosed event says that it is a copy of a source" in said_of(bag)[1][0]
    (copy.parent / digest("something else")).unlink()
    stamp.rename(stamp.with_name("1.ours.tsr"))
    seal_again(bag)
    code, said = said_of(bag)

    assert (code, said) == (1, ["data/timestamps/1.ours.tsr: is of a checkpoint that is not here"])
