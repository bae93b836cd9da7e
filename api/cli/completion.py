"""What a shell is told when somebody presses tab: commands, options, words of ours and files; never what is recorded.

No database is opened for it, so no name of a person stands in a list of words.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final

import click
from click.shell_completion import get_completion_class

SHELLS: Final = ("bash", "zsh", "fish")
VARIABLE: Final = "_KHRONIKA_COMPLETE"
"""What the shell asks with; click answers."""
Completes = Callable[[click.Context, click.Parameter, str], list[str]]


def words(several: Iterable[str] | type[StrEnum]) -> Completes:
    """Return what completes one of some words."""
    known = tuple(map(str, several))

    def completes(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
        return [one for one in known if one.startswith(begun)]

    return completes


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print what lets a shell complete commands, options and their words; needs no database.

    For bash, in .bashrc: eval "$(khronika completion bash)". For zsh the same in .zshrc, after compinit. For fish, in
    config.fish: khronika completion fish | source
    """
    program = click.get_current_context().find_root().command
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 -- the library knows the shells that are offered
    click.echo(kind(program, {}, "khronika", VARIABLE).source())


COMMANDS = (completion,)
