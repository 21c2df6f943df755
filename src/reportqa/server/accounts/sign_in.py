"""Signing in and out: the session of a request."""

from collections.abc import Iterable

from flask import request

from reportqa.server.accounts.client import client_address
from reportqa.server.accounts.cookies import SESSION, read_cookie, set_cookie
from reportqa.server.accounts.current_user import set_user, state_database
from reportqa.state import Role, User


def start_session(
    name: str, groups: Iterable[str] | None, role: Role | None, method: str, subject: str | None = None
) -> None:
    """Sign a user in: the response of this request sets the cookie of the session.

    :param groups: their groups, None to keep those that are stored; a local user keeps them in any case.
    :param role: their role, None to keep the one that is stored, reader for a new user.
    :param method: local, oidc or proxy. A name belongs to one of them.
    :param subject: what identifies the person at the service that signs them in, where names may change.
    :raises InputError: when the name is invalid or belongs to another method.
    :raises AccessDenied: when the user is disabled, or the name belongs to another subject.
    """
    from reportqa.state import SESSION_HOURS, SessionStore

    sessions = SessionStore(state_database())
    if before := read_cookie(SESSION):
        sessions.end(before)
    agent = request.headers.get("User-Agent", "")
    secret = sessions.start(
        name, groups, role, method, subject=subject, address=client_address(), agent=agent
    )  # fmt: skip
    set_cookie(SESSION, secret, SESSION_HOURS)
    set_user(sessions.user_of(secret))


def end_session() -> None:
    """Sign the user of the request out."""
    from reportqa.state import SessionStore

    SessionStore(state_database()).end(read_cookie(SESSION))
    set_cookie(SESSION, "", 0)
    set_user(None)


def user_of_session() -> User | None:
    """Return the user of the session of the request."""
    from reportqa.state import SessionStore

    secret = read_cookie(SESSION)
    return SessionStore(state_database()).user_of(secret) if secret else None


def user_of_token() -> User | None:
    """Return the user of the API token of the request."""
    from reportqa.state import TokenStore

    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return TokenStore(state_database()).user_of(secret.strip()) if scheme.lower() == "bearer" else None


def has_token() -> bool:
    """Return whether the request has an API token, valid or not."""
    return request.headers.get("Authorization", "").lower().startswith("bearer ")
