"""A fact as it is cited: an item of CSL-JSON (citation style language, input schema 1.0.2)."""

from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field

from api.schemas.basis import AsKnownOut, Out
from domain.changes import Status
from domain.facts import word
from projections.citation import Cited, Place, SourceCited
from projections.proof import Covering

NAME = "Khronika"
TYPE = "dataset"
BY_NAME = ConfigDict(frozen=True, validate_by_name=True)
"""Some variables of CSL have names that Python has not."""


class NameOut(Out):
    """Who is named as the author of an item."""

    literal: Annotated[str, Field(description="The name as one text.")]


class DateOut(Out):
    """A day."""

    model_config = BY_NAME

    date_parts: Annotated[list[list[int]], Field(alias="date-parts", description="Year, month and day, UTC.")]


class PositionOut(Out):
    """Where the log holds one version of a fact."""

    version: Annotated[int, Field(description="From 1, within the fact.")]
    position: Annotated[int, Field(description="The number of the event in the log; its leaf index is one less.")]
    recorded_at: Annotated[datetime, Field(description="When it was recorded, UTC.")]
    sha256: Annotated[str, Field(description="What sha256sum prints of the event's bytes.")]

    @classmethod
    def of(cls, place: Place) -> Self:
        """Print a place."""
        return cls(version=place.version, position=place.position, recorded_at=place.recorded_at, sha256=place.sha256)


class SourceCitedOut(Out):
    """A source of the fact, without its title, which may name somebody."""

    id: Annotated[str, Field(description="The identifier of the source.")]
    issuer: Annotated[str | None, Field(description="Who issued it; null if the source does not stand.")]
    published: Annotated[str | None, Field(description="When it was published, as written (EDTF).")]
    passages: Annotated[list[str], Field(description="The identifiers of the passages that the fact cites.")]

    @classmethod
    def of(cls, source: SourceCited) -> Self:
        """Print a source."""
        return cls(id=source.id, issuer=source.issuer, published=source.published, passages=list(source.passages))


class CoveringOut(Out):
    """A signed checkpoint of the log."""

    origin: Annotated[str, Field(description="The name of the log that it speaks of.")]
    size: Annotated[int, Field(description="The log size that it speaks of.")]
    root: Annotated[str, Field(description="The root hash of the log at that size, hexadecimal.")]
    key_id: Annotated[str, Field(description="The id of the key that signed it, hexadecimal.")]
    key: Annotated[str, Field(description="The public key, as C2SP signed notes write it.")]
    published_at: Annotated[datetime, Field(description="When it was published here, UTC; nobody vouches for that.")]

    @classmethod
    def of(cls, found: Covering) -> Self:
        """Print a checkpoint."""
        return cls(
            origin=found.origin,
            size=found.size,
            root=found.root.hex(),
            key_id=found.key_id.hex(),
            key=found.key,
            published_at=found.published_at,
        )


class EvidenceOut(Out):
    """What makes a citation checkable."""

    fact: Annotated[str, Field(description="The permanent name of the fact, a URN: urn:uuid and its identifier.")]
    type: Annotated[str, Field(description="What kind of fact the version says.")]
    event: Annotated[PositionOut, Field(description="Where the log holds the version cited.")]
    status: Annotated[str, Field(description="standing, corrected or retracted, as known at the basis.")]
    by: Annotated[PositionOut | None, Field(description="What corrected it or took it back; null while it stands.")]
    sources: Annotated[list[SourceCitedOut], Field(description="The sources of the passages that it cites.")]
    passages_withheld: Annotated[int, Field(description="How many cited passages speak of somebody withheld.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the status and the root hash are of.")]
    checkpoint: Annotated[
        CoveringOut | None,
        Field(description="The first signed checkpoint that covers the event, which the proof is over; null if none."),
    ]

    @classmethod
    def of(cls, cited: Cited) -> Self:
        """Print what can be checked."""
        return cls(
            fact=f"urn:uuid:{cited.id}",
            type=word(cited.kind),
            event=PositionOut.of(cited.place),
            status=cited.status.value,
            by=PositionOut.of(cited.by) if cited.by else None,
            sources=[SourceCitedOut.of(one) for one in cited.sources],
            passages_withheld=cited.withheld,
            as_known=AsKnownOut.of(cited.head),
            checkpoint=CoveringOut.of(cited.covering) if cited.covering else None,
        )


class CitationOut(Out):
    """One version of a fact as an item of CSL-JSON: by type, source and identifier, never by a person."""

    model_config = BY_NAME

    id: Annotated[str, Field(description="A key for lists of references.")]
    type: Annotated[str, Field(description="The kind of item: dataset.")]
    title: Annotated[str, Field(description="The type of the fact and its identifier.")]
    author: Annotated[list[NameOut], Field(description="The record that says it.")]
    issued: Annotated[DateOut, Field(description="The day on which the version was recorded.")]
    version: Annotated[str, Field(description="The version of the fact that is cited.")]
    number: Annotated[int, Field(description="The position of the event in the log.")]
    status: Annotated[str, Field(description="standing, or what corrected it or took it back.")]
    url: Annotated[
        str | None,
        Field(alias="URL", description="Where the fact can be read; left out if no address is set."),
    ] = None
    note: Annotated[str, Field(description="What a reader needs to check it, in one sentence.")]
    custom: Annotated[EvidenceOut, Field(description="The same, field by field.")]

    @classmethod
    def of(cls, cited: Cited, *, address: str | None) -> Self:
        """Print a citation; ``address`` is where readers find the record."""
        then = cited.place.recorded_at.astimezone(UTC)
        return cls(
            id=f"khronika-{cited.id}-{cited.place.version}",
            type=TYPE,
            title=f"{word(cited.kind)}: fact {cited.id}, version {cited.place.version}",
            author=[NameOut(literal=NAME)],
            issued=DateOut(date_parts=[[then.year, then.month, then.day]]),
            version=str(cited.place.version),
            number=cited.place.position,
            status=_status(cited),
            url=address and f"{address}/facts/{cited.id}",
            note=_note(cited),
            custom=EvidenceOut.of(cited),
        )


def _status(cited: Cited) -> str:
    if cited.by is None:
        return cited.status.value
    return f"{cited.status.value} by version {cited.by.version}"


def _note(cited: Cited) -> str:
    place, head = cited.place, cited.head
    stands = "Standing" if cited.status is Status.STANDING else _status(cited).capitalize()
    held = f"Event SHA-256 {place.sha256} at position {place.position}"
    root = f"root hash {head.root.hex()} of log size {head.size}"
    found = cited.covering
    signed = f" Signed in checkpoint {found.size} of {found.origin}, key {found.key_id.hex()}." if found else ""
    return f"{stands} as known at log size {head.size}. {held}; {root}.{signed}"
