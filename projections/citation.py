"""One version of a fact as it is cited: where the log holds it, and what has become of it at a log size."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from domain.changes import Fate, Status, fates, stands
from domain.errors import NotFoundError, QuestionError, WithheldError
from domain.facts import Fact, references
from domain.people import FactId, SourceId
from domain.phrases import Phrase
from ledger.events import Event
from ledger.log import Head, Log
from ledger.mapper import opened
from projections.basis import AsKnown, Clock
from projections.disclosure import HIDDEN, Disclosure, Disclosures
from projections.evidence import Evidence, Quote
from projections.projector import reading
from projections.proof import Covering, covering, proof_file
from projections.provenance import Provenance, body_of, provenance
from projections.timeline import Entry, entry_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where the log holds one version of a fact, when it was recorded, and the digest of its canonical bytes."""

    version: int
    position: int
    recorded_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class SourceCited:
    """A source with those of its passages that the version cites; neither its title nor its address is here."""

    id: SourceId
    issuer: str | None
    published: str | None
    passages: tuple[FactId, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A version of a fact. ``by`` is what corrected it or took it back; ``None`` while it stands.

    ``withheld`` counts passages that it cites and that are hidden. ``covering`` is the first checkpoint that covers the
    event, ``None`` while there is none.
    """

    id: FactId
    kind: type[Fact]
    place: Place
    status: Status
    by: Place | None
    sources: tuple[SourceCited, ...]
    withheld: int
    head: Head
    covering: Covering | None


class Citations:
    """Questions about one fact as evidence: how to cite it, and the bytes that the log commits to."""

    def __init__(self, ledger: Log, engine: Engine, clock: Clock, disclosures: Disclosures) -> None:
        """Answer over a ledger what may be shown."""
        self._ledger = ledger
        self._engine = engine
        self._clock = clock
        self._disclosures = disclosures

    def cited(self, identifier: FactId, version: int | None = None, as_known: AsKnown = None) -> Cited:
        """Return a version of a fact with its status: the one that stands, or that stood last, unless one is named.

        Raises `WithheldError` for what is hidden, `NotFoundError` for an unknown fact or version, and `QuestionError`
        for a version that says nothing and takes another back, or restores it.
        """
        size, disclosure = self._clock.size(as_known), self._disclosure()
        entry = entry_of(self._ledger, disclosure, identifier, size)
        event = version_of(entry, version)
        fact, fate = said(event), fates((one.event.version, one.event.content) for one in entry.versions)[event.version]
        passages = getattr(fact, "passages", ())
        quotes = Evidence(self._ledger, size, disclosure).quotes(passages)
        return Cited(
            id=identifier,
            kind=type(fact),
            place=_place(event),
            status=fate.status,
            by=_by(entry, fate),
            sources=_sources(quotes),
            withheld=passages.count(HIDDEN),
            head=self._ledger.head(size),
            covering=covering(self._ledger, event.position),
        )

    def provenance(self, identifier: FactId, as_known: AsKnown = None) -> Provenance:
        """Return how each version of a fact came to be; raise as a fact's own question does."""
        size, disclosure = self._clock.size(as_known), self._disclosure()
        entry = entry_of(self._ledger, disclosure, identifier, size)
        return provenance(entry, Evidence(self._ledger, size, disclosure), self._ledger.head(size))

    def event(self, identifier: FactId, version: int | None = None, as_known: AsKnown = None) -> bytes:
        """Return the canonical bytes of a version of a fact, whose SHA-256 the log holds.

        Raises `WithheldError` for bytes that name something hidden, and else as `cited` does.
        """
        event = self._version(identifier, version, as_known)
        body = body_of(event)
        if body is not None and any(one == HIDDEN for _, one, _ in references(body)):
            raise WithheldError
        return self._bytes(event)

    def proof(
        self, identifier: FactId, version: int | None = None, as_known: AsKnown = None, *, size: int | None = None
    ) -> bytes:
        """Return the proof file of a version of a fact, over the first checkpoint that covers it, or that of a size.

        Raises as `proof_file` does, and for an unknown or hidden fact as `cited` does. The file holds no more of the
        event than its place, and hashes.
        """
        event = self._version(identifier, version, as_known)
        return proof_file(self._ledger, event.position, self._bytes(event), size=size)

    def named(self, text: str) -> FactId:
        """Return the identifier of a fact given by it, or by a register and its key there (``belarus:s02``).

        Raises `NotFoundError`, in the same words, for an unknown key and for one of something hidden.
        """
        register, colon, key = text.partition(":")
        if not colon:
            return FactId(text)
        found = self._ledger.register_keys(register).get(key)
        if found is None or self._disclosure().hides(found):
            raise NotFoundError(Phrase("no fact has this key in this register"))
        return found

    def _version(self, identifier: FactId, version: int | None, as_known: AsKnown) -> Event:
        """Return any version of a fact that may be shown, what is hidden left out of it."""
        entry = entry_of(self._ledger, self._disclosure(), identifier, self._clock.size(as_known))
        return version_of(entry, version, any_change=True)

    def _bytes(self, event: Event) -> bytes:
        (stored,) = next(self._ledger.stored(after=event.position - 1, upto=event.position))
        return opened(stored.state)

    def _disclosure(self) -> Disclosure:
        with reading(self._engine) as (connection, models):
            return self._disclosures.now(connection, models)


def version_of(entry: Entry, version: int | None, *, any_change: bool = False) -> Event:
    """Return a version of a fact; with ``any_change`` one that only takes back or restores, too."""
    if version is None:
        version = max(stood_last(entry))
    for one in entry.versions:
        if one.event.version == version:
            if body_of(one.event) is None and not any_change:
                silent = Phrase(
                    "version %(version)s says nothing of its own; cite what it takes back or restores",
                    version=str(version),
                )
                raise QuestionError(silent, field="version")
            return one.event
    raise NotFoundError(Phrase("this fact has no such version at this size of the log"))


def stood_last(entry: Entry) -> list[int]:
    """Return the version that stands; of a fact that is taken back, all versions that said something."""
    history = [(one.event.version, one.event.content) for one in entry.versions]
    stood = stands(history)
    return [stood.version] if stood else list(fates(history))


def said(event: Event) -> Fact:
    """Return the fact that an event says, which must be one that says a fact."""
    fact = body_of(event)
    assert fact is not None  # noqa: S101 -- version_of gives no other
    return fact


def _by(entry: Entry, fate: Fate) -> Place | None:
    return next((_place(one.event) for one in entry.versions if one.event.version == fate.by), None)


def _place(event: Event) -> Place:
    return Place(event.version, event.position, event.recorded_at, event.sha256)


def _sources(quotes: list[Quote]) -> tuple[SourceCited, ...]:
    """Return each source once, in the order in which it is cited first."""
    first = {one.source_id: one.source for one in reversed(quotes)}
    order = dict.fromkeys(one.source_id for one in quotes)
    return tuple(
        SourceCited(
            id=SourceId(identifier),
            issuer=source.issuer if (source := first[identifier]) else None,
            published=str(source.published) if source and source.published else None,
            passages=tuple(one.id for one in quotes if one.source_id == identifier),
        )
        for identifier in order
    )
