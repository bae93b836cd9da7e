"""What is in force on a day: mandates of mechanisms, provisions of law."""

from typing import Annotated, Any, Self

from pydantic import Field

from api.schemas.basis import AsKnownOut, CoverageOut, Out
from api.schemas.evidence import QuoteOut, fields_of, holds_word
from domain.dates import iso
from domain.facts import LawEnacted, MandateEstablished, word
from projections.force import ForceAnswer, Standpoint, Step

IN_FORCE = Field(description="Whether it is in force at the end of the day: certainly, possibly or no (over).")
STEPS = Field(description="All that was said of it by the day, its beginning first, then by day.")


class StepOut(Out):
    """One thing said of a mandate or a provision: it began, was prolonged, repealed, restored or ended."""

    id: Annotated[str, Field(description="The identifier of the fact.")]
    type: Annotated[str, Field(description="What kind of fact it is; docs/registers.md lists them.")]
    holds: Annotated[str, Field(description="Whether its day had come by the end of the day: certainly or possibly.")]
    fields: Annotated[dict[str, Any], Field(description="What it says: from when, and the rest of its fields.")]
    passages: Annotated[list[QuoteOut], Field(description="The passages it cites.")]
    passages_missing: Annotated[int, Field(description="How many cited passages do not stand any more.")]
    passages_withheld: Annotated[int, Field(description="How many cited passages speak of somebody withheld.")]

    @classmethod
    def of(cls, step: Step) -> Self:
        """Print a step."""
        return cls(
            id=step.id,
            type=word(type(step.fact)),
            holds=holds_word(step.holds),
            fields=fields_of(step.fact),
            passages=[QuoteOut.of(quote) for quote in step.quotes],
            passages_missing=step.missing,
            passages_withheld=step.withheld,
        )


class MandateOut(Out):
    """A mandate as it stood on the day."""

    id: Annotated[str, Field(description="The identifier of the mandate, the fact that established it.")]
    mechanism: Annotated[str, Field(description="The mechanism's name, as printed.")]
    body: Annotated[str, Field(description="Who gave the mandate.")]
    in_force: Annotated[str, IN_FORCE]
    steps: Annotated[list[StepOut], STEPS]

    @classmethod
    def of(cls, one: Standpoint) -> Self:
        """Print a mandate."""
        opened = one.opened
        assert isinstance(opened, MandateEstablished)  # noqa: S101 -- only this opens a mandate
        steps = [StepOut.of(step) for step in one.steps]
        return cls(
            id=one.id, mechanism=opened.mechanism, body=opened.body, in_force=holds_word(one.in_force), steps=steps
        )


class LawOut(Out):
    """A provision of law as it stood on the day."""

    id: Annotated[str, Field(description="The identifier of the provision, the fact that enacted it.")]
    provision: Annotated[str, Field(description="The provision, as printed.")]
    in_force: Annotated[str, IN_FORCE]
    steps: Annotated[list[StepOut], STEPS]

    @classmethod
    def of(cls, one: Standpoint) -> Self:
        """Print a provision."""
        opened = one.opened
        assert isinstance(opened, LawEnacted)  # noqa: S101 -- only this opens a law
        steps = [StepOut.of(step) for step in one.steps]
        return cls(id=one.id, provision=opened.provision, in_force=holds_word(one.in_force), steps=steps)


class _ForceOut(Out):
    withheld: Annotated[int, Field(description="How many more there are that must not be shown.")]
    as_of: Annotated[str, Field(description="The valid day asked about; at its end, in Minsk.")]
    coverage: Annotated[CoverageOut, Field(description="How much of the world the answer covers.")]
    as_known: Annotated[AsKnownOut, Field(description="How much of the log the answer is from.")]


def _basis(answer: ForceAnswer) -> dict[str, Any]:
    return {
        "withheld": answer.withheld,
        "as_of": iso(answer.day),
        "coverage": CoverageOut.of(answer.coverage),
        "as_known": AsKnownOut.of(answer.head),
    }


class MandatesOut(_ForceOut):
    """The mandates that may have begun by a day, and whether each is in force at its end."""

    mandates: Annotated[list[MandateOut], Field(description="The mandates, by their first day.")]

    @classmethod
    def of(cls, answer: ForceAnswer) -> Self:
        """Print an answer."""
        return cls(mandates=[MandateOut.of(one) for one in answer.found], **_basis(answer))


class LawsOut(_ForceOut):
    """The provisions of law that may have come into force by a day, and whether each is in force at its end."""

    laws: Annotated[list[LawOut], Field(description="The provisions, by their first day in force.")]

    @classmethod
    def of(cls, answer: ForceAnswer) -> Self:
        """Print an answer."""
        return cls(laws=[LawOut.of(one) for one in answer.found], **_basis(answer))
