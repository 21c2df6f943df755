"""What the browsers of a user keep on the server: the tray and the history, each as one JSON text with a version."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from reportqa.errors import Conflict, InputError
from reportqa.state.database import StateDatabase
from reportqa.state.tables import KeptRow
from reportqa.state.users import user_row

MAX_KEPT_BYTES = 1024**2
"""Bytes of one text."""
_STALE = "Another browser has changed it meanwhile. Load it again and repeat the change."


class KeptStore:
    """What users keep in a state database."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def get(self, user: str, kind: str) -> tuple[int, str]:
        """Return version and text; version 0 and an empty text if nothing is kept."""
        with self._database.reading() as session:
            row = session.get(KeptRow, (user_row(session, user).id, kind))
            return (0, "") if row is None else (row.version, row.content)

    def put(self, user: str, kind: str, content: str, version: int) -> int:
        """Replace the text of a version; return the new version.

        :raises Conflict: when there is another version.
        :raises InputError: when the text is too long.
        """
        if len(content.encode()) > MAX_KEPT_BYTES:
            raise InputError(f"The {kind} is larger than {MAX_KEPT_BYTES // 1024**2} MiB. Delete some of it.")
        try:
            with self._database.writing() as session:
                user_id = user_row(session, user).id
                mine = select(KeptRow).where(KeptRow.user_id == user_id, KeptRow.kind == kind)
                row = session.scalar(mine.with_for_update())
                if (row.version if row else 0) != version:
                    raise Conflict(_STALE)
                if row is None:
                    row = KeptRow(user_id=user_id, kind=kind, version=0)
                    session.add(row)
                row.version, row.content, row.changed = version + 1, content, datetime.now(UTC)
        except IntegrityError as error:
            raise Conflict(_STALE) from error
        return version + 1
