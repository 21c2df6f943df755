"""Word files (DOCX, DOCM, DOTX, DOTM): repaired parts through pandoc, inserted files, properties."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from email import message_from_bytes, policy
from typing import Any

from lxml import etree

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.markup.pandoc import read_tree, write_tree
from reportqa.parsing.markup.table_grid import Node
from reportqa.parsing.office import rtf
from reportqa.parsing.office.bold_headings import promote
from reportqa.parsing.office.office_xml import relationship
from reportqa.parsing.office.omissions import Omissions
from reportqa.parsing.office.word_repairs import WordRepairs
from reportqa.parsing.office.word_xml import paragraph
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.xml_tree import Element

_MARGIN_KINDS = {"header": "running header", "footer": "running footer", "comments": "comment"}
_MARGIN = re.compile(r"(header|footer|comments)\d*\.xml")
_FRONT = ("subtitle", "author", "institute", "date", "abstract")
"""Paragraphs under the title that pandoc moves to the metadata."""
_INSERT = re.compile(r"reportqa-insert-(\d+)-end")
_MAX_INSERTS = 50
_MAX_DEPTH = 3
_NOTES = re.compile(r"(?:foot|end)notes\d*\.xml")


def parse(data: bytes) -> DocumentBuilder:
    """Read a Word file.

    :raises ParseError: when it is not a Word file, damaged, protected or unpacks to too much.
    """
    package = Package(data, "Word file", ".docx")
    builder = DocumentBuilder()
    file = _WordFile(package, Omissions(), builder.warnings)
    for kind, text in file.margins():
        file.omissions.record(kind, text)
    tree = file.tree()
    with suppress(RecursionError):  # `write_tree` raises the error.
        tree["blocks"] = promote(tree["blocks"])
    write_tree(tree, builder, _FRONT)
    file.omissions.write(builder)
    builder.warnings += package.warnings()
    builder.csl_item = package.office_item() | builder.csl_item
    return builder


class _WordFile:
    def __init__(self, package: Package, omissions: Omissions, warnings: list[str], depth: int = 0) -> None:
        self._package = package
        self.omissions = omissions
        self._warnings = warnings
        self._depth = depth
        named = (name for name in package.related("").values() if re.fullmatch(r"word/[^/]+\.xml", name))
        self._main = next(named, "word/document.xml")
        self._related = package.related(self._main)

    def margins(self) -> Iterator[tuple[str, str]]:
        """Yield kind and text of headers, footers and comments, each text once."""
        seen: set[str] = set()
        for name in sorted(self._package.names):
            folder, file = posixpath.split(name)
            part = _MARGIN.fullmatch(file) if folder == posixpath.dirname(self._main) else None
            root = self._package.xml(name) if part else None
            if part is None or root is None:
                continue
            paragraphs = ("".join(str(text) for text in node.itertext("{*}t")) for node in root.iter("{*}p"))
            for text in map(str.strip, paragraphs):
                if text and text not in seen:
                    seen.add(text)
                    yield _MARGIN_KINDS[part[1]], text

    def tree(self) -> dict[str, Any]:
        """Return pandoc's syntax tree of the repaired file, with the files that it inserts."""
        root = self._package.xml(self._main)
        if root is None:
            raise ParseError(self._package.damage)
        repairs = WordRepairs(self._package, self._part("styles"), self._part("numbering"), self.omissions)
        inserts = self._mark_inserts(root)
        parts = {self._main: self._repaired(repairs, self._main, root)}
        for name in self._related.values():
            notes = self._package.xml(name) if _NOTES.fullmatch(posixpath.basename(name)) else None
            if notes is not None:
                parts[name] = self._repaired(repairs, name, notes)
        tree = read_tree(self._package.replaced(parts), "docx", self._warnings)
        if inserts:
            tree["blocks"] = list(_spliced(tree["blocks"], inserts))
        return tree

    def _part(self, kind: str) -> Element | None:
        """Return the part of styles or of numbers."""
        names = (name for name in self._related.values() if re.fullmatch(rf"{kind}\d*\.xml", posixpath.basename(name)))
        return self._package.xml(next(names, f"word/{kind}.xml"))

    def _repaired(self, repairs: WordRepairs, name: str, root: Element) -> bytes:
        repairs.repair(root, self._package.related(name))
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)

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
            self._warnings.append(
                f'The linked file "{self._package.target(self._main, relationship(node))}" is not read.'
            )
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
            return _written(rtf.parse(data).text)
        elif suffix in {".mht", ".mhtml"}:
            message = message_from_bytes(data, policy=policy.default)
            body = message.get_body(("html", "plain"))
            content = None if body is None else body.get_payload(decode=True)
            tree = _web_page(content if isinstance(content, bytes) else b"")
        elif suffix == ".txt":
            return _written(decode(data))
        else:
            tree = _web_page(data)
        blocks: list[Node] = tree["blocks"]
        return blocks


def _written(text: str) -> list[Node]:
    """Return a text as blocks; lines stay lines."""
    blocks = (block.split("\n") for block in text.split("\n\n"))
    return [{"t": "LineBlock", "c": [[{"t": "Str", "c": line}] for line in lines]} for lines in blocks]


def _web_page(data: bytes) -> dict[str, Any]:
    return read_tree(decode(data).encode("utf-8", "replace"), "html")


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
