"""Notes, text boxes, charts and pictures on a sheet of an XLSX file."""

from collections.abc import Iterator

from reportqa.parsing.office.sheet import Sheet, clean
from reportqa.parsing.office.sheet_layout import read_place, read_span
from reportqa.parsing.office.zip_package import Element, Package, local_name

_THREADED = "[Threaded comment]"
_MAX_NOTES = 10_000


def add_notes(package: Package, part: str, sheet: Sheet) -> None:
    """Add the notes, text boxes and titles of charts of the sheet in a part, and the ranges of tables.

    Charts, pictures and embedded files are named.
    """
    related = package.related(part)
    threads = _threads(package, related)
    sheet.notes = [*threads, *_notes(package, related)][:_MAX_NOTES]
    texts: list[str] = []
    for name in dict.fromkeys(related.values()):
        if name.startswith("xl/drawings/") and name.endswith(".xml"):
            root = package.xml(name)
            texts += [] if root is None else _drawing(package, package.related(name), root, sheet)
        elif name.startswith("xl/tables/") and (table := package.xml(name)) is not None:
            span = read_span(str(table.get("ref")))
            sheet.marked = [*sheet.marked, *([span] if span and table.get("headerRowCount") != "0" else [])]
        elif name.startswith("xl/embeddings/"):
            sheet.left_out.append(("embedded file", name.rpartition("/")[2]))
    sheet.texts = texts


def _notes(package: Package, related: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    for name in related.values():
        root = package.xml(name) if "comments" in name.lower() and name.endswith(".xml") else None
        for node in [] if root is None else root.iter("{*}comment"):
            text = "".join(part.text or "" for part in node.iter("{*}t") if not _is_phonetic(part))
            place = read_place(str(node.get("ref")))
            if place and text.strip() and not text.startswith(_THREADED):
                yield *place, text


def _threads(package: Package, related: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    for name in related.values():
        root = package.xml(name) if name.startswith("xl/threadedComments/") else None
        for node in [] if root is None else root.iter("{*}threadedComment"):
            text = " ".join(part.text or "" for part in node.iterchildren("{*}text"))
            place = read_place(str(node.get("ref")))
            if place and text.strip():
                yield *place, text


def _drawing(package: Package, related: dict[str, str], root: Element, sheet: Sheet) -> Iterator[str]:
    """Yield the paragraphs of text boxes and the titles of charts in the order of the file."""
    for node in root.iter("{*}txBody", "{*}chart", "{*}pic", "{*}relIds"):
        kind = local_name(node)
        if kind == "txBody":
            yield from _paragraphs(node)
        elif kind == "pic":
            look = node.find("{*}nvPicPr/{*}cNvPr")
            said = "" if look is None else str(look.get("descr") or look.get("title") or look.get("name") or "")
            sheet.left_out.append(("picture", said or "picture"))
        else:
            part = next((related.get(str(value), "") for value in node.attrib.values() if value in related), "")
            inner = package.xml(part)
            if inner is None:
                continue
            if kind == "relIds":
                yield from _paragraphs(inner)
            else:
                titles = [" ".join(_paragraphs(title)) for title in inner.iter("{*}title")]
                if any(titles):
                    yield " · ".join(dict.fromkeys(filter(None, titles)))
                ranges = dict.fromkeys(node.text for node in inner.iter("{*}f") if node.text)
                named = f"{next(filter(None, titles), 'chart')} ({', '.join(ranges)})"
                sheet.left_out.append(("drawing of a chart", named))


def _paragraphs(root: Element) -> Iterator[str]:
    for paragraph in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p"):
        pieces = [" " if local_name(node) == "br" else node.text or "" for node in paragraph.iter("{*}t", "{*}br")]
        if text := clean("".join(pieces)):
            yield text


def _is_phonetic(node: Element) -> bool:
    parent = node.getparent()
    return parent is not None and local_name(parent) == "rPh"
