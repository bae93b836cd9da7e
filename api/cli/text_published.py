"""Published counts as text for a terminal."""

from api.cli import text
from api.cli.page import say
from api.schemas.published import BesideOut, FigureOut, LineOut, PublishedOut, ReconciliationOut


def published(answer: PublishedOut) -> None:
    """Print figures by what they count."""
    several = sum(len(one.on_the_day) for one in answer.lines)
    say(f"Published for {answer.as_of}: {_figures(several)}")
    for one in answer.lines:
        say(f"\n{about(one.about)}")
        for figure in one.on_the_day:
            _figure(figure)
        if one.before:
            say("  The nearest before")
        for figure in one.before:
            _figure(figure)
    if not answer.lines:
        say(f"Nothing, as far as this log knows, for that day or the {answer.days} days before it.")
    say()
    text.covered(answer.coverage)
    text.answered_from(answer.as_known)


def reconciliation(answer: ReconciliationOut) -> None:
    """Print each figure with what we have."""
    several = sum(one.on_the_day for one in answer.figures)
    say(f"Published for {answer.as_of}: {_figures(several)}, and what we have")
    for one in answer.figures:
        earlier = "" if one.on_the_day else ", the nearest before"
        say(f"\n{about(one.about)}{earlier}")
        _figure(one.figure)
        _ours(one.ours)
    if not answer.figures:
        say(f"Nothing, as far as this log knows, for that day or the {answer.days} days before it.")
    say()
    text.covered(answer.coverage)
    say(f"Rules version {answer.rules_version}")
    text.answered_from(answer.as_known)


def about(line: LineOut) -> str:
    """Say what figures count: political prisoners (persons), women, Brest region."""
    narrowed = [part for part in (line.group, line.scope if line.scope != "Belarus" else None) if part]
    return ", ".join([f"{line.counted} ({line.unit})", *narrowed])


def _figures(several: int) -> str:
    return "1 figure" if several == 1 else f"{several} figures"


def _figure(one: FigureOut) -> None:
    during = f", during {one.during}" if one.during else ""
    when = f"{during}, as of {one.stated_as_of}" if one.stated_as_of else during
    implied = ", implied and not printed" if one.implied else ""
    say(f"  {one.quantity}  {one.publisher}{when}{implied}")
    if one.definition:
        say(f"      counting: {one.definition}")
    if one.sum:
        parts = " + ".join(f"{part.quantity} {part.group or part.counted}" for part in one.sum.parts)
        lost = f"{one.sum.missing} part(s) do not stand any more" if one.sum.missing else f"closes: {one.sum.closes}"
        say(f"      sum of {parts}; {lost}")
    for passage in one.passages:
        text.quote(passage)
    text.lost(one.passages_missing, one.passages_withheld)


def _ours(ours: BesideOut | None) -> None:
    if ours is None:
        say("    ours: no definition to put beside it")
        return
    counted = f"{ours.certain} certain, {ours.possible} possible"
    high = ours.residual_high
    between = f"{ours.residual_low}" if high == ours.residual_low else f"{ours.residual_low} to {high}"
    more = f"{ours.residual_low} or more" if high is None else between
    say(f"    ours: {ours.definition.id}, {counted}, {ours.extent}; published less ours: {more}")
