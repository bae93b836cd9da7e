"""Review: proposals decided on at a terminal, by keyboard alone, or in a spreadsheet."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from api.bootstrap import Service
from api.cli.options import by, opened
from api.intake import sheet
from api.intake.matching import reasons
from api.intake.reviewing import Decision, View, carry_out, check, view
from api.settings import Settings
from domain.errors import InvalidError, NotFoundError, RegisterError

_KEYS: Final = "[a]ccept  [r]eject  a[m]end  [s]ame as  [n]ext  [q]uit"
_FILE: Final = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--import", "run", metavar="ID", help="The proposals of one import alone.")
@click.option(
    "--out", metavar="FILE", type=_FILE, help="Write the open proposals to a new workbook, to decide in there."
)
@click.option("--in", "decided", metavar="FILE", type=_FILE, help="Carry out what was decided in a workbook.")
@by
@click.pass_obj
def review(settings: Settings, run: str | None, out: Path | None, decided: Path | None, by: str | None) -> None:
    """Decide on what imports propose: accept, reject, amend with a reason, or say who it is the same as.

    What is accepted is recorded, under the digest of the proposal's bytes; what is amended stands in the record as the
    list has it, and corrected with the reason.
    """
    with opened(settings) as service:
        if run is not None:
            service.ledger.proposals.run(run)
        if out is not None:
            _write(service, run, out)
        elif decided is not None:
            _carry_out(service, decided, by or settings.recorder)
        elif sys.stdin.isatty():
            _ask(service, run, by or settings.recorder)
        else:
            raise InvalidError("there is no terminal here; use --out and --in with a workbook", field="--out")
        service.projector.catch_up()


def _views(service: Service, run: str | None) -> Iterator[View]:
    """Yield the open proposals, with the candidates that are recorded when each is shown."""
    names = service.questions.names()
    size = service.ledger.size()
    after = ("", -1, "")
    while page := service.ledger.proposals.open(run=run, after=after):
        for kept in page:
            if service.ledger.size() != size:
                service.projector.catch_up()
                names, size = service.questions.names(), service.ledger.size()
            yield view(kept, names)
        after = (page[-1].run, page[-1].place, page[-1].digest)


def _write(service: Service, run: str | None, out: Path) -> None:
    if out.exists():
        raise InvalidError(f"{out.name} exists; nothing is overwritten", field="--out")
    click.echo(f"{out.name}: {sheet.write(out, _views(service, run))} proposals")


def _carry_out(service: Service, file: Path, by: str) -> None:
    """Check every row of a workbook, then carry them out one by one."""
    names = service.questions.names()
    planned = []
    for one in sheet.read(file):
        try:
            check(seen := view(service.ledger.proposals.one(one.run, one.subject, one.digest), names), one.decision)
        except (InvalidError, NotFoundError) as error:
            raise RegisterError(f"{file.name}: row {one.row}: {error}; nothing was recorded") from error
        planned.append((one.row, seen, one.decision))
    accepted = 0
    for row, seen, decision in planned:
        try:
            carry_out(service, seen, decision, by=by)
        except InvalidError as error:
            done = f"{accepted} accepted before it" if accepted else "nothing was recorded"
            raise RegisterError(f"{file.name}: row {row}: {error.message}; {done}", field=error.field) from error
        accepted += decision.accepted
    click.echo(f"{file.name}: {accepted} accepted, {len(planned) - accepted} rejected")


def _ask(service: Service, run: str | None, by: str) -> None:
    done = {True: 0, False: 0}
    for seen in _views(service, run):
        _show(seen)
        decision = _decided(service, seen, by)
        if decision is None:
            break
        if decision != _LATER:
            done[decision.accepted] += 1
    click.echo(f"{done[True]} accepted, {done[False]} rejected")


_LATER: Final = Decision(accepted=False)


def _decided(service: Service, seen: View, by: str) -> Decision | None:
    """Ask until something is decided and carried out; `_LATER` for the next proposal, nothing for the end."""
    while True:
        click.echo(f"{_KEYS} > ", nl=False)
        key = click.getchar().casefold()
        click.echo(key)
        if key in {"q", "\x04"}:
            return None
        if key == "n":
            return _LATER
        try:
            decision = _of_key(key, seen)
            if decision is not None:
                carry_out(service, seen, decision, by=by)
                return decision
        except InvalidError as error:
            click.echo(f"  {error.message}")


def _of_key(key: str, seen: View) -> Decision | None:
    match key:
        case "a":
            return Decision(accepted=True)
        case "r":
            return Decision(accepted=False, reason=click.prompt("  reason"))
        case "m":
            where = click.prompt("  which, as POINT.FIELD")
            point, _, field = where.partition(".")
            value = click.prompt("  says")
            return Decision(accepted=True, amended={(point, field): value}, reason=click.prompt("  reason"))
        case "s":
            number = click.prompt("  number", type=click.IntRange(1, max(1, len(seen.candidates))))
            if not seen.candidates:
                raise InvalidError("nobody in the record has such a name")
            return Decision(accepted=True, same=seen.candidates[number - 1].id, reason=click.prompt("  reason"))
        case _:
            return None


def _show(seen: View) -> None:
    click.echo(f"\nrow {seen.proposal.row}, {seen.proposal.register} {seen.proposal.subject}")
    for line in seen.lines:
        click.echo(f"  {line.point}: {line.type}{f', {line.says}' if line.says else ''}")
        if line.printed:
            click.echo(f"      printed: {line.printed}")
    for point, reason in seen.withdrawn:
        click.echo(f"  {point}: to be retracted, {reason}")
    for number, one in enumerate(seen.candidates, start=1):
        likely = "likely " if one.likely else ""
        click.echo(f"  {number}. {likely}{one.score:.2f} {one.name} {one.id}\n      {reasons(one)}")


COMMANDS = (review,)
