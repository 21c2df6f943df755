"""XML files: JATS articles and DocBook through pandoc, TEI as a page, other XML as records and paragraphs."""

import re

from lxml import etree

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.data.jats import repair
from reportqa.parsing.data.tei import tei_page
from reportqa.parsing.decoding import decode
from reportqa.parsing.markup.pandoc import PRINTED_FRONT, read_tree, write_blocks, write_tree
from reportqa.parsing.missing_texts import name_missing, texts_between
from reportqa.parsing.xml_tree import Element, local_name, read_xml, words
from reportqa.text import clean_text

_DOCBOOK = frozenset({"book", "chapter", "section", "set", "part"})
_JATS_PARTS = frozenset({"front", "body", "back", "front-stub", "sub-article"})
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_WRAPPERS = frozenset({"pmc-articleset", "OAI-PMH", "records"})
_LONG = 300
"""Characters from which a value is a paragraph and not a cell."""


def parse(data: bytes) -> DocumentBuilder:
    """Read an XML file.

    :raises ParseError: when it is not XML or has no text.
    """
    builder = DocumentBuilder()
    root, is_damaged = read_xml(data)
    if root is None:
        raise ParseError("is not XML that can be read. Save or download it again.")
    if is_damaged:
        builder.warnings.append("The XML is damaged, so a part of the text may be missing.")
    texts = list(texts_between(root))
    if local_name(root) in _WRAPPERS and (article := root.find(".//{*}article")) is not None:
        root = article
    name = local_name(root)
    left_out: list[tuple[str, str]] = []
    if name in {"TEI", "TEI.2", "teiCorpus"}:
        page, item, left_out = tei_page(root)
        write_blocks(read_tree(page, "html", builder.warnings), builder)
        builder.csl_item = item
    elif name == "article" and any(local_name(child) in _JATS_PARTS for child in root):
        left_out = [("metadata", text) for text in repair(root)]
        _through_pandoc(root, "jats", builder)
    elif name in _DOCBOOK or name == "article":
        _through_pandoc(root, "docbook", builder)
    else:
        for key, value in _attributes(root).items():
            builder.leave_out("attribute", f"{key}: {value}", 0)
        _write(root, 1, builder)
    for kind, text in left_out:
        builder.leave_out(kind, text, 0)
    builder.require_text()
    name_missing(texts, builder)
    for comment in _COMMENT.findall(decode(data)):
        builder.leave_out("comment", comment, 0)
    return builder


def _through_pandoc(root: Element, reader: str, builder: DocumentBuilder) -> None:
    source = etree.tostring(root, encoding="utf-8", xml_declaration=True, with_tail=False)
    write_tree(read_tree(source, reader, builder.warnings), builder, PRINTED_FRONT)


def _write(node: Element, level: int, builder: DocumentBuilder) -> None:
    """Write an element of any kind: equal records as a table, values as "name: value", text between as paragraphs."""
    children = [child for child in node if local_name(child)]
    own_text = any((text or "").strip() for text in (node.text, *(child.tail for child in node)))
    if own_text:
        builder.paragraph(clean_text(words(node)))
        for key, value in (
            pair for inner in node.iter("*") if inner is not node for pair in _attributes(inner).items()
        ):
            builder.leave_out("attribute", f"{key}: {value}")
        return
    groups: dict[str, list[Element]] = {}
    for child in children:
        groups.setdefault(local_name(child), []).append(child)
    repeated = [child for group in groups.values() if len(group) > 1 for child in group]
    has_records = all(_record(child) is not None for child in repeated)
    for name, child in zip(map(local_name, children), children, strict=True):
        if len(groups[name]) == 1 or not has_records:
            _write_child(child, name, level, builder)
        elif child is groups[name][0]:
            _write_table(groups[name], builder)


def _write_child(node: Element, name: str, level: int, builder: DocumentBuilder) -> None:
    if len(node):
        if not words(node):
            for key, value in (pair for inner in node.iter("*") for pair in _attributes(inner).items()):
                builder.item(f"{key}: {value}")
            return
        if not (node.text or "").strip():
            builder.heading(name, level)
        for key, value in _attributes(node).items():
            builder.item(f"{key}: {value}")
        _write(node, level + 1, builder)
        return
    values = [clean_text(words(node)), *(f"{key}: {value}" for key, value in _attributes(node).items())]
    shown = " · ".join(filter(None, values))
    if len(shown) > _LONG:
        builder.paragraph(shown)
    elif shown:
        builder.item(f"{name}: {shown}")


def _write_table(records: list[Element], builder: DocumentBuilder) -> None:
    rows = [_record(record) or {} for record in records]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    builder.table([columns, *([row.get(name, "") for name in columns] for row in rows)], local_name(records[0]))


def _record(node: Element) -> dict[str, str] | None:
    """Return the values of an element without deeper levels by name; None if it has them or long texts."""
    values = _attributes(node)
    if not len(node):
        values[local_name(node)] = clean_text(words(node))
    for child in node:
        name = local_name(child)
        if len(child) or (node.text or "").strip() or (child.tail or "").strip():
            return None
        text = clean_text(words(child))
        values[name] = f"{values[name]}, {text}" if name in values else text
        values |= {f"{name}.{key}": value for key, value in _attributes(child).items()}
    return None if any(len(value) > _LONG for value in values.values()) else values


def _attributes(node: Element) -> dict[str, str]:
    return {str(key).rpartition("}")[2]: clean_text(str(value)) for key, value in node.attrib.items()}
