"""How ``khronika --help`` is laid out: commands by what one wants, and examples at the end of each command's help."""

from importlib import import_module

import click

from api.cli.contents import CONTENTS, EXAMPLES, MODULES


class Contents(click.Group):
    """The commands of the contents, each imported when it is called: all of them would take a second to begin."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's own signature
        """Return the names of all commands."""
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or ``None`` for a name that none has."""
        if cmd_name in MODULES and cmd_name not in self.commands:
            for command in import_module(f"api.cli.{MODULES[cmd_name]}").COMMANDS:
                self.add_command(command)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return which command is called; for a name that none has, raise an error that names those like it."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=MODULES, ctx=ctx) from None

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Add a command, its examples at the end of its help, and those of each of its own commands at theirs."""
        super().add_command(cmd, name)
        several = EXAMPLES[cmd.name or ""]
        cmd.epilog = _written(several)
        for own, command in getattr(cmd, "commands", {}).items():
            command.epilog = _written([one for one in several if f" {cmd.name} {own}" in one])

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each section."""
        wide = max(map(len, self.list_commands(ctx)))
        for title, entries in CONTENTS.items():
            with formatter.section(title):
                formatter.write_dl([(entry.name.ljust(wide), entry.says) for entry in entries])


def _written(several: tuple[str, ...] | list[str]) -> str:
    """Write examples as a paragraph whose lines stay whole: they are there to be copied."""
    return "\n".join(["\b", "Examples:", *(f"  {one}" for one in several)])
