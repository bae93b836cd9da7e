"""Write a bundle: what a log of one size holds, as far as it may be shown, with answers and what checks them."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import bagit
import msgspec
from sqlalchemy import Engine

from domain.dates import Day, iso
from domain.errors import InvalidError
from domain.folds import RULES_VERSION
from domain.folds.counts import definition_of
from ledger.events import minsk_day, timestamp
from ledger.log import Head, Log
from ledger.mapper import opened
from projections.basis import AsKnown, Clock
from projections.bundle.answers import Answer, answer_of, days_of_interest, declared_in, series_of
from projections.bundle.disclosed import Disclosed, disclosed
from projections.disclosure import Disclosure, Disclosures
from projections.explanations import Explanations
from projections.projector import reading

FORMAT: Final = "khronika/bundle/v1"
DIGESTS: Final = ["sha256", "sha512"]
HERE: Final = Path(__file__).parent
_encoder = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True, slots=True)
class Bundled:
    """What was written: the head of the log, how many of its events are shown, how many answers are given."""

    head: Head
    shown: int
    answers: int


class Bundles:
    """Writes bundles of one log."""

    def __init__(
        self, log: Log, engine: Engine, clock: Clock, disclosures: Disclosures, explanations: Explanations
    ) -> None:
        """Write from a log and its read models."""
        self._log = log
        self._engine = engine
        self._clock = clock
        self._disclosures = disclosures
        self._explanations = explanations

    def write(
        self, folder: Path, *, days: Sequence[Day] = (), definitions: Sequence[str] = (), as_known: AsKnown = None
    ) -> Bundled:
        """Write a bundle into a folder that is not there yet, or not at all.

        Without days or definitions it answers for days of interest, and by all definitions.
        """
        for name in definitions:
            definition_of(name)
        size = self._clock.size(as_known)
        head = self._log.head(size)
        found = disclosed(self._log, self._hidden(size), size)
        declared = declared_in(self._log, found)
        asked = sorted(set(days)) or days_of_interest(declared, head)
        answers = [
            answer_of(self._explanations.digest(basis), declared, found.partly)
            for basis in (
                self._clock.basis(day, as_known=size, definition=definition.id, variant=variant)
                for day in asked
                for definition, variant in series_of(definitions)
            )
        ]
        with _new(folder) as bag:
            shown = self._write(bag, head, found, answers)
        return Bundled(head, shown, len(answers))

    def _hidden(self, size: int) -> Disclosure:
        """Return what is hidden now, and of a bundle of an old size also with whomever was one with somebody then."""
        with reading(self._engine) as (connection, models):
            now = self._disclosures.now(connection, models)
            return Disclosure(self._log, now.at(connection, models, size), now.size)

    def _write(self, bag: Path, head: Head, found: Disclosed, answers: Sequence[Answer]) -> int:
        (bag / "events").mkdir()
        (bag / "answers").mkdir()
        shown = 0
        for position, data in found.events():
            (bag / "events" / f"{position}.json").write_bytes(data)
            shown += 1
        with (bag / "leaves.txt").open("wb") as file:
            for page in self._log.stored(upto=head.size):
                file.writelines(sha256(opened(one.state)).hexdigest().encode() + b"\n" for one in page)
        for answer in answers:
            _json(bag / "answers" / f"{answer.name}.json", answer.fields)
        described = {
            "format": FORMAT,
            "size": head.size,
            "leaves": head.size,
            "root": head.root.hex(),
            "recorded_at": head.recorded_at and timestamp(head.recorded_at),
            "rules": RULES_VERSION,
            "disclosed": shown,
            "partly": sorted(found.partly),
            "origin": None,
        }
        _json(bag / "bundle.json", described)
        _seal(bag, head)
        return shown


def _json(path: Path, fields: dict[str, Any]) -> None:
    path.write_bytes(_encoder.encode(fields) + b"\n")


def _seal(bag: Path, head: Head) -> None:
    """Make a bag of the folder: what is in it becomes the payload, and beside it lie what reads and checks it."""
    when = {} if head.recorded_at is None else {"Bagging-Date": iso(minsk_day(head.recorded_at))}
    info = {"Bag-Software-Agent": "khronika", "External-Identifier": f"{head.size}.{head.root.hex()}"}
    made = bagit.make_bag(str(bag), info | when, checksums=DIGESTS)
    for name in ("verify.py", "README.txt"):
        shutil.copyfile(HERE / name, bag / name)
    made.save()
    for kind in DIGESTS:
        # The library lists them as the disk gives them; in order, and with two spaces, `sha256sum -c` reads them too.
        listed = bag / f"tagmanifest-{kind}.txt"
        lines = sorted(line.split(" ", 1)[::-1] for line in listed.read_text().splitlines())
        listed.write_text("".join(f"{digest}  {name}\n" for name, digest in lines))


@contextmanager
def _new(folder: Path) -> Iterator[Path]:
    """Yield a folder to write into, which gets its name when all is written; raise `InvalidError` if it exists."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidError("there is something at that place already; a bundle goes into a new folder", field="folder")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".bundle-", dir=folder.parent))
    except OSError as error:
        raise InvalidError(f"the folder cannot be made: {error.strerror}", field="folder") from error
    try:
        beside.chmod(0o755)
        yield beside
        beside.replace(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
