"""The chapters of an electronic book joined to one page for pandoc, with marks for printed pages and notes."""

import html
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from lxml import etree

from reportqa.errors import ParseError
from reportqa.parsing.decoding import decode
from reportqa.parsing.markup.inlines import PAGE_CLASS
from reportqa.parsing.office.book_notes import NOTE_KINDS, OPS, join_notes, kinds_of
from reportqa.parsing.office.omissions import Omissions, mixed_pieces
from reportqa.parsing.xml_tree import Element, all_text, local_name, take_out

_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_CLOSED = re.compile(rb"<([A-Za-z][\w:.-]*)((?:[^<>/]|/(?!>))*)/>")
_VOID = frozenset({b"br", b"hr", b"img", b"input", b"link", b"meta", b"col", b"area", b"base", b"wbr"})
_XML_ENTITIES = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_CHARSET = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
UNSEEN = ("script", "style", "template", "head")
_STRUCK = ("del", "s", "strike")
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_NO_XML = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef]|d[89a-f][0-9a-f]{2})|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45]));",
    re.I,
)
"""Characters that XML does not allow; lxml reads them in web pages, but does not write them."""
_PAGE_ID = re.compile(r"(?:pg|page|p)[-_.]?0*([0-9]+|[ivxlc]+)", re.I)
_BLOCKS = frozenset({"body", "section", "article", "div", "blockquote", "main", "aside"})
_MAX_LABEL = 20


@dataclass(frozen=True, slots=True)
class Chapter:
    """A file of the book by its path, and its body without namespaces."""

    name: str
    body: Element


def read_chapter(data: bytes) -> Element | None:
    """Return the body of a file of a book, or None if it has none."""
    named = _CHARSET.match(data)
    try:
        source = decode(data, named[1].decode() if named else None)
    except ParseError:
        return None
    encoded = _ENTITY.sub(_character, _NO_XML.sub(" ", _DECLARATION.sub("", source)).encode("utf-8", "replace"))
    root = _tree(encoded)
    if root is None:
        return None
    for node in root.iter("*"):
        if "}" in str(node.tag):
            with suppress(ValueError):  # Damaged files have names that lxml refuses.
                node.tag = local_name(node)
    return root if root.tag == "body" else root.find(".//body")


def _tree(source: bytes) -> Element | None:
    """Return the tree of a file; one that is not XML is read as a web page. None if it is nested too deeply."""
    xml = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    web = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True)
    try:
        return etree.fromstring(source, xml)
    except (etree.XMLSyntaxError, ValueError):
        pass
    try:
        root = etree.fromstring(_CLOSED.sub(_opened, source), web)
    except (etree.LxmlError, ValueError):
        return None
    is_whole = not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in web.error_log)
    return root if is_whole else None


def _opened(tag: re.Match[bytes]) -> bytes:
    """Return an empty element with its end, which web pages need."""
    return tag[0] if tag[1].lower() in _VOID else b"<" + tag[1] + tag[2] + b"></" + tag[1] + b">"


def joined(chapters: Sequence[Chapter], page_list: Mapping[tuple[str, str], str], omissions: Omissions) -> bytes:
    """Return the chapters as one page of HTML; what is not text is recorded.

    `page_list` has the label of the printed page that begins at an id of a file, or at the file with an empty id.
    """
    root = etree.Element("html", nsmap={"epub": OPS})
    body = etree.SubElement(root, "body")
    parts: dict[str, Element] = {}
    for chapter in chapters:
        part = parts[chapter.name] = etree.SubElement(body, "div")
        part.text = chapter.body.text
        for node in list(chapter.body):
            part.append(node)
        _drop_unseen(part, omissions)
        _mark_pages(part, {target: label for (name, target), label in page_list.items() if name == chapter.name})
    join_notes(parts)
    omissions.locate(body, mixed_pieces)
    return etree.tostring(root, method="html", encoding="utf-8")


def _drop_unseen(part: Element, omissions: Omissions) -> None:
    for node in list(part.iter(*UNSEEN)):
        take_out(node)
    for nav in list(part.iter("nav")):
        for heading in nav.iter("h1", "h2", "h3", "h4", "h5", "h6"):
            omissions.record("contents entry", all_text(heading))
        for entry in nav.iter("li"):
            texts = [entry.text or "", *(all_text(each) for each in entry if each.tag not in {"ol", "ul"})]
            omissions.record("contents entry", " ".join(" ".join(texts).split()))
        take_out(nav)
    for node in [each for each in part.iter("*") if each is not part]:
        is_hidden = node.get("hidden") is not None or _HIDDEN_STYLE.search(node.get("style", ""))
        kind = "hidden text" if is_hidden else "struck-out text" if node.tag in _STRUCK else ""
        if kind and not kinds_of(node) & NOTE_KINDS:
            omissions.take_out(node, kind, all_text(node))


def _mark_pages(part: Element, labels: dict[str, str]) -> None:
    """Replace marks of printed pages by elements that `syntax_tree` knows."""
    for node in [each for each in part.iter("*") if "pagebreak" in kinds_of(each)]:
        listed = labels.pop(node.get("id", ""), "")
        match = _PAGE_ID.fullmatch(node.get("id", ""))
        named = node.get("title") or node.get("aria-label") or all_text(node) or listed
        label = " ".join(named.split()) or (match[1] if match else "")
        parent = node.getparent()
        if parent is not None:
            mark = _page_mark(node.tag in _BLOCKS or parent.tag in _BLOCKS, label)
            mark.tail = node.tail
            parent.replace(node, mark)
    if label := labels.pop("", ""):
        _begin_with(part, _page_mark(True, label))
    for node in list(part.iter("*")) if labels else []:
        if label := labels.pop(node.get("id", ""), "") or labels.pop(node.get("name", ""), ""):
            _begin_with(node, _page_mark(node.tag in _BLOCKS, label))


def _page_mark(is_block: bool, label: str) -> Element:
    attributes = {"class": PAGE_CLASS, "data-label": label[:_MAX_LABEL]}
    return etree.Element("div" if is_block else "span", attributes)


def _begin_with(node: Element, mark: Element) -> None:
    """Insert a mark before the text of an element."""
    mark.tail, node.text = node.text, None
    node.insert(0, mark)


def _character(match: re.Match[bytes]) -> bytes:
    """Return the character of an entity of HTML, which XML does not know."""
    if match[1] in _XML_ENTITIES:
        return match[0]
    return html.unescape(match[0].decode()).encode("utf-8")
