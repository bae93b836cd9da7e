"""Why one count became another."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Final, Self
from urllib.parse import urlencode

from pydantic import Field

from api.schemas.basis import Out
from api.schemas.counts import CountOut
from api.schemas.evidence import QuoteOut, fields_of
from api.schemas.facts import change_of
from domain.dates import iso
from domain.facts import Fact, word
from domain.folds.bridge import Step
from domain.folds.holds import Holds
from ledger.events import Event
from projections.basis import Basis
from projections.questions import BridgeAnswer
from projections.strides import Moved, Moving, Placed, Stride

COUNTED: Final = {Holds.NO: "not counted", Holds.POSSIBLY: "possible", Holds.CERTAINLY: "certain"}
_NUMBERS: Final = ("nobody", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
Certain = Annotated[int, Field(description="How many more persons are certain after than before.")]
Possible = Annotated[int, Field(description="How many more persons are possible after than before.")]


class PlacedOut(Out):
    """One person on one side of a step."""

    id: Annotated[str, Field(description="The identifier of the person, as known on this side.")]
    name: Annotated[str, Field(description="The name to print; empty if none stands.")]
    counted: Annotated[str, Field(description="certain, possible or not counted.")]

    @classmethod
    def of(cls, placed: Placed) -> Self:
        """Print a person."""
        return cls(id=placed.id, name=placed.name, counted=COUNTED[placed.holds])


class TakenInOut(Out):
    """One event by which the log took in something about a fact."""

    position: Annotated[int, Field(description="The number of the event in the log.")]
    change: Annotated[str, Field(description="recorded, corrected, retracted or reinstated.")]
    reason: Annotated[str | None, Field(description="Why the fact was changed; null for the first version.")]
    recorded_at: Annotated[datetime, Field(description="When it was recorded, UTC.")]

    @classmethod
    def of(cls, event: Event) -> Self:
        """Print an event."""
        change, reason, _ = change_of(event.content)
        return cls(position=event.position, change=change, reason=reason, recorded_at=event.recorded_at)


class MovingOut(Out):
    """One fact that moved somebody, with its passages."""

    id: Annotated[str, Field(description="The identifier of the fact.")]
    type: Annotated[str, Field(description="What kind of fact it is.")]
    how: Annotated[
        str,
        Field(
            description="How it moved them: recorded, corrected, retracted or reinstated, or not known yet where the"
            " bridge goes back, or published or not published by then; of days, happened between the days, an uncertain"
            " date was passed, or the term may be over; of rules, decides."
        ),
    ]
    was: Annotated[
        dict[str, Any] | None, Field(description="What it said before the step, without passages; null if it did not.")
    ]
    fields: Annotated[
        dict[str, Any] | None, Field(description="What it says after the step, without passages; null if it does not.")
    ]
    log: Annotated[list[TakenInOut], Field(description="What the log took in of it between; of knowledge alone.")]
    passages: Annotated[list[QuoteOut], Field(description="The passages it cites.")]
    passages_missing: Annotated[int, Field(description="How many cited passages do not stand any more.")]
    passages_withheld: Annotated[int, Field(description="How many cited passages speak of somebody withheld.")]

    @classmethod
    def of(cls, one: Moving, *, back: bool) -> Self:
        """Print a fact; ``back`` says that the bridge goes back to what was known before."""
        stood = one.stands or one.was
        published = "published by then" if one.stands else "not published by then"
        learnt = published if not one.events else "not known yet" if back else change_of(one.events[-1].content)[0]
        return cls(
            id=one.id,
            type=word(type(stood)) if stood else "",
            how=one.turn.value if one.turn else learnt,
            was=_said(one.was, stood),
            fields=_said(one.stands, stood),
            log=[TakenInOut.of(event) for event in one.events],
            passages=[QuoteOut.of(quote) for quote in one.quotes],
            passages_missing=one.missing,
            passages_withheld=one.withheld,
        )


class MovedOut(Out):
    """Who counts otherwise after a step: mostly one person, several where judgements joined or parted them."""

    before: Annotated[list[PlacedOut], Field(description="Who they were before; nobody if not yet registered.")]
    after: Annotated[list[PlacedOut], Field(description="Who they are after.")]
    identity: Annotated[str | None, Field(description="Such as: two became one. Null if it is one person throughout.")]
    certain: Certain
    possible: Possible
    facts: Annotated[list[MovingOut], Field(description="The facts that moved them.")]

    @classmethod
    def of(cls, moved: Moved, *, back: bool) -> Self:
        """Print who moved."""
        many = [len(moved.before), len(moved.after)]
        return cls(
            before=[PlacedOut.of(one) for one in moved.before],
            after=[PlacedOut.of(one) for one in moved.after],
            identity=" became ".join(map(_number, many)) if many[0] != many[1] and all(many) else None,
            certain=moved.change.certain,
            possible=moved.change.possible,
            facts=[MovingOut.of(one, back=back) for one in moved.facts],
        )


class StepOut(Out):
    """One step of a bridge."""

    step: Annotated[str, Field(description="knowledge, world or rule: what alone differs before and after it.")]
    certain: Certain
    possible: Possible
    moved: Annotated[list[MovedOut], Field(description="Who counts otherwise after it, in the order of names.")]
    withheld: Annotated[int, Field(description="How many more count otherwise, whom no answer shows.")]
    withheld_certain: Annotated[int, Field(description="What these make of the certain ones.")]
    withheld_possible: Annotated[int, Field(description="What these make of the possible ones.")]

    @classmethod
    def of(cls, stride: Stride, *, back: bool) -> Self:
        """Print a step."""
        return cls(
            step=stride.step.value,
            certain=stride.change.certain,
            possible=stride.change.possible,
            moved=[MovedOut.of(one, back=back and stride.step is Step.KNOWLEDGE) for one in stride.moved],
            withheld=stride.withheld,
            withheld_certain=stride.withheld_change.certain,
            withheld_possible=stride.withheld_change.possible,
        )


class BridgeOut(Out):
    """Why the count before became the count after: three steps, which sum to the difference, to the person."""

    before: Annotated[CountOut, Field(description="The count at the beginning.")]
    after: Annotated[CountOut, Field(description="The count at the end.")]
    certain: Certain
    possible: Possible
    steps: Annotated[list[StepOut], Field(description="knowledge, world and rule, in this order.")]
    query: Annotated[str, Field(description="Parameters that ask for the same bridge again, for ever.")]

    @classmethod
    def of(cls, answer: BridgeAnswer) -> Self:
        """Print a bridge."""
        start, end = answer.start.basis, answer.end.basis
        back = end.head.size < start.head.size
        steps = [StepOut.of(stride, back=back) for stride in answer.strides]
        return cls(
            before=CountOut.of(answer.start),
            after=CountOut.of(answer.end),
            certain=sum(one.certain for one in steps),
            possible=sum(one.possible for one in steps),
            steps=steps,
            query=_query(start, end),
        )


def _said(fact: Fact | None, named: Fact | None) -> dict[str, Any] | None:
    """Print what a fact says, and its type if that is another than the one it is printed under."""
    if fact is None:
        return None
    other = {} if type(fact) is type(named) else {"type": word(type(fact))}
    return other | fields_of(fact)


def _number(many: int) -> str:
    return _NUMBERS[many] if many < len(_NUMBERS) else str(many)


def _query(start: Basis, end: Basis) -> str:
    given: dict[str, str | int | Sequence[str]] = {}
    for place, prefix, basis in (("from", "", start), ("to", "to_", end)):
        given |= {
            place: f"{iso(basis.day)}@{basis.head.size}",
            f"{prefix}definition": f"{basis.definition.id}/{basis.definition.version}",
            f"{prefix}variant": basis.variant.value,
            f"{prefix}recognized_by": sorted(basis.recognized_by) or (["any"] if prefix else []),
        }
        if basis.as_published is not None:
            given[f"{prefix}as_published"] = iso(basis.as_published)
        elif prefix and start.as_published is not None:
            given["to_as_published"] = "any"
    return urlencode(given | {"rules": start.rules}, doseq=True, safe="/@")
