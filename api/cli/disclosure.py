"""Commands that withhold people from readers, and disclose them again. What they print names nobody."""

from uuid import uuid4

import click

from api.bootstrap import Service
from api.cli.options import by, identified, opened, reason, receipted
from api.settings import Settings
from domain.changes import Retracted
from domain.errors import FactError
from domain.facts import PersonDisclosed, PersonWithheld, Withholding
from domain.folds.disclosure import withheld_as
from domain.folds.standing import Standing, about, standing
from domain.people import FactId, PersonId
from ledger.events import Draft, new_id


@click.command()
@click.argument("person")
@click.option(
    "--ground",
    default=Withholding.NOT_STATED.value,
    show_default=True,
    type=click.Choice([one.value for one in Withholding]),
    help="Why, and no more than this.",
)
@by
@receipted
@click.pass_obj
def withhold(settings: Settings, person: str, ground: str, by: str | None) -> None:
    """Withhold a person: counted and shown to nobody, at every basis, from now on."""
    with opened(settings) as service:
        person = identified(service, person, hidden=True)
        if any(isinstance(one.fact, PersonWithheld) for one in _said(service, person)):
            raise FactError("this person is withheld already")
        fact = PersonWithheld(person=PersonId(person), ground=Withholding(ground))
        done = service.ledger.record([_draft(fact, by or settings.recorder, str(uuid4()))])
        service.projector.catch_up()
    click.echo(f"withheld: position {done.last}")


@click.command()
@click.argument("person")
@reason
@by
@receipted
@click.pass_obj
def disclose(settings: Settings, person: str, reason: str | None, by: str | None) -> None:
    """Show a person again: whatever withheld them is taken back, the default for minors included."""
    recorder, why = by or settings.recorder, (reason or "").strip()
    if not why:
        raise FactError("a change needs a reason", field="reason")
    with opened(settings) as service:
        ledger = service.ledger
        person = identified(service, person, hidden=True)
        facts = _said(service, person)
        if withheld_as(facts) is None:
            raise FactError("this person is not withheld")
        batch = str(uuid4())
        drafts = [
            ledger.change(one.id, Retracted(why), expect=ledger.stream(one.id)[-1].version, by=recorder, batch=batch)
            for one in facts
            if isinstance(one.fact, PersonWithheld)
        ]
        if withheld_as([one for one in facts if not isinstance(one.fact, PersonWithheld)]) is not None:
            drafts.append(_draft(PersonDisclosed(person=PersonId(person), reason=why), recorder, batch))
        done = ledger.record(drafts)
        service.projector.catch_up()
    click.echo(f"disclosed: position {done.last}")


def _said(service: Service, person: str) -> list[Standing]:
    """Return what stands of a person, whether registered still or not; raise `NotFoundError` if nobody ever was."""
    ledger = service.ledger
    ledger.stream(FactId(person))
    people = service.questions.registrations(PersonId(person))
    found = ledger.tagged_each((f"person:{one}" for one in sorted(people)), upto=ledger.size())
    return about("person", people, standing(event for events in found.values() for event in events))


def _draft(fact: PersonWithheld | PersonDisclosed, by: str, batch: str) -> Draft:
    return Draft(new_id(), 1, fact, by, batch)


COMMANDS = (withhold, disclose)
