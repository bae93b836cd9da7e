"""A bundle holds, and every damage to it is refused, also by somebody who writes the manifests anew."""

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import bagit
import pytest

from domain import facts as f
from domain.dates import day_of
from domain.errors import InvalidError
from domain.facts import KeyRotated
from ledger.checkpoints import Published
from ledger.events import Draft, new_id
from ledger.proofs import checkpoint
from ledger.proofs.checkpoint import Checkpoint
from ledger.proofs.keys import SigningKey, make_key
from ledger.proofs.rotation import rotated
from tests.bundles import said_of, seal_again, verifier
from tests.conftest import House, opened
from tests.scribe import Scribe

pytestmark = pytest.mark.long

ORIGIN = "example.org/khronika"
FLIPS = int(os.environ.get("KHRONIKA_FLIPS", "250"))
"""How many bits are flipped, one at a time."""


@dataclass(frozen=True)
class Made:
    """A bundle of a small world, and the key that signed it."""

    folder: Path
    key: SigningKey


def small_world(house: House) -> None:
    """Two persons, one of them twice registered; dates of every kind; a correction and a retraction."""
    scribe = Scribe(house.ledger)
    anna, boris, again = scribe.person("Anna"), scribe.person("Boris"), scribe.person("Borys")
    held = scribe.fact(f.Detained, anna, occurred="2015-01-10")
    scribe.fact(f.Recognized, anna, occurred="2015-02", bodies=("Viasna", "=Amnesty"), covers=held)
    scribe.fact(f.Released, anna, occurred="2015-08", deprivation=held)
    arrest = scribe.fact(f.AdministrativelyArrested, boris, occurred="2015-07-01", term="P15D")
    scribe.correct(arrest, f.AdministrativelyArrested, boris, occurred="2015-08-01", term="P15D")
    scribe.fact(f.Recognized, again, occurred="[..2015-08-20]", bodies=("Viasna",), covers=arrest)
    scribe.judge(f.JudgedSame, boris, again)
    scribe.retract(scribe.fact(f.Died, boris, occurred="2014"))
    house.projector.catch_up()


def publish(house: House, key: SigningKey, *sizes: int) -> None:
    """Publish checkpoints of some sizes of the log."""
    for size in sizes:
        note = checkpoint.sign(Checkpoint(ORIGIN, size, house.ledger.head(size).root), [key])
        house.ledger.checkpoints.publish(Published(size, note.data, str(key.verifier), house.clock()))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Made:
    folder = tmp_path_factory.mktemp("bundles")
    shutil.copy(sqlite_template, folder / "small.sqlite3")
    key = make_key(folder / "key.pem", ORIGIN)
    with opened(f"sqlite:///{folder / 'small.sqlite3'}") as house:
        small_world(house)
        publish(house, key, 5, house.ledger.size())
        days = [day_of("2015-08-15"), day_of("2015-08-31")]
        house.questions.bundles.write(folder / "bag", days=days, definitions=["held", "in-custody"])
    return Made(folder / "bag", key)


def test_a_signed_bundle_is_accepted(made: Made) -> None:
    code, said = said_of(made.folder)

    assert code == 0, said
    assert "  held (then) on 2015-08-15: 1 certain, 2 possible; known to us" in said
    assert any(line.endswith(f"signed with {made.key.verifier}") for line in said)


def test_a_bundle_signed_by_another_key_than_the_one_given_is_refused(made: Made, tmp_path: Path) -> None:
    mine = verifier.Key.read(str(made.key.verifier))
    other = verifier.Key.read(str(make_key(tmp_path / "other.pem", ORIGIN).verifier))

    assert said_of(made.folder, mine)[0] == 0
    assert said_of(made.folder, other) == (1, ["data/keys.txt: the key that was given is none of these"])


def test_without_openssl_signatures_are_reported_as_not_checked(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifier.shutil, "which", lambda _name: None)
    code, said = said_of(made.folder)

    assert code == 3
    assert said[-1].startswith("Signatures: not checked. There is no openssl here")


