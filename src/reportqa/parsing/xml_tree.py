"""XML of untrusted files as trees, and changes of their elements.

Entities are never resolved and nothing is fetched.
"""

from collections.abc import Iterator
from typing import IO

from lxml import etree

from reportqa.errors import ParseError

Element = etree._Element
_MAX_DIGITS = 8


def read_xml(data: bytes) -> tuple[Element | None, bool]:
    """Return the root of an XML file, and whether the file is damaged; no root if nothing of it can be read.

    Comments and processing instructions are left out.
    :raises ParseError: when it is nested too deeply.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser) if data else None
    except (etree.XMLSyntaxError, ValueError):
        return None, True
    if any("xcessive depth" in error.message for error in parser.error_log):
        raise ParseError("is nested too deeply to be read. Save it again from the program that created it.")
    return root, any(error.level == etree.ErrorLevels.FATAL for error in parser.error_log)


def stream_xml(stream: IO[bytes], *names: str) -> Iterator[tuple[str, Element]]:
    """Yield "start" or "end" and the element for all elements of some names, up to where the file is damaged."""
    tags = [f"{{*}}{name}" for name in names]
    try:
        yield from etree.iterparse(
            stream,
            events=("start", "end"),
            tag=tags,
            resolve_entities=False,
            no_network=True,
            recover=True,
            remove_comments=True,
        )
    except (etree.XMLSyntaxError, ValueError):
        return


def local_name(node: Element) -> str:
    """Return an element's name without its namespace; empty for comments and entities."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def all_text(node: Element | None) -> str:
    """Return all text in an element, empty for None."""
    return "" if node is None else "".join(map(str, node.itertext()))


def words(node: Element | None) -> str:
    """Return the text of an element on one line, its parts separated by spaces."""
    return "" if node is None else " ".join(" ".join(map(str, node.itertext())).split())


def texts_of(parent: Element | None) -> dict[str, str]:
    """Return the first non-empty text of the children of each name."""
    texts: dict[str, str] = {}
    for node in [] if parent is None else parent.iterchildren("*"):
        if node.text and node.text.strip():
            texts.setdefault(local_name(node), node.text)
    return texts


def whole_number(text: str | None, default: int = 1) -> int:
    """Return a whole number of at most eight digits, `default` for other text."""
    return int(text) if text and text.isdecimal() and len(text) <= _MAX_DIGITS else default


def add_text(parent: Element, text: str | None) -> None:
    """Write text at the end of an element."""
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


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


def unwrap(node: Element) -> None:
    """Replace an element by its children."""
    for child in list(node):
        node.addprevious(child)
    take_out(node)
