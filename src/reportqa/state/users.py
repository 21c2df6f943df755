"""The users of a server."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reportqa.errors import AccessDenied, Conflict, InputError
from reportqa.state.database import StateDatabase
from reportqa.state.identity import Role, User, checked_groups, checked_user_name
from reportqa.state.passwords import hash_password, is_password
from reportqa.state.tables import SessionRow, TokenRow, UserRow

LOCAL = "local"
SEEN_SECONDS = 60
"""How often it is noted that a user or a session is in use."""


@dataclass(frozen=True, slots=True)
class Account:
    """A user as the administrator sees them; `method`: local, oidc or proxy."""

    name: str
    method: str
    role: Role
    groups: frozenset[str]
    disabled: bool
    created: datetime
    last_seen: datetime | None


class UserStore:
    """The users of a state database; names are the same in any case."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def all(self) -> list[Account]:
        """Return all users, sorted by name."""
        with self._database.reading() as session:
            return [_account(row) for row in session.scalars(select(UserRow).order_by(UserRow.name))]

    def has_local_user(self) -> bool:
        """Return whether any local user can sign in."""
        able = select(UserRow.id).where(UserRow.method == LOCAL, UserRow.disabled.is_(False))
        with self._database.reading() as session:
            return session.scalar(able.limit(1)) is not None

    def find(self, name: str) -> Account:
        """Return a user.

        :raises InputError: when there is none of that name.
        """
        with self._database.reading() as session:
            return _account(user_row(session, name))

    def add(self, name: str, password: str, role: Role = Role.READER, groups: Iterable[str] = ()) -> Account:
        """Add a local user.

        :raises Conflict: when the name is taken.
        :raises InputError: for an invalid name, password or group.
        """
        row = _new_row(name, LOCAL, role, groups)
        row.password_hash = hash_password(password)
        try:
            with self._database.writing() as session:
                session.add(row)
                session.flush()
                return _account(row)
        except IntegrityError as error:
            raise Conflict(f'There is a user "{row.name}" already. Choose another name.') from error

    def set_password(self, name: str, password: str) -> None:
        """Set the password of a local user; their sessions end.

        :raises InputError: when there is no such user, they sign in elsewhere, or the password is invalid.
        """
        hashed = hash_password(password)
        with self._database.writing() as session:
            row = user_row(session, name)
            if row.method != LOCAL:
                raise InputError(f'"{row.name}" signs in with {row.method}, so they have no password here.')
            row.password_hash = hashed
            session.execute(delete(SessionRow).where(SessionRow.user_id == row.id))

    def change(
        self,
        name: str,
        *,
        role: Role | None = None,
        groups: Sequence[str] | None = None,
        disabled: bool | None = None,
    ) -> Account:
        """Change what a user may do; one who is disabled is signed out, and their tokens are revoked.

        :raises InputError: when there is no such user.
        """
        with self._database.writing() as session:
            row = user_row(session, name)
            if role is not None:
                row.role = role
            if groups is not None:
                row.groups = sorted(checked_groups(groups))
            if disabled is not None:
                row.disabled = disabled
            if disabled:
                for table in (SessionRow, TokenRow):
                    session.execute(delete(table).where(table.user_id == row.id))
            return _account(row)

    def remove(self, name: str) -> None:
        """Remove a user with their sessions and tokens.

        :raises InputError: when there is no such user.
        """
        with self._database.writing() as session:
            session.delete(user_row(session, name))

    def seen(self, name: str, method: str, role: Role, groups: Iterable[str]) -> User:
        """Return the user whom each request names; one who is new is added, one who has changed gets role and groups.

        :raises InputError: when the name is invalid or belongs to a user with another way to sign in.
        :raises AccessDenied: when the user is disabled.
        """
        known, found = checked_user_name(name), sorted(checked_groups(groups))
        recent = datetime.now(UTC) - timedelta(seconds=SEEN_SECONDS)
        with self._database.reading() as session:
            row = session.scalar(select(UserRow).where(UserRow.name == known))
            is_current = row is not None and (row.method, row.role, row.groups) == (method, role, found)
            user = row.as_user() if row is not None and is_current and (row.last_seen or recent) > recent else None
            disabled = row is not None and row.disabled
        if disabled:
            raise AccessDenied(f'The user "{known}" is disabled. Ask the administrator.')
        if user is not None:
            return user
        try:
            with self._database.writing() as session:
                return signed_in_row(session, known, method, role, found).as_user()
        except IntegrityError:
            # Another request of the same new user was faster.
            with self._database.writing() as session:
                return signed_in_row(session, known, method, role, found).as_user()

    def check_password(self, name: str, password: str) -> User | None:
        """Return the local user who has this name and password, None if there is none or they are disabled."""
        try:
            known = checked_user_name(name)
        except InputError:
            known = ""
        with self._database.reading() as session:
            row = session.scalar(select(UserRow).where(UserRow.name == known))
            user, stored = (None, None) if row is None or row.disabled else (row.as_user(), row.password_hash)
        return user if is_password(password, stored) else None


def user_row(session: Session, name: str) -> UserRow:
    """Return the row of a user.

    :raises InputError: when there is none of that name.
    """
    row = session.scalar(select(UserRow).where(UserRow.name == checked_user_name(name)))
    if row is None:
        raise InputError(f'There is no user "{name}". Run "reportqa users list" to list all.')
    return row


def signed_in_row(
    session: Session,
    name: str,
    method: str,
    role: Role | None,
    groups: Iterable[str] | None,
    subject: str | None = None,
) -> UserRow:
    """Return the row of a user who signs in; one who signs in elsewhere is added, or gets the role and groups given.

    A local user keeps role and groups.
    :param subject: what identifies the person elsewhere, where the name may change
    :raises InputError: when the name belongs to a user with another way to sign in, or is invalid.
    :raises AccessDenied: when the name belongs to another person.
    """
    known = checked_user_name(name)
    row = session.scalar(select(UserRow).where(UserRow.name == known))
    if subject is not None and (row is None or row.subject != subject):
        same = session.scalar(select(UserRow).where(UserRow.subject == subject))
        if row is not None and (same is not None or (row.method == method and row.subject is not None)):
            raise AccessDenied(
                f'The user name "{known}" belongs to somebody else. Ask the administrator to remove that user.'
            )
        if same is not None:
            same.name = known
        row = row or same
    if row is None:
        if method == LOCAL:
            raise InputError(f'There is no user "{name}".')
        row = _new_row(known, method, role or Role.READER, groups or ())
        session.add(row)
    elif row.method != method:
        raise InputError(
            f'"{row.name}" is a user who signs in with {row.method}, not {method}. Ask the administrator to remove one.'
        )
    elif method != LOCAL:
        row.role = role or row.role
        row.groups = row.groups if groups is None else sorted(checked_groups(groups))
    row.subject = row.subject or subject
    row.last_seen = datetime.now(UTC)
    session.flush()
    return row


def _new_row(name: str, method: str, role: Role, groups: Iterable[str]) -> UserRow:
    return UserRow(
        name=checked_user_name(name),
        method=method,
        password_hash=None,
        role=role,
        groups=sorted(checked_groups(groups)),
        disabled=False,
        created=datetime.now(UTC),
        last_seen=None,
    )


def _account(row: UserRow) -> Account:
    return Account(
        row.name, row.method, Role(row.role), frozenset(row.groups), row.disabled, row.created, row.last_seen
    )
