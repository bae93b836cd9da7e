"""Everything that a reader may see, in the order of recording, a page at a time: what formats of others are made of."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Engine, select

from domain.dates import Day
from domain.errors import ConflictError
from domain.facts import Fact, PersonRegistered, SourceRegistered, TargetRegistered
from domain.people import FactId, PersonId
from ledger.log import Head, Log
from ledger.progress import Progress, quietly
from projections.basis import AsKnown, Clock
from projections.bitemporal import known
from projections.disclosure import Disclosure, Disclosures
from projections.entities import Known, Person, Source, Target, people_of, sources_of, targets_of
from projections.evidence import Evidence
from projections.identity import members
from projections.lives import Life, lives_of
from projections.projector import reading
from projections.timeline import Entry, entries_of

CHUNK: Final = 500
"""Events that are looked up together; memory does not grow with the log."""


class Exports:
    """Gives what may be shown of the log of one size. Whatever is withheld now is in none of it, as for bundles."""

    def __init__(self, log: Log, engine: Engine, clock: Clock, disclosures: Disclosures) -> None:
        """Read a log and its read models."""
        self._log = log
        self._engine = engine
        self._clock = clock
        self._disclosures = disclosures

    def head(self, as_known: AsKnown = None) -> Head:
        """Return the head of the log to export."""
        return self._log.head(self._clock.size(as_known))

    def facts(self, head: Head, progress: Progress = quietly) -> Iterator[list[Entry]]:
        """Yield all facts that may be shown, in the order in which they were first recorded.

        Raises `ConflictError` at the end if who is withheld has changed meanwhile: then nothing of it may be kept.
        """
        hidden = self._hidden(head.size)
        for chunk, evidence in self._chunks(head.size, (), hidden, progress):
            yield entries_of(evidence, self._log.streams(chunk))
        self._check(hidden, head.size)

    def entities(
        self, head: Head, progress: Progress = quietly
    ) -> Iterator[list[Person] | list[Target] | list[Source]]:
        """Yield all people, targets of sanctions and sources that may be shown; raises as `facts` does."""
        hidden = self._hidden(head.size)
        kinds = (PersonRegistered, TargetRegistered, SourceRegistered)
        for chunk, evidence in self._chunks(head.size, kinds, hidden, progress):
            found = Known(self._log, head.size, evidence)
            yield sources_of(found, chunk)
            yield targets_of(found, chunk)
            yield people_of(found, self._people(chunk, head.size))
        self._check(hidden, head.size)

    def lives(self, head: Head, day: Day, progress: Progress = quietly) -> Iterator[list[Life]]:
        """Yield all people who may be shown, with their spans, days held up to ``day``; raises as `facts` does."""
        hidden = self._hidden(head.size)
        for chunk, evidence in self._chunks(head.size, (PersonRegistered,), hidden, progress):
            yield lives_of(Known(self._log, head.size, evidence), self._people(chunk, head.size), day)
        self._check(hidden, head.size)

    @contextmanager
    def together(self, head: Head) -> Iterator[None]:
        """Let several be read in one block, which raises as `facts` does if they were not of the same people."""
        hidden = self._hidden(head.size)
        yield
        self._check(hidden, head.size)

    def _people(self, chunk: Collection[FactId], size: int) -> Sequence[tuple[PersonId, ...]]:
        """Return the registrations of each person who stands for all of them, of those in a chunk."""
        with reading(self._engine) as (connection, models):
            identity = models.identity
            others = select(identity.c.person).where(known(identity, size), identity.c.person.in_(chunk))
            first = [PersonId(one) for one in chunk if one not in set(connection.scalars(others))]
            return list(members(connection, models, first, size).values())

    def _chunks(
        self, size: int, kinds: Collection[type[Fact]], hidden: Disclosure, progress: Progress
    ) -> Iterator[tuple[list[FactId], Evidence]]:
        """Yield the facts of some kinds, or all, in chunks, with what reads their evidence.

        A disclosure remembers what it decided, and evidence what it read: so they are made anew for each page, and each
        chunk. Each chunk is told as done once the next is asked for.
        """
        topics = {kind.TOPIC for kind in kinds}
        for page in self._log.stored(upto=size):
            disclosure = Disclosure(self._log, hidden.people, hidden.size)
            for at in range(0, len(page), CHUNK):
                some = page[at : at + CHUNK]
                found = [
                    FactId(str(one.originator_id))
                    for one in some
                    if one.originator_version == 1 and (not topics or one.topic in topics)
                ]
                yield found, Evidence(self._log, size, disclosure)
                progress(some[-1].id, size)

    def _hidden(self, size: int) -> Disclosure:
        """Return what is hidden now, and of an old size also with whomever was one with somebody then."""
        with reading(self._engine) as (connection, models):
            now = self._disclosures.now(connection, models)
            return Disclosure(self._log, now.at(connection, models, size), now.size)

    def _check(self, hidden: Disclosure, size: int) -> None:
        if self._hidden(size).people != hidden.people:
            raise ConflictError("who is withheld has changed meanwhile; begin again")
