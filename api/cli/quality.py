"""Commands about the record itself: draw facts to compare with their sources, record what was found, add it up."""

from typing import Final
from uuid import uuid4

import click

from api import params
from api.cli import text_quality as text
from api.cli.completion import words
from api.cli.options import as_json, as_known, by, identified, opened, show
from api.schemas.quality import QualityOut, SampleOut
from api.settings import Settings
from domain.dates import FuzzyDate, iso
from domain.errors import ConflictError, FactError
from domain.facts import CheckedAgainstSource, CheckOutcome
from ledger.events import Draft, new_id

MOST: Final = 1000
OUTCOMES: Final = {
    "agrees": CheckOutcome.AGREES,
    "differs": CheckOutcome.DIFFERS,
    "not-reachable": CheckOutcome.NOT_REACHABLE,
}


@click.command()
@click.argument("identifiers", metavar="[FACT]...", nargs=-1)
@click.option("--sample", metavar="NUMBER", help=f"Draw so many facts, up to {MOST}, to compare with their sources.")
@click.option("--seed", metavar="NUMBER", default="0", show_default=True, help="The same seed draws the same facts.")
@click.option(
    "--record",
    metavar="OUTCOME",
    shell_complete=words(CheckOutcome),
    help="What the comparison gave: agrees, differs, or not-reachable.",
)
@click.option("--on", metavar="DAY", help="The day of the comparison. Default: today.")
@click.option("--note", metavar="TEXT", help="What was found; without names.")
@by
@as_known
@as_json
@click.pass_obj
def check(
    settings: Settings,
    identifiers: tuple[str, ...],
    sample: str | None,
    seed: str,
    record: str | None,
    on: str | None,
    note: str | None,
    by: str | None,
    as_known: str | None,
    json_: bool,
) -> None:
    """Draw facts to compare with their sources, or record what the comparison gave.

    With --record, --as-known is the log size at which the facts were read: one that changed since is refused.
    """
    if (sample is None) == (record is None):
        raise FactError("give either --sample, or --record with the facts that were compared", field="sample")
    if record is None:
        if identifiers or on or note:
            raise FactError("facts, a day and a note belong to --record", field="sample")
        number = params.number(sample or "", "sample", least=1, most=MOST)
        drawn = params.number(seed, "seed", most=params.LARGEST)
        with opened(settings) as service:
            found = service.questions.quality.sample(number, drawn, params.as_known(as_known))
        answer = SampleOut.of(found)
        show(answer) if json_ else text.sample(answer)
        return
    with opened(settings) as service:
        day = params.up_to_today(on, today=service.questions.clock.today())
        size = None if as_known is None else service.questions.clock.size(params.as_known(as_known))
        compared = tuple(identified(service, one) for one in identifiers)
        for fact in compared:
            newest = service.ledger.stream(fact)[-1]
            if size is not None and newest.position > size:
                raise ConflictError(f"a fact changed at position {newest.position}, after {size}; read it again")
        role = by or settings.recorder
        said = CheckedAgainstSource(
            facts=compared,
            role=role,
            checked_on=FuzzyDate.parse(iso(day)),
            outcome=_outcome(record),
            note=note,
        )
        done = service.ledger.record([Draft(new_id(), 1, said, role, str(uuid4()))])
        service.projector.catch_up()
    click.echo(f"recorded: position {done.last}")


def _outcome(text: str) -> CheckOutcome:
    if text not in OUTCOMES:
        raise FactError(f"{text!r} is no outcome; there are {', '.join(OUTCOMES)}", field="record")
    return OUTCOMES[text]


@click.command()
@as_known
@as_json
@click.pass_obj
def quality(settings: Settings, as_known: str | None, json_: bool) -> None:
    """How many facts were compared with their sources, and how many have two origins."""
    with opened(settings) as service:
        answer = QualityOut.of(service.questions.quality.on(params.as_known(as_known)))
    show(answer) if json_ else text.quality(answer)


COMMANDS = (check, quality)
