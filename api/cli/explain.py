"""Commands that ask why an answer is what it is."""

from typing import Any

import click

from api import params
from api.cli import text_explain as text
from api.cli.options import as_json, as_known, basis, identified, opened, question, show
from api.cli.page import say
from api.schemas.digest import DigestOut
from api.schemas.impact import ImpactOut
from api.schemas.why import CountFactsOut, WhyOut
from api.settings import Settings
from domain.errors import MovedError
from domain.people import PersonId


@click.command()
@question
@click.option("--replay", is_flag=True, help="Compute it again from the events alone; exit code 1 if that differs.")
@as_json
@click.pass_obj
def digest(settings: Settings, /, replay: bool, json_: bool, **asked: Any) -> None:  # noqa: ANN401 -- click's own
    """The digest of the state that a count counts: the same wherever it is computed."""
    with opened(settings) as service:
        at = basis(service, **asked)
        answer = DigestOut.of(service.questions.explanations.digest(at))
        again = service.questions.explanations.digest_again(at) if replay else answer.digest
    show(answer) if json_ else text.digest(answer)
    if again != answer.digest:
        click.echo(f"khronika: the events alone give another digest, {again}", err=True)
        raise click.exceptions.Exit(1)
    if replay and not json_:
        say("The events alone give the same.")


@click.command()
@click.argument("identifier", metavar="PERSON")
@question
@as_json
@click.pass_obj
def why(settings: Settings, /, identifier: str, json_: bool, **asked: Any) -> None:  # noqa: ANN401 -- click's own
    """Why one person is counted on a day, or not, and what would give another answer."""
    with opened(settings) as service:
        at = basis(service, **asked)
        try:
            found = service.questions.explanations.why(at, PersonId(identified(service, identifier)))
        except MovedError as moved:
            click.echo(f"khronika: {moved}; this is the record under {moved.to}", err=True)
            found = service.questions.explanations.why(at, PersonId(moved.to))
    answer = WhyOut.of(found)
    show(answer) if json_ else text.why(answer)


@click.command()
@question
@as_json
@click.pass_obj
def explain(settings: Settings, /, json_: bool, **asked: Any) -> None:  # noqa: ANN401 -- click's own
    """Which facts a count rests on, and which of the people near it are not used, each with why."""
    with opened(settings) as service:
        answer = CountFactsOut.of(service.questions.explanations.facts(basis(service, **asked)))
    show(answer) if json_ else text.facts(answer)


@click.command()
@click.argument("identifier", metavar="FACT")
@as_known
@as_json
@click.pass_obj
def impact(settings: Settings, identifier: str, as_known: str | None, json_: bool) -> None:
    """Which counts a fact moved when it was recorded, corrected, retracted or reinstated."""
    with opened(settings) as service:
        found = service.questions.explanations.impact(identified(service, identifier), params.as_known(as_known))
    answer = ImpactOut.of(found)
    show(answer) if json_ else text.impact(answer)


COMMANDS = (why, explain, impact, digest)
