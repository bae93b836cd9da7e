"""States recorded beside checkpoints: the digest of each default count on one day, as a signed note, once a day.

A checkpoint says what the log holds, and this what it added up to. Strict: ``parse(text).text == text``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from domain.errors import ProofError
from ledger import note
from ledger.note import Note, from_decimal
from ledger.recorder import LogRecorder, microseconds, moment
from ledger.statement import Kind, Lines, digest, text_of

_COLUMNS: Final = "size, day, note, recorded_at"


@dataclass(frozen=True, slots=True)
class Digest:
    """The digest of what one count counts, hexadecimal; the definition with its version."""

    definition: str
    variant: str
    sha256: str

    def __str__(self) -> str:
        """Write it as it stands in the note."""
        return f"{self.definition} {self.variant} {self.sha256}"


@dataclass(frozen=True, slots=True)
class State:
    """What is signed: the digests for a day (ISO) at a log size, who is withheld read at this size, too."""

    origin: str
    day: str
    size: int
    root: bytes
    rules: int
    digests: tuple[Digest, ...]

    @property
    def text(self) -> str:
        """The text that is signed."""
        return text_of(
            Kind.STATE,
            self.origin,
            [
                ("as-of", self.day),
                ("as-known", self.size),
                ("root", self.root.hex()),
                ("rules", self.rules),
                *(("digest", one) for one in self.digests),
            ],
        )


def parse(text: str) -> State:
    """Read the text of a state; raise `ProofError` if it is not written exactly as `State.text` would."""
    lines = Lines(text, Kind.STATE)
    found = State(
        origin=lines.origin,
        day=lines.take("as-of"),
        size=from_decimal(lines.take("as-known")),
        root=lines.hash("root"),
        rules=from_decimal(lines.take("rules")),
        digests=tuple(map(_digest, lines.each("digest"))),
    )
    lines.end()
    if found.text != text:
        raise ProofError("the state is not written in its one form")
    return found


def _digest(said: str) -> Digest:
    parts = said.split(" ")
    if len(parts) != len(Digest.__slots__):
        raise ProofError("a digest of a state has definition, variant and hash")
    return Digest(parts[0], parts[1], digest(parts[2]))


@dataclass(frozen=True, slots=True)
class Recorded:
    """A signed state as it was recorded; only the note is signed."""

    size: int
    day: str
    note: bytes
    recorded_at: datetime

    @property
    def signed(self) -> Note:
        """The note; raises `ProofError` if it is none."""
        return note.parse(self.note)

    @property
    def says(self) -> State:
        """What the note says, whoever signed it; raises `ProofError` if that is no state."""
        return parse(self.signed.text)


class States:
    """The table of recorded states, by the log size of the checkpoint that each stands beside."""

    def __init__(self, recorder: LogRecorder) -> None:
        """Read it over the connections of a recorder."""
        self._recorder = recorder

    def newest(self) -> Recorded | None:
        """Return the state of the latest day, if there is any."""
        return next(iter(self._found("ORDER BY day DESC, size DESC LIMIT 1", [])), None)

    def at(self, size: int) -> Recorded | None:
        """Return the state beside the checkpoint of a size, if there is one."""
        return next(iter(self._found("WHERE size = ?", [size])), None)

    def page(self, *, after: int, limit: int) -> list[Recorded]:
        """Return the next ``limit`` states of sizes above one, smallest first."""
        return self._found("WHERE size > ? ORDER BY size LIMIT ?", [after, limit])

    def keep(self, one: Recorded) -> None:
        """Put a state into the table; one of its size or day that is there already stays."""
        sql = f"INSERT INTO log_state ({_COLUMNS}) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"  # noqa: S608 -- our own names
        with self._recorder.log_transaction(commit=True) as cursor:
            self._recorder.run(cursor, sql, [one.size, one.day, one.note, microseconds(one.recorded_at)])

    def _found(self, clause: str, values: Sequence[Any]) -> list[Recorded]:
        rows = self._recorder.ask(f"SELECT {_COLUMNS} FROM log_state {clause}", values)  # noqa: S608 -- our own names
        return [Recorded(size, day, bytes(data), moment(at)) for size, day, data, at in rows]
