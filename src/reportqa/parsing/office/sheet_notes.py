"""Notes, text boxes, charts and pictures on a sheet of an XLSX file."""

from collections.abc import Container, Iterator

from reportqa.parsing.markup.inlines import is_description
from reportqa.parsing.office.charts import chart_table
from reportqa.parsing.office.office_xml import drawing_text, drawn_part
from reportqa.parsing.office.sheet import Sheet, clean
from reportqa.parsing.office.sheet_layout import read_place, read_span
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.xml_tree import Element, local_name

_THREADED = "[Threaded comment]"
_MAX_NOTES = 10_000


def add_notes(package: Package, part: str, sheet: Sheet, visible: Container[str]) -> None:
    """Add the notes, text boxes and titles of charts of the sheet in a part, and the ranges of tables.

    Charts, pictures and embedded files are named.

    :param visible: titles of the visible sheets, whose figures are text already.
    """
    related = package.related(part)
    sheet.notes = [*_threads(package, related), *_notes(package, related)][:_MAX_NOTES]
    for name in dict.fromkeys(related.values()):
        if name.startswith("xl/drawings/") and name.endswith(".xml"):
            sheet.texts += _drawing(package, name, sheet, visible)
        elif name.startswith("xl/tables/") and (table := package.xml(name)) is not None:
            span = read_span(table.get("ref"))
            sheet.marked += [span] if span and table.get("headerRowCount") != "0" else []
        elif name.startswith("xl/embeddings/"):
            sheet.left_out.append(("embedded file", name.rpartition("/")[2]))


def _notes(package: Package, related: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    for name in related.values():
        root = package.xml(name) if "comments" in name.lower() and name.endswith(".xml") else None
        for node in [] if root is None else root.iter("{*}comment"):
            text = "".join(part.text or "" for part in node.iter("{*}t") if not _is_phonetic(part))
            place = read_place(node.get("ref"))
            if place and text.strip() and not text.startswith(_THREADED):
                yield *place, text


def _threads(package: Package, related: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    for name in related.values():
        root = package.xml(name) if name.startswith("xl/threadedComments/") else None
        for node in [] if root is None else root.iter("{*}threadedComment"):
            text = " ".join(part.text or "" for part in node.iterchildren("{*}text"))
            place = read_place(node.get("ref"))
            if place and text.strip():
                yield *place, text


def _drawing(package: Package, name: str, sheet: Sheet, visible: Container[str]) -> Iterator[str]:
    """Yield the texts of boxes, titles of charts and descriptions of pictures; add charts to the sheet."""
    root, related = package.xml(name), package.related(name)
    for node in [] if root is None else root.iter("{*}txBody", "{*}chart", "{*}pic", "{*}relIds"):
        kind = local_name(node)
        if kind == "txBody":
            yield from drawing_text(node)
        elif kind == "pic":
            look = node.find("{*}nvPicPr/{*}cNvPr")
            description, named = (clean("" if look is None else look.get(key, "")) for key in ("descr", "name"))
            if is_description(description):
                yield description
            sheet.left_out.append(("picture", description or named or "picture"))
        elif (inner := drawn_part(node, package, related)) is not None:
            yield from drawing_text(inner) if kind == "relIds" else _chart(inner, sheet, visible)


def _chart(root: Element, sheet: Sheet, visible: Container[str]) -> Iterator[str]:
    """Yield the title of a chart of visible cells; add the figures of another to the sheet."""
    caption, figures = chart_table(root)
    ranges = list(dict.fromkeys(node.text for node in root.iter("{*}f") if node.text))
    sources = [name.rpartition("!")[0].strip("'").replace("''", "'") for name in ranges]
    if figures and not (sources and all(source in visible for source in sources)):
        sheet.charts.append((caption, figures))
    elif caption:
        yield caption
    sheet.left_out.append(("drawing of a chart", f"{caption or 'chart'} ({', '.join(ranges)})"))


def _is_phonetic(node: Element) -> bool:
    parent = node.getparent()
    return parent is not None and local_name(parent) == "rPh"
