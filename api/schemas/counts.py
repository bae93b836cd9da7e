"""How many."""

from typing import Annotated, Self

from pydantic import Field

from api.schemas.basis import BasisOut, CoverageOut, Out
from projections.questions import CountAnswer


class CountOut(Out):
    """How many persons; both bounds are exact, the gap between them is the sources' imprecision."""

    certain: Annotated[int, Field(description="Persons counted under every reading of the dates.")]
    possible: Annotated[int, Field(description="Persons counted under some reading of the dates.")]
    coverage: CoverageOut
    basis: BasisOut

    @classmethod
    def of(cls, answer: CountAnswer) -> Self:
        """Print a count."""
        return cls(
            certain=answer.count.certain,
            possible=answer.count.possible,
            coverage=CoverageOut.of(answer.coverage),
            basis=BasisOut.of(answer.basis),
        )
