"""What an importer says of one row of somebody's list: statements, each with the cells that it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable

from msgspec import Struct

from domain.dates import Day, iso
from domain.errors import RegisterError
from ledger.ledger import Ledger
from ledger.progress import Progress, quietly

Entry = dict[str, Any]
"""A fact as a register writes it: key, type, fields; the names of other facts are keys of the same register."""

_SHORT: Final = 12


@dataclass(frozen=True, slots=True)
class Refused:
    """A row, or one cell of it, that is not taken, and why; ``column`` alone names the cell, never what it holds.

    ``line``: where the row begins in a file of text, if known; cells may hold several lines.
    """

    row: int
    reason: str
    column: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        """Say where and why."""
        line = f" (line {self.line})" if self.line not in {None, self.row} else ""
        return f"row {self.row}{line}{f', {self.column}' if self.column else ''}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Aside:
    """Rows that propose nothing of their own: how many, and what they are, as in ``rows under other programmes``."""

    count: int
    what: str


class Place(Struct, frozen=True):
    """Where cells stand that are not in the row of their subject: the file, as a source, and the row in it."""

    source: Entry
    row: int


class Statement(Struct, frozen=True):
    """One fact that a row states, under a point that the row's subject has once.

    ``cells`` are the columns it rests on, with what is printed in them as far as it may be kept; they become the
    passage that it cites. A statement without cells cites none. ``bounded``: its date is known only from the day on
    which the list was seen, so that a later sight of the same says nothing new. ``quoted`` is the point that the
    passage's key bears, if it is not the statement's own; ``place`` is where the cells are, if not in the row.
    """

    point: str
    type: str
    fields: Mapping[str, Any] = {}
    cells: Mapping[str, str] = {}
    bounded: bool = False
    quoted: str | None = None
    place: Place | None = None


class Subject(Struct, frozen=True):
    """What one row is about: its key in the list, the row, what is said, and the cells that were not understood.

    What is ``odd`` is taken as it is printed, and told.

    ``person`` is the point that registers the person whom every passage of the row mentions. Row 0 is no row: what
    the file says as a whole. ``adds``: what an open proposal of the subject says besides goes on being proposed.
    """

    key: str
    row: int
    statements: Sequence[Statement]
    person: str | None = None
    noted: Sequence[Refused] = ()
    odd: Sequence[Refused] = ()
    adds: bool = False

    def ref(self, point: str) -> str:
        """Return the key of what stands in a point, for fields that name it."""
        return ref(self.key, point)


Read = Iterator[Subject | Refused]
Reads = Iterator[Subject | Refused | Aside]


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file to read: the SHA-256 of its bytes, and the day on which the list was seen to be so.

    ``progress`` is told how much of it is read. ``beside`` are further files of the same list: its names, say.
    """

    path: Path
    digest: str
    observed: Day
    progress: Progress = quietly
    beside: tuple["ListFile", ...] = ()

    @property
    def key(self) -> str:
        """The key of the source that the file is."""
        return f"file/{self.digest}"

    def source(self, fields: Entry) -> Entry:
        """Return the file as a source, with what an importer says of it."""
        named = {"key": self.key, "type": "source-registered", "captured": iso(self.observed), "digest": self.digest}
        return named | fields


class Importer(Protocol):
    """A format. ``points`` are all that its subjects may have: what a later file lacks, the list no longer states."""

    name: str
    register: str
    points: tuple[str, ...]

    def source(self, file: ListFile) -> Entry:
        """Describe the file as a source: fields of a source-registered, without key, digest and captured."""

    def read(self, file: ListFile, ledger: Ledger) -> Reads:
        """Yield a subject or a refusal for each row, or rows set aside.

        Raises `RegisterError` for a file that is not of the format.
        """


@runtime_checkable
class Joining(Protocol):
    """A format whose lists come in several files, of which some hold only what belongs to the rows of another."""

    def belongs(self, path: Path) -> bool:
        """Whether a file goes with another one."""


def joined(importer: Importer, files: Sequence[ListFile]) -> list[ListFile]:
    """Put files of one list together: those of one day, or whatever else there is to one single list.

    Raises `RegisterError` for a file whose list is not there.
    """
    if not isinstance(importer, Joining):
        return list(files)
    further = [one for one in files if importer.belongs(one.path)]
    lists = [one for one in files if one not in further]
    beside: dict[ListFile, list[ListFile]] = {one: [] for one in lists}
    for one in further:
        its = [each for each in lists if each.observed == one.observed] or lists
        if len(its) != 1:
            raise RegisterError(f"{one.path.name}: it goes with a list; give that file with it, and no other")
        beside[its[0]].append(one)
    return [replace(one, beside=tuple(found)) for one, found in beside.items()]


def ref(subject: str, point: str) -> str:
    """Return the key of what stands in a point of a subject."""
    return f"{subject}/{point}"


def entries(subject: Subject, file: str) -> list[Entry]:
    """Return the facts of a row as a register would write them, passages first; ``file`` is the source's key.

    The key of a passage holds a digest of its text: the same cell in another file or row is no new passage.
    """
    found: list[Entry] = []
    key = subject.key
    mentions = [ref(key, subject.person)] if subject.person else []
    for one in subject.statements:
        fact: Entry = {"key": ref(key, one.point), "type": one.type, **one.fields}
        if one.cells:
            text = printed(one.cells)
            place = one.place
            if place is not None and place.source not in found:
                found.append(place.source)
            passage: Entry = {
                "key": passage_key(key, one.quoted or one.point, text),
                "type": "passage-quoted",
                "source": file if place is None else place.source["key"],
                "pinpoint": f"row {subject.row if place is None else place.row}: {', '.join(one.cells)}",
                "text": text,
            }
            if mentions:
                passage["mentions"] = mentions
            found.append(passage)
            fact["passages"] = [passage["key"], *one.fields.get("passages", ())]
        found.append(fact)
    return found


def printed(cells: Mapping[str, str]) -> str:
    """Return the text of the passage that cells become."""
    return "; ".join([f"{column}: {value}" for column, value in cells.items()])


def passage_key(subject: str, point: str, text: str) -> str:
    """Return the key of the passage that a point's cells become."""
    return f"{subject}/{point}/{short(text)}"


@lru_cache(maxsize=65_536)
def short(text: str) -> str:
    """Return the digest of a text, as short as keys bear it."""
    return sha256(text.encode()).hexdigest()[:_SHORT]
