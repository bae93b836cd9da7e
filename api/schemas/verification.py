"""What a verification found."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field

from api.schemas.basis import Out
from api.verification import Verified
from ledger.verify.findings import Finding


class FindingOut(Out):
    """Something that is not as it must be."""

    table: Annotated[str, Field(description="The table, or the part of the database.")]
    place: Annotated[str, Field(description="Where in it: a position, a node, the numbers and identifiers of a key.")]
    what: Annotated[str, Field(description="What is wrong there.")]


class VerificationOut(Out):
    """What was verified, and what was found."""

    ok: Annotated[bool, Field(description="Whether nothing was found.")]
    findings: Annotated[list[FindingOut], Field(description="All that was found, in the order in which it was.")]
    schema_version: Annotated[str, Field(description="The schema that the database was compared with.")]
    events: Annotated[int, Field(description="How many events the log holds: its size.")]
    root: Annotated[str, Field(description="The root hash that the events' own bytes give, hexadecimal.")]
    nodes: Annotated[int, Field(description="How many nodes of the tree were compared, leaves included.")]
    tags: Annotated[int, Field(description="How many tags were compared.")]
    keys: Annotated[int, Field(description="How many keys of registers were compared.")]
    checkpoints: Annotated[int, Field(description="How many published checkpoints were checked.")]
    journal: Annotated[int, Field(description="How many entries of the journal; 0 if there is none here.")]
    timestamps: Annotated[int, Field(description="How many time stamps on checkpoints were checked.")]
    trusted_key: Annotated[str | None, Field(description="The public key that signatures were checked with.")]
    rows: Annotated[int, Field(description="How many rows were compared with a fresh derivation.")]
    states: Annotated[int, Field(description="How many states of days were made again, from rows and by replay.")]
    bases: Annotated[int, Field(description="At how many bases counts and states were replayed.")]
    seed: Annotated[int, Field(description="What these bases were drawn with.")]

    @classmethod
    def of(cls, found: Verified, findings: Sequence[Finding], *, seed: int, trusted: str | None) -> Self:
        """Print a verification."""
        return cls(
            ok=not findings,
            findings=[FindingOut(table=one.table, place=one.place, what=one.what) for one in findings],
            schema_version=found.schema,
            events=found.log.size,
            root=found.log.root.hex(),
            nodes=found.log.nodes,
            tags=found.log.tags,
            keys=found.log.keys,
            checkpoints=found.log.checkpoints,
            journal=found.log.entries,
            timestamps=found.log.timestamps,
            trusted_key=trusted,
            rows=found.rows,
            states=found.states,
            bases=found.bases,
            seed=seed,
        )
