"""Access to the parts of zipped formats (DOCX, ODT, EPUB, PPTX, XLSX) within limits.

Entities are never resolved and nothing is fetched.
"""

import posixpath
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from reportqa.errors import ParseError
from reportqa.parsing.metadata import csl_item

MAX_UNZIPPED = 512 * 1024 * 1024
"""Maximum unpacked size in bytes."""
MAX_ENTRIES = 20_000

Element = etree._Element
_BROKEN = (BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError)


class Package:
    """The parts of a zipped file by name; `kind` and `suffix` are for messages ("Word file", ".docx").

    :raises ParseError: when it is not such a file, damaged, protected or unpacks to too much.
    """

    def __init__(self, data: bytes, kind: str, suffix: str) -> None:
        self.damage = f"is not a valid {kind}, or it is damaged. Open it, save it again as {suffix} and try again."
        if not data:
            raise ParseError("is empty. Save or download it again.")
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise ParseError(f"has a password or an old Office format. Save it as {suffix} without a password.")
        try:
            self._archive = ZipFile(BytesIO(data))
        except _BROKEN as error:
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

    def read(self, name: str) -> bytes:
        """Return a part, empty if it does not exist."""
        if name not in self.names:
            return b""
        try:
            return self._archive.read(name)
        except _BROKEN as error:
            raise ParseError(self.damage) from error

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """Open a part to be read in pieces, empty if it does not exist.

        :raises ParseError: when it is damaged, also while it is read.
        """
        try:
            with self._archive.open(name) if name in self.names else BytesIO() as stream:
                yield stream
        except _BROKEN as error:
            raise ParseError(self.damage) from error

    def xml(self, name: str) -> Element | None:
        """Return the root of an XML part, or None if it does not exist or is not XML.

        Of a damaged part what can be read is returned, and its name is added to `damaged`.
        :raises ParseError: when it is nested too deeply.
        """
        data = self.read(name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        try:
            root = etree.fromstring(data, parser) if data else None
        except (etree.XMLSyntaxError, ValueError):
            return None
        for error in parser.error_log:
            if "xcessive depth" in error.message:
                raise ParseError("is nested too deeply to be read. Save it again from the program that created it.")
            if error.level == etree.ErrorLevels.FATAL and root is not None:
                self.damaged.add(name)
        return root

    def warnings(self) -> list[str]:
        """Return a warning for each damaged part."""
        return [f'The part "{name}" is damaged; text may be missing.' for name in sorted(self.damaged)]

    def related(self, name: str) -> dict[str, str]:
        """Return the parts that an Office part refers to, by reference id, without external ones."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, str] = {}
        for node in [] if root is None else root.iterchildren("{*}Relationship"):
            target = str(node.get("Target", ""))
            if node.get("TargetMode") != "External":
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found[str(node.get("Id"))] = posixpath.normpath(path)
        return found

    def target(self, name: str, reference: str) -> str:
        """Return the address that an Office part refers to, in the package or outside it."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        nodes = [] if root is None else root.iterchildren("{*}Relationship")
        return next((str(node.get("Target", "")) for node in nodes if node.get("Id") == reference), "")

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


def local_name(node: Element) -> str:
    """Return an element's name without its namespace; empty for comments and entities."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def texts_of(parent: Element | None) -> dict[str, str]:
    """Return the first non-empty text of the children of each name."""
    texts: dict[str, str] = {}
    for node in [] if parent is None else parent.iterchildren("*"):
        if node.text and node.text.strip():
            texts.setdefault(local_name(node), node.text)
    return texts


def take_out(node: Element) -> None:
    """Remove an element but keep the text after it."""
    parent = node.getparent()
    if parent is None:
        return
    before = node.getprevious()
    if node.tail and before is not None:
        before.tail = (before.tail or "") + node.tail
    elif node.tail:
        parent.text = (parent.text or "") + node.tail
    node.tail = None
    parent.remove(node)
