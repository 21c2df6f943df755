"""Users, sessions, tokens, grants, and what users keep, in one database: SQLite by default, PostgreSQL by URL.

Names that need SQLAlchemy are imported at their first use: a server without sign-in needs no database.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from reportqa.state.feedback_row import MAX_PLACES, Feedback
from reportqa.state.files import FEEDBACK_FILE, STATE_FILE
from reportqa.state.identity import MAX_USER_NAME, Role, User, checked_groups, checked_user_name
from reportqa.state.opened_state import OpenedState

if TYPE_CHECKING:
    from reportqa.state.database import StateDatabase, migrate, parsed_url
    from reportqa.state.feedback import FeedbackStore
    from reportqa.state.grants import GrantStore
    from reportqa.state.kept import MAX_KEPT_BYTES, KeptStore
    from reportqa.state.passwords import MIN_PASSWORD
    from reportqa.state.secrets import derived, new_secret
    from reportqa.state.sessions import SESSION_HOURS, SessionStore
    from reportqa.state.throttle import Throttle
    from reportqa.state.tokens import MAX_TOKEN_DAYS, MAX_TOKEN_NAME, TOKEN_DAYS, TokenStore
    from reportqa.state.users import UserStore

_SOURCES = {
    "FeedbackStore": "feedback",
    "GrantStore": "grants",
    "KeptStore": "kept",
    "MAX_KEPT_BYTES": "kept",
    "MAX_TOKEN_DAYS": "tokens",
    "MAX_TOKEN_NAME": "tokens",
    "MIN_PASSWORD": "passwords",
    "SESSION_HOURS": "sessions",
    "SessionStore": "sessions",
    "StateDatabase": "database",
    "TOKEN_DAYS": "tokens",
    "Throttle": "throttle",
    "TokenStore": "tokens",
    "UserStore": "users",
    "derived": "secrets",
    "migrate": "database",
    "new_secret": "secrets",
    "parsed_url": "database",
}

__all__ = [
    "FEEDBACK_FILE",
    "MAX_KEPT_BYTES",
    "MAX_PLACES",
    "MAX_TOKEN_DAYS",
    "MAX_TOKEN_NAME",
    "MAX_USER_NAME",
    "MIN_PASSWORD",
    "SESSION_HOURS",
    "STATE_FILE",
    "TOKEN_DAYS",
    "Feedback",
    "FeedbackStore",
    "GrantStore",
    "KeptStore",
    "OpenedState",
    "Role",
    "SessionStore",
    "StateDatabase",
    "Throttle",
    "TokenStore",
    "User",
    "UserStore",
    "checked_groups",
    "checked_user_name",
    "derived",
    "migrate",
    "new_secret",
    "parsed_url",
]


def __getattr__(name: str) -> Any:
    if name in _SOURCES:
        return getattr(import_module(f"reportqa.state.{_SOURCES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
