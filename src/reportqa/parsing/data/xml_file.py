"""XML files: articles in JATS and books in DocBook through pandoc, TEI as a page, other XML as records and paragraphs.

Entities are never resolved and nothing is fetched.
"""

from collections import Counter

from lxml import etree

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.data.jats import repair, words
from reportqa.parsing.data.tei import tei_page
from reportqa.parsing.markup.pandoc import PRINTED_FRONT, read_tree, write_blocks, write_tree
from reportqa.parsing.office.zip_package import Element, local_name
from reportqa.text import clean_text

_DOCBOOK = frozenset({"book", "chapter", "section", "set", "part"})
_JATS_PARTS = frozenset({"front", "body", "back", "front-stub", "sub-article"})
_WRAPPERS = frozenset({"pmc-articleset", "OAI-PMH", "records"})
_MAX_DEPTH = 100
_LONG = 300
"""Characters from which a value is a paragraph and not a cell."""
_DAMAGED = "is not XML that can be read. Save or download it again."


def parse(data: bytes) -> DocumentBuilder:
    """Read an XML file.

    :raises ParseError: when it is not XML or has no text.
    """
    builder = DocumentBuilder()
    root = _tree(data, builder)
    try:
        _write_root(root, builder)
    except RecursionError as error:
        raise ParseError("is nested too deeply to be read.") from error
    builder.require_text()
    return builder


def _write_root(root: Element, builder: DocumentBuilder) -> None:
    if local_name(root) in _WRAPPERS and (article := root.find(".//{*}article")) is not None:
        root = article
    name = local_name(root)
    if name in {"TEI", "TEI.2", "teiCorpus"}:
        page, item, left_out = tei_page(root)
        write_blocks(read_tree(page, "html", builder.warnings), builder)
        builder.csl_item = item
        for kind, text in left_out:
            builder.leave_out(kind, text, 0)
    elif name == "article" and any(local_name(child) in _JATS_PARTS for child in root):
        left_out = [("metadata", text) for text in repair(root)]
        _through_pandoc(root, "jats", builder)
        for kind, text in left_out:
            builder.leave_out(kind, text, 0)
    elif name in _DOCBOOK or name == "article":
        _through_pandoc(root, "docbook", builder)
    else:
        _write(root, 1, builder)


def _tree(data: bytes, builder: DocumentBuilder) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_pis=True, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(_DAMAGED) from error
    if root is None:
        raise ParseError(_DAMAGED)
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        builder.warnings.append("The XML is damaged, so a part of the text may be missing.")
    return root


def _through_pandoc(root: Element, reader: str, builder: DocumentBuilder) -> None:
    source = etree.tostring(root, encoding="utf-8", xml_declaration=True, with_tail=False)
    write_tree(read_tree(source, reader, builder.warnings), builder, PRINTED_FRONT)


def _write(node: Element, level: int, builder: DocumentBuilder) -> None:
    """Write an element of any kind: equal records as a table, values as "name: value", text between as paragraphs."""
    children = [child for child in node if local_name(child)]
    own_text = any((text or "").strip() for text in (node.text, *(child.tail for child in node)))
    if own_text or level > _MAX_DEPTH:
        builder.paragraph(clean_text(words(node)))
        return
    counts = Counter(map(local_name, children))
    records = [child for child in children if counts[local_name(child)] > 1]
    table = [_record(child) for child in records]
    written: set[str] = set()
    for child in children:
        name = local_name(child)
        if counts[name] > 1 and records and all(record is not None for record in table):
            if name not in written:
                written.add(name)
                _write_table([one for one in records if local_name(one) == name], builder)
        else:
            _write_child(child, name, level, builder)


def _write_child(node: Element, name: str, level: int, builder: DocumentBuilder) -> None:
    if len(node):
        if not any(text.strip() for text in map(str, node.itertext())):
            return
        if not (node.text or "").strip():
            builder.heading(name, level)
        _write(node, level + 1, builder)
        return
    text = clean_text(words(node))
    values = [f"{key}: {value}" for key, value in _attributes(node).items()]
    if text or values:
        shown = " · ".join([text, *values] if text else values)
        if len(shown) <= _LONG:
            builder.item(f"{name}: {shown}")
        else:
            builder.paragraph(shown)


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
