"""Presentations: each slide is a page with its number as label, its title, text, tables, charts and notes.

pandoc 3.9 splits words where their formatting changes ("prac tices"), invents titles for slides without one, and loses
groups, charts, diagrams and notes.
"""

from collections.abc import Iterator

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.markup.syntax_tree import SUPERSCRIPTS
from reportqa.parsing.office.zip_package import Element, Package, local_name
from reportqa.text import clean_text

_PRESENTATION = "ppt/presentation.xml"
_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DIAGRAM = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = {"dt": "running footer", "ftr": "running footer", "hdr": "running header", "sldNum": "page number"}
_MAX_POINTS = 10_000


def parse(data: bytes) -> DocumentBuilder:
    """Read a PPTX file.

    :raises ParseError: when it is not a PPTX file, damaged or protected.
    """
    package = Package(data, "PowerPoint file", ".pptx")
    presentation = package.xml(_PRESENTATION)
    if presentation is None:
        raise ParseError(package.damage)
    builder = DocumentBuilder()
    builder.csl_item = package.office_item()
    related = package.related(_PRESENTATION)
    slides = [related.get(str(node.get(_ID)), "") for node in presentation.iterfind("{*}sldIdLst/{*}sldId")]
    first = str(presentation.get("firstSlideNum", "1"))
    shift = int(first) - 1 if first.isdigit() else 0
    for number, name in enumerate(slides, start=1):
        builder.page(number, str(number + shift))
        root = package.xml(name)
        if root is None:
            builder.warnings.append(f"Slide {number} is damaged and not read.")
            continue
        _Slide(package, package.related(name), builder).write(root)
    builder.require_text()
    return builder


class _Slide:
    def __init__(self, package: Package, related: dict[str, str], builder: DocumentBuilder) -> None:
        self._package, self._related, self._builder = package, related, builder

    def write(self, root: Element) -> None:
        """Write the title, then the other shapes in the order of the file, then the speaker's notes."""
        shapes = [shape for tree in root.iterfind("{*}cSld/{*}spTree") for shape in _shapes(tree)]
        for shape in sorted(shapes, key=lambda shape: _role(shape) not in _TITLES):
            self._shape(shape)
        for name in self._related.values():
            if name.startswith("ppt/notesSlides/") and (notes := self._package.xml(name)) is not None:
                for shape in notes.iter("{*}sp"):
                    if _role(shape) == "body":
                        self._text(shape, is_body=False)

    def _shape(self, shape: Element) -> None:
        role = _role(shape)
        if role in _FURNITURE:
            self._builder.leave_out(_FURNITURE[role], " ".join(_paragraphs(shape)))
        elif role in _TITLES:
            self._builder.heading(" ".join(" ".join(_paragraphs(shape)).split()), 1)
        elif local_name(shape) == "sp":
            self._text(shape, is_body=role is not None and role != "subTitle")
        else:
            self._graphic(shape)

    def _text(self, shape: Element, is_body: bool) -> None:
        paragraphs = list(_paragraphs(shape))
        for paragraph in paragraphs:
            if is_body and len(paragraphs) > 1:
                self._builder.item(paragraph)
            else:
                self._builder.paragraph(paragraph)

    def _graphic(self, frame: Element) -> None:
        for table in frame.iter(f"{_MAIN}tbl"):
            rows = [
                [" ".join(_paragraphs(cell)) for cell in row.iterchildren(f"{_MAIN}tc")]
                for row in table.iterchildren(f"{_MAIN}tr")
            ]
            look = table.find(f"{_MAIN}tblPr")
            self._builder.table(rows, header=look is None or look.get("firstRow") in {"1", "true"})
        for node in frame.iter("{*}chart", "{*}relIds"):
            root = self._package.xml(self._related.get(str(node.get(_ID) or node.get(_DIAGRAM)), ""))
            if root is None:
                continue
            if local_name(node) == "chart":
                self._chart(root)
            else:
                for paragraph in _paragraphs(root):
                    self._builder.item(paragraph)

    def _chart(self, root: Element) -> None:
        """Write a chart as a table with a row for each category, its title as the caption."""
        title = root.find("{*}chart/{*}title")
        series = [(_points(node, "tx"), _points(node, "cat"), _points(node, "val")) for node in root.iter("{*}ser")]
        categories = next((names for _, names, _ in series if names), {})
        header = ["", *(" ".join(name.values()) for name, _, _ in series)]
        rows = [[categories[at], *(values.get(at, "") for _, _, values in series)] for at in sorted(categories)]
        if rows:
            self._builder.table([header, *rows], "" if title is None else " ".join(_paragraphs(title)))


def _shapes(tree: Element) -> Iterator[Element]:
    """Yield the shapes of a slide, including those of groups; of alternatives the first."""
    for node in tree.iterchildren("*"):
        kind = local_name(node)
        if kind in {"sp", "graphicFrame"}:
            yield node
        elif kind in {"grpSp", "Choice"}:
            yield from _shapes(node)
        elif kind == "AlternateContent":
            first = next(node.iterchildren("*"), None)
            if first is not None:
                yield from _shapes(first)


def _role(shape: Element) -> str | None:
    """Return the type of a placeholder, or None for other shapes."""
    placeholder = shape.find("{*}nvSpPr/{*}nvPr/{*}ph")
    return None if placeholder is None else str(placeholder.get("type", "obj"))


def _paragraphs(node: Element) -> Iterator[str]:
    """Yield the text of each non-empty paragraph; runs are joined without spaces."""
    for paragraph in node.iter(f"{_MAIN}p"):
        pieces = []
        for part in paragraph.iter("{*}t", "{*}br"):
            run = part.getparent()
            look = None if run is None else run.find(f"{_MAIN}rPr")
            baseline = "0" if look is None else str(look.get("baseline", "0"))
            text = part.text or "" if local_name(part) == "t" else " "
            pieces.append(text.translate(SUPERSCRIPTS) if baseline.isdigit() and baseline != "0" else text)
        text = " ".join(clean_text("".join(pieces)).split())
        if text:
            yield text


def _points(series: Element, part: str) -> dict[int, str]:
    """Return the names, categories or values that a chart has stored, by index."""
    points: dict[int, str] = {}
    for point in series.iterfind(f"{{*}}{part}//{{*}}pt"):
        value = point.find("{*}v")
        at = str(point.get("idx"))
        if value is not None and value.text and at.isdigit() and len(points) < _MAX_POINTS:
            points.setdefault(int(at), " ".join(clean_text(value.text).split()))
    return points
