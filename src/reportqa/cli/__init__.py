"""The command line: each command parses its options, makes one call and prints the result.

Data goes to standard output, progress and messages to standard error. Exit status: 0 done, 1 a ReportQAError, 2 wrong
usage. Commands import what they need when they run, so that the program starts quickly.
"""

import io
import logging
import os
import sys
from pathlib import Path
from typing import Any

import click

from reportqa import __version__
from reportqa.cli import (
    add_command,
    ask_commands,
    briefing_commands,
    describe_command,
    evaluate_commands,
    index_commands,
    inspect_commands,
    mcp_command,
    model_commands,
    serve_command,
    summarise_command,
    verify_commands,
)
from reportqa.cli.options import FOLDER
from reportqa.cli.terminal import shows_color
from reportqa.errors import ReportQAError

__all__ = ["main"]


class ErrorsAreMessages(click.Group):
    """A group whose commands print a ReportQAError as one sentence and end with status 1."""

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


@click.group(
    cls=ErrorsAreMessages,
    context_settings={
        "auto_envvar_prefix": "REPORTQA",
        "help_option_names": ["-h", "--help"],
        "max_content_width": 100,
    },
)
@click.version_option(__version__, prog_name="reportqa")
@click.option("--root", type=FOLDER, help="Folder with corpus/ and index/.  [default: the current folder]")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colours and bold: auto is on a terminal, unless NO_COLOR is set.",
)
@click.option("-v", "--verbose", is_flag=True, help="Print more messages on standard error.")
@click.pass_context
def main(context: click.Context, root: Path | None, color: str, verbose: bool) -> None:
    """Ask your own reports and get the sentences that answer, each with a citation you can trust.

    Every option can also be set in the environment: REPORTQA_ROOT for --root, REPORTQA_CORPUS for
    --corpus, REPORTQA_INDEX for --index, REPORTQA_MODEL for --model.
    """
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )
    if not verbose:
        # pypdf logs a hundred warnings about a damaged file, none of them of use to a user.
        logging.getLogger("pypdf").setLevel(logging.ERROR)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A character that the terminal cannot show is printed as its number.
        sys.stdout.reconfigure(errors="backslashreplace")
    context.color = shows_color(color, os.environ)
    context.obj = root


def _name_variables(command: click.Command) -> None:
    """Set the environment variable of each option: REPORTQA_, the command and the long name of the option."""
    for option in command.params:
        if isinstance(option, click.Option) and option.envvar is None:
            long_name = max(option.opts, key=len).lstrip("-")
            option.envvar = f"REPORTQA_{command.name}_{long_name}".upper().replace("-", "_")


for _command in (
    index_commands.index,
    add_command.add,
    ask_commands.ask,
    summarise_command.summarise,
    briefing_commands.cite,
    briefing_commands.styles,
    briefing_commands.bibliography,
    briefing_commands.brief,
    verify_commands.record,
    verify_commands.verify,
    ask_commands.documents,
    inspect_commands.audit,
    inspect_commands.inspect,
    describe_command.describe,
    evaluate_commands.evaluate,
    evaluate_commands.calibrate,
    model_commands.models,
    serve_command.serve,
    mcp_command.mcp,
    index_commands.status,
    index_commands.rollback,
    index_commands.verify_index,
):
    _name_variables(_command)
    main.add_command(_command)
