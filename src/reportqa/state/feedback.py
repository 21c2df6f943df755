"""The store of feedback on answers."""

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from reportqa.answer import Citation
from reportqa.errors import InputError
from reportqa.state.database import StateDatabase
from reportqa.state.feedback_row import Feedback, feedback_row, question_id
from reportqa.state.tables import FeedbackRow

BACKUP_ENDING = ".imported"
_BATCH = 500
_log = logging.getLogger(__name__)


class FeedbackStore:
    """The feedback in a state database: one row for each question of a user, with the last feedback on it.

    `by` is the name of the user, "" where nobody signs in.
    """

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def rows(self, by: str | None = None) -> Iterator[Feedback]:
        """Yield all rows, or those of a user, in the order of the first feedback on each question, in batches."""
        last = 0
        while True:
            chosen = select(FeedbackRow).where(FeedbackRow.id > last).order_by(FeedbackRow.id).limit(_BATCH)
            with self._database.reading() as session:
                found = session.scalars(_of(chosen, by)).all()
            if not found:
                return
            last = found[-1].id
            yield from (json.loads(one.content) for one in found)

    def page(self, number: int, size: int, by: str | None = None) -> tuple[list[Feedback], int]:
        """Return a page of the rows, counted from 1, newest questions first; and how many rows there are."""
        chosen = select(FeedbackRow).order_by(FeedbackRow.id.desc()).limit(size).offset((number - 1) * size)
        with self._database.reading() as session:
            count = session.scalar(_of(select(func.count()).select_from(FeedbackRow), by)) or 0
            found = session.scalars(_of(chosen, by)).all()
        return [json.loads(one.content) for one in found], count

    def find(self, question: str, by: str = "") -> Feedback | None:
        """Return the feedback of a user on a question; None if there is none."""
        with self._database.reading() as session:
            found = session.scalar(select(FeedbackRow).where(FeedbackRow.row_id == question_id(question, by)))
        return json.loads(found.content) if found else None

    def add(
        self, question: str, answers: Sequence[Citation] = (), wrong: Sequence[Citation] = (), *, by: str = ""
    ) -> Feedback:
        """Record what answers a question, or that these quotes do not; without either, that no document answers it.

        The quotes that answer are added to a row that says what is wrong.

        :raises QuestionTooLong: when the question has too many characters.
        :raises InputError: when there are too many citations, or a quote is too long.
        """
        row = feedback_row(question, answers, wrong, by)
        # Another process may insert the row between the look and the insertion.
        with suppress(IntegrityError):
            return self._write(row, keeps_wrong=bool(answers))
        return self._write(row, keeps_wrong=bool(answers))

    def delete(self, row_id: str | None = None, by: str | None = None) -> int:
        """Delete the feedback on one question, or all of it; of a user only, if one is given. Return how many rows."""
        chosen = _of(delete(FeedbackRow), by)
        with self._database.writing() as session:
            deleted: Any = session.execute(chosen if row_id is None else chosen.where(FeedbackRow.row_id == row_id))
            return int(deleted.rowcount)

    def take_in(self, path: Path) -> None:
        """Read a file of feedback, if it is there, into the database, and rename it; what the database has stays.

        :raises InputError: when the file cannot be read or renamed; nothing is changed then.
        """
        if not path.exists():
            return
        try:
            with FileLock(path.with_suffix(".lock")):
                if not path.exists():
                    return
                rows = [json.loads(line) for line in path.read_bytes().split(b"\n") if line]
                with self._database.writing() as session:
                    known = set(session.scalars(select(FeedbackRow.row_id)))
                    session.add_all(_stored(row) for row in rows if row["id"] not in known)
                backup = path.with_name(f"{path.name}{BACKUP_ENDING}")
                path.rename(backup)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise InputError(f"{path} cannot be read. Repair it or move it away.") from error
        _log.warning("Read %s into the state database, %d questions. The file is kept as %s.", path, len(rows), backup)

    def _write(self, row: Feedback, *, keeps_wrong: bool) -> Feedback:
        with self._database.writing() as session:
            found = session.scalar(select(FeedbackRow).where(FeedbackRow.row_id == row["id"]).with_for_update())
            if found is None:
                session.add(_stored(row))
                return row
            if keeps_wrong and (wrong := json.loads(found.content).get("wrong")):
                row["wrong"] = wrong
            found.content = json.dumps(row)
            return row


def _of(statement: Any, by: str | None) -> Any:
    return statement if by is None else statement.where(FeedbackRow.user_name == by)


def _stored(row: Feedback) -> FeedbackRow:
    return FeedbackRow(row_id=row["id"], user_name=row.get("by", ""), content=json.dumps(row))
