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
    from reportqa.state.sessions import SessionStore, SignedIn
    from reportqa.state.throttle import Throttle
    from reportqa.state.tokens import TokenStore
    from reportqa.state.users import UserStore

_SOURCES = {
    "FeedbackStore": "feedback",
    "GrantStore": "grants",
    "SessionStore": "sessions",
    "SignedIn": "sessions",
    "StateDatabase": "database",
    "Throttle": "throttle",
    "TokenStore": "tokens",
    "UserStore": "users",
    "migrate": "database",
    "parsed_url": "database",
}

__all__ = [
    "FEEDBACK_FILE",
    "MAX_PLACES",
    "MAX_USER_NAME",
    "STATE_FILE",
    "Feedback",
    "FeedbackStore",
    "GrantStore",
    "OpenedState",
    "Role",
    "SessionStore",
    "SignedIn",
    "StateDatabase",
    "Throttle",
    "TokenStore",
    "User",
    "UserStore",
    "checked_groups",
    "checked_user_name",
    "migrate",
    "parsed_url",
]


def __getattr__(name: str) -> Any:
    if name in _SOURCES:
        return getattr(import_module(f"reportqa.state.{_SOURCES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
