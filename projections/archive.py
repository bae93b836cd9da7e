"""Kept copies of sources: those of one, those that may be passed on, and all that the log names.

Terms and withholding are read as they are now, whatever basis is asked: what may not be passed on any more is not
passed on for a question about the past (docs/adr/0038).
"""

from dataclasses import dataclass

from domain.archive import Terms, is_digest
from domain.changes import Corrected
from domain.errors import NotFoundError, WithheldError
from domain.facts import CopyCaptured, SourceRegistered
from domain.folds.archive import Copy, copies
from domain.folds.standing import standing
from domain.people import FactId, SourceId
from ledger.events import COPIES_TAG
from ledger.log import Log
from projections.disclosure import Disclosure


@dataclass(frozen=True, slots=True)
class Held:
    """A copy as a source's answer shows it; ``passes_on``: whether its bytes are given to whoever asks."""

    copy: Copy
    passes_on: bool


def held_of(
    ledger: Log, disclosure: Disclosure, identifier: SourceId, source: SourceRegistered | None, size: int
) -> tuple[Held, ...]:
    """Return the copies of a source that may be shown, as they stand at a size of the log."""
    captured = standing(ledger.tagged(f"copies:{identifier}", upto=size))
    mine = [one for one in captured if isinstance(one.fact, CopyCaptured) and one.fact.source == identifier]
    steps = ledger.tagged_each((f"custody:{one.id}" for one in mine), upto=size)
    after = [one for events in steps.values() for one in standing(events)]
    found = copies(source, [*mine, *after])
    return tuple(Held(one, _why_not(ledger, disclosure, one.fact.digest) is None) for one in found)


def passed_on(ledger: Log, disclosure: Disclosure, digest: str) -> CopyCaptured:
    """Return what is recorded of a copy whose bytes may be given to anybody.

    Raises `NotFoundError` for a digest that no copy has, or whose terms do not allow it, and `WithheldError` if the
    copy is of a source that speaks of somebody withheld.
    """
    refused = _why_not(ledger, disclosure, digest)
    if refused is not None:
        raise refused
    return _of_digest(ledger, digest)[0][1]


def all_passed_on(ledger: Log, disclosure: Disclosure) -> tuple[CopyCaptured, ...]:
    """Return every copy that may go where anybody reads it, a bundle say: one for each digest, by digest."""
    captured = standing(ledger.tagged(COPIES_TAG, upto=ledger.size()))
    digests = sorted({one.fact.digest for one in captured if isinstance(one.fact, CopyCaptured)})
    return tuple(_of_digest(ledger, digest)[0][1] for digest in digests if _why_not(ledger, disclosure, digest) is None)


@dataclass(frozen=True, slots=True)
class Named:
    """The digests that the log names: of copies that stand, and of all versions that ever were."""

    standing: frozenset[str]
    ever: frozenset[str]


def named(ledger: Log, size: int) -> Named:
    """Return the digests of copies in the log as it was at a size."""
    events = ledger.tagged(COPIES_TAG, upto=size)
    bodies = [event.content.body if isinstance(event.content, Corrected) else event.content for event in events]
    return Named(
        frozenset(one.fact.digest for one in standing(events) if isinstance(one.fact, CopyCaptured)),
        frozenset(body.digest for body in bodies if isinstance(body, CopyCaptured)),
    )


def _why_not(ledger: Log, disclosure: Disclosure, digest: str) -> NotFoundError | None:
    """Return why the bytes of a digest are not passed on; the strictest of all copies with this digest decides."""
    found = _of_digest(ledger, digest)
    if not found:
        return NotFoundError("no copy with this digest is recorded")
    if any(disclosure.hides(one.source) or disclosure.speaks_of_hidden(one.source) for _, one in found):
        return WithheldError()
    if any(one.terms is not Terms.PASSES_ON for _, one in found):
        return NotFoundError("this copy is kept, and its terms do not allow passing it on")
    return None


def _of_digest(ledger: Log, digest: str) -> list[tuple[FactId, CopyCaptured]]:
    if not is_digest(digest):
        return []
    found = standing(ledger.tagged(f"digest:{digest}", upto=ledger.size()))
    return [(one.id, one.fact) for one in found if isinstance(one.fact, CopyCaptured) and one.fact.digest == digest]
