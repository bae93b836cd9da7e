"""The command ``khronika``. Errors are one message on standard error and exit code 2, never a stack trace."""

import sys
from dataclasses import dataclass
from typing import Final

import click
from sqlalchemy.exc import SQLAlchemyError

from api.bootstrap import spare_the_collector
from api.cli.help import Contents
from api.settings import read_settings
from domain.errors import InvalidError, KhronikaError, TwoHistoriesError
from domain.phrases import English, spoken
from ledger.log import StoreError

BAD_INPUT: Final = 2
TWO_HISTORIES: Final = 3
"""Another instance signed what excludes what it signed before; nothing else ends so."""


@click.group(cls=Contents, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--database", metavar="URL", help="sqlite:///FILE or postgresql://…; default: KHRONIKA_DATABASE_URL.")
@click.version_option(package_name="khronika")
@click.pass_context
def khronika(context: click.Context, database: str | None) -> None:
    """Who was held, and how many, on any day, as known at any moment."""
    settings = read_settings()
    context.obj = settings.model_copy(update={"database_url": database}) if database else settings


@dataclass(frozen=True, slots=True)
class Terminal(English):
    """Says what is wrong to whoever typed a command: a parameter is called by its option, if that was typed."""

    typed: tuple[str, ...]

    def field(self, text: str) -> str:
        """Return the option of a parameter, or the name of one that none was typed for."""
        option = f"--{text.replace('_', '-')}"
        return option if any(word.partition("=")[0] == option for word in self.typed) else text


def main() -> None:
    """Run the command line."""
    spare_the_collector()
    try:
        code = khronika.main(prog_name="khronika", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(BAD_INPUT)
    except TwoHistoriesError as error:
        click.echo(f"khronika: {error}", err=True)
        sys.exit(TWO_HISTORIES)
    except KhronikaError as error:
        terminal = Terminal(tuple(sys.argv[1:]))
        field = error.field if isinstance(error, InvalidError) else None
        where = f"{terminal.field(field)}: " if field and field not in str(error) else ""
        click.echo(f"khronika: {where}{spoken(error.said, terminal)}", err=True)
        sys.exit(BAD_INPUT)
    except (StoreError, SQLAlchemyError) as error:
        click.echo(f"khronika: the database does not answer as it should ({type(error).__name__})", err=True)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 -- the last door: a trace could name somebody, and helps no user
        click.echo(f"khronika: something is broken here ({type(error).__name__}); the fault is ours", err=True)
        sys.exit(1)
