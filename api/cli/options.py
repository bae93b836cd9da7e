"""Options that several commands share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from pydantic import BaseModel

from api import bootstrap, params
from api.bootstrap import Service
from api.cli.completion import words
from api.receipts import Pen
from api.settings import Settings
from api.signing import journal_of
from domain.dates import Day
from domain.errors import NotFoundError
from domain.folds.counts import DEFINITIONS
from domain.people import FactId
from domain.sources import Variant
from projections.basis import Basis
from projections.questions import Questions

RECEIPT: Final = "khronika.receipt"
"""Where the context of a command keeps the file for its receipt."""
Command = TypeVar("Command", bound=Callable[..., Any])

as_json = click.option("--json", "json_", is_flag=True, help="Print the object that HTTP returns.")
as_of = click.option("--as-of", metavar="DAY[@SIZE|TIME]", help=params.AS_OF + " Default: today.")
as_published = click.option("--as-published", metavar="DAY", help=params.AS_PUBLISHED)
as_known = click.option("--as-known", metavar="SIZE|TIME", help=params.AS_KNOWN)
definitions = words(DEFINITIONS)
variants = words(Variant)
definition = click.option(
    "--definition", default="in-custody", show_default=True, help=params.DEFINITION, shell_complete=definitions
)
variant = click.option("--variant", default="then", show_default=True, help=params.VARIANT, shell_complete=variants)
by = click.option("--by", metavar="ROLE", help="The role that records; default: KHRONIKA_RECORDER.")
reason = click.option("--reason", metavar="TEXT", help="Why; it stays in the record.")


def of_a_count(command: Command) -> Command:
    """Add the options of a count but for its day."""
    for option in reversed(
        (
            as_known,
            definition,
            variant,
            click.option("--recognized-by", multiple=True, metavar="BODY", help=params.RECOGNIZED_BY),
            as_published,
        )
    ):
        command = option(command)
    return command


def question(command: Command) -> Command:
    """Add the options of a question about a day; the command gets each clock by itself."""
    return as_of(of_a_count(_apart(command)))


def clocks(command: Command) -> Command:
    """Add the options of both clocks; the command gets each by itself."""
    return as_of(as_known(_apart(command)))


def asked(service: Service, known: str | None, published: str | None) -> Questions:
    """Return the questions to ask: of what had been published by a day, if one is given."""
    return service.questions.as_published(params.published(published), params.as_known(known))


def _apart(command: Command) -> Command:
    @wraps(command)
    def called(*arguments: Any, as_of: str | None, as_known: str | None, **more: Any) -> Any:  # noqa: ANN401 -- click's own
        day, known = params.clocks(as_of, as_known)
        return command(*arguments, as_of=day, as_known=known, **more)

    return called  # type: ignore[return-value]  # wraps keeps what it takes


def receipted(command: Command) -> Command:
    """Add the option of a receipt to a command that records; `opened` writes it."""
    option = click.option(
        "--receipt",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        expose_value=False,
        callback=lambda context, _, file: context.meta.update({RECEIPT: file}),
        help="Write a signed receipt for what was recorded to a new FILE; it needs KHRONIKA_KEY.",
    )
    return option(command)


@contextmanager
def opened(settings: Settings) -> Iterator[Service]:
    """Open the service with its read models up to date; at the end write the receipt, if one was asked for."""
    file = click.get_current_context().meta.get(RECEIPT)
    pen = None if file is None else Pen(settings, file)
    with bootstrap.service(settings.database_url, journal=journal_of(settings), address=settings.address) as service:
        service.projector.catch_up()
        yield service
        if pen is not None:
            pen.write(service.ledger)


def basis(
    service: Service,
    *,
    as_of: str | None,
    as_known: str | None,
    definition: str,
    variant: str,
    recognized_by: tuple[str, ...],
    as_published: str | None,
) -> Basis:
    """Read the options of a question into its basis."""
    found = service.questions.clock.basis(
        service.questions.clock.today() if as_of is None else params.as_of(as_of),
        as_known=params.as_known(as_known),
        definition=params.definition(definition),
        variant=params.variant(variant),
        recognized_by=params.bodies(recognized_by),
    )
    return service.questions.clock.published(found, params.published(as_published))


def identified(service: Service, text: str, *, hidden: bool = False) -> FactId:
    """Return what a text names: an identifier, or a register and a key there (``belarus:p01``).

    Raises `NotFoundError` for a key that is unknown, and unless ``hidden`` things may be named, for one of these.
    """
    if not hidden:
        return service.questions.citations.named(text)
    register, colon, key = text.partition(":")
    found = service.ledger.register_keys(register).get(key) if colon else FactId(text)
    if found is None:
        raise NotFoundError("no fact has this key in this register")
    return found


def day(service: Service, as_of: str | None) -> Day:
    """Read the day of a question about people; raise `QuestionError` for one still to come."""
    return params.up_to_today(as_of, today=service.questions.clock.today())


def show(answer: BaseModel) -> None:
    """Print an answer as JSON."""
    click.echo(answer.model_dump_json(indent=2))
