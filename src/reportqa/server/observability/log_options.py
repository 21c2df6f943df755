"""Options of the log of a server."""

from dataclasses import dataclass
from pathlib import Path

FORMATS = ("auto", "json", "text")


@dataclass(frozen=True, slots=True)
class LogOptions:
    """Where a server logs to, and how.

    :param form: one of FORMATS; auto is text on a terminal, else JSON.
    :param file: a file for the log, which is rotated; standard error then gets warnings only.
    :param verbose: whether requests are logged on a terminal, too.
    """

    form: str = FORMATS[0]
    file: Path | None = None
    verbose: bool = False
