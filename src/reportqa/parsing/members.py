"""Files in other files (attached to mail, packed in an archive), read as parts of the document."""

from collections.abc import Callable

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.text import clean_text

MAX_BYTES = 64 * 1024 * 1024
"""Maximum size of a file in another that is read."""
MAX_FILES = 500


class Allowance:
    """The bytes that files in another may still have together; they are counted before they are read."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, size: int) -> bool:
        """Return whether a file of a size may be read, and count it if so."""
        is_small = size <= min(self.left, MAX_BYTES)
        self.left -= size if is_small else 0
        return is_small


Read = Callable[[str, bytes], DocumentBuilder]
"""A function that reads a file by its name and contents, and raises ParseError when it cannot be read."""


def write_member(name: str, data: bytes, read: Read, builder: DocumentBuilder) -> None:
    """Write a file in another under its name as heading; one that cannot be read is named with the reason."""
    shown = " ".join(clean_text(name).split()) or "file without a name"
    if len(data) > MAX_BYTES:
        builder.warnings.append(f'"{shown}" is larger than {MAX_BYTES // 1024**2} MiB and not read.')
        return
    try:
        member = read(name, data)
        member.require_text()
    except ParseError as error:
        reason, _, _ = str(error).partition(" Supported: ")
        builder.leave_out("file that is not read", f"{shown}: {reason}")
        return
    builder.heading(shown, 1)
    builder.append(member, level=1)
    builder.warnings += [f'"{shown}": {warning}' for warning in member.warnings]
