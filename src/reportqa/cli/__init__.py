"""The command line: each command reads its options, makes one call and prints what comes back.

Data goes to standard output, progress and messages to standard error. Exit status 0 when done, 1 on a
ReportQAError, 2 on wrong usage.
"""

import io
import logging
import os
import sys
from pathlib import Path
from typing import Any

import click

from reportqa import __version__
from reportqa.cli import ask_commands as answers
from reportqa.cli import briefing_commands as briefings
from reportqa.cli import evaluate_commands as measures
from reportqa.cli import index_commands as builds
from reportqa.cli import inspect_commands as accounts
from reportqa.cli import serve_command as server
from reportqa.cli import verify_commands as citations
from reportqa.cli.options import FOLDER
from reportqa.errors import ReportQAError

__all__ = ["main"]


class ErrorsAreMessages(click.Group):
    """A group whose commands end with one sentence and status 1 on a ReportQAError."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ReportQAError as error:
            raise click.ClickException(str(error)) from error
        except BrokenPipeError:
            # The reader of a pipe (head, say) has seen enough: nothing to report.
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
@click.option("-v", "--verbose", is_flag=True, help="Say more on standard error.")
@click.pass_context
def main(context: click.Context, root: Path | None, verbose: bool) -> None:
    """Ask your own reports and get the sentences that answer, each with a citation you can trust.

    Every option can also be set in the environment: REPORTQA_ROOT for --root, REPORTQA_CORPUS for
    --corpus, REPORTQA_INDEX for --index, REPORTQA_MODEL for --model.
    """
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )
    if not verbose:
        # Of a damaged PDF it has a hundred things to say, none of them what to do.
        logging.getLogger("pypdf").setLevel(logging.ERROR)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that cannot show a character gets its number.
        sys.stdout.reconfigure(errors="backslashreplace")
    context.obj = root


def _name_variables(command: click.Command) -> None:
    """Name the environment variable of each option after the command and the long name of the option."""
    for option in command.params:
        if isinstance(option, click.Option) and option.envvar is None:
            long_name = max(option.opts, key=len).lstrip("-")
            option.envvar = f"REPORTQA_{command.name}_{long_name}".upper().replace("-", "_")


for _command in (
    builds.index,
    answers.ask,
    briefings.cite,
    briefings.styles,
    briefings.bibliography,
    briefings.brief,
    citations.record,
    citations.verify,
    answers.documents,
    accounts.audit,
    accounts.inspect,
    measures.evaluate,
    measures.calibrate,
    server.serve,
    builds.status,
    builds.rollback,
    builds.verify_index,
):
    _name_variables(_command)
    main.add_command(_command)
