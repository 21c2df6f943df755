"""The database of the state: connections, transactions and its schema."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from reportqa.errors import InputError, StateUnavailable
from reportqa.settings import Settings
from reportqa.state.files import STATE_FILE
from reportqa.state.schema import downgrade_schema, revision_of, upgrade_schema

BUSY_SECONDS = 10
"""How long a connection to SQLite waits for the writes of others."""
_WRITES = "reportqa_writes"


class StateDatabase:
    """A database whose schema is current; safe to use from several threads and processes.

    A SQLite file is created and upgraded when it is opened; a PostgreSQL database is upgraded by
    `reportqa state upgrade`.
    :raises InputError: for a URL of another database.
    :raises StateUnavailable: when it cannot be reached, or its schema is not the one of this version.
    """

    def __init__(self, url: str) -> None:
        self.engine = engine_of(url)
        with ExitStack() as on_error:
            on_error.callback(self.close)
            if self.engine.dialect.name == "sqlite":
                change_schema(self.engine)
            else:
                self._check_schema()
            on_error.pop_all()

    @classmethod
    def open(cls, settings: Settings) -> "StateDatabase":
        """Open the database of the settings, by default a file in the index folder."""
        return cls(state_url(settings))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session for a transaction that only reads.

        :raises StateUnavailable: when the database cannot be reached.
        """
        with _reached(), Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session that is committed at the end, or rolled back after an error.

        :raises StateUnavailable: when the database cannot be reached.
        """
        with _reached(), Session(self.engine.execution_options(**{_WRITES: True})) as session, session.begin():
            yield session

    def _check_schema(self) -> None:
        """Check that the schema is the one of this version.

        :raises StateUnavailable: when it is not.
        """
        with _reached(), self.engine.connect() as connection:
            revision, newest = revision_of(connection)
        if revision != newest:
            raise StateUnavailable(
                f"The state database has the schema {revision or 'of none'}, but this version of reportqa needs"
                f' {newest}. Run "reportqa state upgrade" or install the version that it was made with.'
            )

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def change_schema(engine: Engine, revision: str = "head", *, up: bool = True) -> str:
    """Upgrade or downgrade the schema in one transaction, when no other process does; return its revision.

    :raises InputError: for an unknown revision.
    :raises StateUnavailable: when the database cannot be reached, or a newer version of reportqa has made it.
    """
    path = engine.url.database
    alone = FileLock(f"{path}.lock") if engine.dialect.name == "sqlite" else nullcontext()
    with _reached(), alone, engine.execution_options(**{_WRITES: True}).begin() as connection:
        return upgrade_schema(connection, revision) if up else downgrade_schema(connection, revision)


def migrate(settings: Settings, revision: str = "head", *, up: bool = True) -> str:
    """Upgrade or downgrade the database of the settings; return the revision of its schema.

    :raises InputError: for an unknown revision.
    :raises StateUnavailable: when the database cannot be reached, or a newer version of reportqa has made it.
    """
    engine = engine_of(state_url(settings))
    try:
        return change_schema(engine, revision, up=up)
    finally:
        engine.dispose()


def state_url(settings: Settings) -> str:
    """Return the URL of the database of the settings."""
    return settings.state_url or f"sqlite:///{settings.index_dir.absolute() / STATE_FILE}"


def engine_of(url: str) -> Engine:
    """Return the connections of a URL.

    :raises InputError: for a URL of another database.
    :raises StateUnavailable: when a SQLite file cannot be created.
    """
    parsed = parsed_url(url)
    if parsed.get_backend_name() == "postgresql":
        # A connection that a restart of the database has closed is replaced before it is used.
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    _create_file(Path(parsed.database or ""))
    engine = create_engine(parsed.set(drivername="sqlite"), connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def parsed_url(url: str) -> URL:
    """Return a URL in parts.

    :raises InputError: when it is of another database, or names none.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    backends = {"sqlite", "postgresql"}
    if parsed is None or parsed.get_backend_name() not in backends or not parsed.database:
        raise InputError(
            "REPORTQA_STATE_URL is not the address of a database. Set it to sqlite:////FOLDER/state.db or"
            " postgresql://USER:PASSWORD@HOST/DATABASE, or unset it."
        )
    return parsed


def _create_file(path: Path) -> None:
    """Create an empty file that only its owner can read, unless there is one.

    :raises StateUnavailable: when it cannot be created.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StateUnavailable(
            f"The state database {path} cannot be written ({error.strerror}). Check the folder, or choose another"
            " database with REPORTQA_STATE_URL."
        ) from error


def _prepare_connection(connection: Any, _: object) -> None:
    # SQLAlchemy begins transactions itself, so that changes of the schema are part of them.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", f"busy_timeout={BUSY_SECONDS * 1000}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A transaction that begins as a reader and then writes would fail when another has written meanwhile.
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _reached() -> Iterator[None]:
    """Convert the errors of an unreachable database.

    :raises StateUnavailable: instead of these.
    """
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines() or [""]
        raise StateUnavailable(
            f"The state database cannot be used ({reason[0]}). Check that it runs and that the disk has space, then"
            " try again."
        ) from error
