"""ZIP archives: each file in them that can be read, under its path; the others are named."""

from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZipFile, ZipInfo

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.members import MAX_FILES, Allowance, Read, write_member
from reportqa.parsing.office.zip_package import BROKEN, MAX_UNZIPPED


def parse(data: bytes, read: Read) -> DocumentBuilder:
    """Read an archive.

    :raises ParseError: when it is damaged, or nothing in it can be read.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _Archive(archive, read).write()
    except BROKEN as error:
        raise ParseError("is not a valid ZIP file, or it is damaged. Pack or download it again.") from error


class _Archive:
    def __init__(self, archive: ZipFile, read: Read) -> None:
        self._archive, self._read = archive, read
        self._allowance = Allowance(MAX_UNZIPPED)
        self._builder = DocumentBuilder()

    def write(self) -> DocumentBuilder:
        found = sorted(
            (entry for entry in self._archive.infolist() if not entry.filename.endswith("/")),
            key=lambda one: one.filename,
        )
        entries = [entry for entry in found if not _is_hidden(entry)]
        for entry in entries[:MAX_FILES]:
            if reason := self._write_entry(entry):
                self._builder.warnings.append(f'"{entry.filename}" {reason}')
        if len(entries) > MAX_FILES:
            self._builder.warnings.append(f"Only the first {MAX_FILES} of {len(entries):,} files in it are read.")
        for entry in found:
            if _is_hidden(entry):
                self._builder.leave_out("hidden file", entry.filename)
        if not self._builder.text:
            reasons = [thing.text for thing in self._builder.left_out] + self._builder.warnings
            raise ParseError(" ".join(["has no file that can be read. Unpack it into the corpus.", *reasons[:3]]))
        return self._builder

    def _write_entry(self, entry: ZipInfo) -> str:
        """Write a file; return why it is not read, empty if it is."""
        if entry.flag_bits & 1:
            return "has a password and is not read. Unpack it into the corpus."
        if not self._allowance.take(entry.file_size):
            return f"unpacks to {entry.file_size:,} bytes and is not read."
        try:
            with self._archive.open(entry) as file:
                unpacked = file.read(entry.file_size)
        except BROKEN:
            return "is damaged and not read."
        write_member(entry.filename, unpacked, self._read, self._builder)
        return ""


def _is_hidden(entry: ZipInfo) -> bool:
    """Return whether a name begins with "." or "_", as the corpus ignores such files."""
    return any(part.startswith((".", "_", "~$")) for part in PurePosixPath(entry.filename).parts)
