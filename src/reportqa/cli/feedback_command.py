"""The command that exports feedback."""

from contextlib import closing
from typing import IO

import click

from reportqa.cli.options import settings_options
from reportqa.settings import Settings


@click.group()
def feedback() -> None:
    """Export the feedback of readers on answers."""


@feedback.command()
@click.argument("file", type=click.File("w", encoding="utf-8", lazy=True), default="-")
@settings_options("index_dir")
def export(settings: Settings, file: IO[str]) -> None:
    """Write feedback to FILE, by default to the screen, as questions for "reportqa evaluate" and "calibrate"."""
    from reportqa.cli.output import json_line
    from reportqa.state import OpenedState

    count = 0
    with closing(OpenedState(settings)) as state:
        for row in state.feedback().rows() if state.exists else ():
            click.echo(json_line(row), file=file)
            count += 1
    click.echo(f"{count:,} {'question' if count == 1 else 'questions'} with feedback.", err=True)
