"""Word files (DOCX, DOCM, DOTX, DOTM): repaired parts through pandoc, inserted files, properties."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from lxml import etree

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.html.mhtml import read_page
from reportqa.parsing.markup.pandoc import read_tree, write_tree
from reportqa.parsing.markup.table_grid import Node
from reportqa.parsing.missing_texts import name_missing
from reportqa.parsing.office import rtf
from reportqa.parsing.office.bold_headings import promote
from reportqa.parsing.office.office_xml import relationship
from reportqa.parsing.office.omissions import Omissions
from reportqa.parsing.office.word_repairs import WordRepairs
from reportqa.parsing.office.word_xml import namespace, paragraph, value
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.xml_tree import Element

_MARGINS = {"comments": "comment", "footer": "running footer", "header": "running header"}
_FRONT = ("subtitle", "author", "institute", "date", "abstract")
"""Paragraphs under the title that pandoc moves to the metadata."""
_INSERT = re.compile(r"reportqa-insert-(\d+)-end")
_MAX_INSERTS = 50
_MAX_DEPTH = 3


def parse(data: bytes) -> DocumentBuilder:
    """Read a Word file.

    :raises ParseError: when it is not a Word file, damaged, protected or unpacks to too much.
    """
    package = Package(data, "Word file", ".docx")
    builder = DocumentBuilder()
    file = _WordFile(package, Omissions(), builder.warnings)
    for text, kind in file.margins().items():
        file.omissions.record(kind, text)
    tree = file.tree()
    with suppress(RecursionError):  # `write_tree` raises the error.
        tree["blocks"] = promote(tree["blocks"])
    write_tree(tree, builder, _FRONT)
    file.omissions.write(builder)
    builder.warnings += package.warnings()
    name_missing(file.texts(), builder)
    builder.csl_item = package.office_item() | builder.csl_item
    return builder


class _WordFile:
    """A Word file; `depth` is the number of files that it is inserted in, one in another."""

    def __init__(self, package: Package, omissions: Omissions, warnings: list[str], depth: int = 0) -> None:
        self._package, self.omissions = package, omissions
        self._warnings, self._depth = warnings, depth
        named = (name for name in package.related("").values() if re.fullmatch(r"word/[^/]+\.xml", name))
        self._main = next(named, "word/document.xml")
        self._related = package.related(self._main)

    def margins(self) -> dict[str, str]:
        """Return the texts of headers, footers and comments with their kind."""
        margins: dict[str, str] = {}
        for part, kind in _MARGINS.items():
            for name in self._parts(part, sorted(self._package.names)):
                root = self._package.xml(name)
                for node in [] if root is None else root.iter("{*}comment"):
                    margins.setdefault(value(node, "author"), "author of comments")
                for node in [] if root is None else root.iter("{*}p"):
                    margins.setdefault("".join(map(str, node.itertext("{*}t"))).strip(), kind)
        return margins

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the texts of the document, its notes and its drawings, without codes of fields and formulas."""
        for name in (self._main, *self._related.values()):
            root = self._package.xml(name) if name.endswith(".xml") else None
            for node in [] if root is None else root.iter("{*}t", "{*}delText"):
                if not namespace(node).endswith("/math}"):
                    yield "", node.text or ""

    def tree(self) -> dict[str, Any]:
        """Return pandoc's syntax tree of the repaired file, with the files that it inserts.

        :raises ParseError: when it is damaged.
        """
        root = self._package.xml(self._main)
        if root is None:
            raise ParseError(self._package.damage)
        try:
            return self._repaired(root)
        except ValueError as error:
            # lxml reads names of namespaces that it does not write.
            raise ParseError(self._package.damage) from error

    def _repaired(self, root: Element) -> dict[str, Any]:
        styles, numbering = (
            self._package.xml(next(self._parts(kind, self._related.values()), f"word/{kind}.xml"))
            for kind in ("styles", "numbering")
        )
        repairs = WordRepairs(self._package, styles, numbering, self.omissions)
        inserts = self._mark_inserts(root)
        notes = {name: self._package.xml(name) for name in self._parts("(?:foot|end)notes", self._related.values())}
        parts = {}
        for name, part in {self._main: root, **notes}.items():
            if part is not None:
                repairs.repair(part, self._package.related(name))
                parts[name] = etree.tostring(part, encoding="UTF-8", xml_declaration=True)
        tree = read_tree(self._package.replaced(parts), "docx", self._warnings)
        if inserts:
            tree["blocks"] = list(_spliced(tree["blocks"], inserts))
        return tree

    def _parts(self, kind: str, names: Iterable[str]) -> Iterator[str]:
        """Yield those of some names that are parts of a kind: "styles" is "word/styles2.xml"."""
        folder = re.escape(posixpath.dirname(self._main))
        return (name for name in names if re.fullmatch(rf"{folder}/{kind}\d*\.xml", name))

    def _mark_inserts(self, root: Element) -> list[list[Node]]:
        """Write a mark for each inserted file; return the blocks of these files."""
        inserts: list[list[Node]] = []
        for node in list(root.iter("{*}altChunk"))[:_MAX_INSERTS]:
            name = self._related.get(relationship(node), "")
            try:
                blocks = self._insert(name)
            except ParseError as error:
                self._warnings.append(f'The inserted file "{posixpath.basename(name)}" is not read: it {error}')
                continue
            node.addnext(paragraph(f"reportqa-insert-{len(inserts)}-end", root[0]))
            inserts.append(blocks)
        for node in root.iter("{*}subDoc"):
            address = self._package.target(self._main, relationship(node))
            self._warnings.append(f'The linked file "{address}" is not read.')
        return inserts

    def _insert(self, name: str) -> list[Node]:
        data = self._package.read(name)
        suffix = posixpath.splitext(name)[1].lower()
        if data.startswith(b"PK"):
            if self._depth >= _MAX_DEPTH:
                raise ParseError("is inserted too deeply.")
            package = Package(data, "Word file", ".docx")
            tree = _WordFile(package, self.omissions, self._warnings, self._depth + 1).tree()
        elif data.startswith(b"{\\rtf"):
            tree = _lines(rtf.parse(data).text)
        elif suffix == ".txt":
            tree = _lines(decode(data))
        else:
            page = read_page(data) if suffix in {".mht", ".mhtml"} else None
            text = decode(data) if page is None else decode(page.data, page.charset)
            tree = read_tree(text, "html")
        blocks: list[Node] = tree["blocks"]
        return blocks


def _lines(text: str) -> dict[str, Any]:
    """Return a text as a syntax tree; lines stay lines."""
    blocks = (block.split("\n") for block in text.split("\n\n"))
    return {"blocks": [{"t": "LineBlock", "c": [[{"t": "Str", "c": line}] for line in lines]} for lines in blocks]}


def _spliced(blocks: Sequence[Node], inserts: Sequence[Sequence[Node]]) -> Iterator[Node]:
    """Yield the blocks of the document and of its sections with the inserted ones for their marks."""
    for block in blocks:
        if block["t"] == "Div":
            yield {**block, "c": [block["c"][0], list(_spliced(block["c"][1], inserts))]}
            continue
        texts = [node.get("c") for node in block["c"]] if block["t"] == "Para" else []
        match = _INSERT.fullmatch(texts[0]) if len(texts) == 1 and isinstance(texts[0], str) else None
        if match and int(match[1]) < len(inserts):
            yield from inserts[int(match[1])]
        else:
            yield block
