"""The commands that change the schema of the state database."""

import click

from reportqa.cli.options import settings_options
from reportqa.settings import Settings


@click.group()
def state() -> None:
    """Upgrade or downgrade the database of users and sessions.

    A SQLite file is upgraded when a new version of reportqa opens it. A PostgreSQL database, whose address is in
    REPORTQA_STATE_URL, is upgraded by "reportqa state upgrade". Make a backup first.
    """


@state.command()
@settings_options("index_dir")
def upgrade(settings: Settings) -> None:
    """Create the tables, or upgrade them to this version."""
    _change(settings, "head", up=True)


@state.command()
@click.argument("revision")
@settings_options("index_dir")
def downgrade(settings: Settings, revision: str) -> None:
    """Return to the schema of an older version, such as 0001; what only newer tables hold is lost."""
    _change(settings, revision, up=False)


def _change(settings: Settings, revision: str, *, up: bool) -> None:
    from reportqa.state import migrate

    click.echo(f"The schema of the state database is {migrate(settings, revision, up=up)}.")
