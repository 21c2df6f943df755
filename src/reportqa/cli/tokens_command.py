"""The commands that list, add and revoke API tokens."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from reportqa.cli.auditing import note
from reportqa.cli.options import json_option, settings_options
from reportqa.settings import Settings
from reportqa.state import Role, checked_user_name

if TYPE_CHECKING:
    from reportqa.state import TokenStore


@click.group()
def tokens() -> None:
    """List, add and revoke API tokens, which programs use.

    A program sends its token as "Authorization: Bearer TOKEN" and acts as the token's user, with at most the token's
    role.
    """


@tokens.command()
@click.argument("user")
@click.argument("name")
@click.option(
    "--role", type=click.Choice([str(role) for role in Role]), default="reader", show_default=True,
    help="The highest role that the token has.",
)  # fmt: skip
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="Days until it expires.")
@settings_options("index_dir")
def add(settings: Settings, user: str, name: str, role: str, days: int) -> None:
    """Add a token of a user, with a NAME that says what it is for; print it once."""
    with _store(settings) as store:
        click.echo(store.add(user, name, Role(role), days))
    note(settings, "add-token", subject=checked_user_name(user), detail=name)


@tokens.command("list")
@click.option("--user", metavar="USER", help="Only the tokens of a user.")
@json_option("Print one line of JSON per token.")
@settings_options("index_dir")
def list_tokens(settings: Settings, user: str | None, as_json: bool) -> None:
    """List the tokens that are valid."""
    from reportqa.cli.output import json_line

    with _store(settings) as store:
        found = store.all(user)
    for one in found:
        times = {name: at and at.isoformat() for name, at in asdict(one).items() if name in _TIMES}
        used = f"last used {one.last_used:%Y-%m-%d}" if one.last_used else "never used"
        line = f"{one.token_id}  {one.user}  {one.name}  {one.role}  expires {one.expires:%Y-%m-%d}  {used}"
        click.echo(json_line(asdict(one) | times) if as_json else line)


@tokens.command()
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
@settings_options("index_dir")
def revoke(settings: Settings, number: int) -> None:
    """Revoke a token by its number in the list."""
    with _store(settings) as store:
        store.revoke(number)
    note(settings, "revoke-token", detail=str(number))
    click.echo("The token is revoked.")


_TIMES = {"created", "last_used", "expires"}


@contextmanager
def _store(settings: Settings) -> "Iterator[TokenStore]":
    from reportqa.state import StateDatabase, TokenStore

    with closing(StateDatabase.open(settings)) as database:
        yield TokenStore(database)
