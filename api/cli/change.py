"""Commands that record: load a register, correct, retract, reinstate, judge who is whom."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import click

from api.cli.options import by, identified, opened, reason, receipted
from api.cli.page import say
from api.cli.progress import bar
from api.intake.load import load as load_register
from api.intake.load import plan
from api.settings import Settings
from domain.changes import stands
from domain.errors import FactError
from domain.facts import JudgedDifferent, JudgedSame, JudgedUndecided
from domain.people import PersonId
from ledger.events import Draft, new_id
from ledger.mapper import body_of, fact_of


@click.command()
@click.argument("folder", metavar="PATH", type=click.Path(path_type=Path, file_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what would be recorded, and record nothing.")
@click.option("--correct", is_flag=True, help="Record what changed in the files as corrections.")
@reason
@by
@receipted
@click.pass_obj
def load(settings: Settings, folder: Path, dry_run: bool, correct: bool, reason: str | None, by: str | None) -> None:
    """Record a register, whole or not at all; what is known already is left as it is."""
    recorder = by or settings.recorder
    with opened(settings) as service:
        if dry_run:
            with bar("reading", "files") as progress:
                planned = plan(service.ledger, folder, by=recorder, progress=progress)
            for difference, *_ in planned.changed:
                fields = ", ".join(difference.fields)
                say(f"{difference.file}:{difference.line}: {difference.key}: {fields} changed")
            say(
                f"{planned.register}: {planned.new} new, {planned.known} known,"
                f" {len(planned.changed)} changed; nothing was recorded"
            )
            _vanished(planned.register, planned.vanished)
            return
        with bar("reading", "files") as progress:
            done = load_register(service.ledger, folder, by=recorder, correct=correct, reason=reason, progress=progress)
        with bar("projecting", "events") as progress:
            service.projector.catch_up(progress)
    say(f"{done.register}: {done.new} new, {done.known} known, {done.corrected} corrected")
    _vanished(done.register, done.vanished)


def _vanished(register: str, keys: Iterable[str]) -> None:
    for key in keys:
        say(f"{register}: {key} stands in the log and no longer in the files; nothing is retracted")


@click.command()
@click.argument("identifier")
@click.option(
    "--set", "settings_", multiple=True, metavar="FIELD=VALUE", help="A field's new value; lists and terms as JSON."
)
@click.option("--clear", multiple=True, metavar="FIELD", help="Leave this field out.")
@click.option("--expect", type=int, help="The version you read; another one is a conflict.")
@reason
@by
@receipted
@click.pass_obj
def correct(
    settings: Settings,
    identifier: str,
    settings_: tuple[str, ...],
    clear: tuple[str, ...],
    expect: int | None,
    reason: str | None,
    by: str | None,
) -> None:
    """Correct fields of a fact; what was known before stays answerable."""
    with opened(settings) as service:
        fact_id = identified(service, identifier, hidden=True)
        history = service.ledger.stream(fact_id)
        stood = stands((event.version, event.content) for event in history)
        if stood is None:
            raise FactError("nothing of this fact stands; reinstate it first")
        body = body_of(stood.fact)
        body |= _settings(settings_)
        for name in clear:
            if body.pop(name, None) is None:
                raise FactError(f"{name!r} is not set", field=name)
        fact = fact_of(stood.fact.TOPIC, body, text_only=True)
        done = service.ledger.correct(
            fact_id,
            fact,
            reason=reason or "",
            expect=history[-1].version if expect is None else expect,
            by=by or settings.recorder,
        )
        service.projector.catch_up()
    say(f"corrected: position {done.last}")


@click.command()
@click.argument("identifier")
@click.option("--version", type=int, help="Take back this version alone; without it, all of the fact.")
@reason
@by
@receipted
@click.pass_obj
def retract(settings: Settings, identifier: str, version: int | None, reason: str | None, by: str | None) -> None:
    """Retract a fact; nothing is deleted."""
    with opened(settings) as service:
        fact_id = identified(service, identifier, hidden=True)
        newest = service.ledger.stream(fact_id)[-1].version
        done = service.ledger.retract(
            fact_id, reason=reason or "", expect=newest, by=by or settings.recorder, version=version
        )
        service.projector.catch_up()
    say(f"retracted: position {done.last}")


@click.command()
@click.argument("identifier")
@click.option("--version", type=int, help="Reinstate this version alone; without it, all of the fact.")
@reason
@by
@receipted
@click.pass_obj
def reinstate(settings: Settings, identifier: str, version: int | None, reason: str | None, by: str | None) -> None:
    """Take a retraction back."""
    with opened(settings) as service:
        fact_id = identified(service, identifier, hidden=True)
        newest = service.ledger.stream(fact_id)[-1].version
        done = service.ledger.reinstate(
            fact_id, reason=reason or "", expect=newest, by=by or settings.recorder, version=version
        )
        service.projector.catch_up()
    say(f"reinstated: position {done.last}")


VERDICTS: Final = {"same": JudgedSame, "different": JudgedDifferent, "undecided": JudgedUndecided}


@click.command()
@click.argument("verdict", type=click.Choice(list(VERDICTS)))
@click.argument("person")
@click.argument("other")
@reason
@by
@receipted
@click.pass_obj
def judge(settings: Settings, verdict: str, person: str, other: str, reason: str | None, by: str | None) -> None:
    """Judge whether two registered persons are one; to take a judgement back, retract it."""
    with opened(settings) as service:
        pair = (PersonId(identified(service, person, hidden=True)), PersonId(identified(service, other, hidden=True)))
        judgement = VERDICTS[verdict](pair=pair, reason=reason or "")
        done = service.ledger.record([Draft(new_id(), 1, judgement, by or settings.recorder, str(uuid4()))])
        service.projector.catch_up()
    say(f"judged {verdict}: position {done.last}")


def _settings(texts: Iterable[str]) -> dict[str, Any]:
    """Read FIELD=VALUE; what begins as a JSON list or object is one."""
    found: dict[str, Any] = {}
    for one in texts:
        name, equals, value = one.partition("=")
        if not equals or not value:
            raise FactError(f"{name!r} sets nothing; write FIELD=VALUE, or --clear FIELD", field=name)
        if name in found:
            raise FactError(f"{name!r} is set twice", field=name)
        try:
            found[name] = json.loads(value) if value.startswith(('["', "[]", "{")) else value
        except ValueError:
            raise FactError(f"{name}: the value begins as JSON and is none", field=name) from None
    return found


COMMANDS = (load, correct, retract, reinstate, judge)
