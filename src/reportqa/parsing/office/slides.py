"""Presentations: each slide is a page with its number as label, its title, text, tables, charts and notes.

pandoc 3.9 splits words where their formatting changes ("prac tices"), invents titles for slides without one, and loses
groups, charts, diagrams and notes.
"""

from collections.abc import Iterator

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.inlines import is_description
from reportqa.parsing.missing_texts import name_missing
from reportqa.parsing.office.charts import chart_table
from reportqa.parsing.office.office_xml import ON, choose_alternatives, drawn_part, relationship
from reportqa.parsing.office.slide_colours import SlideColours
from reportqa.parsing.office.slide_order import ShapeBox, ordered_shapes
from reportqa.parsing.office.slide_text import listed_paragraphs, paragraphs, struck_out
from reportqa.parsing.office.spanned_table import Cell, write_table
from reportqa.parsing.office.zip_package import Package
from reportqa.parsing.unseen_text import UNSEEN
from reportqa.parsing.xml_tree import Element, local_name, take_out, whole_number, words

_PRESENTATION = "ppt/presentation.xml"
_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHAPES = ("sp", "grpSp", "graphicFrame", "pic", "cxnSp")
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = {"dt": "running footer", "ftr": "running footer", "hdr": "running header", "sldNum": "page number"}
_MEDIA = frozenset({"videoFile", "audioFile", "wavAudioFile", "quickTimeFile"})
_FRAMES = ("{*}xfrm", "{*}spPr/{*}xfrm", "{*}grpSpPr/{*}xfrm")


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
    first = whole_number(presentation.get("firstSlideNum"))
    layouts: set[str] = set()
    texts: list[tuple[str, str]] = []
    for number, name in enumerate(slides, start=1):
        builder.page(number, str(number + first - 1))
        root = package.xml(name)
        if root is None:
            builder.warnings.append(f"Slide {number} is damaged and not read.")
            continue
        slide = _Slide(package, package.related(name), builder)
        slide.number(root, str(number + first - 1))
        texts += slide.texts(root)
        if root.get("show", "1") in ON:
            slide.write(root)
        else:
            builder.leave_out("hidden slide", slide.text(root))
        slide.leave_out_layout(layouts)
        slide.leave_out_comments()
    builder.warnings += package.warnings()
    builder.require_text()
    name_missing(texts, builder)
    return builder


