"""The commands that export and delete feedback."""

from contextlib import closing
from typing import IO

import click

from reportqa.cli.auditing import note
from reportqa.cli.options import settings_options
from reportqa.settings import Settings

_USER = click.option("--user", metavar="NAME", help="Only of this user.")


@click.group()
def feedback() -> None:
    """Export or delete the feedback of readers on answers."""


@feedback.command()
@click.argument("file", type=click.File("w", encoding="utf-8", lazy=True), default="-")
@_USER
@settings_options("index_dir")
def export(settings: Settings, file: IO[str], user: str | None) -> None:
    """Write feedback to FILE, by default to the screen, as questions for "reportqa evaluate" and "calibrate"."""
    from reportqa.cli.output import json_line
    from reportqa.state import OpenedState

    by, count = _stored_name(user), 0
    with closing(OpenedState(settings)) as state:
        for row in state.feedback().rows(by) if state.exists else ():
            click.echo(json_line(row), file=file)
            count += 1
    note(settings, "export-feedback", subject=by)
    click.echo(f"{_counted(count)}.", err=True)


@feedback.command()
@_USER
@click.option("--all", "of_all", is_flag=True, help="Of all users.")
@settings_options("index_dir")
def delete(settings: Settings, user: str | None, of_all: bool) -> None:
    """Delete the feedback of a user, or of all. Export it first to keep it."""
    from reportqa.state import OpenedState

    if (user is None) != of_all:
        raise click.UsageError("Name a user with --user, or use --all.")
    by = _stored_name(user)
    with closing(OpenedState(settings)) as state:
        count = state.feedback().delete(by=by) if state.exists else 0
    note(settings, "delete-feedback", subject=by)
    click.echo(f"Deleted: {_counted(count)}.", err=True)


def _stored_name(user: str | None) -> str | None:
    """Return the name of a user as it is stored.

    :raises InputError: when it cannot be a name.
    """
    from reportqa.state import checked_user_name

    return None if user is None else checked_user_name(user)


def _counted(count: int) -> str:
    return f"{count:,} {'question' if count == 1 else 'questions'} with feedback"
