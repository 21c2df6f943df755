"""The command line: each command parses its options, makes one call and prints the result.

Data goes to standard output, progress and messages to standard error. Exit status: 0 done, 1 a ReportQAError, 2 wrong
usage. Commands import what they need when they run, so that the program starts quickly.
"""

import io
import logging
import os
import sys
from pathlib import Path

import click

from reportqa import __version__
from reportqa.cli import (
    add_command,
    ask_commands,
    audit_command,
    backup_commands,
    briefing_commands,
    collections_command,
    completion_command,
    describe_command,
    evaluate_commands,
    feedback_command,
    index_commands,
    inspect_commands,
    mcp_command,
    model_commands,
    serve_command,
    state_command,
    summarise_command,
    tokens_command,
    users_command,
    verify_commands,
)
from reportqa.cli.command_group import CommandGroup
from reportqa.cli.options import FOLDER
from reportqa.cli.terminal import shows_color

__all__ = ["main"]


@click.group(
    cls=CommandGroup,
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


_SECTIONS = {
    "Reports and index": (
        index_commands.index,
        add_command.add,
        index_commands.status,
        index_commands.rollback,
        index_commands.verify_index,
        backup_commands.backup,
        backup_commands.restore,
    ),
    "Ask": (ask_commands.ask, summarise_command.summarise),
    "Documents": (
        ask_commands.documents,
        inspect_commands.audit,
        inspect_commands.inspect,
        describe_command.describe,
        collections_command.collections,
    ),
    "Cite and write": (
        briefing_commands.cite,
        briefing_commands.styles,
        briefing_commands.brief,
        briefing_commands.bibliography,
        verify_commands.record,
        verify_commands.verify,
    ),
    "Measure": (
        evaluate_commands.evaluate,
        evaluate_commands.calibrate,
        feedback_command.feedback,
        model_commands.models,
    ),
    "Serve": (serve_command.serve, mcp_command.mcp),
    "Users": (users_command.users, tokens_command.tokens, state_command.state, audit_command.audit_log),
    "Shell": (completion_command.completion,),
}
for _heading, _commands in _SECTIONS.items():
    main.add_section(_heading, _commands)
