"""The tables of the state."""

from datetime import UTC, datetime

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from reportqa.state.identity import Role, User


class UtcDateTime(TypeDecorator[datetime]):
    """A time in UTC, stored without time zone, the same on SQLite and PostgreSQL."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002, SQLAlchemy's
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002, SQLAlchemy's
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The base of all tables; its names of constraints are the same on all databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, list[str]: JSON}  # noqa: RUF012, SQLAlchemy's


class UserRow(Base):
    """A user; `method` is how they sign in: local, oidc or proxy. Only local users have a password.

    `subject` identifies a user of oidc, whose name may change.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    method: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    subject: Mapped[str | None] = mapped_column(String(64), index=True)
    role: Mapped[str] = mapped_column(String(16))
    groups: Mapped[list[str]]
    disabled: Mapped[bool]
    created: Mapped[datetime]
    last_seen: Mapped[datetime | None]

    def as_user(self, least: Role | None = None) -> User:
        """Return the user, with a lower role if `least` is lower than theirs."""
        role = Role(self.role)
        limited = least if least is not None and role.includes(least) else role
        return User(self.name, limited, frozenset(self.groups), sees_all=role is Role.ADMIN)


class SessionRow(Base):
    """A browser that is signed in; only the hash of its cookie is stored."""

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(64))
    agent: Mapped[str] = mapped_column(String(200))
    created: Mapped[datetime]
    last_seen: Mapped[datetime]
    expires: Mapped[datetime] = mapped_column(index=True)
    user: Mapped[UserRow] = relationship(lazy="joined", innerjoin=True)


class TokenRow(Base):
    """An API token; only its hash is stored. `role` is the highest that it has."""

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    created: Mapped[datetime]
    last_used: Mapped[datetime | None]
    expires: Mapped[datetime] = mapped_column(index=True)
    user: Mapped[UserRow] = relationship(lazy="joined", innerjoin=True)


class GrantRow(Base):
    """A group that may see a collection; the name of the collection is folded."""

    __tablename__ = "grants"

    collection: Mapped[str] = mapped_column(String(200), primary_key=True)
    group_name: Mapped[str] = mapped_column(String(200), primary_key=True)


class AttemptRow(Base):
    """An attempt to sign in that has not succeeded, with the hash of the name."""

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class FeedbackRow(Base):
    """The last feedback of a user on a question; `content` is its line of a question set, in ASCII."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    row_id: Mapped[str] = mapped_column(String(16), unique=True)
    user_name: Mapped[str] = mapped_column(String(200), index=True)
    content: Mapped[str] = mapped_column(Text)


class KeptRow(Base):
    """The tray or the history of a user, as JSON in ASCII."""

    __tablename__ = "kept"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    version: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    changed: Mapped[datetime]
