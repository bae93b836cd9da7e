"""Write a bundle: what a log of one size holds, as far as it may be shown, with answers and what checks them."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import bagit
import msgspec
from sqlalchemy import Engine

from domain.dates import Day
from domain.errors import ConflictError, IntegrityError, InvalidError
from domain.folds import RULES_VERSION
from domain.folds.counts import definition_of
from ledger.archive import Archive
from ledger.events import timestamp
from ledger.log import Head, Log
from ledger.mapper import opened
from ledger.output import new_folder
from projections.basis import AsKnown, Clock
from projections.bundle import sheets
from projections.bundle.answers import Answer, answer_of, days_of_interest, declared_in, series_of
from projections.bundle.beside import copies_of, write_copies, write_timestamps
from projections.bundle.crate import crate
from projections.bundle.disclosed import Disclosed, disclosed
from projections.bundle.signed import Signed, signed_of
from projections.disclosure import Disclosure, Disclosures
from projections.explanations import Explanations
from projections.projector import reading

FORMAT: Final = "khronika/bundle/v1"
DIGESTS: Final = ["sha256", "sha512"]
HERE: Final = Path(__file__).parent
_encoder = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True, slots=True)
class Bundled:
    """What was written: the head of the log, how many events are shown, how many answers given, what the check said.

    ``copies`` of sources are in it, and ``missing`` more might be and are not held here.
    """

    head: Head
    shown: int
    answers: int
    report: str
    copies: int
    missing: int


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
        self,
        folder: Path,
        *,
        days: Sequence[Day] = (),
        definitions: Sequence[str] = (),
        as_known: AsKnown = None,
        archive: Archive | None = None,
    ) -> Bundled:
        """Write a bundle into a folder that is not there yet, and check it, or write nothing.

        Without days or definitions it answers for days of interest, and by all definitions. With an archive, it holds
        the copies of sources whose terms allow it.

        Raises `InvalidError` for a folder that cannot be written, `ConflictError` if it is decided meanwhile what must
        not be shown, and `IntegrityError` if what was written is not accepted.
        """
        for name in definitions:
            definition_of(name)
        head = self._log.head(self._clock.size(as_known))
        if not head.size:
            raise InvalidError("the log holds nothing that could be bundled", field="as_known")
        hidden = self._hidden(head.size)
        found = disclosed(self._log, hidden, head.size)
        with new_folder(folder) as bag:
            answers = self._answers(found, head, days, definitions)
            copies = copies_of(self._log, hidden, head.size) if archive else frozenset()
            missing = write_copies(bag, archive, copies) if archive else 0
            described = self._write(bag, head, found, answers, signed_of(self._log, head.size))
            _seal(bag, described)
            if self._hidden(head.size).people != hidden.people:
                raise ConflictError("who is withheld has changed meanwhile; begin again")
            if archive and copies_of(self._log, hidden, head.size) != copies:
                raise ConflictError("which copies may be passed on has changed meanwhile; begin again")
            report = _accepted(bag)
        return Bundled(head, described["disclosed"], len(answers), report, len(copies) - missing, missing)

    def _hidden(self, size: int) -> Disclosure:
        """Return what is hidden now, and of a bundle of an old size also with whomever was one with somebody then."""
        with reading(self._engine) as (connection, models):
            now = self._disclosures.now(connection, models)
            return Disclosure(self._log, now.at(connection, models, size), now.size)

    def _answers(self, found: Disclosed, head: Head, days: Sequence[Day], definitions: Sequence[str]) -> list[Answer]:
        declared = declared_in(self._log, found)
        bases = (
            self._clock.basis(day, as_known=head.size, definition=definition.id, variant=variant)
            for day in sorted(set(days)) or days_of_interest(declared, head)
            for definition, variant in series_of(definitions)
        )
        answers = [answer_of(self._explanations.digest(basis), declared, found.partly) for basis in bases]
        return sorted(answers, key=lambda one: one.name)

    def _write(
        self, bag: Path, head: Head, found: Disclosed, answers: Sequence[Answer], signed: Signed
    ) -> dict[str, Any]:
        """Write the payload, and return how the bundle describes itself."""
        for name in ("events", "answers", *(["checkpoints"] if signed.checkpoints else [])):
            (bag / name).mkdir()
        shown = 0
        for position, data in found.events():
            (bag / "events" / f"{position}.json").write_bytes(data)
            shown += 1
        leaves = max([head.size, *signed.checkpoints])
        with (bag / "leaves.txt").open("wb") as file:
            for page in self._log.stored(upto=leaves):
                file.writelines(sha256(opened(one.state)).hexdigest().encode() + b"\n" for one in page)
        for answer in answers:
            _json(bag / "answers" / f"{answer.name}.json", answer.fields)
        for size, note in signed.checkpoints.items():
            (bag / "checkpoints" / f"{size}.txt").write_bytes(note)
        stamps = write_timestamps(bag, self._log, signed.checkpoints)
        if signed.keys:
            (bag / "keys.txt").write_text("".join(f"{key}\n" for key in signed.keys), encoding="utf-8")
        sheets.write(bag / "facts.csv", sheets.FACTS, (sheets.facts_row(*one) for one in found.events()))
        sheets.write(bag / "answers.csv", sheets.ANSWERS, map(sheets.answers_row, answers))
        assert head.recorded_at is not None  # noqa: S101 -- the log is not empty
        described = {
            "format": FORMAT,
            "size": head.size,
            "leaves": leaves,
            "root": head.root.hex(),
            "recorded_at": timestamp(head.recorded_at),
            "rules": RULES_VERSION,
            "disclosed": shown,
            "partly": sorted(found.partly),
            "origin": signed.origin,
        }
        _json(bag / "bundle.json", described)
        more = {
            "checkpoints": bool(signed.checkpoints),
            "keys": bool(signed.keys),
            "timestamps": bool(stamps),
            "copies": (bag / "copies").exists(),
        }
        _json(bag / "ro-crate-metadata.json", crate(described, {name for name, there in more.items() if there}))
        return described


def _json(path: Path, fields: dict[str, Any]) -> None:
    path.write_bytes(_encoder.encode(fields) + b"\n")


def _seal(bag: Path, described: dict[str, Any]) -> None:
    """Make a bag of the folder: what is in it becomes the payload, and beside it lie what reads and checks it."""
    info = {
        "Bagging-Date": described["recorded_at"][:10],
        "Bag-Software-Agent": "khronika",
        "External-Identifier": f"{described['size']}.{described['root']}",
    }
    made = bagit.make_bag(str(bag), info, checksums=DIGESTS)
    shutil.copyfile(HERE / "verify.py", bag / "verify.py")
    readme = (HERE / "README.txt").read_text(encoding="utf-8")
    told = {name: str(described[name]) for name in ("size", "recorded_at", "root")} | {"shown": described["disclosed"]}
    (bag / "README.txt").write_text(readme.format(**told), encoding="utf-8")
    made.save()
    for kind in DIGESTS:
        # The library lists them as the disk gives them; in order, and with two spaces, `sha256sum -c` reads them too.
        listed = bag / f"tagmanifest-{kind}.txt"
        lines = sorted(line.split(" ", 1)[::-1] for line in listed.read_text().splitlines())
        listed.write_text("".join(f"{digest}  {name}\n" for name, digest in lines))


def _accepted(bag: Path) -> str:
    """Return what the verifier in the bundle says of it; raise `IntegrityError` if it does not accept it."""
    program = str(bag / "verify.py")
    done = subprocess.run([sys.executable, "-I", program], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode not in {0, 3}:
        said = (done.stdout.splitlines() or ["it cannot run here"])[-1]
        raise IntegrityError(f"the bundle was not written, for its own verifier does not accept it: {said}")
    return done.stdout
