"""What a chart says, in one sentence made from its numbers: its alternative text."""

from collections.abc import Sequence
from datetime import date

from api.schemas.bridge import BridgeOut
from api.schemas.counts import PointOut
from api.schemas.overview import PublishedPointOut


def of_overview(definition: str, points: Sequence[PointOut], published: Sequence[PublishedPointOut]) -> str:
    """Say where a count began, where it ended, when it was largest, and how far what is published lies from it."""
    if not points:
        return f"{definition}: nothing is recorded for this time."
    first, last = points[0], points[-1]
    most = max(points, key=lambda one: (one.possible, one.certain))
    said = f"{definition}: {many(first)} on {day(first.as_of)}, {many(last)} on {day(last.as_of)}"
    if most not in {first, last}:
        said += f", most on {day(most.as_of)} with {many(most)}"
    if published:
        top = max(published, key=lambda one: (one.low, one.last))
        many_of = (
            "the one published figure" if len(published) == 1 else f"of {len(published)} published figures the largest"
        )
        said += f"; {many_of} is {top.quantity}, by {top.publisher}"
    return f"{said}."


def of_bridge(answer: BridgeOut) -> str:
    """Say from which count to which, and what each step did."""
    before, after = answer.before, answer.after
    steps = ", ".join(f"{one.step} {one.certain:+d} certain and {one.possible:+d} possible" for one in answer.steps)
    return (
        f"From {before.certain} certain, {before.possible} possible on {day(before.basis.as_of)}"
        f" to {after.certain} certain, {after.possible} possible on {day(after.basis.as_of)}: {steps}."
    )


def many(point: PointOut) -> str:
    """Say a count: one number if both bounds are the same."""
    return str(point.certain) if point.certain == point.possible else f"{point.certain} to {point.possible}"


def day(text: str) -> str:
    """Say ``2017-07-04`` as 4 July 2017."""
    then = date.fromisoformat(text)
    return f"{then.day} {then:%B %Y}"
