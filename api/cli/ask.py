"""Commands that ask."""

from typing import Any

import click

from api import params
from api.cli import text
from api.cli.options import as_json, as_known, basis, opened, question, show
from api.schemas.counts import CountOut
from api.schemas.facts import FactAnswerOut
from api.schemas.people import PersonOut, TimelineOut
from api.schemas.prisoners import ListOut
from api.settings import Settings
from domain.people import FactId, PersonId
from projections.replay import replay as replayed
from projections.replay import root_of


@click.command()
@question
@as_json
@click.pass_obj
def count(settings: Settings, /, json_: bool, **asked: Any) -> None:  # noqa: ANN401 -- click's own
    r"""How many persons on a day, as known at a moment.

    \b
    khronika count --as-of 2017-07-04
    khronika count --as-of 2015-08-21 --variant hindsight --json
    """
    with opened(settings) as service:
        answer = CountOut.of(service.questions.count(basis(service, **asked)))
    show(answer) if json_ else text.count(answer)


@click.command("list")
@question
@as_json
@click.pass_obj
def list_(settings: Settings, /, json_: bool, **asked: Any) -> None:  # noqa: ANN401 -- click's own
    """Who, each with the facts that decide and the passages they cite."""
    with opened(settings) as service:
        answer = ListOut.of(service.questions.prisoners(basis(service, **asked)))
    show(answer) if json_ else text.prisoners(answer)


@click.command()
@click.argument("identifier")
@as_known
@as_json
@click.pass_obj
def person(settings: Settings, identifier: str, as_known: str | None, json_: bool) -> None:
    """One person's record: spans of liberty and, as text, every dated fact with its passages."""
    with opened(settings) as service:
        found = service.questions.timeline(PersonId(identifier), params.as_known(as_known))
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
        found = FactAnswerOut.of(*service.questions.fact(FactId(identifier), params.as_known(as_known)))
    show(found) if json_ else text.fact(found.fact)


@click.command()
@question
@as_json
@click.pass_obj
def replay(settings: Settings, /, json_: bool, **asked: Any) -> None:  # noqa: ANN401 -- click's own
    """Count again from the facts alone, without read models, and recompute the root. Exit code 1 if either differs."""
    with opened(settings) as service:
        at = basis(service, **asked)
        answer = service.questions.count(at)
        events = [event for page in service.ledger.read(upto=at.head.size) for event in page]
    again, root = replayed(events, at), root_of(events)
    printed = CountOut.of(answer)
    if json_:
        show(printed.model_copy(update={"certain": again.certain, "possible": again.possible}))
    else:
        text.count(printed)
        click.echo(f"Replayed from {at.head.size} events: {again.certain} certain, {again.possible} possible.")
    if root != at.head.root.hex():
        click.echo("khronika: the bytes of the events do not give the root of the log", err=True)
        raise click.exceptions.Exit(1)
    if again != answer.count:
        click.echo("khronika: the read models and the replay differ", err=True)
        raise click.exceptions.Exit(1)


COMMANDS = (count, list_, person, fact, replay)
