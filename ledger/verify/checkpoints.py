"""Whether the published checkpoints are signed, speak of this log, and are those that the journal holds.

The journal is not in the database, so what somebody takes away or puts back there does not take it along: it is what
tells an older or another log from this one. Without it, and without a key that is trusted, a checkpoint says only
that whoever made it had its key.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.errors import KhronikaError, ProofError
from domain.facts import KeyRotated
from ledger.events import Event
from ledger.journal import Entry
from ledger.proofs import checkpoint, note
from ledger.proofs.checkpoint import Checkpoint
from ledger.proofs.keys import VerifierKey, parse_verifier
from ledger.proofs.note import Note
from ledger.proofs.rotation import Reign, in_force, reigns
from ledger.proofs.timestamp import Pinned
from ledger.verify.findings import Finding, Reader, Report
from ledger.verify.told import Told
from ledger.verify.tree import Peaks

TABLE = "log_checkpoint"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known from outside the database: what the journal says was signed, the key that signs, who stamps."""

    signed: tuple[Entry, ...] | None = None
    key: VerifierKey | None = None
    pinned: Mapping[str, Pinned] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Stored:
    size: int
    note: bytes
    key: str


class Checkpoints:
    """Compares checkpoints with the roots that the events' own leaves give at their sizes."""

    def __init__(self, reader: Reader, report: Report, evidence: Evidence) -> None:
        """Read what is published and what was signed; the log passes by afterwards."""
        self._report, self._evidence = report, evidence
        # When a note came into the table is nowhere signed, so nothing could be said against it.
        sql = f"SELECT size, note, key FROM {TABLE} ORDER BY size"  # noqa: S608 -- our own name
        self._published = [_Stored(*row) for row in reader.rows(report, TABLE, sql, types=(int, bytes, str))]
        self._signed = evidence.signed or ()
        self._notes = {one.note for one in self._published}, {one.signed.data for one in self._signed}
        self._wanted = {one.size for one in self._published} | {one.says.size for one in self._signed}
        self._roots: dict[int, bytes] = {}
        self._rotations: list[Event] = []
        self.count = len(self._published)
        self.entries = len(self._signed)

    def passing(self, told: Iterable[Told], peaks: Peaks) -> Iterator[Told]:
        """Pass events on, and remember the roots of the sizes that checkpoints speak of."""
        for one in told:
            if peaks.size in self._wanted:
                self._roots[peaks.size] = peaks.root()
            if one.event is not None and isinstance(one.event.content, KeyRotated):
                self._rotations.append(one.event)
            yield one

    def end(self) -> None:
        """Report what is wrong, once the whole log has passed."""
        over = self._reigns()
        for one in self._published:
            for what in self._wrong(one, over):
                self._report(Finding(TABLE, f"size {one.size}", what))
        for entry in self._signed:
            for what in self._not_held(entry):
                self._report(Finding("journal", f"size {entry.says.size}", what))

    def _reigns(self) -> Sequence[Reign]:
        if self._evidence.key is None:
            return ()
        try:
            return reigns(self._rotations, self._evidence.key)
        except KhronikaError as error:
            self._report(Finding(TABLE, "", str(error)))
            return ()

    def _wrong(self, one: _Stored, over: Sequence[Reign]) -> Iterator[str]:
        try:
            signed = note.parse(one.note)
            says = checkpoint.parse(signed.text)
            named = parse_verifier(one.key)
        except ProofError as error:
            yield f"it is no signed checkpoint: {error}"
            return
        if says.size != one.size:
            yield f"it speaks of size {says.size}"
        if says.origin != named.name:
            yield "it is of another log than its key signs for"
        yield from self._unsigned(signed, named, "the key that is named beside it")
        if over:
            key = in_force(over, says.size)
            if key != named:
                yield "another key is named beside it than signs checkpoints of its size"
            yield from self._unsigned(signed, key, "the key that signs checkpoints of its size")
        yield from self._of_another_log(says)
        if self._evidence.signed is not None and one.note not in self._notes[1]:
            yield "the journal does not hold it"

    def _not_held(self, entry: Entry) -> Iterator[str]:
        yield from self._of_another_log(entry.says)
        if entry.signed.data not in self._notes[0]:
            yield "signed, and not published; the next checkpoint publishes it, unless somebody took it away"

    def _of_another_log(self, says: Checkpoint) -> Iterator[str]:
        if says.size not in self._roots:
            yield f"{says.size} events were signed, and the log does not hold so many: it is an older copy, or was cut"
        elif self._roots[says.size] != says.root:
            yield f"the first {says.size} events are not those that were signed"

    @staticmethod
    def _unsigned(signed: Note, key: VerifierKey, which: str) -> Iterator[str]:
        try:
            note.check_signed(signed, [key])
        except ProofError:
            yield f"{which} did not sign it"
