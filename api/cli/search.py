"""The command that finds people by a name. It is read from standard input or asked for, and never an argument."""

import sys

import click

from api import params
from api.cli import text_search
from api.cli.options import as_json, as_known, opened, show
from api.schemas.search import SearchOut
from api.settings import Settings
from domain.errors import InvalidError


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="", type=click.UNPROCESSED)
@as_known
@as_json
@click.pass_obj
def search(settings: Settings, words: tuple[str, ...], as_known: str | None, json_: bool) -> None:
    """Persons whom a name may mean, in any spelling, in Latin or Cyrillic letters, parts in any order.

    The name is the first line of standard input, or asked for at a terminal: arguments stay in the history of the
    shell, and other users of the machine can see them.
    """
    if words:
        raise InvalidError(
            "give the name on standard input, or when asked for it: arguments can be seen by others", field="name"
        )
    given = click.prompt("Name") if sys.stdin.isatty() else sys.stdin.readline()
    name = params.name(given.strip())
    with opened(settings) as service:
        answer = SearchOut.of(*service.questions.search(name, params.as_known(as_known)))
    show(answer) if json_ else text_search.candidates(answer)


COMMANDS = (search,)
