"""Sessions of browsers that are signed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from reportqa.errors import AccessDenied
from reportqa.state.database import StateDatabase
from reportqa.state.identity import Role, User
from reportqa.state.secrets import new_secret, secret_hash
from reportqa.state.tables import SessionRow
from reportqa.state.users import SEEN_SECONDS, signed_in_row, user_row

SESSION_HOURS = 12
MAX_SESSIONS = 50
"""Sessions of one user; with another one, the oldest ends."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session as its user sees it."""

    session_id: int
    address: str
    agent: str
    created: datetime
    last_seen: datetime
    expires: datetime


class SessionStore:
    """The sessions of a state database."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def start(
        self,
        name: str,
        groups: Iterable[str] | None,
        role: Role | None,
        method: str,
        *,
        subject: str | None = None,
        address: str = "",
        agent: str = "",
    ) -> str:
        """Sign a user in and return the secret of the session. A user who is not local is added if new.

        :param subject: what identifies the person at the service that signs them in, where names may change
        :raises InputError: when the name is invalid or belongs to a user with another way to sign in.
        :raises AccessDenied: when the user is disabled, or the name belongs to another subject.
        """
        now, secret = datetime.now(UTC), new_secret()
        with self._database.writing() as session:
            session.execute(delete(SessionRow).where(SessionRow.expires <= now))
            user = signed_in_row(session, name, method, role, groups, subject)
            if user.disabled:
                raise AccessDenied(f'The user "{user.name}" is disabled. Ask the administrator.')
            older = select(SessionRow.id).where(SessionRow.user_id == user.id).order_by(SessionRow.id.desc())
            for row_id in session.scalars(older.offset(MAX_SESSIONS - 1)).all():
                session.execute(delete(SessionRow).where(SessionRow.id == row_id))
            session.add(
                SessionRow(
                    secret_hash=secret_hash(secret),
                    user_id=user.id,
                    address=address[:64],
                    agent="".join(filter(str.isprintable, agent))[:200],
                    created=now,
                    last_seen=now,
                    expires=now + timedelta(hours=SESSION_HOURS),
                )
            )
        return secret

    def user_of(self, secret: str) -> User | None:
        """Return the user of a session, None if it has ended or the user is disabled."""
        now = datetime.now(UTC)
        with self._database.reading() as session:
            row = session.scalar(select(SessionRow).where(SessionRow.secret_hash == secret_hash(secret)))
            if row is None or row.expires <= now or row.user.disabled:
                return None
            user, row_id, seen = row.user.as_user(), row.id, row.last_seen
        if now - seen > timedelta(seconds=SEEN_SECONDS):
            with self._database.writing() as session:
                if (used := session.get(SessionRow, row_id)) is not None:
                    used.last_seen = used.user.last_seen = now
        return user

    def of_user(self, name: str) -> list[SignedIn]:
        """Return the sessions of a user, newest first."""
        with self._database.reading() as session:
            mine = select(SessionRow).where(SessionRow.user_id == user_row(session, name).id)
            rows = session.scalars(mine.where(SessionRow.expires > datetime.now(UTC)).order_by(SessionRow.id.desc()))
            return [SignedIn(r.id, r.address, r.agent, r.created, r.last_seen, r.expires) for r in rows]

    def id_of(self, secret: str) -> int | None:
        """Return the id of the session with a secret."""
        with self._database.reading() as session:
            return session.scalar(select(SessionRow.id).where(SessionRow.secret_hash == secret_hash(secret)))

    def end(self, secret: str) -> None:
        """End the session with a secret."""
        with self._database.writing() as session:
            session.execute(delete(SessionRow).where(SessionRow.secret_hash == secret_hash(secret)))

    def revoke(self, name: str, session_id: int | None = None) -> None:
        """End a session of a user, or all."""
        with self._database.writing() as session:
            ended = delete(SessionRow).where(SessionRow.user_id == user_row(session, name).id)
            session.execute(ended if session_id is None else ended.where(SessionRow.id == session_id))
