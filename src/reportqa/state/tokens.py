"""API tokens of users."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select

from reportqa.errors import AccessDenied, InputError
from reportqa.state.database import StateDatabase
from reportqa.state.identity import Role, User
from reportqa.state.secrets import new_secret, secret_hash
from reportqa.state.tables import TokenRow
from reportqa.state.users import user_row

TOKEN_PREFIX = "reportqa_"  # noqa: S105, it tells programs that search for secrets what a token is
MAX_TOKENS = 50
"""Tokens of one user."""
MAX_TOKEN_NAME = 100
MAX_TOKEN_DAYS = 366
TOKEN_DAYS = 90
USED_SECONDS = 60
"""How often it is noted that a token is in use."""


@dataclass(frozen=True, slots=True)
class Token:
    """An API token as its user sees it."""

    token_id: int
    user: str
    name: str
    role: Role
    created: datetime
    last_used: datetime | None
    expires: datetime


class TokenStore:
    """The API tokens of a state database."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def add(self, user: str, name: str, role: Role = Role.READER, days: int = TOKEN_DAYS) -> str:
        """Add a token and return its secret, which is not stored.

        :param role: what the token may do at most, whatever its user may.
        :raises InputError: for an invalid name or number of days, or beyond the limit of tokens.
        :raises AccessDenied: when the user has a lower role, or is disabled.
        """
        name = " ".join(name.split())
        if not name or len(name) > MAX_TOKEN_NAME or not name.isprintable():
            raise InputError(f"The name of a token has 1 to {MAX_TOKEN_NAME} characters. Choose another name.")
        if not 1 <= days <= MAX_TOKEN_DAYS:
            raise InputError(f"A token is valid for 1 to {MAX_TOKEN_DAYS} days. Choose another number.")
        now, secret = datetime.now(UTC), TOKEN_PREFIX + new_secret()
        with self._database.writing() as session:
            owner = user_row(session, user)
            if owner.disabled or not Role(owner.role).includes(role):
                raise AccessDenied(f'"{owner.name}" may not do what the role {role} may. Choose a lower role.')
            session.execute(delete(TokenRow).where(TokenRow.expires <= now))
            mine = select(func.count()).select_from(TokenRow).where(TokenRow.user_id == owner.id)
            if (session.scalar(mine) or 0) >= MAX_TOKENS:
                raise InputError(f"A user has up to {MAX_TOKENS} tokens. Revoke one first.")
            session.add(
                TokenRow(
                    secret_hash=secret_hash(secret),
                    user_id=owner.id,
                    name=name,
                    role=role,
                    created=now,
                    last_used=None,
                    expires=now + timedelta(days=days),
                )
            )
        return secret

    def user_of(self, secret: str) -> User | None:
        """Return the user of a token with the token's role, None if it is invalid or the user is disabled."""
        now = datetime.now(UTC)
        with self._database.reading() as session:
            row = session.scalar(select(TokenRow).where(TokenRow.secret_hash == secret_hash(secret)))
            if row is None or row.expires <= now or row.user.disabled:
                return None
            user, row_id, used = row.user.as_user(Role(row.role)), row.id, row.last_used
        if used is None or now - used > timedelta(seconds=USED_SECONDS):
            with self._database.writing() as session:
                if (found := session.get(TokenRow, row_id)) is not None:
                    found.last_used = found.user.last_seen = now
        return user

    def all(self, user: str | None = None) -> list[Token]:
        """Return the tokens of a user, or of all users, newest first."""
        with self._database.reading() as session:
            found = select(TokenRow).where(TokenRow.expires > datetime.now(UTC)).order_by(TokenRow.id.desc())
            if user is not None:
                found = found.where(TokenRow.user_id == user_row(session, user).id)
            return [
                Token(r.id, r.user.name, r.name, Role(r.role), r.created, r.last_used, r.expires)
                for r in session.scalars(found)
            ]

    def revoke(self, token_id: int, user: str | None = None) -> None:
        """Revoke a token, if it is one of the user.

        :raises InputError: when there is no such token.
        """
        with self._database.writing() as session:
            row = session.get(TokenRow, token_id)
            if row is None or (user is not None and row.user_id != user_row(session, user).id):
                raise InputError(f"There is no token {token_id}. It may have expired or been revoked.")
            session.delete(row)
