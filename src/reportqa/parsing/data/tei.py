"""Texts in TEI as a web page, which pandoc reads, and their metadata.

Source: https://tei-c.org/release/doc/tei-p5-doc/en/html/
"""

from typing import Any

from lxml import etree

from reportqa.parsing.markup.inlines import PAGE_CLASS
from reportqa.parsing.metadata import csl_item
from reportqa.parsing.xml_tree import Element, add_text, local_name, whole_number, words

_TAGS = {
    "p": "p", "ab": "p", "lg": "p", "list": "ul", "item": "li", "table": "table", "row": "tr", "hi": "em", "emph": "em",
    "quote": "span", "q": "span", "figure": "div", "figDesc": "p", "sp": "div", "speaker": "p", "stage": "p",
    "opener": "p", "closer": "p", "salute": "span", "signed": "span", "trailer": "p", "byline": "p", "docTitle": "div",
    "titlePart": "p", "epigraph": "div", "cit": "div", "bibl": "span", "biblStruct": "p", "listBibl": "div",
    "label": "p", "argument": "div", "postscript": "div", "text": "div", "front": "div", "body": "div", "back": "div",
    "group": "div", "floatingText": "div", "castList": "ul", "castItem": "li", "dateline": "p", "formula": "code",
    "eg": "pre",
}  # fmt: skip
"""Tags of a web page; other elements are spans."""
_LEFT_OUT = {"del": "deleted text", "fw": "running header", "sic": "uncorrected text", "orig": "original spelling"}
_CHOICES = frozenset({"corr", "reg", "expan"})
_INLINE = frozenset({"quote", "q", "bibl", "formula"})


def tei_page(root: Element) -> tuple[bytes, dict[str, Any], list[tuple[str, str]]]:
    """Return the texts as a web page, the CSL-JSON fields, and kind and text of what is not written."""
    left_out: list[tuple[str, str]] = []
    page = etree.Element("body")
    header = root.find("{*}teiHeader")
    for text in root.iter("{*}text"):
        if next(text.iterancestors("{*}text"), None) is None:
            for abstract in root.iterfind("{*}teiHeader//{*}abstract"):
                _write(abstract, page, 1, left_out)
            _write(text, page, 0, left_out)
    item = {} if header is None else _item(header)
    if title := item.get("title"):
        heading = etree.Element("h1")
        heading.text = str(title)
        page.insert(0, heading)
    if header is not None:
        left_out.append(("metadata", words(header)))
    return etree.tostring(page, encoding="utf-8", method="html"), item, left_out


def _write(node: Element, parent: Element, depth: int, left_out: list[tuple[str, str]]) -> None:
    """Write an element and its text under a parent; `depth` is that of the division."""
    name = local_name(node)
    is_choice = name in _LEFT_OUT and (
        name in {"del", "fw"} or any(local_name(one) in _CHOICES for one in node.itersiblings())
    )
    if not name or is_choice:
        if is_choice:
            left_out.append((_LEFT_OUT[name], words(node)))
        add_text(parent, node.tail)
        return
    target = etree.SubElement(parent, _tag(node, name, depth))
    if name == "cell":
        target.set("colspan", str(whole_number(node.get("cols"))))
        target.set("rowspan", str(whole_number(node.get("rows"))))
    if name == "pb" and node.get("n"):
        target.set("class", PAGE_CLASS)
        target.set("data-label", str(node.get("n")))
    add_text(target, f" [{node.text or ''}" if name == "note" else node.text)
    for child in node:
        _write(child, target, depth + name.startswith("div"), left_out)
    add_text(target, "]" if name == "note" else "")
    if name in {"lb", "l"}:
        etree.SubElement(target, "br")
    if name == "abbr" and any(local_name(one) == "expan" for one in node.itersiblings()):
        add_text(target, " ")
    add_text(parent, node.tail)


def _tag(node: Element, name: str, depth: int) -> str:
    if name == "head":
        holder = {"table": "caption", "list": "li", "figure": "p"}
        return holder.get(local_name(_parent(node)), f"h{min(max(depth, 1) + 1, 6)}")
    if name == "cell":
        header = node.get("role") == "label" or _parent(node).get("role") == "label"
        return "th" if header else "td"
    if name.startswith("div"):
        return "div"
    if name in _INLINE and local_name(_parent(node)) in {"div", "body", "cit", "listBibl"}:
        return "p"
    return _TAGS.get(name, "span")


def _parent(node: Element) -> Element:
    parent = node.getparent()
    return node if parent is None else parent


def _item(header: Element) -> dict[str, Any]:
    def text_at(path: str) -> str:
        return words(header.find(path))

    date = header.find("{*}fileDesc/{*}publicationStmt//{*}date")
    when = "" if date is None else date.get("when") or words(date)
    return csl_item(
        title=text_at("{*}fileDesc/{*}titleStmt/{*}title"),
        authors=[words(one) for one in header.iterfind("{*}fileDesc/{*}titleStmt/{*}author")],
        issued=when,
        publisher=text_at("{*}fileDesc/{*}publicationStmt/{*}publisher"),
    )
