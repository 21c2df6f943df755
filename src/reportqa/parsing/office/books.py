"""Electronic books: the files of the spine in order, as one page through pandoc, with printed pages and notes."""

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.pandoc import read_tree, write_blocks
from reportqa.parsing.metadata import csl_item
from reportqa.parsing.office.book_chapters import Chapter, joined, read_chapter
from reportqa.parsing.office.omissions import Omissions
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.xml_tree import Element, texts_of

_ENCRYPTION = "META-INF/encryption.xml"
_LICENCES = ("META-INF/rights.xml", "META-INF/license.lcpl", "META-INF/sinf.xml")
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Methods that only make fonts unusable outside of the book."""
_PROTECTED = "is protected against copying (DRM) and can't be read. Use a copy without protection."
_PAGE_TYPES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"})


def parse(data: bytes) -> DocumentBuilder:
    """Read an electronic book.

    :raises ParseError: when it is not a book, damaged, protected or unpacks to too much.
    """
    package = Package(data, "EPUB book", ".epub")
    container = package.xml("META-INF/container.xml")
    rootfile = None if container is None else container.find(".//{*}rootfile")
    name = "" if rootfile is None else str(rootfile.get("full-path"))
    root = package.xml(name)
    if root is None:
        raise ParseError(package.damage)
    builder = DocumentBuilder()
    book = _Book(package, name, root)
    omissions = Omissions()
    source = joined(list(book.chapters(builder.warnings)), book.page_list(), omissions)
    write_blocks(read_tree(source, "html+epub_html_exts", builder.warnings), builder)
    omissions.write(builder)
    builder.warnings += package.warnings()
    builder.csl_item = _item(root)
    return builder


class _Book:
    def __init__(self, package: Package, name: str, root: Element) -> None:
        self._package = package
        self._folder = posixpath.dirname(name)
        self._items = {str(item.get("id")): item for item in root.iterfind("{*}manifest/{*}item")}
        self._spine = [str(node.get("idref")) for node in root.iterfind("{*}spine/{*}itemref")]
        self._encrypted = frozenset(_encrypted(package))

    def chapters(self, warnings: list[str]) -> Iterator[Chapter]:
        """Yield the files of the spine, also those outside the linear order, such as notes.

        :raises ParseError: when all are protected.
        """
        names = [
            self._path(item) for key in self._spine if (item := self._items.get(key)) is not None and _is_page(item)
        ]
        locked = [name for name in names if name in self._encrypted]
        if locked and len(locked) == len(names):
            raise ParseError(_PROTECTED)
        warnings += [
            f'"{posixpath.basename(name)}" is protected against copying (DRM) and not read.' for name in locked
        ]
        found = False
        for name in dict.fromkeys(names):
            body = None if name in self._encrypted else read_chapter(self._package.read(name))
            if body is not None:
                found = True
                yield Chapter(name, body)
            elif name not in self._encrypted:
                warnings.append(f'"{posixpath.basename(name)}" is missing or damaged and not read.')
        if not found:
            has_licence = not self._package.names.isdisjoint(_LICENCES)
            raise ParseError(_PROTECTED if has_licence else self._package.damage)

    def page_list(self) -> dict[tuple[str, str], str]:
        """Return the labels of printed pages by the file and id where they begin, from the lists of pages."""
        labels: dict[tuple[str, str], str] = {}
        for item in self._items.values():
            if "nav" in str(item.get("properties", "")).split():
                labels |= self._navigation_pages(self._path(item))
            elif item.get("media-type") == "application/x-dtbncx+xml":
                labels |= self._ncx_pages(self._path(item))
        return labels

    def _navigation_pages(self, name: str) -> dict[tuple[str, str], str]:
        body = read_chapter(self._package.read(name))
        found = {}
        for nav in [] if body is None else body.iter("nav"):
            if "page-list" in " ".join(str(value) for value in nav.attrib.values()).replace(
                "doc-pagelist", "page-list"
            ):
                for link in nav.iter("a"):
                    found[self.target(name, str(link.get("href", "")))] = " ".join(
                        "".join(map(str, link.itertext())).split()
                    )
        return found

    def _ncx_pages(self, name: str) -> dict[tuple[str, str], str]:
        root = self._package.xml(name)
        found = {}
        for target in [] if root is None else root.iterfind(".//{*}pageTarget"):
            content = target.find("{*}content")
            text = "".join(str(part) for label in target.iterfind("{*}navLabel") for part in label.itertext())
            if content is not None:
                found[self.target(name, str(content.get("src", "")))] = " ".join(text.split())
        return found

    def target(self, name: str, address: str) -> tuple[str, str]:
        """Return the file and the id that a link of a file leads to."""
        file, _, fragment = address.partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(file))) if file else name
        return path, unquote(fragment)

    def _path(self, item: Element) -> str:
        return posixpath.normpath(posixpath.join(self._folder, unquote(str(item.get("href", "")))))


def _is_page(item: Element) -> bool:
    return item.get("media-type") in _PAGE_TYPES


def _encrypted(package: Package) -> Iterator[str]:
    """Yield the names of the files that only a program with a licence can read."""
    root = package.xml(_ENCRYPTION)
    for data in [] if root is None else root.iter("{*}EncryptedData"):
        method, reference = data.find("{*}EncryptionMethod"), data.find("{*}CipherData/{*}CipherReference")
        if reference is not None and (method is None or method.get("Algorithm") not in _FONTS):
            yield posixpath.normpath(unquote(str(reference.get("URI", ""))))


def _item(root: Element) -> dict[str, Any]:
    meta = root.find("{*}metadata")
    # In version 2 within another element.
    inner = None if meta is None else meta.find("{*}dc-metadata")
    meta = meta if inner is None else inner
    if meta is None:
        return {}
    texts = texts_of(meta)
    return csl_item(
        title=texts.get("title"),
        authors=[
            str(etree.tostring(node, method="text", encoding="unicode", with_tail=False))
            for node in meta.iterchildren("{*}creator")
        ],
        issued=texts.get("date"),
        publisher=texts.get("publisher"),
        url=texts.get("source"),
        language=texts.get("language"),
    )
