"""Access to the parts of zipped formats (DOCX, ODT, EPUB, PPTX, XLSX) within limits."""

import posixpath
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from reportqa.errors import ParseError
from reportqa.parsing.file_type import OLD_OFFICE
from reportqa.parsing.metadata import csl_item
from reportqa.parsing.xml_tree import Element, read_xml, texts_of

MAX_UNZIPPED = 512 * 1024 * 1024
"""Maximum unpacked size in bytes."""
MAX_ENTRIES = 20_000

BROKEN = (BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError)
"""What reading a damaged ZIP file raises."""


class Package:
    """The parts of a zipped file by name; `kind` and `suffix` are for messages ("Word file", ".docx").

    :raises ParseError: when it is not such a file, damaged, protected or unpacks to too much.
    """

    def __init__(self, data: bytes, kind: str, suffix: str) -> None:
        self.damage = f"is not a valid {kind}, or it is damaged. Open it, save it again as {suffix} and try again."
        if not data:
            raise ParseError("is empty. Save or download it again.")
        if data.startswith(OLD_OFFICE):
            raise ParseError(f"has a password or an old Office format. Save it as {suffix} without a password.")
        try:
            self._archive = ZipFile(BytesIO(data))
        except BROKEN as error:
            raise ParseError(self.damage) from error
        entries = self._archive.infolist()
        size = sum(entry.file_size for entry in entries)
        if size > MAX_UNZIPPED or len(entries) > MAX_ENTRIES:
            raise ParseError(
                f"unpacks to {size:,} bytes in {len(entries):,} parts, which is too much."
                " Remove its pictures or save it as PDF."
            )
        self.damaged: set[str] = set()
        self.names = frozenset(entry.filename for entry in entries)
        if "encrypted-package" in self.names or b"encryption-data" in self.read("META-INF/manifest.xml"):
            raise ParseError("has a password. Save it without a password.")

    def read(self, name: str) -> bytes:
        """Return a part, empty if it does not exist."""
        if name not in self.names:
            return b""
        try:
            return self._archive.read(name)
        except BROKEN as error:
            raise ParseError(self.damage) from error

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open a part to be read in pieces, empty if it does not exist.

        :raises ParseError: when it is damaged, also while it is read.
        """
        try:
            with self._archive.open(name) if name in self.names else BytesIO() as stream:
                yield stream
        except BROKEN as error:
            raise ParseError(self.damage) from error

    def xml(self, name: str) -> Element | None:
        """Return the root of an XML part, or None if it does not exist or is not XML.

        Of a damaged part what can be read is returned, and its name is added to `damaged`.
        :raises ParseError: when it is nested too deeply.
        """
        root, is_damaged = read_xml(self.read(name))
        if root is not None and is_damaged:
            self.damaged.add(name)
        return root

    def warnings(self) -> list[str]:
        """Return a warning for each damaged part."""
        return [f'The part "{name}" is damaged; text may be missing.' for name in sorted(self.damaged)]

    def related(self, name: str) -> dict[str, str]:
        """Return the parts that an Office part refers to, by reference id, without external ones."""
        folder = posixpath.dirname(name)
        return {
            reference: posixpath.normpath(posixpath.join(folder, target).lstrip("/"))
            for reference, target, is_external in self._references(name)
            if not is_external
        }

    def target(self, name: str, reference: str) -> str:
        """Return the address that an Office part refers to, in the package or outside it."""
        return next((target for found, target, _ in self._references(name) if found == reference), "")

    def _references(self, name: str) -> Iterator[tuple[str, str, bool]]:
        """Yield id, target and whether it is outside the package of what an Office part refers to."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        for node in [] if root is None else root.iterchildren("{*}Relationship"):
            yield node.get("Id", ""), node.get("Target", ""), node.get("TargetMode") == "External"

    def replaced(self, parts: Mapping[str, bytes]) -> bytes:
        """Return the bytes of the package with some parts replaced."""
        out = BytesIO()
        with ZipFile(out, "w") as archive:
            for name in dict.fromkeys(entry.filename for entry in self._archive.infolist()):
                archive.writestr(name, parts[name] if name in parts else self.read(name))
        return out.getvalue()

    def office_item(self) -> dict[str, Any]:
        """Return the CSL-JSON fields of Microsoft Office's document properties."""
        core, app = texts_of(self.xml("docProps/core.xml")), texts_of(self.xml("docProps/app.xml"))
        return csl_item(
            title=core.get("title"),
            authors=core.get("creator", "").split(";"),
            issued=core.get("created"),
            publisher=app.get("Company"),
            language=core.get("language"),
        )