class _Slide:
    def __init__(self, package: Package, related: dict[str, str], builder: DocumentBuilder) -> None:
        self._package, self._related, self._builder = package, related, builder
        self._layouts = list(self._parts("slideLayouts"))

    def number(self, root: Element, label: str) -> None:
        """Put the number of the slide into its fields, in which some programs leave a stand-in."""
        for field in (field for part in (root, *self._parts("notesSlides")) for field in part.iter("{*}fld")):
            for text in field.iterfind("{*}t") if field.get("type") == "slidenum" else ():
                text.text = label

    def write(self, root: Element) -> None:
        """Write the title, then the other shapes in reading order, then the speaker's notes."""
        choose_alternatives(root)
        for group in [each for each in root.iter("{*}grpSp") if _is_hidden(each)]:
            self._builder.leave_out("hidden text", " ".join(paragraphs(group)))
            take_out(group)
        for run in list(SlideColours(self._package, self._related, root, self._box).unseen_runs()):
            self._builder.leave_out(UNSEEN, words(run))
            take_out(run)
        shapes = [
            shape for tree in root.iterfind("{*}cSld/{*}spTree") for shape in ordered_shapes(tree, _is_shape, self._box)
        ]
        for shape in sorted(shapes, key=lambda shape: _role(shape) not in _TITLES):
            self._shape(shape)
        for look in root.iterfind(".//{*}nvGrpSpPr/{*}cNvPr"):
            if is_description(look.get("descr", "")):
                self._builder.paragraph(" ".join(look.get("descr", "").split()))
        for notes in self._parts("notesSlides"):
            choose_alternatives(notes)
            for shape in notes.iter("{*}sp"):
                if _role(shape) in {"body", None}:
                    self._text(shape, is_body=False)

    def text(self, root: Element) -> str:
        """Return all text of a slide on one line."""
        choose_alternatives(root)
        return " ".join(text for part in (root, *self._parts("notesSlides")) for text in paragraphs(part))

    def texts(self, root: Element) -> list[tuple[str, str]]:
        """Return the texts of the slide and its notes between their tags."""
        parts = (root, *self._parts("notesSlides"))
        return [("", part.text or "") for each in parts for part in each.iter(f"{_MAIN}t")]

    def leave_out_layout(self, seen: set[str]) -> None:
        """Record the text that the layout prints on the slide, once for each text."""
        for shape in (shape for layout in self._layouts for shape in layout.iter("{*}sp")):
            text = " ".join(paragraphs(shape)) if _role(shape) is None else ""
            if text and text not in seen:
                seen.add(text)
                self._builder.leave_out("text of the slide layout", text)

    def leave_out_comments(self) -> None:
        """Record the comments on the slide."""
        for comment in (node for root in self._parts("comments") for node in root.iter("{*}cm", "{*}reply")):
            self._builder.leave_out("comment", " ".join(map(words, comment.iterchildren("{*}text", "{*}txBody"))))

    def _parts(self, folder: str) -> Iterator[Element]:
        """Yield the parts of the slide that are in a folder."""
        for name in self._related.values():
            if f"/{folder}/" in name and (root := self._package.xml(name)) is not None:
                yield root

    def _box(self, shape: Element) -> ShapeBox | None:
        """Return the position of a shape, of a placeholder without one that of the layout."""
        own = _own_box(shape)
        placeholder = shape.find("*/{*}nvPr/{*}ph")
        if own is not None or placeholder is None:
            return own
        name, default = ("idx", None) if placeholder.get("idx") else ("type", "obj")
        for other in (node for layout in self._layouts for node in layout.iter("{*}sp", "{*}pic")):
            like = other.find("*/{*}nvPr/{*}ph")
            if like is not None and like.get(name, default) == placeholder.get(name, default):
                return _own_box(other)
        return None

    def _shape(self, shape: Element) -> None:
        role = _role(shape)
        look = shape.find("*/{*}cNvPr")
        description = "" if look is None else " ".join(look.get("descr", "").split())
        if local_name(shape) == "pic":
            name = "" if look is None else look.get("name", "")
            self._builder.leave_out("picture", description or name or "picture")
        if _is_hidden(shape):
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
        if is_description(description):
            if kind == "sp" and any(paragraphs(shape)):
                self._builder.leave_out("alternative text", description)
            else:
                self._builder.paragraph(description)
        if kind == "graphicFrame":
            self._graphic(shape)
        for media in shape.iterfind("*/{*}nvPr/*"):
            if local_name(media) in _MEDIA:
                self._builder.leave_out("video or sound", self._related.get(relationship(media, "link"), "not named"))

    def _text(self, shape: Element, is_body: bool) -> None:
        found = list(listed_paragraphs(shape))
        for text, is_listed in found:
            write = self._builder.item if is_listed or (is_body and len(found) > 1) else self._builder.paragraph
            write(text)
        self._leave_out_struck(shape)

    def _leave_out_struck(self, node: Element) -> None:
        for text in struck_out(node):
            self._builder.leave_out("struck-out text", text)

    def _graphic(self, frame: Element) -> None:
        for table in frame.iter(f"{_MAIN}tbl"):
            rows = [list(_cells(row)) for row in table.iterchildren(f"{_MAIN}tr")]
            write_table(rows, self._builder, header=_has_header(table))
            self._leave_out_struck(table)
        for node in frame.iter("{*}chart", "{*}relIds"):
            root = drawn_part(node, self._package, self._related)
            if root is not None and local_name(node) == "chart":
                caption, figures = chart_table(root)
                self._builder.table(figures, caption)
            elif root is not None:
                for paragraph in paragraphs(root):
                    self._builder.item(paragraph)
        for node in frame.iter("{*}oleObj"):
            target = self._related.get(relationship(node), "").rpartition("/")[2]
            named = (node.get("name"), node.get("progId"), target)
            self._builder.leave_out("embedded file", " ".join(filter(None, named)))


def _is_hidden(shape: Element) -> bool:
    properties = shape.find("*/{*}cNvPr")
    return properties is not None and properties.get("hidden") in ON


def _cells(row: Element) -> Iterator[Cell]:
    """Yield the cells that begin in a row of a table."""
    for cell in row.iterchildren(f"{_MAIN}tc"):
        if cell.get("hMerge") not in ON and cell.get("vMerge") not in ON:
            rows, columns = (max(whole_number(cell.get(name)), 1) for name in ("rowSpan", "gridSpan"))
            yield Cell(" ".join(paragraphs(cell)), rows, columns)


def _has_header(table: Element) -> bool:
    """Return whether the first row of a table has the names of the columns; so it has where nothing is said of it."""
    look = table.find(f"{_MAIN}tblPr")
    return look is None or look.get("firstRow") in ON or not (look.attrib or look.findall("{*}tableStyleId"))


def _own_box(shape: Element) -> ShapeBox | None:
    """Return the position that a shape has itself."""
    frame = next((found for path in _FRAMES for found in shape.iterfind(path)), None)
    offset, size = (None, None) if frame is None else (frame.find("{*}off"), frame.find("{*}ext"))
    if offset is None or size is None:
        return None
    try:
        left, top = float(offset.get("x", "")), float(offset.get("y", ""))
        return ShapeBox(left, top, left + float(size.get("cx", "")), top + float(size.get("cy", "")))
    except ValueError:
        return None


def _is_shape(node: Element) -> bool:
    return local_name(node) in _SHAPES


def _role(shape: Element) -> str | None:
    """Return the type of a placeholder, or None for other shapes."""
    placeholder = shape.find("{*}nvSpPr/{*}nvPr/{*}ph")
    return None if placeholder is None else str(placeholder.get("type", "obj"))
