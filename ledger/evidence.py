"""Keep the evidence that a log signed two histories: both notes, in the form of a journal, never written over."""

from pathlib import Path

from ledger.journal import Journal
from ledger.proofs import note


def keep(path: Path, notes: tuple[bytes, bytes]) -> Path:
    """Add two signed notes to a file, on disk when this returns, unless it ends with them; return its path."""
    file = Journal(path)
    with file.held():
        if [one.signed.data for one in file.entries()][-2:] != list(notes):
            for one in notes:
                file.append(note.parse(one))
    return path
