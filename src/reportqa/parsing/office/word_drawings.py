"""Drawings of Word files as paragraphs and tables: text boxes, charts, diagrams, word art; embedded files are named."""

from collections.abc import Mapping

from reportqa.parsing.markup.inlines import is_description
from reportqa.parsing.office.charts import chart_table
from reportqa.parsing.office.office_xml import drawing_text, drawn_part, relationship
from reportqa.parsing.office.omissions import Omissions
from reportqa.parsing.office.word_xml import paragraph, run, table, value
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.xml_tree import Element, local_name


def write_drawings(root: Element, package: Package, related: Mapping[str, str], omissions: Omissions) -> None:
    """Write charts as tables, diagrams and word art as paragraphs; record embedded files."""
    for node in list(root.iter("{*}chart", "{*}relIds")):
        part = drawn_part(node, package, related)
        holder = next(node.iterancestors("{*}p"), None)
        if part is None or holder is None:
            continue
        drawing = next(node.iterancestors("{*}drawing"), None)
        description = value(None if drawing is None else next(drawing.iter("{*}docPr"), None), "descr")
        texts, rows = [description] if is_description(description) else [], list[list[str]]()
        if local_name(node) == "chart":
            caption, rows = chart_table(part)
            texts += [caption] if caption else []
        else:
            texts += drawing_text(part)
        blocks = [*(paragraph(text, holder) for text in texts), *([table(rows, holder)] if rows else [])]
        for block in reversed(blocks):
            holder.addnext(block)
    for node in list(root.iter("{*}textpath")):
        holder = next(node.iterancestors("{*}r"), None)
        if holder is not None and value(node, "string"):
            holder.addnext(run(value(node, "string"), holder))
    for node in list(root.iter("{*}txBody")):
        holder = next(node.iterancestors("{*}p"), None)
        if holder is not None:
            for text in reversed(list(drawing_text(node))):
                holder.addnext(paragraph(text, holder))
    for node in root.iter("{*}shape"):
        holder = next(node.iterancestors("{*}p"), None)
        if holder is not None and is_description(value(node, "alt")):
            holder.addnext(paragraph(value(node, "alt"), holder))
    for node in root.iter("{*}OLEObject", "{*}control"):
        target = related.get(relationship(node), "").rpartition("/")[2]
        named = (value(node, "ProgID"), value(node, "name"), target)
        omissions.record("embedded file", " ".join(text for text in named if text))


def move_boxes(root: Element) -> None:
    """Move the contents of text boxes after their paragraph."""
    for box in reversed(list(root.iter("{*}txbxContent"))):
        for holder in list(box.iterancestors("{*}p"))[:1]:
            for block in reversed(list(box.iterchildren("*"))):
                holder.addnext(block)
