"""Presentations: each slide is a page with its number as label, its title, text, tables, charts and notes.

pandoc 3.9 splits words where their formatting changes ("prac tices"), invents titles for slides without one, and loses
groups, charts, diagrams and notes.
"""

from collections.abc import Iterator, Sequence

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.inlines import is_description
from reportqa.parsing.office.charts import chart_table
from reportqa.parsing.office.slide_order import ShapeBox, reading_order
from reportqa.parsing.office.slide_text import listed_paragraphs, paragraphs, struck_out
from reportqa.parsing.office.spanned_table import Cell, write_table
from reportqa.parsing.office.word_drawings import choose_alternatives, relationship
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.xml_tree import Element, local_name

_PRESENTATION = "ppt/presentation.xml"
_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHAPES = ("sp", "grpSp", "graphicFrame", "pic", "cxnSp")
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = {"dt": "running footer", "ftr": "running footer", "hdr": "running header", "sldNum": "page number"}
_MAX_SPAN = 1000
_ON = frozenset({"1", "true", "on"})


def parse(data: bytes) -> DocumentBuilder:
    """Read a PowerPoint file.

    :raises ParseError: when it is not a PowerPoint file, damaged or protected.
    """
    package = Package(data, "PowerPoint file", ".pptx")
    presentation = package.xml(_PRESENTATION)
    if presentation is None:
        raise ParseError(package.damage)
    builder = DocumentBuilder()
    builder.csl_item = package.office_item()
    related = package.related(_PRESENTATION)
    slides = [related.get(relationship(node), "") for node in presentation.iterfind("{*}sldIdLst/{*}sldId")]
    first = str(presentation.get("firstSlideNum", "1"))
    shift = int(first) - 1 if first.isdecimal() else 0
    layouts: set[str] = set()
    for number, name in enumerate(slides, start=1):
        builder.page(number, str(number + shift))
        root = package.xml(name)
        if root is None:
            builder.warnings.append(f"Slide {number} is damaged and not read.")
            continue
        slide = _Slide(package, package.related(name), builder)
        if str(root.get("show", "1")) in _ON:
            slide.write(root)
        else:
            builder.leave_out("hidden slide", slide.text(root))
        slide.leave_out_layout(layouts)
        slide.leave_out_comments()
    builder.warnings += package.warnings()
    builder.require_text()
    return builder


