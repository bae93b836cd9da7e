"""Answers as text for a terminal: the number first, then what carries it."""

from collections.abc import Sequence
from typing import Final, Protocol

from api.cli.page import MEASURE, labelled, prose, say, spaced, strong, table, width
from api.cli.sparkline import sparkline
from api.cli.text_lanes import lanes
from api.schemas.basis import AsKnownOut, BasisOut, CoverageOut, SeriesBasisOut
from api.schemas.counts import CountOut, PointOut, SeriesOut
from api.schemas.definitions import DefinitionsOut
from api.schemas.evidence import ElementOut, QuoteOut
from api.schemas.facts import FactOut
from api.schemas.log import ChangeOut, ChangesOut, WorklistOut
from api.schemas.people import FoundOut, PersonOut, TimelineOut
from api.schemas.prisoners import ListOut
from domain.folds.coverage import Extent
from domain.sources import Wording

NAMELESS: Final = "(no name stands)"
QUOTED: Final = "      "
SPOKEN: Final = 24
"""Columns that a line of blocks leaves for what it says."""


def count(answer: CountOut) -> None:
    """Print a count with coverage and basis."""
    basis = answer.basis
    say(f"{basis.definition.id} on {basis.as_of}{out_by(basis)}: {bounds(answer)}")
    if answer.breakdown:
        overlap = ", overlapping: one person may stand in several" if answer.breakdown.overlapping else ""
        say(f"By {answer.breakdown.by}{overlap}")
        counted([(group.title or group.group, group) for group in answer.breakdown.groups])
    covered(answer.coverage)
    based_on(basis)


def out_by(basis: BasisOut | SeriesBasisOut) -> str:
    """Say by which day it had to be published, if the basis asks for that."""
    return f", as published by {basis.as_published}" if basis.as_published else ""


def series(answer: SeriesOut, *, drawn: bool) -> None:
    """Print a series, one line for each day, with scopes and basis; before them one line of blocks, if wanted."""
    say(f"{answer.basis.definition.id}, at the end of each day{out_by(answer.basis)}")
    if drawn:
        certain = [point.certain for point in answer.points]
        room = min(width() or MEASURE, MEASURE) - SPOKEN
        say(f"  {sparkline(certain, width=max(room, 1))}  certain, {min(certain)} to {max(certain)}")
    table([(point.as_of, *_both(point), *_said_of(point)) for point in answer.points], labelled)
    _scopes(answer.scopes)
    _rules(answer.basis)


def _said_of(point: PointOut) -> list[str]:
    extent = [] if point.extent == Extent.KNOWN_TO_US else [str(point.extent)]
    return [*extent, *(["later than any fact"] if point.beyond_newest_fact else [])]


def prisoners(answer: ListOut) -> None:
    """Print a list, each person with why."""
    basis = answer.basis
    hidden = f" and {answer.withheld} withheld" if answer.withheld else ""
    say(f"{basis.definition.id} on {basis.as_of}{out_by(basis)}: {len(answer.prisoners)} listed{hidden}")
    if group := answer.within:
        say(f"Narrowed to {group.by} {group.title or group.group}: {bounds(group)}")
    for one in answer.prisoners:
        say(f"\n{named(one.name)}  {one.holds}: {_elements(one.on_the_day)}")
        if one.incommunicado != "no":
            say(f"  {one.incommunicado} incommunicado")
        say(f"  person {one.id}")
        for reason in one.because:
            when = reason.fields.get("occurred", "")
            later = ", after this day" if reason.after_the_day else ""
            bodies = ", ".join(reason.fields.get("bodies", []))
            say(f"  {when}  {reason.type}{f' by {bodies}' if bodies else ''}{later}")
            for passage in reason.passages:
                quote(passage)
            lost(reason.passages_missing, reason.passages_withheld)
        for anomaly in one.anomalies:
            say(f"  odd: {anomaly.oddity}")
    say()
    covered(answer.coverage)
    based_on(basis)


def person(record: PersonOut, timeline: TimelineOut) -> None:
    """Print a person's record."""
    say(named(record.name))
    if not record.registered:
        say("The registration of this person is retracted: no answer counts them.")
    say("\nLiberty")
    for span in record.liberty:
        say(f"  {span.start} to {span.end or 'further notice'}: {_elements(span.may_be)}")
    days = record.days_held
    say(f"\nDays held through {days.through}: {bounds(days)}")
    if record.incommunicado != "no":
        say(f"Incommunicado on that day: {record.incommunicado}")
    if record.places:
        say("\nPlaces")
    for stay in record.places:
        where = stay.title or stay.place or "a place that is not known"
        say(f"  {stay.start} to {stay.end or 'further notice'}: {where}, {stay.holds}")
    say("\nRecognition")
    for held in record.recognitions:
        say(f"  {held.start} to {held.end or 'further notice'}: {held.body}, {held.holds}")
    lanes(record)
    say("\nFacts")
    for one in timeline.facts:
        fact(one, indent="  ")
    for anomaly in record.anomalies:
        say(f"  odd: {anomaly.oddity}")
    answered_from(record.as_known)


