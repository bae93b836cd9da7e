"""Answers as text for a terminal: the number first, then what carries it."""

import textwrap
from typing import Protocol

import click

from api.cli.sparkline import sparkline
from api.cli.text_lanes import lanes
from api.schemas.basis import AsKnownOut, BasisOut, CoverageOut, SeriesBasisOut
from api.schemas.counts import CountOut, SeriesOut
from api.schemas.definitions import DefinitionsOut
from api.schemas.evidence import ElementOut, QuoteOut
from api.schemas.facts import FactOut
from api.schemas.log import ChangesOut, WorklistOut
from api.schemas.people import FoundOut, PersonOut, TimelineOut
from api.schemas.prisoners import ListOut
from domain.folds.coverage import Extent
from domain.sources import Wording

WIDTH = 100


def count(answer: CountOut) -> None:
    """Print a count with coverage and basis."""
    basis = answer.basis
    click.echo(f"{basis.definition.id} on {basis.as_of}{out_by(basis)}: {bounds(answer)}")
    if answer.breakdown:
        overlap = ", overlapping: one person may stand in several" if answer.breakdown.overlapping else ""
        click.echo(f"By {answer.breakdown.by}{overlap}")
        for group in answer.breakdown.groups:
            click.echo(f"  {group.title or group.group}: {bounds(group)}")
    covered(answer.coverage)
    based_on(basis)


def out_by(basis: BasisOut | SeriesBasisOut) -> str:
    """Say by which day it had to be published, if the basis asks for that."""
    return f", as published by {basis.as_published}" if basis.as_published else ""


def series(answer: SeriesOut, *, drawn: bool) -> None:
    """Print a series, one line for each day, with scopes and basis; before them one line of blocks, if wanted."""
    click.echo(f"{answer.basis.definition.id}, at the end of each day{out_by(answer.basis)}")
    if drawn:
        certain = [point.certain for point in answer.points]
        click.echo(f"  {sparkline(certain, width=WIDTH - 24)}  certain, {min(certain)} to {max(certain)}")
    for point in answer.points:
        extent = "" if point.extent == Extent.KNOWN_TO_US else f", {point.extent}"
        beyond = ", later than any fact" if point.beyond_newest_fact else ""
        click.echo(f"  {point.as_of}: {bounds(point)}{extent}{beyond}")
    _scopes(answer.scopes)
    _rules(answer.basis)


def prisoners(answer: ListOut) -> None:
    """Print a list, each person with why."""
    basis = answer.basis
    hidden = f" and {answer.withheld} withheld" if answer.withheld else ""
    click.echo(f"{basis.definition.id} on {basis.as_of}{out_by(basis)}: {len(answer.prisoners)} listed{hidden}")
    for one in answer.prisoners:
        click.echo(f"\n{one.name or '(no name stands)'}  {one.holds}: {_elements(one.on_the_day)}")
        if one.incommunicado != "no":
            click.echo(f"  {one.incommunicado} incommunicado")
        click.echo(f"  person {one.id}")
        for reason in one.because:
            when = reason.fields.get("occurred", "")
            later = ", after this day" if reason.after_the_day else ""
            bodies = ", ".join(reason.fields.get("bodies", []))
            click.echo(f"  {when}  {reason.type}{f' by {bodies}' if bodies else ''}{later}")
            for passage in reason.passages:
                quote(passage)
            lost(reason.passages_missing, reason.passages_withheld)
        for anomaly in one.anomalies:
            click.echo(f"  odd: {anomaly.oddity}")
    click.echo()
    covered(answer.coverage)
    based_on(basis)


def person(record: PersonOut, timeline: TimelineOut) -> None:
    """Print a person's record."""
    click.echo(record.name or "(no name stands)")
    if not record.registered:
        click.echo("The registration of this person is retracted: no answer counts them.")
    click.echo("\nLiberty")
    for span in record.liberty:
        click.echo(f"  {span.start} to {span.end or 'further notice'}: {_elements(span.may_be)}")
    days = record.days_held
    click.echo(f"\nDays held through {days.through}: {bounds(days)}")
    if record.incommunicado != "no":
        click.echo(f"Incommunicado on that day: {record.incommunicado}")
    if record.places:
        click.echo("\nPlaces")
    for stay in record.places:
        where = stay.title or stay.place or "a place that is not known"
        click.echo(f"  {stay.start} to {stay.end or 'further notice'}: {where}, {stay.holds}")
    click.echo("\nRecognition")
    for held in record.recognitions:
        click.echo(f"  {held.start} to {held.end or 'further notice'}: {held.body}, {held.holds}")
    lanes(record)
    click.echo("\nFacts")
    for one in timeline.facts:
        fact(one, indent="  ")
    for anomaly in record.anomalies:
        click.echo(f"  odd: {anomaly.oddity}")
    answered_from(record.as_known)


