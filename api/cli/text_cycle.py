"""The cycle as text for a terminal: a month that saw nothing is one line, another says how many, who and why."""

from api.cli import text
from api.cli.page import say
from api.cli.text_sanctions import NOBODY, totals
from api.schemas.cycle import AimedOut, BefallenOut, CycleOut, HappenedOut, MonthOut, TurnedOut


def cycle(answer: CycleOut) -> None:
    """Print each month, with coverage and basis."""
    for month in answer.months:
        _month(month)
    say()
    text.covered(answer.coverage)
    say(f"Basis: rules {answer.basis.rules_version}")
    text.answered_from(answer.basis.as_known)


def _month(month: MonthOut) -> None:
    people = {
        "recognized": month.recognized,
        "released": month.released,
        "detained again": month.detained_again,
    }
    sanctions = {
        "sanctions imposed": month.imposed,
        "sanctions suspended": month.suspended,
        "sanctions lifted": month.lifted,
    }
    quiet = not any(found.possible for found in people.values()) and not any(s.targets for s in sanctions.values())
    say(f"{month.month}{': nothing, as far as is known' if quiet else ''}")
    for label, found in people.items():
        _happened(label, found)
    for label, turned in sanctions.items():
        _turned(label, turned)


def _happened(label: str, found: HappenedOut) -> None:
    if not found.possible:
        return
    say(f"  {label}: {found.certain} certain, {found.possible} possible")
    for one in found.people:
        _one(one)
    if found.withheld:
        say(f"    and {found.withheld} withheld")


def _turned(label: str, found: TurnedOut) -> None:
    if not found.targets:
        return
    many = totals(found.totals)
    say(f"  {label}: {many if many != NOBODY else 'on groups that no source counts'}")
    for one in found.targets:
        _one(one)


def _one(one: BefallenOut | AimedOut) -> None:
    say(f"    {text.named(one.name)}, {one.holds}")
    for reason in one.because:
        when = reason.fields.get("occurred", reason.fields.get("adopted", ""))
        bodies = ", ".join(reason.fields.get("bodies", []))
        say(f"      {when}  {reason.type}{f' by {bodies}' if bodies else ''}")
        for passage in reason.passages:
            text.quote(passage)
        text.lost(reason.passages_missing, reason.passages_withheld)
