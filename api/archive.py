"""Keep a copy of a source: the file first, then the fact; and record what became of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

from domain.archive import CaptureMethod, CaptureTime, CopyState, Terms, is_digest
from domain.errors import ConflictError, IntegrityError, NotFoundError
from domain.facts import CopyCaptured, CopyChecked, CopyHandedOver, SourceRegistered
from domain.folds.standing import standing
from domain.people import FactId, SourceId
from ledger.archive import Archive
from ledger.events import Draft, Event, is_id, new_id
from ledger.ledger import Ledger
from projections.archive import named

REGISTER: Final = "archive"
"""One key for each source and digest: two who keep the same copy at once record it once."""
_NONE: Final = "0" * 64
_TYPES: Final = {
    ".html": "text/html",
    ".htm": "text/html",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".json": "application/json",
    ".mhtml": "multipart/related",
    ".warc": "application/warc",
    ".wacz": "application/wacz",
}
UNKNOWN: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Capture:
    """What is said of a copy beside its bytes."""

    role: str
    media_type: str | None = None
    method: CaptureMethod = CaptureMethod.NOT_STATED
    tool: str | None = None
    captured_at: CaptureTime | None = None
    terms: Terms = Terms.NEVER

    def fact(self, source: SourceId, digest: str, size: int, media_type: str) -> CopyCaptured:
        """Make the fact of a copy."""
        return CopyCaptured(
            source=source,
            digest=digest,
            size=size,
            media_type=self.media_type or media_type,
            role=self.role,
            method=self.method,
            tool=self.tool,
            captured_at=self.captured_at,
            terms=self.terms,
        )


@dataclass(frozen=True, slots=True)
class Archived:
    """A copy in the archive and in the log; ``position`` is ``None`` if it was known before."""

    id: FactId
    fact: CopyCaptured
    position: int | None


def source_named(ledger: Ledger, text: str) -> SourceId:
    """Return the source that an identifier, or ``register:key``, names; raise `NotFoundError` if there is none."""
    identifier = text
    if not is_id(text):
        register, colon, key = text.partition(":")
        known = ledger.register_keys(register) if colon else {}
        if key not in known:
            raise NotFoundError("SOURCE: give the identifier of a source, or register:key as a register has it")
        identifier = known[key]
    if not isinstance(ledger.stream(FactId(identifier))[0].content, SourceRegistered):
        raise NotFoundError("SOURCE: this identifier names a fact, not a source")
    return SourceId(identifier)


def media_type_of(path: Path) -> str:
    """Guess a media type from how the file's name ends, which is not kept."""
    return _TYPES.get(path.suffix.lower(), UNKNOWN)


def keep(ledger: Ledger, archive: Archive, source: SourceId, path: Path, capture: Capture, *, by: str) -> Archived:
    """Keep a copy of a source and record it, unless just that is recorded already.

    Raises what `Archive.keep` and `Ledger.record` raise. A run that is killed leaves at most a file that no fact names.
    """
    guessed = media_type_of(path)
    # What the log would refuse is refused before a file is kept.
    ledger.check([_draft(new_id(), capture.fact(source, _NONE, 1, guessed), by)])
    kept = archive.keep(path)
    known = _known(ledger, source, kept.digest)
    if known is not None:
        return known
    fact = capture.fact(source, kept.digest, kept.size, guessed)
    identifier = new_id()
    try:
        done = ledger.record([_draft(identifier, fact, by, key=f"{source}/{kept.digest}")])
    except ConflictError:
        known = _known(ledger, source, kept.digest)
        if known is None:
            gone = ledger.register_keys(REGISTER)[f"{source}/{kept.digest}"]
            raise ConflictError(
                f"this copy was recorded, and retracted or corrected since; see: khronika reinstate {gone}"
            ) from None
        return known
    return Archived(identifier, fact, done.last)


def copy_named(ledger: Ledger, text: str) -> tuple[FactId, CopyCaptured]:
    """Return the copy that an identifier or a digest names; raise `NotFoundError` if not exactly one stands."""
    events = ledger.stream(FactId(text)) if is_id(text) else _of_digest(ledger, text)
    found = [(one.id, one.fact) for one in standing(events) if isinstance(one.fact, CopyCaptured)]
    if len(found) > 1:
        raise NotFoundError("COPY: several sources have this copy; give the identifier of one of them")
    if not found:
        raise NotFoundError("COPY: give the identifier or the digest of a copy that is recorded")
    return found[0]


def state_of(archive: Archive, digest: str) -> CopyState:
    """Return what a look at a kept copy finds."""
    try:
        archive.check(digest)
    except NotFoundError:
        return CopyState.MISSING
    except IntegrityError:
        return CopyState.CHANGED
    return CopyState.INTACT


def take_step(ledger: Ledger, step: CopyHandedOver | CopyChecked, *, by: str) -> int:
    """Record what became of a copy, and return the position."""
    return ledger.record([_draft(new_id(), step, by)]).last


def _known(ledger: Ledger, source: SourceId, digest: str) -> Archived | None:
    """Return the copy that stands of a source with a digest."""
    found = standing(_of_digest(ledger, digest))
    for one in found:
        if isinstance(one.fact, CopyCaptured) and (one.fact.source, one.fact.digest) == (source, digest):
            return Archived(one.id, one.fact, None)
    return None


def _of_digest(ledger: Ledger, digest: str) -> list[Event]:
    return ledger.tagged(f"digest:{digest}", upto=ledger.size()) if is_digest(digest) else []


def _draft(
    identifier: FactId, fact: CopyCaptured | CopyHandedOver | CopyChecked, by: str, key: str | None = None
) -> Draft:
    return Draft(identifier, 1, fact, by, str(uuid4()), REGISTER if key else None, key)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at the whole archive found; all but how many are digests, in order."""

    intact: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    unreferenced: tuple[str, ...]
    unfinished: int

    @property
    def whole(self) -> bool:
        """Whether every copy that stands is held intact."""
        return not (self.missing or self.changed)


def look(ledger: Ledger, archive: Archive) -> Looked:
    """Compute the digest of every file of the archive, and compare with what the log names now."""
    held = tuple(archive.held())
    log = named(ledger, ledger.size())
    changed = tuple(one for one in held if state_of(archive, one) is CopyState.CHANGED)
    return Looked(
        intact=len(log.standing.intersection(held).difference(changed)),
        missing=tuple(sorted(log.standing.difference(held))),
        changed=changed,
        unreferenced=tuple(one for one in held if one not in log.ever),
        unfinished=archive.unfinished(),
    )
