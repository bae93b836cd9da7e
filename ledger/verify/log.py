"""Whether a log is what it was when it was recorded: bytes, columns, order, leaves, nodes, tags, keys and head.

Everything is read once, in order, from one snapshot, and nothing is trusted: the events' own bytes say what all else
must be. Memory does not grow with the log, but for the streams that have several versions.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from ledger.progress import Progress, quietly
from ledger.proofs import merkle
from ledger.recorder import microseconds
from ledger.verify.checkpoints import Checkpoints, Evidence
from ledger.verify.findings import Finding, Reader, Report
from ledger.verify.tags import Keys, Tags
from ledger.verify.timestamps import timestamps
from ledger.verify.told import Told, events
from ledger.verify.tree import Peaks, nodes

NO_EVIDENCE: Final = Evidence()
_TELL: Final = 10_000
"""How many events lie between two words on how far the work is."""


@dataclass(slots=True)
class Log:
    """What was verified: how many of each there are, and the root hash that the events' bytes give.

    ``entries`` are those of the journal.
    """

    size: int = 0
    nodes: int = 0
    tags: int = 0
    keys: int = 0
    checkpoints: int = 0
    entries: int = 0
    timestamps: int = 0
    root: bytes = merkle.EMPTY_ROOT


def verify_log(
    reader: Reader, report: Report, evidence: Evidence = NO_EVIDENCE, *, progress: Progress = quietly
) -> Log:
    """Verify the whole log, with its checkpoints and what is known of it outside the database."""
    found, peaks, last = Log(), Peaks(), 0

    def passing(told: Iterable[Told]) -> Iterator[Told]:
        nonlocal last
        for one in told:
            peaks.add(one.leaf)
            last = max(last, microseconds(one.event.recorded_at) if one.event else 0)
            if peaks.size % _TELL == 0:
                progress(peaks.size, count)
            yield one

    count = _count(reader, report)
    checkpoints, tags, keys = Checkpoints(reader, report, evidence), Tags(reader, report), Keys(reader, report)
    told = checkpoints.passing(passing(events(reader, report)), peaks)
    leaves = ((one.position - 1, one.leaf) for one in keys.passing(tags.passing(told)))
    found.nodes = nodes(reader, report, leaves, count)
    found.size, found.root = peaks.size, peaks.root()
    found.tags, found.keys = tags.count, keys.count
    found.checkpoints, found.entries = checkpoints.count, checkpoints.entries
    versions(reader, report)
    head(reader, report, found.size, last)
    checkpoints.end()
    found.timestamps = timestamps(reader, report, evidence.pinned)
    return found


def _count(reader: Reader, report: Report) -> int:
    ((count,),) = [
        *reader.rows(report, "stored_events", "SELECT COUNT(*) FROM stored_events", types=(int,)), (0,)
    ][:1]  # fmt: skip
    return int(count)


def versions(reader: Reader, report: Report) -> None:
    """Report streams whose versions do not count from 1, one after the other, in the order of the log."""
    sql = (
        "SELECT originator_id, originator_version, notification_id FROM stored_events"
        " ORDER BY originator_id, originator_version, notification_id"
    )
    types = (UUID if reader.postgres else str, int, int)
    of: object = None
    before, last = 0, 0
    for stream, version, position in reader.rows(report, "stored_events", sql, types=types):
        if stream != of:
            of, before, last = stream, 0, position - 1
        if version != before + 1 or position <= last:
            what = f"version {version} of its stream, where version {before + 1} belongs"
            report(Finding("stored_events", f"position {position}", what))
        before, last = version, position


def head(reader: Reader, report: Report, size: int, last: int) -> None:
    """Report a head of the log that is not at its last event, or whose time lies before it."""
    rows = [*reader.rows(report, "log_head", "SELECT one, size, recorded_at FROM log_head", types=(int, int, int))]
    if len(rows) != 1:
        report(Finding("log_head", "", f"{len(rows)} rows, where one belongs"))
    for _, counted, at in rows:
        if counted != size:
            report(Finding("log_head", "", f"its size is {counted}; there are {size} events"))
        if at < last:
            report(Finding("log_head", "", "its time lies before that of the last event"))
