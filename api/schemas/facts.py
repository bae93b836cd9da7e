"""One fact, with every version."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import Field

from api.schemas.basis import AsKnownOut, Out
from api.schemas.evidence import QuoteOut, fields_of
from domain.changes import Content, Corrected, Reinstated, Retracted
from domain.facts import word
from ledger.log import Head
from projections.timeline import Entry, Version


class VersionOut(Out):
    """One version of a fact in the log: ``sha256sum`` of the event's bytes prints ``sha256``."""

    version: Annotated[int, Field(description="From 1, within the fact.")]
    position: Annotated[int, Field(description="The number of the event in the log.")]
    change: Annotated[str, Field(description="recorded, corrected, retracted or reinstated.")]
    reason: Annotated[str | None, Field(description="Why the fact was changed; null for the first version.")]
    fields: Annotated[
        dict[str, Any],
        Field(description="What this version says, without its passages; of a retraction, the version it takes back."),
    ]
    recorded_at: Annotated[datetime, Field(description="When it was recorded, UTC.")]
    recorded_by: Annotated[str, Field(description="The role that recorded it.")]
    sha256: Annotated[str, Field(description="The digest of the event's canonical bytes, hexadecimal.")]
    stands: Annotated[bool, Field(description="True of the one version that stands.")]

    @classmethod
    def of(cls, version: Version) -> Self:
        """Print a version."""
        event = version.event
        change, reason, _ = change_of(event.content)
        return cls(
            version=event.version,
            position=event.position,
            change=change,
            reason=reason,
            fields=_said(event.content),
            recorded_at=event.recorded_at,
            recorded_by=event.recorded_by,
            sha256=event.sha256,
            stands=version.stands,
        )


class FactOut(Out):
    """A fact: what stands of it, every version, and the passages it cites."""

    id: Annotated[str, Field(description="The identifier of the fact.")]
    type: Annotated[str, Field(description="What kind of fact it is; docs/registers.md lists them.")]
    status: Annotated[str, Field(description="standing, corrected or retracted.")]
    fields: Annotated[
        dict[str, Any], Field(description="What it says, without its passages; of a retracted fact, what it said last.")
    ]
    passages: Annotated[list[QuoteOut], Field(description="The passages it cites.")]
    passages_missing: Annotated[int, Field(description="How many cited passages do not stand any more.")]
    passages_withheld: Annotated[int, Field(description="How many cited passages speak of somebody withheld.")]
    versions: Annotated[list[VersionOut], Field(description="Every version, oldest first.")]

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
            passages_withheld=entry.withheld,
            versions=[VersionOut.of(version) for version in entry.versions],
        )


class FactAnswerOut(Out):
    """A fact, at a basis."""

    fact: Annotated[FactOut, Field(description="The fact.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]

    @classmethod
    def of(cls, entry: Entry, head: Head) -> Self:
        """Print a fact with the log size it was read at."""
        return cls(fact=FactOut.of(entry), as_known=AsKnownOut.of(head))


def change_of(content: Content) -> tuple[str, str | None, str | None]:
    """Return what an event did, why if it says so, and the type of the fact that it says."""
    match content:
        case Corrected(body=body, reason=reason):
            return "corrected", reason, word(type(body))
        case Retracted(reason=reason):
            return "retracted", reason, None
        case Reinstated(reason=reason):
            return "reinstated", reason, None
        case fact:
            return "recorded", None, word(type(fact))


def _said(content: Content) -> dict[str, Any]:
    match content:
        case Corrected(body=body):
            return {"type": word(type(body))} | fields_of(body)
        case Retracted(version=version) | Reinstated(version=version):
            return {"version": version}
        case fact:
            return fields_of(fact)
