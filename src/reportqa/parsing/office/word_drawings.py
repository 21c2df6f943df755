"""Drawings of Word files as paragraphs and tables: text boxes, charts, diagrams, word art; embedded files are named."""

from collections.abc import Mapping

from reportqa.parsing.markup.inlines import is_description
from reportqa.parsing.office.charts import chart_table, drawing_text
from reportqa.parsing.office.omissions import Omissions
from reportqa.parsing.office.word_xml import paragraph, run, table, value
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.xml_tree import Element, local_name, take_out, unwrap

_ID = "id"
_RELATIONSHIPS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)


def relationship(node: Element, name: str = _ID) -> str:
    """Return the id of the part that an element refers to, empty if there is none."""
    return next((str(found) for prefix in _RELATIONSHIPS if (found := node.get(f"{prefix}{name}"))), "")


def choose_alternatives(root: Element) -> None:
    """Keep the first of alternative contents, and the last one if the first has nothing to show."""
    for node in list(root.iter("{*}AlternateContent")):
        kept = next((each for each in node.iterchildren("*") if _shows(each)), None)
        for each in list(node):
            if each is not kept:
                take_out(each)
        if kept is not None:
            unwrap(kept)
        unwrap(node)


def _shows(node: Element) -> bool:
    return next(node.iter("{*}t", "{*}blip", "{*}chart", "{*}relIds", "{*}imagedata", "{*}tbl"), None) is not None


def write_drawings(root: Element, package: Package, related: Mapping[str, str], omissions: Omissions) -> None:
    """Write charts as tables, diagrams and word art as paragraphs; record embedded files."""
    for node in list(root.iter("{*}chart", "{*}relIds")):
        target = related.get(relationship(node) or relationship(node, "dm"), "")
        part = package.xml(target) if target else None
        holder = next(node.iterancestors("{*}p"), None)
        if part is None or holder is None:
            continue
        blocks = _diagram(part, holder) if local_name(node) == "relIds" else _chart(part, holder)
        description = next((value(each, "descr") for each in _described(node)), "")
        if is_description(description):
            blocks.insert(0, paragraph(description, holder))
        _write_after(holder, blocks)
    for node in list(root.iter("{*}textpath")):
        holder = next(node.iterancestors("{*}r"), None)
        if holder is not None and value(node, "string"):
            holder.addnext(run(value(node, "string"), holder))
    for node in root.iter("{*}OLEObject"):
        target = related.get(relationship(node), "").rpartition("/")[2]
        omissions.record("embedded file", " ".join(text for text in (value(node, "ProgID"), target) if text))


def move_boxes(root: Element) -> None:
    """Move the contents of text boxes after their paragraph."""
    last: dict[Element, Element] = {}
    for box in list(root.iter("{*}txbxContent")):
        holder = next(box.iterancestors("{*}p"), None)
        for block in list(box.iterchildren("*")):
            if holder is not None:
                last.get(holder, holder).addnext(block)
                last[holder] = block


def _described(node: Element) -> list[Element]:
    drawing = next(node.iterancestors("{*}drawing"), None)
    return [] if drawing is None else list(drawing.iter("{*}docPr"))


def _chart(part: Element, like: Element) -> list[Element]:
    caption, rows = chart_table(part)
    blocks = [paragraph(caption, like)] if caption else []
    return [*blocks, table(rows, like)] if rows else blocks


def _diagram(part: Element, like: Element) -> list[Element]:
    return [paragraph(text, like) for text in drawing_text(part)]


def _write_after(holder: Element, blocks: list[Element]) -> None:
    for block in reversed(blocks):
        holder.addnext(block)
