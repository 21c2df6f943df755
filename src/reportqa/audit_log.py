"""The audit log: who did what, when, from where, to which documents. A file of JSON lines per day, in the index folder.

A file of a day is dropped when it is too old, and can be rewritten when a user is erased; syslog can have a copy.
"""

import json
import logging
import logging.handlers
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from reportqa.errors import InputError
from reportqa.settings import Settings
from reportqa.storage import replace_text

AUDIT_DIR = "audit"
ERASED = "(erased)"
"""In place of the name of a user who was erased."""
_LOCK_SECONDS = 10
_SYSLOG_PORT = 514
_log = logging.getLogger(__name__)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """Something that somebody did, or tried to do: `status` is that of the response, None on the command line.

    `subject` is whom or what it was done to, besides documents: another user, a collection.
    """

    action: str
    user: str | None = None
    address: str | None = None
    status: int | None = None
    documents: tuple[str, ...] = ()
    subject: str | None = None
    detail: str | None = None
    request_id: str | None = None
    question: str | None = None
    time: str = field(default_factory=_now)

    def to_dict(self) -> dict[str, Any]:
        """Return the object of a line: without what is not known."""
        known = {name: value for name, value in asdict(self).items() if value not in (None, ())}
        return {"time": known.pop("time"), **known}

    def erased(self, user: str) -> "AuditEvent":
        """Return the event without a user: neither name, address nor question."""
        event = self
        if event.user == user:
            event = replace(event, user=ERASED, address=None, question=None)
        return replace(event, subject=ERASED) if event.subject == user else event


class AuditLog:
    """The files of the audit log; safe to use from several threads and processes."""

    def __init__(self, folder: Path, days: int, syslog: str | None = None) -> None:
        """Open the log.

        :param days: how long a file is kept.
        :param syslog: the socket of syslog or HOST:PORT, which gets a copy of each event.
        :raises InputError: when syslog cannot be reached.
        """
        self._folder = folder
        self._days = days
        self._syslog = None if syslog is None else _syslog_handler(syslog)

    @classmethod
    def of(cls, settings: Settings) -> "AuditLog":
        """Return the log of the settings, in the folder of the index."""
        return cls(settings.index_dir / AUDIT_DIR, settings.audit_days, settings.audit_syslog)

    @staticmethod
    def is_kept(settings: Settings) -> bool:
        """Return whether commands write to the log: whether it is turned on, or a server has one."""
        return (settings.index_dir / AUDIT_DIR).is_dir() if settings.audit is None else settings.audit

    def write(self, event: AuditEvent) -> None:
        """Add an event. That it cannot be written is logged, and does not undo what was done."""
        line = json.dumps(event.to_dict())
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._locked():
                path = self._folder / f"{event.time[:10]}.jsonl"
                if not path.exists():
                    self._drop_old()
                _append(path, line)
        except (OSError, Timeout) as error:
            _log.error("The audit log cannot be written (%s).", getattr(error, "strerror", None) or "it is locked")
        if self._syslog is not None:
            record = logging.LogRecord("reportqa.audit", logging.INFO, "", 0, line, None, None)
            self._syslog.emit(record)

    def read(self, user: str | None = None, since: str = "") -> Iterator[AuditEvent]:
        """Yield the events, the oldest first.

        :param user: only those of this user, or to them.
        :param since: the first date, or the beginning of one: 2026-11.
        """
        for path in self._files():
            if path.stem >= since:
                for event in _events(path.read_text(encoding="utf-8")):
                    if user is None or user in (event.user, event.subject):
                        yield event

    def erase(self, user: str) -> int:
        """Replace a user's name in all events, and drop their addresses and questions; return the number of events.

        :raises InputError: when a file cannot be written.
        """
        count = 0
        if not self._folder.is_dir():
            return count
        try:
            with self._locked():
                for path in self._files():
                    events = list(_events(path.read_text(encoding="utf-8")))
                    left = [event.erased(user) for event in events]
                    if changed := sum(one != other for one, other in zip(events, left, strict=True)):
                        count += changed
                        replace_text(path, "".join(f"{json.dumps(one.to_dict())}\n" for one in left))
        except (OSError, Timeout) as error:
            raise InputError(
                "The audit log cannot be written. Check the folder of the index, and try again."
            ) from error
        return count

    def close(self) -> None:
        """Close the connection to syslog."""
        if self._syslog is not None:
            self._syslog.close()

    def _locked(self) -> FileLock:
        return FileLock(self._folder / ".lock", timeout=_LOCK_SECONDS)

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("????-??-??.jsonl"))

    def _drop_old(self) -> None:
        oldest = (datetime.now(UTC) - timedelta(self._days)).date().isoformat()
        for path in self._files():
            if path.stem < oldest:
                path.unlink()


def _append(path: Path, line: str) -> None:
    """Append a line to a file that only its owner can read, also after a line that was cut off."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(size - 1)
        is_whole = not size or file.read(1) == b"\n"
        file.write(b"" if is_whole else b"\n")
        file.write(f"{line}\n".encode())


def _events(text: str) -> Iterator[AuditEvent]:
    for line in text.split("\n"):
        # A line that was cut off is none.
        with suppress(ValueError, TypeError):
            values = json.loads(line)
            yield AuditEvent(**{**values, "documents": tuple(values.get("documents", ()))})


class _Syslog(logging.handlers.SysLogHandler):
    ident = "reportqa: "
    append_nul = False

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802, logging's
        _log.error("The audit log could not be sent to syslog.")


def _syslog_handler(address: str) -> logging.Handler:
    host, _, port = address.partition(":")
    try:
        if address.startswith("/"):
            # The handler itself waits for a socket that is not there yet.
            Path(address).stat()
        where = address if address.startswith("/") else (host, int(port or _SYSLOG_PORT))
        return _Syslog(where, _Syslog.LOG_AUTHPRIV)
    except (OSError, ValueError) as error:
        raise InputError(
            f'Syslog cannot be reached at "{address}". Set REPORTQA_AUDIT_SYSLOG to /dev/log or HOST:PORT, or unset it.'
        ) from error