@contextmanager
def damaged(folder: Path, name: str, data: bytes | None) -> Iterator[None]:
    """Within the block a file has other bytes, or is not there."""
    path = folder / name
    before = path.read_bytes() if path.exists() else None
    path.unlink(missing_ok=True) if data is None else path.write_bytes(data)
    try:
        yield
    finally:
        path.unlink(missing_ok=True) if before is None else path.write_bytes(before)


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def flipped(data: bytes, bit: int) -> bytes:
    found = bytearray(data)
    found[bit // 8] ^= 1 << bit % 8
    return bytes(found)


def test_every_flipped_bit_is_refused(made: Made) -> None:
    """The manifests cover every file; what damages a manifest is no manifest any more, or of other bytes."""
    chance = random.Random(20170704)
    names = files(made.folder)
    for number in range(FLIPS):
        name = names[number % len(names)]
        data = (made.folder / name).read_bytes()
        bit = chance.randrange(8 * len(data))
        with damaged(made.folder, name, flipped(data, bit)):
            code, said = said_of(made.folder)

        assert code == 1, (name, bit, said)


MANIFESTS = [f"{kind}manifest-{digest}.txt" for kind in ("", "tag") for digest in ("sha256", "sha512")]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A bundle of one event, so that every bit of its manifests can be flipped."""
    folder = tmp_path_factory.mktemp("tiny")
    shutil.copy(sqlite_template, folder / "tiny.sqlite3")
    with opened(f"sqlite:///{folder / 'tiny.sqlite3'}") as house:
        Scribe(house.ledger).person("Anna")
        house.projector.catch_up()
        publish(house, make_key(folder / "key.pem", ORIGIN), house.ledger.size())
        house.questions.bundles.write(folder / "bag", days=[day_of("2015-08-15")], definitions=["held"])
    return folder / "bag"


@pytest.mark.parametrize("name", MANIFESTS)
def test_every_single_bit_of_a_manifest_that_is_flipped_is_refused(tiny: Path, name: str) -> None:
    """None is left out: a digest is compared as written, and a name has to be that of a file."""
    data = (tiny / name).read_bytes()
    for bit in range(8 * len(data)):
        with damaged(tiny, name, flipped(data, bit)):
            code, said = said_of(tiny)

        assert code == 1, (name, bit, said)

    assert said_of(tiny)[0] == 0


UNREAD = {"README.txt", "bag-info.txt", "verify.py", "data/ro-crate-metadata.json"}
"""What the verifier compares with the manifests alone: words about the rest."""


def test_a_flipped_bit_is_refused_though_the_manifests_are_written_anew(made: Made, tmp_path: Path) -> None:
    chance = random.Random(20170704)
    copy = tmp_path / "bag"
    shutil.copytree(made.folder, copy)
    names = [name for name in files(copy) if "manifest-" not in name and name not in UNREAD]
    for number in range(FLIPS):
        name = names[number % len(names)]
        data = (copy / name).read_bytes()
        bit = chance.randrange(8 * len(data))
        with damaged(copy, name, flipped(data, bit)):
            seal_again(copy)
            code, said = said_of(copy)

        assert code == 1, (name, bit, said)
    seal_again(copy)

    assert said_of(copy)[0] == 0


def changed(name: str, change: Callable[[dict[str, object]], object]) -> Callable[[Path], None]:
    """Change a JSON file in the way that its own form allows."""

    def do(folder: Path) -> None:
        fields = json.loads((folder / name).read_text())
        change(fields)
        (folder / name).write_text(verifier.written(fields) + "\n")

    return do


HELD = "data/answers/2015-08-15.held.then.json"
DAMAGES: dict[str, Callable[[Path], object]] = {
    "an event is dropped": lambda folder: (folder / "data/events/7.json").unlink(),
    "an event is added": lambda folder: shutil.copy(folder / "data/events/7.json", folder / "data/events/99.json"),
    "an event stands where another did": lambda folder: shutil.copy(
        folder / "data/events/7.json", folder / "data/events/8.json"
    ),
    "the last leaf is dropped": lambda folder: (folder / "data/leaves.txt").write_text(
        "".join((folder / "data/leaves.txt").read_text().splitlines(keepends=True)[:-1])
    ),
    "two leaves are swapped": lambda folder: (folder / "data/leaves.txt").write_text(
        "".join(sorted((folder / "data/leaves.txt").read_text().splitlines(keepends=True)))
    ),
    "an answer is changed": changed(HELD, lambda fields: fields.update(possible=3)),
    "somebody is withheld from an answer": changed(HELD, lambda fields: fields.update(persons=[])),
    "somebody withheld is made up": changed(
        HELD, lambda fields: fields.update(possible=3, withheld={"certain": 0, "possible": 1})
    ),
    "a digest is changed": changed(HELD, lambda fields: fields.update(digest="0" * 64)),
    "an answer covers more than is declared": changed(HELD, lambda fields: fields.update(coverage="complete")),
    "an answer is of another day": lambda folder: (folder / HELD).rename(
        folder / "data/answers/2015-08-16.held.then.json"
    ),
    "an answer is dropped": lambda folder: (folder / HELD).unlink(),
    "a checkpoint is dropped": lambda folder: (folder / "data/checkpoints/5.txt").rename(
        folder / "data/checkpoints/6.txt"
    ),
    "the keys are dropped": lambda folder: (folder / "data/keys.txt").unlink(),
    "the root is another": changed("data/bundle.json", lambda fields: fields.update(root="0" * 64)),
    "an event is not told of": changed("data/bundle.json", lambda fields: fields.update(disclosed=3)),
    "the origin is another": changed("data/bundle.json", lambda fields: fields.update(origin="example.org/other")),
    "a row of a table is dropped": lambda folder: (folder / "data/facts.csv").write_text(
        "".join((folder / "data/facts.csv").read_text().splitlines(keepends=True)[:-1])
    ),
    "a row of a table is added": lambda folder: (folder / "data/answers.csv").write_text(
        (folder / "data/answers.csv").read_text() + "2015-08-15\n"
    ),
    "a file is added": lambda folder: (folder / "data/more.txt").write_text("more\n"),
    "a file is a link": lambda folder: link(folder, "data/events/7.json"),
    "a folder is a link": lambda folder: link(folder, "data/events"),
}


def link(folder: Path, name: str) -> None:
    (folder / name).symlink_to((folder / name).rename(folder.parent / "moved"))


@pytest.mark.parametrize("what", DAMAGES)
@pytest.mark.parametrize("sealed", [False, True], ids=["as it is", "with new manifests"])
def test_damage_on_purpose_is_refused(made: Made, tmp_path: Path, what: str, sealed: bool) -> None:  # noqa: FBT001
    copy = tmp_path / "bag"
    shutil.copytree(made.folder, copy)
    DAMAGES[what](copy)
    if sealed:
        seal_again(copy)
    code, said = said_of(copy)

    assert code == 1, said


def test_the_library_that_made_the_bag_accepts_it(made: Made) -> None:
    bagit.Bag(str(made.folder)).validate()


def test_one_state_gives_one_bundle_to_the_byte(house: House, tmp_path: Path) -> None:
    small_world(house)
    for name in ("one", "other"):
        house.clock.move(days=1)
        house.questions.bundles.write(tmp_path / name)
    one, other = (
        {name: (tmp_path / bag / name).read_bytes() for name in files(tmp_path / bag)} for bag in ("one", "other")
    )

    assert one == other


def test_an_old_size_of_the_log_is_bundled_up_to_the_next_checkpoint(house: House, tmp_path: Path) -> None:
    small_world(house)
    publish(house, make_key(tmp_path / "key.pem", ORIGIN), 3, 12, house.ledger.size())
    house.questions.bundles.write(tmp_path / "bag", as_known=9)
    code, said = said_of(tmp_path / "bag")

    assert code == 0, said
    assert sorted(path.name for path in (tmp_path / "bag/data/checkpoints").iterdir()) == ["12.txt", "3.txt"]
    assert len(list((tmp_path / "bag/data/events").iterdir())) == 9


def test_what_no_checkpoint_covers_is_said_to_be_signed_by_nobody(house: House, tmp_path: Path) -> None:
    small_world(house)
    publish(house, make_key(tmp_path / "key.pem", ORIGIN), 3)
    done = house.questions.bundles.write(tmp_path / "bag")

    assert "1 checkpoint, of size 3, and nobody has signed what came after it." in done.report
    assert said_of(tmp_path / "bag")[0] == 3


@pytest.mark.parametrize("honest", [True, False])
def test_a_key_that_took_over_is_one_that_both_signed_for(house: House, tmp_path: Path, honest: bool) -> None:  # noqa: FBT001
    old, new, thief = (make_key(tmp_path / f"{name}.pem", ORIGIN) for name in ("old", "new", "thief"))
    small_world(house)
    publish(house, old, house.ledger.size())
    fact = rotated(old, new)
    if not honest:
        fact = KeyRotated(
            old_key=fact.old_key,
            new_key=fact.new_key,
            old_signature=rotated(thief, new).old_signature,
            new_signature=fact.new_signature,
        )
    house.ledger.record([Draft(new_id(), 1, fact, "tester", "batch")])
    house.projector.catch_up()
    publish(house, new, house.ledger.size())
    house.questions.bundles.write(tmp_path / "bag")
    code, said = said_of(tmp_path / "bag")

    assert code == (0 if honest else 3), said
    keys = (tmp_path / "bag/data/keys.txt").read_text().split() if honest else []
    assert keys == ([str(old.verifier), str(new.verifier)] if honest else [])
    if honest:
        # Whoever leaves out the old key cannot say whose the older signatures are.
        (tmp_path / "bag/data/keys.txt").write_text(f"{new.verifier}\n")
        seal_again(tmp_path / "bag")

        assert said_of(tmp_path / "bag")[0] == 1


def test_an_empty_log_is_not_bundled(house: House, tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="holds nothing"):
        house.questions.bundles.write(tmp_path / "bag")

    assert not any(tmp_path.glob("bag*"))
