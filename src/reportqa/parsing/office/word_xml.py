"""Elements of WordprocessingML in both of its namespaces, Transitional and Strict."""

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from reportqa.parsing.xml_tree import Element, local_name

_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_OFF = frozenset({"0", "false", "off"})


def namespace(node: Element) -> str:
    """Return the namespace of an element as "{…}", empty if it has none."""
    # Damaged files have names that QName refuses.
    head, found, _ = str(node.tag).rpartition("}")
    return f"{head}{found}"


def value(node: Element | None, name: str = "val") -> str:
    """Return an attribute of an element in its own namespace or none; empty if there is none."""
    if node is None:
        return ""
    return str(node.get(f"{namespace(node)}{name}") or node.get(name) or "")


def is_on(node: Element | None) -> bool:
    """Return whether a property is there and not switched off."""
    return node is not None and value(node) not in _OFF


def run(text: str, like: Element, look: Element | None = None) -> Element:
    """Return a run with a text, in the namespace of `like` and with a copy of the properties `look`."""
    made = etree.Element(f"{namespace(like)}r")
    if look is not None:
        copied = etree.SubElement(made, look.tag)
        copied.extend(deepcopy(part) for part in look if local_name(part) in {"b", "i", "rStyle"})
    inner = etree.SubElement(made, f"{namespace(like)}t")
    inner.set(_PRESERVE, "preserve")
    inner.text = xml_text(text)
    return made


def paragraph(text: str, like: Element) -> Element:
    """Return a paragraph with a text, in the namespace of `like`."""
    made = etree.Element(f"{namespace(like)}p")
    made.append(run(text, like))
    return made


def table(rows: list[list[str]], like: Element) -> Element:
    """Return a table, header row first, in the namespace of `like`."""
    word = namespace(like)
    made = etree.Element(f"{word}tbl")
    look = etree.SubElement(etree.SubElement(made, f"{word}tblPr"), f"{word}tblLook")
    look.set(f"{word}firstRow", "1")
    grid = etree.SubElement(made, f"{word}tblGrid")
    for _ in rows[0]:
        etree.SubElement(grid, f"{word}gridCol").set(f"{word}w", "1000")
    for at, row in enumerate(rows):
        line = etree.SubElement(made, f"{word}tr")
        if at == 0:
            etree.SubElement(etree.SubElement(line, f"{word}trPr"), f"{word}tblHeader")
        for text in row:
            cell = etree.SubElement(line, f"{word}tc")
            etree.SubElement(cell, f"{word}tcPr")
            cell.append(paragraph(text, like))
    return made


def text_of(node: Element) -> str:
    """Return the text of runs, also deleted; tabs and breaks as spaces."""
    pieces = []
    for part in node.iter("{*}t", "{*}delText", "{*}tab", "{*}br", "{*}cr"):
        parent = part.getparent()
        if local_name(part) in {"t", "delText"}:
            pieces.append(part.text or "")
        elif parent is not None and local_name(parent) == "r":
            pieces.append(" ")
    return "".join(pieces)


def pieces(root: Element) -> Iterator[str | Element]:
    """Yield the texts of a part in order and the elements between them."""
    for node in root.iter("*"):
        yield node.text or "" if local_name(node) == "t" else node


def xml_text(text: str) -> str:
    """Return a text without the characters that XML does not allow."""
    return "".join(
        letter if letter in "\t\n" or (letter >= " " and letter not in "\ufffe\uffff") else " " for letter in text
    )
