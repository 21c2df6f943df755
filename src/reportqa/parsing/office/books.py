"""Electronic books: the files of the spine in order, as one page through pandoc, with printed pages and notes."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.pandoc import read_tree, write_blocks
from reportqa.parsing.metadata import csl_item
from reportqa.parsing.missing_texts import name_missing, texts_between
from reportqa.parsing.office.book_chapters import UNSEEN, Chapter, joined, read_chapter
from reportqa.parsing.office.book_notes import link_target
from reportqa.parsing.office.omissions import Omissions
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.xml_tree import Element, all_text, texts_of

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
    name = "" if rootfile is None else rootfile.get("full-path", "")
    root = package.xml(name)
    if root is None:
        raise ParseError(package.damage)
    builder = DocumentBuilder()
    book = _Book(package, name, root)
    omissions = Omissions()
    chapters = book.chapters(builder.warnings)
    texts = [text for chapter in chapters for text in texts_between(chapter.body, UNSEEN) if not text[1].isdigit()]
    source = joined(chapters, book.page_list(), omissions)
    write_blocks(read_tree(source, "html+epub_html_exts", builder.warnings), builder, is_naming=True)
    omissions.write(builder)
    name_missing(texts, builder)
    for name, text in book.others():
        builder.leave_out("page outside the reading order", f"{name}: {text}", len(builder.text))
    builder.warnings += package.warnings()
    builder.csl_item = _item(root)
    return builder


class _Book:
    """The files of a package by the list in the file `name`, whose root is `root`."""

    def __init__(self, package: Package, name: str, root: Element) -> None:
        self._package = package
        items = {item.get("id"): item for item in root.iterfind("{*}manifest/{*}item")}
        self._items = {link_target(name, item.get("href", ""))[0]: item for item in items.values()}
        paths = {item: path for path, item in self._items.items()}
        spine = [items.get(node.get("idref")) for node in root.iterfind("{*}spine/{*}itemref")]
        self._spine = dict.fromkeys(
            paths[item] for item in spine if item is not None and item.get("media-type") in _PAGE_TYPES
        )

    def chapters(self, warnings: list[str]) -> list[Chapter]:
        """Return the files of the spine, also those outside the linear order, such as notes.

        :raises ParseError: when none can be read.
        """
        locked = self._spine.keys() & set(_encrypted(self._package))
        chapters = []
        for name in self._spine:
            body = None if name in locked else read_chapter(self._package.read(name))
            if body is not None:
                chapters.append(Chapter(name, body))
            else:
                reason = "protected against copying (DRM)" if name in locked else "missing or damaged"
                warnings.append(f'"{posixpath.basename(name)}" is {reason} and not read.')
        if not chapters:
            is_locked = locked or not self._package.names.isdisjoint(_LICENCES)
            raise ParseError(_PROTECTED if is_locked else self._package.damage)
        return chapters

    def others(self) -> Iterator[tuple[str, str]]:
        """Yield name and text of the pages of the book that are not in its reading order."""
        for path, item in self._items.items():
            is_page = item.get("media-type") in _PAGE_TYPES and "nav" not in item.get("properties", "").split()
            if is_page and path not in self._spine:
                body = read_chapter(self._package.read(path))
                yield posixpath.basename(path), "" if body is None else all_text(body)

    def page_list(self) -> dict[tuple[str, str], str]:
        """Return the labels of printed pages by the file and id where they begin, from the lists of pages."""
        labels: dict[tuple[str, str], str] = {}
        for name, item in self._items.items():
            entries: Iterator[tuple[str, str]] = iter(())
            if "nav" in item.get("properties", "").split():
                entries = _navigation_pages(read_chapter(self._package.read(name)))
            elif item.get("media-type") == "application/x-dtbncx+xml":
                entries = _ncx_pages(self._package.xml(name))
            labels |= {link_target(name, address): " ".join(label.split()) for address, label in entries}
        return labels


def _navigation_pages(body: Element | None) -> Iterator[tuple[str, str]]:
    """Yield address and label of the pages in the list of a navigation file."""
    for nav in [] if body is None else body.iter("nav"):
        if re.search("page-?list", " ".join(map(str, nav.attrib.values()))):
            yield from ((link.get("href", ""), all_text(link)) for link in nav.iter("a"))


def _ncx_pages(root: Element | None) -> Iterator[tuple[str, str]]:
    """Yield address and label of the pages in the list of an NCX file."""
    for target in [] if root is None else root.iterfind(".//{*}pageTarget"):
        content = target.find("{*}content")
        if content is not None:
            yield content.get("src", ""), " ".join(map(all_text, target.iterfind("{*}navLabel")))


def _encrypted(package: Package) -> Iterator[str]:
    """Yield the names of the files that only a program with a licence can read."""
    root = package.xml(_ENCRYPTION)
    for data in [] if root is None else root.iter("{*}EncryptedData"):
        method, reference = data.find("{*}EncryptionMethod"), data.find("{*}CipherData/{*}CipherReference")
        if reference is not None and (method is None or method.get("Algorithm") not in _FONTS):
            yield posixpath.normpath(unquote(reference.get("URI", "")))


def _item(root: Element) -> dict[str, Any]:
    # In version 2 within another element.
    meta = next((found for path in ("*/{*}dc-metadata", "{*}metadata") for found in root.iterfind(path)), None)
    texts = texts_of(meta)
    return csl_item(
        title=texts.get("title"),
        authors=[] if meta is None else map(all_text, meta.iterchildren("{*}creator")),
        issued=texts.get("date"),
        publisher=texts.get("publisher"),
        url=texts.get("source"),
        language=texts.get("language"),
    )
