"""The program as a group of commands: errors become messages, and the help lists the commands by subject."""

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from reportqa.errors import ReportQAError


class CommandGroup(click.Group):
    """A group whose commands print a ReportQAError as one sentence and end with status 1."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self._sections: dict[str, tuple[str, ...]] = {}

    def add_section(self, heading: str, commands: Sequence[click.Command]) -> None:
        """Add commands under a heading of the help; the first paragraph of each one's help is its summary there.

        Their options can be set in the environment: REPORTQA_, the command and the long name of the option.
        """
        for command in commands:
            summary, _, _ = (command.help or "").partition("\n\n")
            command.short_help = " ".join(summary.split())
            _name_variables(command)
            self.add_command(command)
        self._sections[heading] = tuple(str(command.name) for command in commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002, click's
        """Write the summaries of the commands, whole, under their headings."""
        width = max(map(len, self.commands))
        for heading, names in self._sections.items():
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(width), str(self.commands[name].short_help)) for name in names])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ReportQAError as error:
            from reportqa.text import shown_name

            raise click.ClickException("\n".join(map(shown_name, str(error).split("\n")))) from error
        except BrokenPipeError:
            # The reader of a pipe, such as head, has read enough: that is no error.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return ctx.exit(0)


def _name_variables(command: click.Command) -> None:
    for option in command.params:
        if isinstance(option, click.Option) and option.envvar is None:
            long_name = max(option.opts, key=len).lstrip("-")
            option.envvar = f"REPORTQA_{command.name}_{long_name}".upper().replace("-", "_")
