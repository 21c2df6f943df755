"""Options for users whom a proxy or a sign-in service signs in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from reportqa.cli.options import FilterValue
from reportqa.state import Role

_OPTIONS = (
    click.option(
        "--trust-proxy", multiple=True, metavar="CIDR",
        help="Address or range of a reverse proxy whose headers are believed: the client's address and scheme; can be"
        " repeated.",
    ),
    click.option("--user-header", metavar="NAME", help="Header in which the trusted proxy names the user."),
    click.option("--groups-header", metavar="NAME", help="Header in which the trusted proxy names the user's groups."),
    click.option(
        "--groups-separator", default=",", show_default=True, metavar="CHARACTER",
        help="Character between two groups in that header.",
    ),
    click.option(
        "--group-role", "group_roles", type=FilterValue(), multiple=True, metavar="GROUP=ROLE",
        help="Role of the users in a group of the proxy or the sign-in service; can be repeated, the highest counts.",
    ),
    click.option(
        "--other-role", type=click.Choice([str(role) for role in Role]),
        help="Role of their users in none of these groups.  [default: they may not sign in]",
    ),
)  # fmt: skip
_NAMES = ("trust_proxy", "user_header", "groups_header", "groups_separator", "group_roles", "other_role")


def outside_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, which gets them, and the settings of OpenID Connect, as one argument, `others`."""

    @wraps(command)
    def configured(*args: Any, **given: Any) -> Any:
        from reportqa.server import Outside

        others = Outside.parse(**{name: given.pop(name) for name in _NAMES})
        return command(*args, others=others, **given)

    for option in reversed(_OPTIONS):
        option(configured)
    return configured
