"""Commands that ask."""

import sys
from typing import Any

import click

from api import params
from api.cli import text
from api.cli.completion import words
from api.cli.options import (
    as_json,
    as_known,
    as_published,
    asked,
    basis,
    clocks,
    day,
    identified,
    of_a_count,
    opened,
    question,
    show,
)
from api.cli.page import say
from api.cli.progress import bar
from api.schemas.counts import CountOut, SeriesOut
from api.schemas.definitions import DefinitionsOut
from api.schemas.facts import FactAnswerOut
from api.schemas.log import ChangesOut, WorklistOut
from api.schemas.people import FoundOut, PersonOut, TimelineOut
from api.schemas.prisoners import ListOut
from api.settings import Settings
from domain.dates import iso
from domain.errors import MovedError
from domain.intervals import Interval
from domain.people import PersonId
from ledger.events import Event
from projections.breakdown import By
from projections.replay.counts import replay as replayed
from projections.replay.counts import root_of


@click.command()
@question
@click.option("--by", metavar="ATTRIBUTE", help=params.BY, shell_complete=words(By))
@as_json
@click.pass_obj
def count(settings: Settings, /, by: str | None, json_: bool, **asked: Any) -> None:  # noqa: ANN401 -- click's own
    """How many persons on a day, as known at a moment."""
    with opened(settings) as service:
        answer = CountOut.of(service.questions.count(basis(service, **asked), params.by(by)))
    show(answer) if json_ else text.count(answer)


@click.command()
@click.option("--from", "first", metavar="DAY", help=params.FROM)
@click.option("--to", "last", metavar="DAY", help=params.TO)
@click.option("--interval", metavar="INTERVAL", help=params.INTERVAL, shell_complete=words(Interval))
@click.option("--on", multiple=True, metavar="DAY", help=params.ON)
@of_a_count
@click.option(
    "--sparkline/--no-sparkline",
    default=None,
    help="The certain numbers as one line of blocks, too. Default: in a terminal.",
)
@as_json
@click.pass_obj
def series(
    settings: Settings,
    /,
    first: str | None,
    last: str | None,
    interval: str | None,
    on: tuple[str, ...],
    sparkline: bool | None,
    json_: bool,
    **asked: Any,  # noqa: ANN401 -- click's own
) -> None:
    """How many persons on each of many days."""
    with opened(settings) as service:
        days = params.days(first, last, interval, on, today=service.questions.clock.today())
        at = basis(service, as_of=iso(days.days[-1]), **asked)
        answer = SeriesOut.of(service.questions.series(at, days.days), days.query)
    drawn = sys.stdout.isatty() if sparkline is None else sparkline
    show(answer) if json_ else text.series(answer, drawn=drawn)


@click.command("list")
@question
@click.option("--by", metavar="ATTRIBUTE", help=params.LIST_BY)
@click.option("--group", metavar="GROUP", help=params.GROUP)
@as_json
@click.pass_obj
def list_(settings: Settings, /, by: str | None, group: str | None, json_: bool, **asked: Any) -> None:  # noqa: ANN401 -- click's own
    """Who, each with the facts that decide and the passages they cite."""
    within = params.group(by, group)
    with opened(settings) as service:
        answer = ListOut.of(service.questions.prisoners(basis(service, **asked), group=within))
    show(answer) if json_ else text.prisoners(answer)


@click.command()
@click.argument("identifier")
@clocks
@as_published
@as_json
@click.pass_obj
def person(
    settings: Settings,
    identifier: str,
    as_of: str | None,
    as_known: str | None,
    as_published: str | None,
    json_: bool,
) -> None:
    """One person's record: spans of liberty, days held and, as text, every dated fact with its passages."""
    with opened(settings) as service:
        at, known = day(service, as_of), params.as_known(as_known)
        questions = asked(service, as_known, as_published)
        try:
            found = questions.timeline(PersonId(identified(service, identifier)), at, known)
        except MovedError as moved:
            click.echo(f"khronika: {moved}; this is the record under {moved.to}", err=True)
            found = questions.timeline(PersonId(moved.to), at, known)
    if json_:
        show(PersonOut.of(*found))
    else:
        text.person(PersonOut.of(*found), TimelineOut.of(*found))


