"""What every answer carries: its basis and its coverage."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Self
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from domain.dates import OPEN_DAY, Day, iso
from domain.folds.counts import Tests
from domain.folds.coverage import Coverage
from ledger.log import Head
from projections.basis import Basis

DISCLOSURE: Final = "who is withheld is in the totals, and nowhere else"
"""The same in every answer: one that may be kept for ever must not say whether somebody is withheld."""

COVERING: Final = "/v1/checkpoint?covering="
"""The checkpoint that is the first to cover a size is named by where it is: a name that never comes to mean another, in
an answer that may be kept from before it is signed.
"""


class Out(BaseModel):
    """A frozen answer."""

    model_config = ConfigDict(frozen=True)


def open_end(day: Day) -> str | None:
    """Print the end of a span; ``None`` is until further notice."""
    return None if day >= OPEN_DAY else iso(day)


def clocks_of(head: Head) -> dict[str, str | int]:
    """Return the parameters that ask for as much of the log again."""
    published = {} if head.published_by is None else {"as_published": iso(head.published_by)}
    return {**published, "as_known": head.size}


class AsKnownOut(Out):
    """How much of the log an answer is from."""

    size: Annotated[int, Field(description="Log size: how many events were read.")]
    recorded_at: Annotated[datetime | None, Field(description="When the last of them was recorded; null if none.")]
    root: Annotated[str, Field(description="Merkle root hash of the log at this size, hexadecimal.")]
    as_published: Annotated[
        str | None,
        Field(description="Of that, only what cites a source certainly published by this day; null if all was read."),
    ]
    checkpoint: Annotated[
        str, Field(description="Where the first signed checkpoint that covers this size is, once it is published.")
    ]

    @classmethod
    def of(cls, head: Head) -> Self:
        """Print a head."""
        return cls(
            size=head.size,
            recorded_at=head.recorded_at,
            root=head.root.hex(),
            as_published=None if head.published_by is None else iso(head.published_by),
            checkpoint=f"{COVERING}{head.size}",
        )


class DefinitionOut(Out):
    """The rule of a count."""

    id: Annotated[str, Field(description="Its name.")]
    version: Annotated[int, Field(description="A new rule is a new version.")]
    says: Annotated[str, Field(description="Whom it counts, after the words: persons who on the day are.")]


class SeriesBasisOut(Out):
    """All that a series depends on, but for its days."""

    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]
    definition: Annotated[DefinitionOut, Field(description="The rule of the count.")]
    variant: Annotated[str | None, Field(description="then or hindsight; null where the definition knows none.")]
    recognized_by: Annotated[list[str] | None, Field(description="Bodies whose recognition counts; null is any.")]
    rules_version: Annotated[
        int, Field(description="The version of the rules that read status, dates and recognition.")
    ]
    disclosure: Annotated[str, Field(description="What becomes of persons who are withheld from readers.")]
    as_published: Annotated[
        str | None, Field(description="Only facts count that cite a source certainly published by this day.")
    ]
    query: Annotated[str, Field(description="Parameters that ask the same again at this very basis, for ever.")]

    @classmethod
    def over(cls, basis: Basis, days: Mapping[str, str | list[str]]) -> Self:
        """Print a basis without its day; ``days`` are the parameters of those of the series."""
        return cls(**_fields(basis), query=_query(basis, days))


class BasisOut(SeriesBasisOut):
    """All that an answer depends on; the same basis gives the same answer, always."""

    as_of: Annotated[str, Field(description="The valid day asked about; at its end, in Minsk.")]
    at: Annotated[str, Field(description="Day and log size as one, as `as_of` takes them too: 2015-08-21@1200.")]
    beyond_newest_fact: Annotated[
        bool, Field(description="True if the day is later than any day that a fact of this basis speaks of.")
    ]

    @classmethod
    def of(cls, basis: Basis) -> Self:
        """Print a basis."""
        return cls(
            **_fields(basis),
            query=_query(basis, {"as_of": iso(basis.day)}),
            as_of=iso(basis.day),
            at=f"{iso(basis.day)}@{basis.head.size}",
            beyond_newest_fact=basis.beyond,
        )


def _fields(basis: Basis) -> dict[str, Any]:
    rule = basis.definition
    return {
        "as_known": AsKnownOut.of(basis.head),
        "definition": DefinitionOut(id=rule.id, version=rule.version, says=rule.says),
        "variant": basis.variant.value if rule.recognition is Tests.THIS_DEPRIVATION else None,
        "recognized_by": sorted(basis.recognized_by) or None,
        "rules_version": basis.rules,
        "disclosure": DISCLOSURE,
        "as_published": None if basis.as_published is None else iso(basis.as_published),
    }


def _query(basis: Basis, days: Mapping[str, str | list[str]]) -> str:
    rule = basis.definition
    given: dict[str, str | int | list[str]] = {
        **days,
        **({} if basis.as_published is None else {"as_published": iso(basis.as_published)}),
        "as_known": basis.head.size,
        "definition": f"{rule.id}/{rule.version}",
        "variant": basis.variant.value,
        "recognized_by": sorted(basis.recognized_by),
        "rules": basis.rules,
    }
    return urlencode(given, doseq=True, safe="/")


class CoverageOut(Out):
    """How much of the world an answer covers: silence must not be quoted as truth."""

    extent: Annotated[str, Field(description="complete, or known to us.")]
    scopes: Annotated[list[str], Field(description="What the registers declare that they cover.")]

    @classmethod
    def of(cls, coverage: Coverage) -> Self:
        """Print a coverage."""
        return cls(extent=coverage.extent.value, scopes=list(coverage.scopes))
