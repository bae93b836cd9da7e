"""Proposals accepted: their facts are recorded in one batch each, named by the digest of the proposal's bytes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from api.bootstrap import Service
from api.intake.compared import Known, fact_from, is_known, known, same_again
from api.intake.proposal import Proposal, digest, parse
from api.intake.statements import Entry
from domain.changes import Corrected, Reinstated, Retracted
from domain.errors import FactError, IntegrityError, RegisterError
from domain.facts import Fact, JudgedSame
from domain.people import FactId, PersonId
from ledger.events import Draft, new_id, tags_of
from ledger.ledger import Ledger
from ledger.proposals import Kept, Run, State

STATED_OTHERWISE: Final = "the list states it otherwise now"
STATED_AGAIN: Final = "the list states it again"


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a reviewer says instead of one fact of a proposal: its whole entry, as texts, and why."""

    entry: Entry
    reason: str


@dataclass(frozen=True, slots=True)
class Same:
    """A reviewer's judgement that somebody whom a proposal registers, by key, is a person recorded before; and why."""

    key: str
    person: PersonId
    reason: str


def batch_of(run: str, proposal: str) -> str:
    """Return the name of the batch that an accepted proposal is recorded in: the import and the proposal's digest."""
    return f"{run}/{proposal}"


def accept(
    service: Service, kept: Sequence[Kept], *, by: str, amended: Sequence[Amendment] = (), same: Sequence[Same] = ()
) -> int:
    """Record what proposals of one register say, all or none, and return how many events that took.

    Facts that the log holds by now are not recorded again. What is amended is recorded as the list says it, and
    corrected at once with the reviewer's reason; judgements of who is whom are recorded with it. Raises `RegisterError`
    with the row for what the log refuses.
    """
    kept = [service.ledger.proposals.one(one.run, one.subject, one.digest) if one.data is None else one for one in kept]
    read = [_read(one) for one in kept]
    sources = {run: _source(service.ledger.proposals.run(run)) for run in {one.run for one in read}}
    every = [*sources.values(), *(entry for one in read for entry in one.facts)]
    of = known(service.ledger, read[0].register, every, (gone.key for one in read for gone in one.withdrawn))
    ids = dict(of.ids) | {entry["key"]: new_id() for entry in every if entry["key"] not in of.ids}
    at = service.now()
    drafts = _Drafts(service.ledger, of, ids, by)
    try:
        for stored, proposal in zip(kept, read, strict=True):
            drafts.add(stored, proposal, sources[proposal.run])
        for one in amended:
            drafts.amend(one)
        for judged in same:
            drafts.judge(judged)
        recorded = drafts.in_order()
        if recorded:
            decided = service.ledger.proposals.deciding(kept, State.ACCEPTED, by=by, at=at)
            service.ledger.append(service.ledger.check(recorded), beside=decided)
        else:
            service.ledger.proposals.decide(kept, State.ACCEPTED, by=by, at=at)
    except FactError as error:
        raise RegisterError(f"row {_row(read, error.key)}: {error.message}", field=error.field) from error
    return len(recorded)


class _Drafts:
    """The drafts of one recording, by key: each fact once, though several proposals need it."""

    def __init__(self, ledger: Ledger, of: Known, ids: Mapping[str, FactId], by: str) -> None:
        self._ledger = ledger
        self._of = of
        self._ids = ids
        self._by = by
        self._drafts: dict[str, list[Draft]] = {}

    def add(self, stored: Kept, proposal: Proposal, source: Entry) -> None:
        """Add what a proposal says and the log does not hold; its source, if a passage of it is new."""
        batch = batch_of(proposal.run, stored.digest)
        cites = any(one.get("source") == source["key"] for one in proposal.facts)
        for entry in (source, *proposal.facts) if cites else proposal.facts:
            key = entry["key"]
            fact = fact_from(entry, self._ids)
            if key in self._drafts or is_known(entry, fact, self._of, bounded=False):
                continue
            if key in self._of.ids:
                self._change(key, self._new(key, fact), batch=batch, register=proposal.register, key=key)
            else:
                self._drafts[key] = [Draft(self._ids[key], 1, fact, self._by, batch, proposal.register, key)]
        for gone in proposal.withdrawn:
            if self._of.stands(gone.key) is not None:
                self._change(gone.key, Retracted(gone.reason), batch=batch, register=proposal.register, key=gone.key)

    def amend(self, amendment: Amendment) -> None:
        """Add the reviewer's words after the list's own, so that the log holds both, and the reason."""
        key = amendment.entry["key"]
        if key not in self._drafts:
            raise FactError("that fact is known already; correct it instead", key=key)
        said = self._drafts[key][-1]
        fact = fact_from(amendment.entry, self._ids, text_only=True)
        tags = tags_of(said.id, said.content) | tags_of(said.id, fact)
        content = Corrected(fact, amendment.reason)
        self._drafts[key].append(Draft(said.id, said.version + 1, content, self._by, said.batch, tags=tags))

    def judge(self, same: Same) -> None:
        """Add a judgement that a person of a proposal is one recorded before."""
        if same.key not in self._drafts:
            raise FactError("that person is known already; judge with the command judge", key=same.key)
        pair = (PersonId(self._ids[same.key]), same.person)
        batch = self._drafts[same.key][0].batch
        self._drafts[f"{same.key}/same"] = [
            Draft(new_id(), 1, JudgedSame(pair=pair, reason=same.reason), self._by, batch)
        ]

    def in_order(self) -> list[Draft]:
        """Return them in the order in which they were added."""
        return [draft for each in self._drafts.values() for draft in each]

    def _new(self, key: str, fact: Fact) -> Corrected | Reinstated:
        """Return what lets a fact that is recorded say this: it stands again, or is corrected."""
        history = self._of.histories[self._of.ids[key]]
        if self._of.stands(key) is None and same_again(history, fact):
            return Reinstated(STATED_AGAIN)
        return Corrected(fact, STATED_OTHERWISE)

    def _change(self, which: str, content: Corrected | Retracted | Reinstated, **more: str) -> None:
        identifier = self._of.ids[which]
        newest = self._of.histories[identifier][-1].version
        self._drafts[which] = [self._ledger.change(identifier, content, expect=newest, by=self._by, **more)]


def _read(kept: Kept) -> Proposal:
    if kept.data is None or kept.state is not State.OPEN:
        raise FactError("the proposal is not open any more")
    if digest(kept.data) != kept.digest:
        raise IntegrityError("the bytes of a proposal are not those that it is named by")
    return parse(kept.data)


def _source(run: Run) -> Entry:
    found: Entry = msgspec.json.decode(run.source)
    return found


def _row(read: Iterable[Proposal], key: str | None) -> str:
    return next((str(one.row) for one in read if any(entry["key"] == key for entry in one.facts)), "?")