def fact(one: FactOut, indent: str = "") -> None:
    """Print a fact with its versions and passages."""
    say(f"{indent}{one.fields.get('occurred', '')}  {one.type}  {one.status}  {one.id}")
    for version in one.versions:
        if version.version == 1:
            continue
        say(f"{indent}  version {version.version} {version.change} {version.recorded_at:%Y-%m-%d}: {version.reason}")
    for passage in one.passages:
        quote(passage)
    lost(one.passages_missing, one.passages_withheld)


def found(answer: FoundOut) -> None:
    """Print whom a publisher's key leads to."""
    table([(one.id, one.name or NAMELESS) for one in answer.people], spaced, indent="")
    if not answer.people:
        say("Nobody, as far as this log knows.")
    answered_from(answer.as_known)


def changes(answer: ChangesOut) -> None:
    """Print events, one a line."""
    table([_change(one) for one in answer.changes], spaced, indent="")
    if answer.next is not None:
        say(f"More follow: khronika changes {answer.next}")
    answered_from(answer.as_known)


def _change(one: ChangeOut) -> list[str]:
    when = [str(one.position), f"{one.recorded_at:%Y-%m-%d}"]
    if one.withheld:
        return [*when, "withheld"]
    kind = f" {one.type}" if one.type else ""
    reason = f": {one.reason}" if one.reason else ""
    return [*when, f"{one.change}{kind}", f"{one.fact}{reason}"]


def worklist(answer: WorklistOut) -> None:
    """Print what to look into, by person."""
    hidden = f", and about {answer.withheld} withheld" if answer.withheld else ""
    say(f"To look into on {answer.as_of}: {len(answer.tasks)}{hidden}")
    for one in answer.tasks:
        say(f"\n{named(one.name)}  {one.concern}: {one.says}")
        say(f"  person {one.person}")
        for fact_ in one.facts:
            say(f"  fact {fact_}")
    say()
    answered_from(answer.as_known)


def definitions(answer: DefinitionsOut) -> None:
    """Print every definition."""
    for one in answer.definitions:
        say(f"{one.id}  version {one.version}, asked {' or '.join(one.variants)}")
        prose(f"Persons {one.says}.", "  ")
    say(f"Rules version {answer.rules_version}")


class _Counted(Protocol):
    @property
    def certain(self) -> int: ...

    @property
    def possible(self) -> int: ...


def bounds(one: _Counted) -> str:
    """Say how many, both numbers."""
    return ", ".join(_both(one))


def _both(one: _Counted) -> tuple[str, str]:
    return f"{one.certain} certain", f"{one.possible} possible"


def counted(groups: Sequence[tuple[str, _Counted]]) -> None:
    """Print how many each group is."""
    table([(label, *_both(group)) for label, group in groups], labelled)


def named(name: str) -> str:
    """Print what somebody or something is called, or that no name stands, at the head of what is said of it."""
    return strong(name or NAMELESS)


def _elements(elements: list[ElementOut]) -> str:
    return " or ".join(one.liberty for one in elements)


def quote(passage: QuoteOut) -> None:
    """Print a passage; what is in our words never stands between quotation marks."""
    where = ", ".join(part for part in (passage.issuer, passage.title, passage.published, passage.pinpoint) if part)
    printed = passage.wording == Wording.AS_PRINTED
    prose(f"“{passage.text}”" if printed else f"({passage.wording}) {passage.text}", QUOTED)
    say(f"      — {where}{f' <{passage.url}>' if passage.url else ''}")


def lost(passages: int, hidden: int) -> None:
    """Print how many cited passages are withheld, and how many do not stand any more, if any."""
    if hidden:
        say(f"      {hidden} cited passage(s) withheld")
    if passages:
        say(f"      odd: {passages} cited passage(s) do not stand any more")


def covered(coverage: CoverageOut) -> None:
    """Print how much of the world an answer covers."""
    say(f"Coverage: {coverage.extent}")
    _scopes(coverage.scopes)


def _scopes(scopes: list[str]) -> None:
    for scope in scopes:
        prose(f"Scope: {scope}", "  ", "    ")


def based_on(basis: BasisOut) -> None:
    """Print what an answer depends on."""
    if basis.beyond_newest_fact:
        say("No fact of this basis speaks of so late a day.")
    say(f"At: {basis.at}")
    _rules(basis)


def _rules(basis: SeriesBasisOut) -> None:
    variant = f", {basis.variant}" if basis.variant else ""
    say(f"Basis: {basis.definition.id} version {basis.definition.version}{variant}, rules {basis.rules_version}")
    answered_from(basis.as_known)


def answered_from(known: AsKnownOut) -> None:
    """Print how much of the log an answer is from."""
    when = f", recorded by {known.recorded_at:%Y-%m-%dT%H:%M:%SZ}" if known.recorded_at else ""
    published = f"; of this, as published by {known.as_published}" if known.as_published else ""
    say(f"As known: log size {known.size}{when}, root {known.root}{published}")
