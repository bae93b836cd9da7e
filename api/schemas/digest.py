"""The digest of a state."""

from typing import Annotated, Self

from pydantic import Field

from api.schemas.basis import BasisOut, CoverageOut, Out
from api.schemas.counts import Certain, Possible
from projections.basis import Count
from projections.explanations import DigestAnswer


class NumbersOut(Out):
    """How many persons."""

    certain: Certain
    possible: Possible

    @classmethod
    def of(cls, found: Count) -> Self:
        """Print numbers."""
        return cls(certain=found.certain, possible=found.possible)


class DigestOut(Out):
    """The SHA-256 of the state that a count counts; docs/state-digest.md says of which bytes."""

    digest: Annotated[str, Field(description="The digest, hexadecimal.")]
    rows: Annotated[int, Field(description="How many persons the state holds as rows of their own.")]
    withheld: Annotated[NumbersOut, Field(description="How many more it holds as numbers alone.")]
    coverage: Annotated[CoverageOut, Field(description="How much of the world the state covers.")]
    basis: Annotated[BasisOut, Field(description="All that the state depends on, but for who is withheld.")]

    @classmethod
    def of(cls, answer: DigestAnswer) -> Self:
        """Print a digest."""
        return cls(
            digest=answer.state.digest(),
            rows=len(answer.state.rows),
            withheld=NumbersOut.of(answer.state.withheld),
            coverage=CoverageOut.of(answer.coverage),
            basis=BasisOut.of(answer.basis),
        )
