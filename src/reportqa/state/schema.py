"""The schema of the state database: migrations up and down."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from reportqa.errors import InputError, StateUnavailable


def known_revisions() -> list[str]:
    """Return the revisions of this version, oldest first."""
    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def revision_of(connection: Connection) -> tuple[str | None, str]:
    """Return the revision of the schema of a database, None for an empty one, and the newest of this version."""
    return MigrationContext.configure(connection).get_current_revision(), known_revisions()[-1]


def upgrade_schema(connection: Connection, revision: str = "head") -> str:
    """Upgrade a database in the transaction of a connection; return its revision.

    :raises InputError: for an unknown revision.
    :raises StateUnavailable: when a newer version of reportqa has made the database.
    """
    return _migrate(connection, revision, up=True)


def downgrade_schema(connection: Connection, revision: str) -> str:
    """Downgrade a database; "base" removes all tables. What only newer tables hold is lost."""
    return _migrate(connection, revision, up=False)


def _migrate(connection: Connection, revision: str, *, up: bool) -> str:
    config, known = _config(), known_revisions()
    config.attributes["connection"] = connection
    before, newest = revision_of(connection)
    if before is not None and before not in known:
        raise StateUnavailable(
            f"A newer version of reportqa has made the state database (schema {before}; this version knows {newest})."
            " Install that version."
        )
    try:
        (command.upgrade if up else command.downgrade)(config, revision)
    except CommandError as error:
        raise InputError(f'There is no schema "{revision}" to change to. Known: {", ".join(known)}.') from error
    return revision_of(connection)[0] or "base"


def _config() -> Config:
    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    return config
