"""The journal: every checkpoint that was signed here, in a file outside the database, on disk before it is published.

The file is one signed note after the other, each followed by an empty line. What a crash cut short is no entry.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from domain.errors import IntegrityError, InvalidError, ProofError
from ledger.proofs import checkpoint, note
from ledger.proofs.checkpoint import Checkpoint
from ledger.proofs.note import Note

_BLANK: Final = b"\n\n"
_SIGNED: Final = "\u2014 ".encode()
_TAIL: Final = 1 << 16
"""Bytes that are read from the end for the last entry: more than a note of ours has."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One signed checkpoint."""

    signed: Note
    says: Checkpoint


class Journal:
    """A journal file; it need not exist before something is signed."""

    def __init__(self, path: Path) -> None:
        """Keep the journal at a path."""
        self._path = path

    def last(self) -> Entry | None:
        """Return the newest entry, if there is any; raise `IntegrityError` if it cannot be read."""
        with self._opened() as file:
            if file is None:
                return None
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL))
            found, _ = _split(file.read(), begins=size <= _TAIL)
        return _entry(found[-1]) if found else None

    def entries(self) -> Iterator[Entry]:
        """Yield all entries, oldest first; raise `IntegrityError` if one cannot be read."""
        with self._opened() as file:
            found = _split(file.read(), begins=True)[0] if file else []
        yield from map(_entry, found)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Within the block nobody else signs with this journal; raise `InvalidError` if the file cannot be kept."""
        try:
            made = not self._path.exists()
            with self._path.open("ab") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if made:
                    _sync_folder(self._path.parent)
                yield
        except OSError as error:
            raise InvalidError(f"the journal cannot be kept: {error.strerror}") from error

    @contextmanager
    def still(self) -> Iterator[None]:
        """Within the block nobody signs, so that journal and database can be read as of one moment."""
        with self._opened() as file:
            if file is not None:
                fcntl.flock(file, fcntl.LOCK_SH)
            yield

    def append(self, signed: Note) -> None:
        """Add an entry, within `held`; it is on disk when this returns. What a crash cut short before goes."""
        with self._path.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            start = max(0, size - _TAIL)
            file.seek(start)
            _, end = _split(file.read(), begins=start == 0)
            file.truncate(start + end)
            file.seek(start + end)
            file.write(signed.data + b"\n")
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO | None]:
        try:
            with self._path.open("rb") as file:
                yield file
        except FileNotFoundError:
            yield None
        except OSError as error:
            raise InvalidError(f"the journal cannot be read: {error.strerror}") from error


def _split(data: bytes, *, begins: bool) -> tuple[list[bytes], int]:
    """Return the whole entries of a piece of the file, and where the last of them ends.

    ``begins``: the piece is from the beginning of the file; if not, it begins with what is left of some entry.
    """
    at = 0 if begins else _first(data)
    found: list[bytes] = []
    while True:
        text = data.find(_BLANK, at)
        end = data.find(_BLANK, text + len(_BLANK)) if text >= 0 else -1
        if end < 0:
            return found, at
        found.append(data[at : end + 1])
        at = end + len(_BLANK)


def _first(data: bytes) -> int:
    """Return where the first whole entry begins: after an empty line that no signature follows."""
    at = data.find(_BLANK)
    while at >= 0 and data[at + len(_BLANK) :].startswith(_SIGNED):
        at = data.find(_BLANK, at + 1)
    return len(data) if at < 0 else at + len(_BLANK)


def _entry(data: bytes) -> Entry:
    try:
        signed = note.parse(data)
        return Entry(signed, checkpoint.parse(signed.text))
    except ProofError as error:
        raise IntegrityError(f"the journal holds an entry that is no signed checkpoint: {error}") from error


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
