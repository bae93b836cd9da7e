"""Whether the stored time stamps are on published checkpoints, say the time that is written beside them, and hold."""

from collections.abc import Iterator, Mapping

from domain.errors import ProofError
from ledger.proofs import timestamp
from ledger.proofs.timestamp import Pinned
from ledger.recorder import microseconds
from ledger.verify.findings import Finding, Reader, Report

TABLE = "log_timestamp"


def timestamps(reader: Reader, report: Report, pinned: Mapping[str, Pinned]) -> int:
    """Report time stamps that no authority gave on the checkpoint of their size; return how many there are.

    Those of an authority that has ``pinned`` certificates are checked with them, the others as far as they can be read.
    """
    sql = "SELECT size, note FROM log_checkpoint"
    notes = {int(size): bytes(note) for size, note in reader.rows(report, "log_checkpoint", sql, types=(int, bytes))}
    # When a token came is signed nowhere, so nothing could be said against it.
    sql = f"SELECT size, authority, token, stamped_at FROM {TABLE} ORDER BY size, authority"  # noqa: S608 -- our own name
    count = 0
    for size, authority, token, at in reader.rows(report, TABLE, sql, types=(int, str, bytes, int)):
        count += 1
        who = f", authority {authority}" if authority in pinned else ""
        for what in _wrong(token, at, notes.get(size), pinned.get(authority)):
            report(Finding(TABLE, f"size {size}{who}", what))
    return count


def _wrong(token: bytes, at: int, note: bytes | None, pinned: Pinned | None) -> Iterator[str]:
    if note is None:
        yield "no checkpoint of this size is published"
        return
    try:
        said = timestamp.said_by(token, note) if pinned is None else timestamp.check_token(token, note, pinned)
    except ProofError as error:
        yield str(error)
        return
    if microseconds(said) != at:
        yield "its token says another time"
