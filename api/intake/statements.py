"""What an importer says of one row of somebody's list: statements, each with the cells that it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol

from msgspec import Struct

from domain.dates import Day
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


class Statement(Struct, frozen=True):
    """One fact that a row states, under a slot that the row's subject has once.

    ``cells`` are the columns it rests on, with what is printed in them as far as it may be kept; they become the
    passage that it cites. A statement without cells cites none. ``bounded``: its date is known only from the day on
    which the list was seen, so that a later sight of the same says nothing new.
    """

    slot: str
    type: str
    fields: Mapping[str, Any] = {}
    cells: Mapping[str, str] = {}
    bounded: bool = False


class Subject(Struct, frozen=True):
    """What one row is about: its key in the list, the row, what is said, and the cells that were not understood.

    What is ``odd`` is taken as it is printed, and told.

    ``person`` is the slot that registers the person whom every passage of the row mentions.
    """

    key: str
    row: int
    statements: Sequence[Statement]
    person: str | None = None
    noted: Sequence[Refused] = ()
    odd: Sequence[Refused] = ()

    def ref(self, slot: str) -> str:
        """Return the key of what stands in a slot, for fields that name it."""
        return ref(self.key, slot)


Read = Iterator[Subject | Refused]


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file to read: the SHA-256 of its bytes, and the day on which the list was seen to be so.

    ``progress`` is told how much of it is read.
    """

    path: Path
    digest: str
    observed: Day
    progress: Progress = quietly

    @property
    def key(self) -> str:
        """The key of the source that the file is."""
        return f"file/{self.digest}"


class Importer(Protocol):
    """A format. ``slots`` are all that its subjects may have: what a later file lacks, the list no longer states."""

    name: str
    register: str
    slots: tuple[str, ...]

    def source(self, file: ListFile) -> Entry:
        """Describe the file as a source: fields of a source-registered, without key, digest and captured."""

    def read(self, file: ListFile, ledger: Ledger) -> Read:
        """Yield a subject or a refusal for each row; raise `RegisterError` for a file that is not of the format."""


def ref(subject: str, slot: str) -> str:
    """Return the key of what stands in a slot of a subject."""
    return f"{subject}/{slot}"


def entries(subject: Subject, file: str) -> list[Entry]:
    """Return the facts of a row as a register would write them, passages first; ``file`` is the source's key.

    The key of a passage holds a digest of its text: the same cell in another file or row is no new passage.
    """
    found: list[Entry] = []
    key = subject.key
    mentions = [ref(key, subject.person)] if subject.person else []
    for one in subject.statements:
        fact: Entry = {"key": ref(key, one.slot), "type": one.type, **one.fields}
        if one.cells:
            text = "; ".join([f"{column}: {value}" for column, value in one.cells.items()])
            passage: Entry = {
                "key": f"{key}/{one.slot}/{sha256(text.encode()).hexdigest()[:_SHORT]}",
                "type": "passage-quoted",
                "source": file,
                "pinpoint": f"row {subject.row}: {', '.join(one.cells)}",
                "text": text,
            }
            if mentions:
                passage["mentions"] = mentions
            found.append(passage)
            fact["passages"] = [passage["key"], *one.fields.get("passages", ())]
        found.append(fact)
    return found
