"""A bridge as text for a terminal: the sums first, then who moved, and by which facts."""

from typing import Any, Final

from api.cli.page import say
from api.cli.text import NAMELESS, answered_from, lost, out_by, quote
from api.schemas.bridge import BridgeOut, MovedOut, MovingOut, PlacedOut, StepOut
from api.schemas.counts import CountOut

SAYS: Final = {
    "knowledge": "by what was learnt",
    "world": "by what happened, or may have",
    "rule": "by another rule",
}


def bridge(answer: BridgeOut) -> None:
    """Print a bridge."""
    _end(answer.before)
    for step in answer.steps:
        say(f"  {step.step:<9}  {_change(step.certain, step.possible)}, {SAYS[step.step]}")
    _end(answer.after)
    for step in answer.steps:
        _step(step)
    say()
    for name, end in (("Before", answer.before), ("After", answer.after)):
        basis = end.basis
        variant = f", {basis.variant}" if basis.variant else ""
        say(f"{name}: {basis.definition.id} version {basis.definition.version}{variant}, at {basis.at}")
        answered_from(basis.as_known)


def _end(end: CountOut) -> None:
    basis, variant = end.basis, ""
    if basis.variant == "hindsight":
        variant = " in hindsight"
    bodies = f", recognized by {', '.join(basis.recognized_by)}" if basis.recognized_by else ""
    what = f"{basis.definition.id}{variant} on {basis.as_of}{bodies}{out_by(basis)}"
    say(f"{what}: {end.certain} certain, {end.possible} possible ({end.coverage.extent})")


def _change(certain: int, possible: int) -> str:
    return f"{certain:+d} certain, {possible:+d} possible"


def _step(step: StepOut) -> None:
    if not step.moved and not step.withheld:
        return
    say(f"\n{step.step.capitalize()}")
    for moved in step.moved:
        say(f"\n  {_who(moved)}")
        for one in moved.facts:
            _fact(one)
    if step.withheld:
        say(f"\n  and {step.withheld} withheld: {_change(step.withheld_certain, step.withheld_possible)}")


def _who(moved: MovedOut) -> str:
    if len(moved.before) <= 1 and len(moved.after) == 1:
        was = moved.before[0].counted if moved.before else "not counted"
        return f"{_name(moved.after[0])}: {was}, then {moved.after[0].counted}"
    sides = [" and ".join(f"{_name(one)} ({one.counted})" for one in side) for side in (moved.before, moved.after)]
    identity = f": {moved.identity}" if moved.identity else ""
    return f"{sides[0] or 'nobody'}, then {sides[1] or 'nobody'}{identity}"


def _name(one: PlacedOut) -> str:
    return one.name or NAMELESS


def _fact(one: MovingOut) -> None:
    said: dict[str, Any] = one.fields or one.was or {}
    when = said.get("occurred", "")
    bodies = ", ".join(said.get("bodies", []))
    was = one.was.get("occurred") if one.was and one.fields else None
    before = f", before: {was}" if was and was != when else ""
    line = f"{when}  {one.type}{f' by {bodies}' if bodies else ''}: {one.how}{before}"
    say(f"    {line.strip()}")
    for event in one.log:
        reason = f": {event.reason}" if event.reason else ""
        say(f"      position {event.position}  {event.change} {event.recorded_at:%Y-%m-%d}{reason}")
    for passage in one.passages:
        quote(passage)
    lost(one.passages_missing, one.passages_withheld)
