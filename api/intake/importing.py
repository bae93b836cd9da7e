"""An import: rows of somebody's list become proposals, held against the log and what was proposed before."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final
from uuid import uuid4

from msgspec import structs

from api.bootstrap import Service
from api.intake.compared import Known, check, check_all, fact_from, is_known, known
from api.intake.matching import candidates, registered
from api.intake.proposal import Proposal, Withdrawn, digest, parse
from api.intake.statements import Aside, Entry, Importer, ListFile, Reads, Refused, Subject, entries, ref
from domain.dates import iso
from domain.errors import FactError, RegisterError
from ledger.proposals import Kept, Run, State
from ledger.seen import Seen
from projections.matching import Names

CHUNK: Final = 2_000
"""Rows that are looked up, and kept, together."""

Refusing = Callable[[Refused], None]


@dataclass(slots=True)
class Summary:
    """What became of the rows of one file: each is counted once, but for cells that were left out of a row.

    ``aside`` are rows that propose nothing of their own; ``whole`` is how many proposals no single row makes.
    """

    run: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    known: int = 0
    waiting: int = 0
    rejected: int = 0
    refused: int = 0
    matched: int = 0
    cells: int = 0
    odd: int = 0
    whole: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)

    @property
    def proposed(self) -> int:
        """How many proposals were made."""
        return self.new + self.changed + self.whole


class Import:
    """One file on its way to the desk. ``refusing`` is told each refusal as it comes."""

    def __init__(self, service: Service, importer: Importer, file: ListFile, *, refusing: Refusing) -> None:
        """Keep the run, so that its proposals can be found; nothing is read yet."""
        self._ledger = service.ledger
        self._now = service.now
        self._importer = importer
        self._file = file
        self._refusing = refusing
        self._run = Run(str(uuid4()), importer.name, importer.register, _source(importer, file), service.now())
        self._begun = False
        self._questions = service.questions
        self._names: Names | None = None
        self.summary = Summary(self._run.id)

    def chunks(self) -> Iterator[list[Kept]]:
        """Propose what the file says and the log does not; yield the proposals of each chunk once they are kept.

        Those that say the same and are open still are among them, without their bytes. Raises `RegisterError` for a
        file that is not of the format. What was kept before an end by force is found again as proposed before.
        """
        with Seen() as seen:
            for chunk in _chunks(self._importer.read(self._file, self._ledger)):
                yield self._propose(self._first(chunk, seen))

    def _first(self, chunk: Sequence[Subject | Refused | Aside], seen: Seen) -> list[Subject]:
        """Return the subjects that no earlier row was about; what else is not set aside is refused."""
        subjects = [one for one in chunk if isinstance(one, Subject)]
        for one in chunk:
            if isinstance(one, Aside):
                self.summary.aside[one.what] += one.count
                continue
            self.summary.rows += one.row > 0
            if isinstance(one, Refused):
                self._refuse(one)
        rows = [one for one in subjects if one.row]
        again = seen.again([(one.key, one.row) for one in rows])
        if not again:
            return subjects
        for place, first in again.items():
            self._refuse(Refused(rows[place].row, f"row {first} has the same key"))
        refused = {id(rows[place]) for place in again}
        return [one for one in subjects if id(one) not in refused]

    def _propose(self, subjects: Sequence[Subject]) -> list[Kept]:
        said = {one.key: entries(one, self._file.key) for one in subjects}
        points = (ref(one.key, point) for one in subjects for point in self._importer.points)
        of = known(self._ledger, self._importer.register, (entry for each in said.values() for entry in each), points)
        desk, register = self._ledger.proposals, self._importer.register
        before = desk.about(register, list(said)) if desk.earlier(register, than=self._run.id) else {}
        kept, replaced, waiting = [], [], []
        for one in subjects:
            try:
                new = _new(one, said[one.key], of)
            except FactError as error:
                self._refuse(Refused(one.row, error.message, error.field))
                continue
            self._note(one)
            gone = self._withdrawn(one, said[one.key], of)
            proposal = Proposal(self._run.id, self._run.register, one.key, one.row, self._file.digest, new, gone)
            past = [other for other in before.get(one.key, ()) if other.state in {State.OPEN, State.REJECTED}]
            if one.adds and new:
                proposal = structs.replace(proposal, facts=[*new, *self._besides(new, past)])
            if self._to_keep(one, proposal, past):
                replaced += [other for other in past if other.state is State.OPEN]
                data = proposal.data
                kept.append(Kept(digest(data), self._run.id, self._run.register, one.key, one.row, proposal.says, data))
                self.summary.matched += self._matches(proposal)
                self._count(one, changed=bool(of.ids) and any(entry["key"] in of.ids for entry in said[one.key]))
            else:
                waiting += [other for other in past if other.state is State.OPEN and other.says == proposal.says]
        if kept:
            desk.keep(kept, replaced=replaced, at=self._now(), begins=None if self._begun else self._run)
            self._begun = True
        return [*kept, *waiting]

    def _to_keep(self, subject: Subject, proposal: Proposal, before: Sequence[Kept]) -> bool:
        """Whether a proposal says what neither the log nor an earlier proposal does; if not, its row is counted."""
        one = int(subject.row > 0)
        if not proposal.facts and not proposal.withdrawn:
            self.summary.known += one
            return False
        if not before:
            return True
        same = {other.state for other in before if other.says == proposal.says}
        self.summary.waiting += one * (State.OPEN in same)
        self.summary.rejected += one * (same == {State.REJECTED})
        return not same

    def _matches(self, proposal: Proposal) -> bool:
        """Whether somebody of the record likely is meant: for a person to judge, nothing is merged by itself."""
        self._names = self._names or self._questions.names()
        if not self._names.called or registered(proposal) is None:
            return False
        return any(one.likely for one in candidates(proposal, self._names))

    def _note(self, one: Subject) -> None:
        """Tell what is left out of a row that is taken, and what is taken though it is odd."""
        self.summary.cells += len(one.noted)
        self.summary.odd += len(one.odd)
        for cell in (*one.noted, *one.odd):
            self._refusing(cell)

    def _besides(self, new: Sequence[Entry], before: Iterable[Kept]) -> list[Entry]:
        """Return what open proposals of a subject say that a new one does not, and the log does not hold."""
        said = {entry["key"] for entry in new}
        waiting = [
            self._ledger.proposals.one(one.run, one.subject, one.digest).data
            for one in before
            if one.state is State.OPEN
        ]
        facts = [entry for data in waiting if data is not None for entry in parse(data).facts]
        held = self._ledger.facts_of(self._importer.register, [entry["key"] for entry in facts])
        return [entry for entry in facts if entry["key"] not in said and entry["key"] not in held]

    def _count(self, subject: Subject, *, changed: bool) -> None:
        if subject.row == 0:
            self.summary.whole += 1
        else:
            self.summary.changed += changed
            self.summary.new += not changed

    def _withdrawn(self, subject: Subject, said: Iterable[Entry], of: Known) -> list[Withdrawn]:
        """Return what the log holds of a subject and the list no longer states."""
        if not of.ids:
            return []
        still = {entry["key"] for entry in said}
        keys = [subject.ref(point) for point in self._importer.points]
        reason = f"no longer stated in the list as seen on {iso(self._file.observed)}"
        return [Withdrawn(key, reason) for key in keys if key not in still and of.stands(key) is not None]

    def _refuse(self, one: Refused) -> None:
        self.summary.refused += 1
        self.summary.reasons[one.reason] += 1
        self._refusing(one)


def _new(subject: Subject, said: Sequence[Entry], of: Known) -> list[Entry]:
    """Return the entries that the log does not hold; raise `FactError` for what is no fact.

    A passage is among them only for the sake of a fact that cites it.
    """
    if not of.ids:
        check_all(said)
        return list(said)
    bounded = {subject.ref(one.point) for one in subject.statements if one.bounded}
    found = []
    for entry in said:
        key = entry["key"]
        # Beforehand, as it names no value: a cell may hold somebody's name.
        check(entry)
        if key in of.ids and is_known(entry, fact_from(entry, of.ids, strict=False), of, bounded=key in bounded):
            continue
        found.append(entry)
    if len(found) == len(said):
        return found
    cited = {passage for entry in found for passage in entry.get("passages", ())}
    found = [entry for entry in found if entry["type"] != "passage-quoted" or entry["key"] in cited]
    sources = {entry.get("source") for entry in found}
    return [entry for entry in found if entry["type"] != "source-registered" or entry["key"] in sources]


def _source(importer: Importer, file: ListFile) -> bytes:
    return json.dumps(file.source(importer.source(file)), ensure_ascii=False, sort_keys=True).encode()


def _chunks(read: Reads) -> Iterator[list[Subject | Refused | Aside]]:
    while chunk := list(islice(read, CHUNK)):
        yield chunk


def check_file(file: ListFile) -> None:
    """Raise `RegisterError` for a file that holds nothing: that is a failed download."""
    for one in (file, *file.beside):
        if one.path.stat().st_size == 0:
            raise RegisterError(
                f"{one.path.name}: the file is empty; that is a failed download, and nothing is proposed"
            )
