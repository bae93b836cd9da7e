"""Incidents as text for a terminal: totals, what they add and leave out, then each incident with what says so."""

from api.cli import text
from api.cli.page import prose, say, strong
from api.schemas.incidents import BoundsOut, IncidentAnswerOut, IncidentOut, IncidentsOut, NumberOut, SumOfIncidentsOut
from api.schemas.prisoners import ReasonOut

_STATED = ("publisher", "quantity", "unit", "printed", "stated_as_of", "reason")


def incidents(answer: IncidentsOut) -> None:
    """Print the incidents of a time, totals first."""
    hidden = f", and {answer.withheld} withheld" if answer.withheld else ""
    asked = f", {answer.kind}" if answer.kind else ""
    say(f"Incidents from {answer.start} to {answer.end}{asked}: {len(answer.incidents)}{hidden}")
    titles = {one.id: f"{number}. {title(one)}" for number, one in enumerate(answer.incidents, start=1)}
    numbers = {one.id: str(number) for number, one in enumerate(answer.incidents, start=1)}
    for total in answer.totals:
        _total(total, titles, numbers)
    for one in answer.incidents:
        _incident(one, titles)
    say()
    text.covered(answer.coverage)
    text.answered_from(answer.as_known)


def incident(answer: IncidentAnswerOut) -> None:
    """Print one incident."""
    _incident(answer.incident, {})
    say()
    text.covered(answer.coverage)
    text.answered_from(answer.as_known)


def title(one: IncidentOut) -> str:
    """Say what happened, when and where, as the first report has it."""
    first = one.reports[0]
    when = first.window if one.first != one.last else one.first
    return ", ".join(part.rstrip(".") for part in (first.kind, when, first.location, first.text) if part)


def _total(total: SumOfIncidentsOut, titles: dict[str, str], numbers: dict[str, str]) -> None:
    say(f"\n{total.kind}, {total.unit}: {_numbers(total.certain, total.possible)}")
    for added in total.added:
        _line(f"adds {_span(added)}: {titles[added.id]}")
    for part in total.left_out:
        _line(f"leaves out what is part of {numbers[part.within]}: {titles[part.id]}")
    if total.uncounted:
        _line(f"without a number in this unit: {', '.join(numbers[one] for one in total.uncounted)}")
    if total.overlaps:
        pairs = ", ".join(f"{numbers[one]} and {numbers[other]}" for one, other in total.overlaps)
        _line(f"may count somebody twice: {pairs}")


def _incident(one: IncidentOut, titles: dict[str, str]) -> None:
    say()
    prose(strong(titles.get(one.id, title(one))))
    say(f"  incident {one.id}")
    for number in one.numbers:
        _line(_number(number, one.named))
    for whole in one.within:
        _line(f"part of: {titles.get(whole, whole)}")
    hidden = f", and {one.members_withheld} withheld" if one.members_withheld else ""
    if one.members or hidden:
        _line(f"known to have been among them: {len(one.members)}{hidden}")
    quoted: set[str] = set()
    for reason in one.because:
        _reason(reason, quoted)
    for member in one.members:
        say(f"  {text.named(member.name)}  person {member.id}")
        for reason in member.because:
            _reason(reason, quoted)
    for anomaly in one.anomalies:
        say(f"  odd: {anomaly.oddity}")


def _number(number: NumberOut, named: int) -> str:
    agreed = "" if number.agreed else ", figures contradict one another"
    unnamed = f", of whom {_span(number.unnamed)} not named" if number.unnamed and named else ""
    return f"{number.unit}: {_span(BoundsOut(low=number.low, high=number.high))}{agreed}{unnamed}"


def _reason(reason: ReasonOut, quoted: set[str]) -> None:
    """Print a fact with those of its passages that were not printed before."""
    fields = reason.fields
    stated = [str(fields[name]) for name in _STATED if name in fields]
    when = str(fields.get("occurred") or fields.get("window") or "")
    _line("  ".join(part for part in (when, reason.type, ", ".join(stated)) if part))
    for passage in reason.passages:
        if passage.id not in quoted:
            text.quote(passage)
    quoted |= {passage.id for passage in reason.passages}
    text.lost(reason.passages_missing, reason.passages_withheld)


def _line(said: str) -> None:
    prose(said, "  ", "    ")


def _numbers(certain: int, possible: int | None) -> str:
    return f"{certain} certain, {'no limit to the possible' if possible is None else f'{possible} possible'}"


def _span(bounds: BoundsOut) -> str:
    if bounds.high is None:
        return f"{bounds.low} or more"
    return str(bounds.low) if bounds.low == bounds.high else f"{bounds.low} to {bounds.high}"
