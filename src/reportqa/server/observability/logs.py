"""The log of a server: JSON lines for programs or plain text for people, with one line per request.

Neither has the text of a question, unless the server logs questions: of an address there is only its route, and of an
error only its type and place.
"""

import json
import logging
import logging.handlers
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reportqa.errors import InputError
from reportqa.server.observability.exchange import Exchange, current_exchange
from reportqa.server.observability.log_options import LogOptions

MAX_FILE_MIB = 10
"""The size at which a log file is renamed, and a new one begun."""
FILES_KEPT = 5
PROBES = frozenset({"/livez", "/healthz", "/readyz"})
"""Routes that are asked every few seconds; only their failures are logged."""
_log = logging.getLogger("reportqa.requests")


def log_exchange(exchange: Exchange) -> None:
    """Log a request that has been answered: as an error if the server failed."""
    if exchange.status >= 500:
        level = logging.WARNING if exchange.status == 503 else logging.ERROR
    elif exchange.route in PROBES:
        return
    else:
        level = logging.INFO
    _log.log(level, "request", extra={"exchange": exchange})


@contextmanager
def logging_to(options: LogOptions) -> Iterator[None]:
    """Log as the options say, in place of the handlers that there were.

    :raises InputError: when the log file cannot be written.
    """
    root, own = logging.getLogger(), logging.getLogger("reportqa")
    on_terminal = sys.stderr.isatty()
    as_text = options.form == "text" or (options.form == "auto" and on_terminal)
    screen = logging.StreamHandler()
    screen.setFormatter(PlainText() if as_text else JsonLines())
    is_short = not options.verbose and (on_terminal or options.file is not None)
    screen.setLevel(logging.WARNING if is_short else logging.INFO)
    handlers: list[logging.Handler] = [screen]
    if options.file is not None:
        handlers.append(_file_handler(options.file, as_text=options.form == "text"))
    before = root.handlers[:], own.level
    root.handlers[:] = handlers
    own.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.handlers[:], level = before
        own.setLevel(level)
        for handler in handlers:
            handler.close()


def _file_handler(path: Path, *, as_text: bool) -> logging.Handler:
    try:
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=MAX_FILE_MIB * 1024**2, backupCount=FILES_KEPT, encoding="utf-8"
        )
    except OSError as error:
        raise InputError(
            f"The log cannot be written to {path} ({error.strerror}). Choose another --log-file."
        ) from error
    handler.setFormatter(PlainText() if as_text else JsonLines())
    return handler


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_fields(record))


class PlainText(logging.Formatter):
    """Formats a record as one line of text."""

    def format(self, record: logging.LogRecord) -> str:
        fields = _fields(record)
        shown = {name: value for name, value in fields.items() if name not in {"time", "level"}}
        exchange = getattr(record, "exchange", None)
        if isinstance(exchange, Exchange):
            text = " ".join([
                exchange.method, exchange.route, str(exchange.status), f"{shown['ms']} ms", f"{exchange.sent:,} bytes",
                *(json.dumps(one) for one in (exchange.user, exchange.question) if one is not None),
                f"[{exchange.request_id}]",
            ])  # fmt: skip
        else:
            text = f"{record.name}: {json.dumps(shown['message'], ensure_ascii=False)[1:-1]}"
            if error := shown.get("error"):
                text += f" ({error['type']}: {' > '.join(error['frames'])})"
        return f"{fields['time']} {record.levelname} {text}"


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    """Return what is logged of a record, in order."""
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    fields: dict[str, Any] = {"time": moment, "level": record.levelname.lower()}
    exchange = getattr(record, "exchange", None)
    if isinstance(exchange, Exchange):
        fields |= {
            "event": "request",
            "request_id": exchange.request_id,
            "method": exchange.method,
            "route": exchange.route,
            "status": exchange.status,
            "ms": round(exchange.seconds * 1000, 1),
            "bytes": exchange.sent,
            "user": exchange.user,
        }
        return fields | ({} if exchange.question is None else {"question": exchange.question})
    fields |= {"event": "message", "logger": record.name, "message": record.getMessage()}
    if current := current_exchange():
        fields["request_id"] = current.request_id
    if record.exc_info and record.exc_info[0] is not None:
        # The message of an error may repeat what the client sent.
        frames = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(record.exc_info[2])]
        fields["error"] = {"type": record.exc_info[0].__qualname__, "frames": frames}
    return fields