class _Slide:
    def __init__(self, package: Package, related: dict[str, str], builder: DocumentBuilder) -> None:
        self._package, self._related, self._builder = package, related, builder
        self._layouts = [
            root for name in related.values() if "/slideLayouts/" in name and (root := package.xml(name)) is not None
        ]

    def write(self, root: Element) -> None:
        """Write the title, then the other shapes in reading order, then the speaker's notes."""
        choose_alternatives(root)
        shapes = [shape for tree in root.iterfind("{*}cSld/{*}spTree") for shape in self._ordered(tree)]
        for shape in sorted(shapes, key=lambda shape: _role(shape) not in _TITLES):
            self._shape(shape)
        for notes in self._notes():
            choose_alternatives(notes)
            for shape in notes.iter("{*}sp"):
                if _role(shape) in {"body", None}:
                    self._text(shape, is_body=False)

    def text(self, root: Element) -> str:
        """Return all text of a slide on one line."""
        choose_alternatives(root)
        return " ".join(text for part in (root, *self._notes()) for text in paragraphs(part))

    def leave_out_layout(self, seen: set[str]) -> None:
        """Record the text that the layout prints on the slide, once for each text."""
        for layout in self._layouts:
            for shape in layout.iter("{*}sp"):
                text = "" if shape.find("{*}nvSpPr/{*}nvPr/{*}ph") is not None else " ".join(paragraphs(shape))
                if text and text not in seen:
                    seen.add(text)
                    self._builder.leave_out("text of the slide layout", text)

    def leave_out_comments(self) -> None:
        """Record the comments on the slide."""
        for name in self._related.values():
            root = self._package.xml(name) if "/comments/" in name else None
            for comment in [] if root is None else root.iter("{*}cm", "{*}reply"):
                text = " ".join(
                    str(said) for part in comment.iterchildren("{*}text", "{*}txBody") for said in part.itertext()
                )
                self._builder.leave_out("comment", text)

    def _notes(self) -> Iterator[Element]:
        for name in self._related.values():
            if "/notesSlides/" in name and (notes := self._package.xml(name)) is not None:
                yield notes

    def _ordered(self, tree: Element) -> list[Element]:
        """Return the shapes in reading order, the shapes of a group in the place of the group."""
        shapes = [node for node in tree.iterchildren("*") if local_name(node) in _SHAPES]
        found = []
        for shape in reading_order(shapes, self._box):
            found += self._ordered(shape) if local_name(shape) == "grpSp" else [shape]
        return found

    def _box(self, shape: Element) -> ShapeBox | None:
        """Return the position of a shape, of a placeholder without one that of the layout."""
        own = _own_box(shape)
        placeholder = shape.find("*/{*}nvPr/{*}ph")
        if own is not None or placeholder is None:
            return own
        index, kind = placeholder.get("idx"), placeholder.get("type", "obj")
        for layout in self._layouts:
            for other in layout.iter("{*}sp", "{*}pic"):
                like = other.find("*/{*}nvPr/{*}ph")
                if like is not None and (
                    (index and like.get("idx") == index) or (not index and like.get("type", "obj") == kind)
                ):
                    return _own_box(other)
        return None

    def _shape(self, shape: Element) -> None:
        role = _role(shape)
        properties = shape.find("*/{*}cNvPr")
        description = "" if properties is None else str(properties.get("descr") or "").strip()
        if properties is not None and properties.get("hidden") in _ON:
            self._builder.leave_out("hidden text", " ".join(paragraphs(shape)) or description)
        elif role in _FURNITURE:
            self._builder.leave_out(_FURNITURE[role], " ".join(paragraphs(shape)))
        elif role in _TITLES:
            self._builder.heading(" ".join(paragraphs(shape)), 1)
            self._leave_out_struck(shape)
        else:
            self._content(shape, role, description)

    def _content(self, shape: Element, role: str | None, description: str) -> None:
        kind = local_name(shape)
        if kind == "sp":
            self._text(shape, is_body=role is not None and role != "subTitle")
        if is_description(description) and (kind != "sp" or not any(paragraphs(shape))):
            self._builder.paragraph(" ".join(description.split()))
        if kind == "graphicFrame":
            self._graphic(shape)
        for media in shape.iterfind("*/{*}nvPr/*"):
            if local_name(media) in {"videoFile", "audioFile", "wavAudioFile", "quickTimeFile"}:
                self._builder.leave_out("video or sound", self._related.get(relationship(media, "link"), "not named"))

    def _text(self, shape: Element, is_body: bool) -> None:
        found = list(listed_paragraphs(shape))
        for text, is_listed in found:
            if is_listed or (is_body and len(found) > 1):
                self._builder.item(text)
            else:
                self._builder.paragraph(text)
        self._leave_out_struck(shape)

    def _leave_out_struck(self, node: Element) -> None:
        for text in struck_out(node):
            self._builder.leave_out("struck-out text", text)

    def _graphic(self, frame: Element) -> None:
        for table in frame.iter(f"{_MAIN}tbl"):
            look = table.find(f"{_MAIN}tblPr")
            rows = [list(_cells(row)) for row in table.iterchildren(f"{_MAIN}tr")]
            write_table(rows, self._builder, header=look is None or look.get("firstRow") in _ON)
            self._leave_out_struck(table)
        for node in frame.iter("{*}chart", "{*}relIds"):
            root = self._package.xml(self._related.get(relationship(node) or relationship(node, "dm"), ""))
            if root is None:
                continue
            if local_name(node) == "chart":
                self._chart(*chart_table(root))
            else:
                for paragraph in paragraphs(root):
                    self._builder.item(paragraph)
        for node in frame.iter("{*}oleObj"):
            target = self._related.get(relationship(node), "").rpartition("/")[2]
            named = (str(node.get("name") or ""), str(node.get("progId") or ""), target)
            self._builder.leave_out("embedded file", " ".join(text for text in named if text))

    def _chart(self, caption: str, rows: Sequence[Sequence[str]]) -> None:
        if rows:
            self._builder.table(rows, caption)
        else:
            self._builder.paragraph(caption)


def _cells(row: Element) -> Iterator[Cell]:
    """Yield the cells that begin in a row of a table."""
    for cell in row.iterchildren(f"{_MAIN}tc"):
        if cell.get("hMerge") not in _ON and cell.get("vMerge") not in _ON:
            yield Cell(" ".join(paragraphs(cell)), _span(cell, "rowSpan"), _span(cell, "gridSpan"))


def _span(cell: Element, name: str) -> int:
    value = str(cell.get(name, "1"))
    return min(max(int(value), 1), _MAX_SPAN) if value.isdecimal() and len(value) < 9 else 1


def _own_box(shape: Element) -> ShapeBox | None:
    """Return the position that a shape has itself."""
    frame = shape.find("{*}xfrm")
    for name in ("spPr", "grpSpPr"):
        frame = shape.find(f"{{*}}{name}/{{*}}xfrm") if frame is None else frame
    offset, size = (None, None) if frame is None else (frame.find("{*}off"), frame.find("{*}ext"))
    if offset is None or size is None:
        return None
    try:
        left, top, width, height = (
            float(node.get(name, "")) for node, name in ((offset, "x"), (offset, "y"), (size, "cx"), (size, "cy"))
        )
    except ValueError:
        return None
    return ShapeBox(left, top, left + width, top + height)


def _role(shape: Element) -> str | None:
    """Return the type of a placeholder, or None for other shapes."""
    placeholder = shape.find("{*}nvSpPr/{*}nvPr/{*}ph")
    return None if placeholder is None else str(placeholder.get("type", "obj"))
