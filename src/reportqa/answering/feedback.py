"""Feedback of readers on answers, kept as questions that `reportqa evaluate` and `reportqa calibrate` read."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from filelock import FileLock

from reportqa.answer import Citation
from reportqa.errors import InputError
from reportqa.storage import replace_text
from reportqa.text import fold_case

FEEDBACK_FILE = "judgements.jsonl"
MAX_ROWS = 2_000
MAX_PLACES = 20
"""Quotes in the feedback on one question."""
MAX_QUOTE = 4_000
"""Characters of a quote."""

Row = dict[str, Any]


class FeedbackStore:
    """The feedback file in an index folder: one line for each question, with the last feedback on it.

    Safe to use from several threads and processes.
    """

    def __init__(self, index_dir: Path) -> None:
        self.path = index_dir / FEEDBACK_FILE
        self._lock = Lock()
        self._read: tuple[tuple[int, int], dict[str, Row]] | None = None

    def rows(self) -> list[Row]:
        """Return all rows, in the order of the first feedback on each question.

        :raises InputError: when the file cannot be read.
        """
        return list(self._rows().values())

    def find(self, question: str) -> Row | None:
        """Return the feedback on a question; None when there is none, or the file cannot be read."""
        with suppress(InputError):
            return self._rows().get(question_id(question))
        return None

    def add(self, question: str, answers: Sequence[Citation] = (), wrong: Sequence[Citation] = ()) -> Row:
        """Record what answers a question, or that these quotes do not; without either, that no document answers it.

        A row that only says what is wrong leaves open whether the question has an answer. The quotes that answer are
        added to it.

        :raises InputError: when there are too many citations, a quote is too long, or the file cannot be written.
        """
        given = [*answers, *wrong]
        if len(given) > MAX_PLACES or any(len(one.quote) > MAX_QUOTE for one in given):
            raise InputError(f"Feedback has up to {MAX_PLACES} quotes of {MAX_QUOTE:,} characters. Choose fewer.")
        row: Row = {"id": question_id(question), "question": question}
        if answers:
            pages = answers[0].pages
            row["answerable"] = True
            row["documents"] = list(dict.fromkeys(one.doc_id for one in answers))
            row["page"] = (pages[0].label or str(pages[0].physical)) if pages else None
            row["answers"] = _quotes(answers)
            row["any_sentence"] = True
        elif wrong:
            row["wrong"] = _quotes(wrong)
        else:
            row["answerable"] = False
        row["judged"] = date.today().isoformat()
        with self._changing() as rows:
            if row["id"] not in rows and len(rows) >= MAX_ROWS:
                raise InputError(f"There is feedback on {MAX_ROWS:,} questions, the most possible. Delete some.")
            if answers and (known := rows.get(row["id"], {}).get("wrong")):
                row["wrong"] = known
            rows[row["id"]] = row
        return row

    def delete(self, row_id: str | None = None) -> None:
        """Delete the feedback on one question, or all of it."""
        with self._changing() as rows:
            if row_id is None:
                rows.clear()
            else:
                rows.pop(row_id, None)

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Row]]:
        """Yield the rows by id to change them; write them afterwards."""
        try:
            with self._lock, FileLock(self.path.with_suffix(".lock")):
                rows = dict(self._rows())
                yield rows
                replace_text(self.path, "".join(f"{json.dumps(row)}\n" for row in rows.values()))
        except OSError as error:
            raise InputError(f"{self.path} cannot be written ({error.strerror}), so nothing was saved.") from error

    def _rows(self) -> dict[str, Row]:
        """Return the rows by id; the file is read again only when it has changed."""
        try:
            stat = self.path.stat()
            state = stat.st_mtime_ns, stat.st_size
            read = self._read
            if read is None or read[0] != state:
                lines = self.path.read_bytes().split(b"\n")
                read = state, {row["id"]: row for row in map(json.loads, filter(None, lines))}
                self._read = read
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise InputError(f"{self.path} cannot be read. Repair it or move it away.") from error
        return read[1]


def _quotes(citations: Sequence[Citation]) -> list[str]:
    return list(dict.fromkeys(one.quote for one in citations))


def question_id(question: str) -> str:
    """Return the id of a question, the same for any case and any spaces between its words."""
    return hashlib.blake2b(fold_case(question).encode(), digest_size=8).hexdigest()
