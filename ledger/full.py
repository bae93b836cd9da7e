"""A full export: the log and what was signed of it as a folder of plain files, and the log taken out of it again.

It is for the owner alone: events of withheld people are among the events. ``events.jsonl`` holds the canonical bytes in
order, a line each, exactly the bytes that were hashed; ``leaves.txt`` the SHA-256 of each; ``SHA256SUMS`` those of the
files, as ``sha256sum`` checks them (docs/adr/0047).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from hashlib import file_digest, sha256
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, Self, TypeVar

import msgspec
from eventsourcing.persistence import Notification

from domain.errors import IntegrityError, InvalidError
from ledger.checkpoints import Published
from ledger.copying import copy
from ledger.edge import Edge
from ledger.ledger import Ledger
from ledger.log import PAGE, Head
from ledger.mapper import MAX_BYTES, opened, received
from ledger.output import new_folder
from ledger.progress import Progress, quietly
from ledger.proofs import merkle
from ledger.states import Recorded
from ledger.timestamps import Stamped

FORMAT: Final = "khronika/full/v1"
SUMS: Final = "SHA256SUMS"
LOG: Final = "log.json"
EVENTS: Final = "events.jsonl"
LEAVES: Final = "leaves.txt"
BESIDE: Final[Mapping[str, type[Published | Recorded | Stamped]]] = {
    "checkpoints.jsonl": Published,
    "states.jsonl": Recorded,
    "timestamps.jsonl": Stamped,
}
"""What is beside the log; the bytes of notes and tokens are in base64."""
FILES: Final = (LOG, LEAVES, *BESIDE, EVENTS)
_SUM: Final = re.compile(r"([0-9a-f]{64})  (\S+)\n")
_LEAF: Final = 65
_LONGEST: Final = 1024 * 1024
Row = TypeVar("Row")


class _About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the log was when it was exported; no event that is still to come is earlier than ``passed``."""

    format: str
    size: int
    root: str
    passed: datetime


def write(log: Ledger, folder: Path, progress: Progress = quietly) -> Head:
    """Write a full export into a folder that is not there yet, readable by its owner alone; return the log's head.

    Raises `InvalidError` for a folder that cannot be written or a log that is empty, and `IntegrityError` if the
    stored bytes are not those that were hashed.
    """
    size, passed = log.passed()
    if not size:
        raise InvalidError("the log holds nothing that could be exported")
    with new_folder(folder, mode=0o700) as there:
        edge = Edge()
        with (there / EVENTS).open("xb") as events, (there / LEAVES).open("xb") as leaves:
            for page in log.stored(upto=size):
                lines = [opened(one.state) for one in page]
                events.writelines(line + b"\n" for line in lines)
                leaves.writelines(sha256(line).hexdigest().encode() + b"\n" for line in lines)
                edge = edge.grown([merkle.leaf_entry(line) for line in lines])
                progress(edge.size, size)
        if edge.root != log.root(size):
            raise IntegrityError("the stored events are not those that the log's root speaks of; run: khronika verify")
        about = _About(FORMAT, size, edge.root.hex(), passed)
        (there / LOG).write_bytes(msgspec.json.encode(about, order="sorted") + b"\n")
        for name, rows in _beside(log, size).items():
            with (there / name).open("xb") as file:
                file.writelines(msgspec.json.encode(one, order="sorted") + b"\n" for one in rows)
        (there / SUMS).write_text("".join(f"{_digest(there / name)}  {name}\n" for name in FILES), encoding="ascii")
        for one in there.iterdir():
            one.chmod(0o600)
    return log.head(size)


def rebuild(folder: Path, target: Ledger, progress: Progress = quietly) -> Head:
    """Record in ``target`` what a full export holds, and return the target's head.

    The folder is read through before anything is recorded. If this is interrupted, the next call goes on from there.
    Raises `IntegrityError`, with the place, for a folder that is not as it was written, and as `copy` does.
    """
    with FullExport(folder) as found:
        found.check()
        head = copy(found, target, progress=progress)
        if head.root.hex() != found.about.root:
            raise IntegrityError(f"{LOG}: the events give another root than the one that stands there")
        for checkpoint in found.beside("checkpoints.jsonl", Published):
            target.checkpoints.publish(checkpoint)
        for state in found.beside("states.jsonl", Recorded):
            target.states.keep(state)
        for stamp in found.beside("timestamps.jsonl", Stamped):
            target.timestamps.keep(stamp)
    return head


