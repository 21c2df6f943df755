"""The user of a request, and the database of users."""

from typing import TYPE_CHECKING

from flask import Flask, current_app, g, has_request_context

from reportqa.errors import SignInRequired
from reportqa.server.observability.exchange import current_exchange
from reportqa.settings import Settings
from reportqa.state import Role, User

if TYPE_CHECKING:
    from reportqa.state import StateDatabase

STATE = "reportqa.state"
LOCAL_USER = User("local", Role.ADMIN, sees_all=True)
"""The one user of a server without sign-in."""


def init_app(app: Flask, settings: Settings) -> None:
    """Open the database of users; until then an application has one user who may do everything."""
    from reportqa.state import StateDatabase

    app.extensions[STATE] = StateDatabase.open(settings)


def signs_in() -> bool:
    """Return whether users sign in to the application."""
    return STATE in current_app.extensions


def state_database() -> "StateDatabase":
    """Return the database of users."""
    database: StateDatabase = current_app.extensions[STATE]
    return database


def current_user() -> User:
    """Return the user of the request, or the local user when nobody signs in.

    :raises SignInRequired: when the request has no user.
    """
    if not signs_in():
        return LOCAL_USER
    if (user := user_or_none()) is None:
        raise SignInRequired("Sign in to see this.")
    return user


def user_or_none() -> User | None:
    """Return the user who is signed in; None if there is none, or nobody signs in."""
    return g.get("user") if has_request_context() else None


def set_user(user: User | None) -> None:
    """Set the user of the request."""
    g.user = user
    if user is not None and (exchange := current_exchange()) is not None:
        exchange.user = user.name