@click.command()
@click.argument("identifier")
@as_known
@as_json
@click.pass_obj
def fact(settings: Settings, identifier: str, as_known: str | None, json_: bool) -> None:
    """One fact: what stands, every version, its passages."""
    with opened(settings) as service:
        found = FactAnswerOut.of(*service.questions.fact(identified(service, identifier), params.as_known(as_known)))
    show(found) if json_ else text.fact(found.fact)


@click.command()
@click.argument("publisher")
@click.argument("external_id")
@as_known
@as_json
@click.pass_obj
def find(settings: Settings, publisher: str, external_id: str, as_known: str | None, json_: bool) -> None:
    """Persons for whom a publisher's own key is stated: a claim, which may lead to several or to nobody."""
    named, key = params.key(publisher, "publisher"), params.key(external_id, "external_id")
    with opened(settings) as service:
        answer = FoundOut.of(*service.questions.with_external_id(named, key, params.as_known(as_known)))
    show(answer) if json_ else text.found(answer)


@click.command()
@click.argument("since", metavar="POSITION")
@click.option("--limit", default="100", show_default=True, help="How many events.")
@as_known
@as_json
@click.pass_obj
def changes(settings: Settings, since: str, limit: str, as_known: str | None, json_: bool) -> None:
    """What the log took in after a position: facts recorded, corrected, retracted, reinstated."""
    after, many = params.number(since, "since", most=params.LARGEST), params.number(limit, "limit", least=1, most=1000)
    with opened(settings) as service:
        found = service.questions.news(since=after, limit=many, as_known=params.as_known(as_known))
    answer = ChangesOut.of(*found, since=after)
    show(answer) if json_ else text.changes(answer)


@click.command()
@clocks
@click.option("--months", default="12", show_default=True, help=params.MONTHS)
@as_json
@click.pass_obj
def todo(settings: Settings, as_of: str | None, as_known: str | None, months: str, json_: bool) -> None:
    """What a recorder should look into: terms over without a release, silence, odd records."""
    silence = params.number(months, "months", least=1, most=params.MOST_MONTHS)
    with opened(settings) as service:
        at = day(service, as_of)
        found = service.questions.worklist(at, months=silence, as_known=params.as_known(as_known))
    answer = WorklistOut.of(*found, day=at)
    show(answer) if json_ else text.worklist(answer)


@click.command()
@as_json
def definitions(json_: bool) -> None:
    """What counts count: every definition with its version."""
    answer = DefinitionsOut.all()
    show(answer) if json_ else text.definitions(answer)


@click.command("openapi")
def describe() -> None:
    """Print the description of the HTTP API (OpenAPI 3.1), without a database."""
    from api import app, openapi  # noqa: PLC0415 -- a third of the start of every other command

    click.echo(openapi.written(app.described()), nl=False)


@click.command()
@question
@as_json
@click.pass_obj
def replay(settings: Settings, /, json_: bool, **asked: Any) -> None:  # noqa: ANN401 -- click's own
    """Count again from the facts alone, without read models, and recompute the root. Exit code 1 if either differs."""
    with opened(settings) as service:
        at = basis(service, **asked)
        answer = service.questions.count(at)
        events: list[Event] = []
        with bar("reading", "events") as progress:
            for page in service.ledger.read(upto=at.head.size):
                events += page
                progress(len(events), at.head.size)
    again, root = replayed(events, at), root_of(events)
    printed = CountOut.of(answer)
    if json_:
        show(printed.model_copy(update={"certain": again.certain, "possible": again.possible}))
    else:
        text.count(printed)
        say(f"Replayed from {at.head.size} events: {again.certain} certain, {again.possible} possible.")
    if root != at.head.root.hex():
        click.echo("khronika: the bytes of the events do not give the root of the log", err=True)
        raise click.exceptions.Exit(1)
    if again != answer.count:
        click.echo("khronika: the read models and the replay differ", err=True)
        raise click.exceptions.Exit(1)


COMMANDS = (count, series, list_, person, find, fact, changes, todo, definitions, replay, describe)