class FullExport:
    """A full export to read. Roots and events are given forwards; going back begins again at the first."""

    def __init__(self, folder: Path) -> None:
        """Read how it describes itself; raise `InvalidError` for a folder that is no full export."""
        self._folder = folder
        self._open = ExitStack()
        for name in (SUMS, *FILES):
            if not (folder / name).is_file():
                raise InvalidError(f"the folder is no full export, or a part of one: it has no {name}", field="folder")
        self._sums = _sums(folder / SUMS)
        self._check_sums(name for name in FILES if name != EVENTS)
        try:
            self.about = msgspec.json.decode((folder / LOG).read_bytes(), type=_About)
        except msgspec.DecodeError as error:
            raise IntegrityError(f"{LOG}: it does not describe a full export") from error
        if self.about.format != FORMAT:
            raise InvalidError(f"{LOG}: the format is not {FORMAT}", field="folder")
        self._edge = Edge()
        self._leaves = self._opened(LEAVES)
        self._events = self._opened(EVENTS)
        self._at = 0

    def __enter__(self) -> Self:
        """Return the open export."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its files."""
        self._open.close()

    def check(self) -> None:
        """Return quietly if the folder is as it was written; raise `IntegrityError` with the place if not."""
        whole, edge = sha256(), Edge()
        with (self._folder / EVENTS).open("rb") as events, (self._folder / LEAVES).open("rb") as leaves:
            while edge.size < self.about.size:
                grown = []
                for number in range(edge.size + 1, min(edge.size + PAGE, self.about.size) + 1):
                    line, leaf = events.readline(MAX_BYTES + 2), leaves.readline(_LEAF + 1)
                    if not line.endswith(b"\n") or sha256(line[:-1]).hexdigest().encode() + b"\n" != leaf:
                        raise IntegrityError(f"{EVENTS}, line {number}: these are not the bytes that were hashed")
                    whole.update(line)
                    grown.append(merkle.leaf_entry(line[:-1]))
                edge = edge.grown(grown)
            if events.read(1) or leaves.read(1):
                raise IntegrityError(f"{EVENTS}, line {edge.size + 1}: the log ends before it")
        if edge.root.hex() != self.about.root:
            raise IntegrityError(f"{EVENTS}: the events give another root than the one in {LOG}")
        if whole.hexdigest() != self._sums[EVENTS]:
            raise IntegrityError(f"{SUMS}: it names another digest of {EVENTS}")
        for name, kind in BESIDE.items():
            for _ in self.beside(name, kind):
                pass

    def passed(self) -> tuple[int, datetime]:
        """Return the size of the log and the time that no later event is earlier than."""
        return self.about.size, self.about.passed

    def root(self, size: int) -> bytes:
        """Return the root at a size."""
        if size < self._edge.size:
            self._edge = Edge()
            self._leaves.seek(0)
        while self._edge.size < size:
            lines = list(islice(self._leaves, min(PAGE, size - self._edge.size)))
            if not lines:
                raise IntegrityError(f"{LEAVES}, line {self._edge.size + 1}: the file ends before it")
            self._edge = self._edge.grown([merkle.entry_of(line.decode().rstrip("\n")) for line in lines])
        return self._edge.root

    def stored(self, *, after: int, upto: int) -> Iterator[list[Notification]]:
        """Yield pages of events as they are stored, from the one after a position up to a size."""
        if after < self._at:
            self._events.seek(0)
            self._at = 0
        for _ in islice(self._events, after - self._at):
            self._at += 1
        while self._at < upto and (lines := list(islice(self._events, min(PAGE, upto - self._at)))):
            yield [received(position, line[:-1]) for position, line in enumerate(lines, start=self._at + 1)]
            self._at += len(lines)

    def beside(self, name: str, kind: type[Row]) -> Iterator[Row]:
        """Yield what lies beside the log in one file; raise `IntegrityError` with the line for what is none of it."""
        with (self._folder / name).open("rb") as file:
            for number, line in enumerate(iter(lambda: file.readline(_LONGEST), b""), start=1):
                try:
                    yield msgspec.json.decode(line, type=kind)
                except msgspec.DecodeError as error:
                    raise IntegrityError(f"{name}, line {number}: it cannot be read") from error

    def _check_sums(self, names: Iterable[str]) -> None:
        for name in names:
            if _digest(self._folder / name) != self._sums[name]:
                raise IntegrityError(f"{name}: the file is not the one that {SUMS} speaks of")

    def _opened(self, name: str) -> BinaryIO:
        return self._open.enter_context((self._folder / name).open("rb"))


def _beside(log: Ledger, size: int) -> Mapping[str, Iterator[Published] | Iterator[Recorded] | Iterator[Stamped]]:
    """Return what was signed of the log up to a size, by file."""
    return {
        "checkpoints.jsonl": _checkpoints(log, size),
        "states.jsonl": _states(log, size),
        "timestamps.jsonl": (stamp for one in _checkpoints(log, size) for stamp in log.timestamps.of(one.size)),
    }


def _checkpoints(log: Ledger, size: int) -> Iterator[Published]:
    after = 0
    while page := log.checkpoints.page(after=after, limit=PAGE):
        yield from (one for one in page if one.size <= size)
        after = page[-1].size


def _states(log: Ledger, size: int) -> Iterator[Recorded]:
    after = 0
    while page := log.states.page(after=after, limit=PAGE):
        yield from (one for one in page if one.size <= size)
        after = page[-1].size


def _sums(path: Path) -> dict[str, str]:
    """Read the digests of all files; raise `IntegrityError` with the line for any other text."""
    with path.open(encoding="ascii", errors="replace", newline="") as file:
        lines = file.read(_LONGEST).splitlines(keepends=True)
    found = {}
    for number, line in enumerate(lines, start=1):
        match = _SUM.fullmatch(line)
        if match is None or number > len(FILES) or match[2] != FILES[number - 1]:
            raise IntegrityError(f"{SUMS}, line {number}: it is not as it was written")
        found[match[2]] = match[1]
    if len(found) != len(FILES):
        raise IntegrityError(f"{SUMS}, line {len(found) + 1}: the digest of {FILES[len(found)]} is missing")
    return found


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