def fact(one: FactOut, indent: str = "") -> None:
    """Print a fact with its versions and passages."""
    click.echo(f"{indent}{one.fields.get('occurred', '')}  {one.type}  {one.status}  {one.id}")
    for version in one.versions:
        if version.version == 1:
            continue
        click.echo(
            f"{indent}  version {version.version} {version.change} {version.recorded_at:%Y-%m-%d}: {version.reason}"
        )
    for passage in one.passages:
        quote(passage)
    lost(one.passages_missing, one.passages_withheld)


def found(answer: FoundOut) -> None:
    """Print whom a publisher's key leads to."""
    for one in answer.people:
        click.echo(f"{one.id}  {one.name or '(no name stands)'}")
    if not answer.people:
        click.echo("Nobody, as far as this log knows.")
    answered_from(answer.as_known)


def changes(answer: ChangesOut) -> None:
    """Print events, one a line."""
    for one in answer.changes:
        if one.withheld:
            click.echo(f"{one.position}  {one.recorded_at:%Y-%m-%d}  withheld")
            continue
        reason = f": {one.reason}" if one.reason else ""
        kind = f" {one.type}" if one.type else ""
        click.echo(f"{one.position}  {one.recorded_at:%Y-%m-%d}  {one.change}{kind}  {one.fact}{reason}")
    if answer.next is not None:
        click.echo(f"More follow: khronika changes {answer.next}")
    answered_from(answer.as_known)


def worklist(answer: WorklistOut) -> None:
    """Print what to look into, by person."""
    hidden = f", and about {answer.withheld} withheld" if answer.withheld else ""
    click.echo(f"To look into on {answer.as_of}: {len(answer.tasks)}{hidden}")
    for one in answer.tasks:
        click.echo(f"\n{one.name or '(no name stands)'}  {one.concern}: {one.says}")
        click.echo(f"  person {one.person}")
        for fact_ in one.facts:
            click.echo(f"  fact {fact_}")
    click.echo()
    answered_from(answer.as_known)


def definitions(answer: DefinitionsOut) -> None:
    """Print every definition."""
    for one in answer.definitions:
        click.echo(f"{one.id}  version {one.version}, asked {' or '.join(one.variants)}")
        for line in textwrap.wrap(f"Persons {one.says}.", WIDTH - 2):
            click.echo(f"  {line}")
    click.echo(f"Rules version {answer.rules_version}")


class _Counted(Protocol):
    @property
    def certain(self) -> int: ...

    @property
    def possible(self) -> int: ...


def bounds(one: _Counted) -> str:
    """Say both bounds of a count."""
    """Say how many, both numbers."""
    return f"{one.certain} certain, {one.possible} possible"


def _elements(elements: list[ElementOut]) -> str:
    return " or ".join(one.liberty for one in elements)


def quote(passage: QuoteOut) -> None:
    """Print a passage; what is in our words never stands between quotation marks."""
    where = ", ".join(part for part in (passage.issuer, passage.title, passage.published, passage.pinpoint) if part)
    printed = passage.wording == Wording.AS_PRINTED
    for line in textwrap.wrap(f"“{passage.text}”" if printed else f"({passage.wording}) {passage.text}", WIDTH - 6):
        click.echo(f"      {line}")
    click.echo(f"      — {where}{f' <{passage.url}>' if passage.url else ''}")


def lost(passages: int, hidden: int) -> None:
    """Print how many cited passages are withheld, and how many do not stand any more, if any."""
    if hidden:
        click.echo(f"      {hidden} cited passage(s) withheld")
    if passages:
        click.echo(f"      odd: {passages} cited passage(s) do not stand any more")


def covered(coverage: CoverageOut) -> None:
    """Print how much of the world an answer covers."""
    click.echo(f"Coverage: {coverage.extent}")
    _scopes(coverage.scopes)


def _scopes(scopes: list[str]) -> None:
    for scope in scopes:
        for line in textwrap.wrap(f"Scope: {scope}", WIDTH - 2, subsequent_indent="  "):
            click.echo(f"  {line}")


def based_on(basis: BasisOut) -> None:
    """Print what an answer depends on."""
    if basis.beyond_newest_fact:
        click.echo("No fact of this basis speaks of so late a day.")
    click.echo(f"At: {basis.at}")
    _rules(basis)


def _rules(basis: SeriesBasisOut) -> None:
    variant = f", {basis.variant}" if basis.variant else ""
    click.echo(f"Basis: {basis.definition.id} version {basis.definition.version}{variant}, rules {basis.rules_version}")
    answered_from(basis.as_known)


def answered_from(known: AsKnownOut) -> None:
    """Print how much of the log an answer is from."""
    when = f", recorded by {known.recorded_at:%Y-%m-%dT%H:%M:%SZ}" if known.recorded_at else ""
    published = f"; of this, as published by {known.as_published}" if known.as_published else ""
    click.echo(f"As known: log size {known.size}{when}, root {known.root}{published}")
