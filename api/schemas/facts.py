"""One fact, with every version."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import Field

from api.schemas.basis import AsKnownOut, Out
from api.schemas.evidence import QuoteOut, fields_of
from domain.changes import Corrected, Reinstated, Retracted
from domain.facts import word
from ledger.events import Event
from ledger.ledger import Head
from projections.timeline import Entry, Version


class VersionOut(Out):
    """One version of a fact in the log: ``sha256sum`` of the event's bytes prints ``sha256``."""

    version: int
    position: int
    change: Annotated[str, Field(description="recorded, corrected, retracted or reinstated.")]
    reason: str | None
    fields: dict[str, Any]
    recorded_at: datetime
    recorded_by: str
    sha256: str
    stands: bool

    @classmethod
    def of(cls, version: Version) -> Self:
        """Print a version."""
        event = version.event
        change, reason, fields = _change(event)
        return cls(
            version=event.version,
            position=event.position,
            change=change,
            reason=reason,
            fields=fields,
            recorded_at=event.recorded_at,
            recorded_by=event.recorded_by,
            sha256=event.sha256,
            stands=version.stands,
        )


class FactOut(Out):
    """A fact: what stands of it, every version, and the passages it cites."""

    id: str
    type: str
    status: Annotated[str, Field(description="standing, corrected or retracted.")]
    fields: dict[str, Any]
    passages: list[QuoteOut]
    passages_missing: Annotated[int, Field(description="How many cited passages do not stand any more.")]
    versions: list[VersionOut]

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Print a fact."""
        changed = len(entry.versions) > 1
        standing = "corrected" if changed and not entry.versions[0].stands else "standing"
        return cls(
            id=entry.id,
            type=word(type(entry.shown)),
            status="retracted" if entry.fact is None else standing,
            fields=fields_of(entry.shown),
            passages=[QuoteOut.of(quote) for quote in entry.quotes],
            passages_missing=entry.missing,
            versions=[VersionOut.of(version) for version in entry.versions],
        )


class FactAnswerOut(Out):
    """A fact, at a basis."""

    fact: FactOut
    as_known: AsKnownOut

    @classmethod
    def of(cls, entry: Entry, head: Head) -> Self:
        """Print a fact with the log size it was read at."""
        return cls(fact=FactOut.of(entry), as_known=AsKnownOut.of(head))


def _change(event: Event) -> tuple[str, str | None, dict[str, Any]]:
    match event.content:
        case Corrected(body=body, reason=reason):
            return "corrected", reason, {"type": word(type(body))} | fields_of(body)
        case Retracted(reason=reason, version=version):
            return "retracted", reason, {"version": version}
        case Reinstated(reason=reason, version=version):
            return "reinstated", reason, {"version": version}
        case fact:
            return "recorded", None, fields_of(fact)
