"""PDF of a typst source, made in a process with limits: a client may have written the source's text."""

import tempfile
from contextlib import closing
from pathlib import Path

from reportqa.errors import InputError, ParseError, ReadingStopped
from reportqa.sandbox import run
from reportqa.settings import Limits

LIMITS = Limits(seconds=30, memory_mib=1024)


def typeset(source: bytes) -> bytes:
    """Return the PDF of a typst source.

    :raises InputError: when it has an error, or needs more than LIMITS.
    """
    with tempfile.TemporaryDirectory(prefix="reportqa-") as folder:
        path = Path(folder, "briefing.typ")
        path.write_bytes(source)
        with closing(run(_compile, [str(path)], LIMITS, 1)) as finished:
            outcome = next(finished).outcome
    if isinstance(outcome, ReadingStopped):
        limits = f"{LIMITS.seconds} seconds or {LIMITS.memory_mib:,} MiB"
        raise InputError(f"The PDF needs more than {limits}. Split the briefing, or write .docx, .odt or .html.")
    if isinstance(outcome, ParseError):
        raise InputError(f"The PDF cannot be made ({outcome}). Write .docx, .odt or .html.")
    return outcome


def _compile(name: str) -> bytes:
    import typst

    path = Path(name)
    try:
        # With its own folder as root, the source can read no other file.
        made = typst.compile(path, root=path.parent)
    except RuntimeError as error:
        raise ParseError(" ".join(str(error).split())) from error
    return bytes(made)
