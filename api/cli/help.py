"""How ``khronika --help`` is laid out: commands by what one wants, and examples at the end of each command's help."""

import click

from api.cli.contents import CONTENTS, EXAMPLES


class Contents(click.Group):
    """A group whose help lists its commands in the sections of the contents."""

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
