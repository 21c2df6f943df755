"""The commands that list, add and change the users of a server."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from reportqa.cli.auditing import note
from reportqa.cli.options import json_option, settings_options
from reportqa.settings import Settings
from reportqa.state import Role, checked_user_name

if TYPE_CHECKING:
    from reportqa.state import UserStore

_ROLE = click.Choice([str(role) for role in Role])
_NAME = click.argument("name")
_INDEX = settings_options("index_dir")


@click.group()
def users() -> None:
    """List, add and change the users of a server.

    A reader asks and reads; a contributor also uploads files and gives feedback; a curator also accepts files, builds
    the index, edits the details of documents and deletes feedback; an admin may do everything and sees every
    collection. Changes take effect at once, also on a running server.
    """


@users.command()
@_NAME
@click.option("--role", type=_ROLE, default="reader", show_default=True, help="What the user may do.")
@click.option("--group", "groups", multiple=True, metavar="GROUP", help="A group of the user; can be repeated.")
@_INDEX
def add(settings: Settings, name: str, role: str, groups: tuple[str, ...]) -> None:
    """Add a user who signs in with a password, which is asked for or read from standard input."""
    with _store(settings, "add-user", name, role) as store:
        made = store.add(name, _new_password(), Role(role), groups)
    click.echo(f'Added "{made.name}", {made.role}.')


@users.command("list")
@json_option("Print one line of JSON per user.")
@_INDEX
def list_users(settings: Settings, as_json: bool) -> None:
    """List all users."""
    from reportqa.cli.output import json_line

    with _store(settings) as store:
        rows = [_row(one) for one in store.all()]
    if as_json:
        for row in rows:
            click.echo(json_line(row))
        return
    for row in rows:
        groups = f"  in {', '.join(row['groups'])}" if row["groups"] else ""
        seen = f"  last seen {row['last_seen'][:16].replace('T', ' ')} UTC" if row["last_seen"] else ""
        click.echo(
            f"{row['name']}  {row['role']}  {row['method']}{groups}{seen}{'  disabled' if row['disabled'] else ''}"
        )
    if not rows:
        click.echo('No users. Add one with "reportqa users add NAME --role admin".', err=True)


@users.command()
@_NAME
@click.argument("role", type=_ROLE)
@_INDEX
def role(settings: Settings, name: str, role: str) -> None:
    """Change the role of a user."""
    with _store(settings, "change-user", name, role) as store:
        made = store.change(name, role=Role(role))
    click.echo(f'"{made.name}" is now {made.role}.')


@users.command("groups")
@_NAME
@click.argument("groups", nargs=-1)
@_INDEX
def set_groups(settings: Settings, name: str, groups: tuple[str, ...]) -> None:
    """Set the groups of a user; without any, they are in none."""
    with _store(settings, "change-user", name, "groups") as store:
        made = store.change(name, groups=groups)
    click.echo(f'"{made.name}" is now in {", ".join(sorted(made.groups)) or "no group"}.')


@users.command()
@_NAME
@_INDEX
def password(settings: Settings, name: str) -> None:
    """Set the password of a user, which is asked for or read from standard input; their sessions end."""
    with _store(settings, "change-user", name, "password") as store:
        store.find(name)
        store.set_password(name, _new_password())
    click.echo("The password is set.")


@users.command()
@_NAME
@_INDEX
def disable(settings: Settings, name: str) -> None:
    """Keep a user out: their sessions end, and their API tokens are revoked."""
    with _store(settings, "change-user", name, "disable") as store:
        click.echo(f'"{store.change(name, disabled=True).name}" is disabled.')


@users.command()
@_NAME
@_INDEX
def enable(settings: Settings, name: str) -> None:
    """Let a disabled user in again."""
    with _store(settings, "change-user", name, "enable") as store:
        click.echo(f'"{store.change(name, disabled=False).name}" is enabled.')


@users.command()
@_NAME
@_INDEX
def remove(settings: Settings, name: str) -> None:
    """Remove a user with their sessions and API tokens."""
    with _store(settings, "remove-user", name) as store:
        store.remove(name)
    click.echo("The user is removed.")


@contextmanager
def _store(
    settings: Settings, action: str | None = None, name: str = "", detail: str | None = None
) -> "Iterator[UserStore]":
    """Yield the users; note what was done to one in the audit log."""
    from reportqa.state import StateDatabase, UserStore

    with closing(StateDatabase.open(settings)) as database:
        yield UserStore(database)
    if action is not None:
        note(settings, action, subject=checked_user_name(name), detail=detail)


def _new_password() -> str:
    """Return a password typed twice at a terminal, or the first line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


def _row(account: Any) -> dict[str, Any]:
    row = asdict(account)
    times = {name: row[name] and row[name].isoformat() for name in ("created", "last_seen")}
    return row | times | {"groups": sorted(account.groups)}
