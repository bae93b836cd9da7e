"""Proposals on their way to the log: what an import suggests, until somebody accepts or rejects it.

They stand beside the log and are no part of it; events that were accepted name the digest of the proposal's bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any, Final

from msgspec import Struct

from domain.errors import NotFoundError
from ledger.recorder import Beside, LogRecorder, microseconds, moment

_MANY: Final = 500
_COLUMNS: Final = "digest, run, register, subject, place, says, data, state, decided_by, decided_at, reason"

_BEGIN: Final = "INSERT INTO import_run (id, format, register, source, started_at) VALUES (?, ?, ?, ?, ?)"


class State(StrEnum):
    """What became of a proposal. While it is open, a later one about its subject replaces it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an import: the format, the register that keys belong to, and the source that it read, as JSON."""

    id: str
    format: str
    register: str
    source: bytes
    started_at: datetime


class Kept(Struct, frozen=True):
    """A proposal as it is kept. ``data`` are its bytes; nothing is kept of what was rejected or replaced but digests.

    ``digest`` is the SHA-256 of the bytes, ``says`` of what they state whatever the file and the row; ``place`` is the
    row.
    """

    digest: str
    run: str
    register: str
    subject: str
    place: int
    says: str
    data: bytes | None
    state: State = State.OPEN
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None


class Proposals:
    """The tables of proposals and of the runs that made them."""

    def __init__(self, recorder: LogRecorder) -> None:
        """Keep them over the connections of a recorder."""
        self._recorder = recorder

    def run(self, identifier: str) -> Run:
        """Return a run; raise `NotFoundError` if there is none."""
        for run in self._runs("WHERE id = ?", [identifier]):
            return run
        raise NotFoundError("no import has this identifier")

    def runs(self) -> list[Run]:
        """Return all runs, oldest first."""
        return self._runs("ORDER BY started_at, id", [])

    def earlier(self, register: str, *, than: str) -> bool:
        """Whether any run but one has proposed anything for a register."""
        return bool(
            self._recorder.ask("SELECT 1 FROM import_run WHERE register = ? AND id <> ? LIMIT 1", [register, than])
        )

    def about(self, register: str, subjects: Sequence[str]) -> dict[str, list[Kept]]:
        """Return what was ever proposed about some subjects, without the bytes."""
        found: dict[str, list[Kept]] = {}
        columns = _COLUMNS.replace("data", "NULL")
        waiting = iter(subjects)
        while some := list(islice(waiting, _MANY)):
            marks = ", ".join("?" * len(some))
            sql = f"SELECT {columns} FROM proposal WHERE register = ? AND subject IN ({marks})"  # noqa: S608 -- only marks are put in
            for row in self._recorder.ask(sql, [register, *some]):
                one = _kept(row)
                found.setdefault(one.subject, []).append(one)
        return found

    def waiting(self, register: str, prefix: str) -> list[str]:
        """Return the subjects of a register whose names begin so and about whom a proposal is open."""
        sql = (
            "SELECT DISTINCT subject FROM proposal WHERE register = ? AND state = 'open' AND substr(subject, 1, ?) = ?"
        )
        rows = self._recorder.ask(f"{sql} ORDER BY subject", [register, len(prefix), prefix])
        return [str(subject) for (subject,) in rows]

    def keep(
        self, proposals: Iterable[Kept], *, replaced: Iterable[Kept], at: datetime, begins: Run | None = None
    ) -> None:
        """Keep new proposals, and let go of the bytes of those that they replace; all or nothing.

        With the first proposals of a run goes the run itself, which ``begins``.
        """
        rows = [
            (p.digest, p.run, p.register, p.subject, p.place, p.says, p.data, str(p.state), None, None, None)
            for p in proposals
        ]
        with self._recorder.log_transaction(commit=True) as cursor:
            if begins is not None:
                values = (begins.id, begins.format, begins.register, begins.source, microseconds(begins.started_at))
                self._recorder.run(cursor, _BEGIN, values)
            for one in replaced:
                self._decide(cursor, one, State.REPLACED, None, microseconds(at), None)
            self._recorder.put(cursor, "proposal", _COLUMNS.split(", "), rows)

    def decide(
        self, proposals: Iterable[Kept], state: State, *, by: str, at: datetime, reason: str | None = None
    ) -> None:
        """Say what became of open proposals."""
        with self._recorder.log_transaction(commit=True) as cursor:
            self.deciding(proposals, state, by=by, at=at, reason=reason)(cursor)

    def deciding(
        self, proposals: Iterable[Kept], state: State, *, by: str, at: datetime, reason: str | None = None
    ) -> Beside:
        """Return what says so inside the transaction that records them."""

        def decide(cursor: Any) -> None:  # noqa: ANN401 -- a cursor is either library's
            for one in proposals:
                self._decide(cursor, one, state, by, microseconds(at), reason)

        return decide

    def withdraw(self, run: str, *, by: str, at: datetime, reason: str) -> None:
        """Take back all that is open of a run; it may be proposed again."""
        sql = (
            "UPDATE proposal SET state = 'withdrawn', decided_by = ?, decided_at = ?, reason = ?, data = NULL"
            " WHERE run = ? AND state = 'open'"
        )
        with self._recorder.log_transaction(commit=True) as cursor:
            self._recorder.run(cursor, sql, [by, microseconds(at), reason, run])

    def open(
        self, *, run: str | None = None, after: tuple[str, int, str] = ("", -1, ""), limit: int = 100
    ) -> list[Kept]:
        """Return the next open proposals, of one run or of all, in the order of runs and rows."""
        where, values = "state = 'open' AND (run, place, digest) > (?, ?, ?)", list[Any](after)
        if run is not None:
            where, values = f"{where} AND run = ?", [*values, run]
        sql = f"SELECT {_COLUMNS} FROM proposal WHERE {where} ORDER BY run, place, digest LIMIT ?"  # noqa: S608 -- our own names
        return [_kept(row) for row in self._recorder.ask(sql, [*values, limit])]

    def one(self, run: str, subject: str, digest: str) -> Kept:
        """Return what a run proposes about a subject; raise `NotFoundError` if that is nothing, or something else."""
        sql = f"SELECT {_COLUMNS} FROM proposal WHERE register = ? AND subject = ? AND run = ? AND digest = ?"  # noqa: S608 -- our own names
        rows = self._recorder.ask(sql, [self.run(run).register, subject, run, digest])
        if not rows:
            raise NotFoundError("the import proposes nothing with this digest about this subject")
        return _kept(rows[0])

    def counts(self) -> Mapping[str, Mapping[State, int]]:
        """Return how many proposals of each run are in which state."""
        found: dict[str, dict[State, int]] = {}
        for run, state, count in self._recorder.ask("SELECT run, state, COUNT(*) FROM proposal GROUP BY run, state"):
            found.setdefault(str(run), {})[State(state)] = int(count)
        return found

    def _decide(self, cursor: Any, one: Kept, state: State, *decided: Any) -> None:  # noqa: ANN401 -- a cursor is either library's
        keeps = "data" if state is State.ACCEPTED else "NULL"
        sql = (
            f"UPDATE proposal SET state = ?, decided_by = ?, decided_at = ?, reason = ?, data = {keeps}"  # noqa: S608 -- our own words
            " WHERE register = ? AND subject = ? AND run = ? AND state = 'open'"
        )
        self._recorder.run(cursor, sql, [state, *decided, one.register, one.subject, one.run])

    def _runs(self, clause: str, values: Sequence[Any]) -> list[Run]:
        rows = self._recorder.ask(f"SELECT id, format, register, source, started_at FROM import_run {clause}", values)  # noqa: S608 -- our own names
        return [Run(str(i), str(f), str(r), bytes(s), moment(at)) for i, f, r, s, at in rows]


def _kept(row: Sequence[Any]) -> Kept:
    digest, run, register, subject, place, says, data, state, by, at, reason = row
    return Kept(
        digest, run, register, subject, int(place), says,
        None if data is None else bytes(data), State(state), by, None if at is None else moment(at), reason,
    )  # fmt: skip
