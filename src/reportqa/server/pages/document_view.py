"""Turns a document, and what an address asks of it, into what its page shows: pictures with boxes, text with marks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from reportqa.answer import Citation
from reportqa.answering import Engine
from reportqa.document import Box, Document, Page
from reportqa.errors import InputError, PageUnavailable, ReportQAError
from reportqa.server.viewer.highlight_boxes import PrintedText, TextRun
from reportqa.server.viewer.page_images import PDF, Painter
from reportqa.server.viewer.page_renderer import WIDTHS
from reportqa.server.viewer.page_slices import Leaf, leaf_at
from reportqa.server.viewer.table_cells import shown_ranges
from reportqa.server.viewer.text_blocks import Marked
from reportqa.server.viewer.text_search import Found, find

ZOOMS = {"fit": 0.0, "100": 4 / 3, "150": 2.0, "200": 8 / 3}
"""CSS pixels that a point of the page takes; none, for the width of the window."""
UNCERTAIN = (
    "The {words} cannot be placed on this picture with certainty, so {they} not marked on it. The text view marks them."
)
OCR = (
    "The words of this page were recognised from a picture (OCR) and their places are not kept, so nothing is marked"
    " on it. The text view marks them."
)


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A box as the overlay draws it, a little wider than the words."""

    x: str
    y: str
    width: str
    height: str

    @classmethod
    def around(cls, box: Box) -> "Rectangle":
        margin = 0.06 * min(box.width, box.height)
        numbers = (box.left - margin, box.top, box.width + 2 * margin, box.height)
        return cls(*(f"{number:.1f}".removesuffix(".0") for number in numbers))


@dataclass(frozen=True, slots=True)
class Overlaid:
    """Boxes of one kind on a picture, and what a link to the first of them is called."""

    kind: str
    name: str
    boxes: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text that lies invisible on a picture, to be selected: where it starts, its width and size."""

    text: str
    start: int | None
    x: str
    y: str
    size: str
    width: str
    turned: str = ""

    @classmethod
    def of(cls, run: TextRun) -> "Line":
        left, top, right, bottom = box = run.box
        size, length = (box.width, box.height) if run.turns % 2 else (box.height, box.width)
        x, y = (
            (left, bottom - 0.2 * size),
            (left + 0.2 * size, top),
            (right, top + 0.2 * size),
            (right - 0.2 * size, bottom),
        )[run.turns]
        turned = f"rotate({90 * run.turns} {x:.1f} {y:.1f})" if run.turns else ""
        return cls(run.text, run.start, f"{x:.1f}", f"{y:.1f}", f"{size:.1f}", f"{max(length, 0.1):.1f}", turned)


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as it looks, with what is marked on it; `problem` says why there is no picture, `notices` what is not
    marked. `width` and `height` are those of the page in points, `shown_width` that of the picture in CSS pixels, None
    when it goes by the window.
    """

    page: Page
    width: float = 0
    height: float = 0
    shown_width: int | None = None
    shown_height: int | None = None
    overlaid: tuple[Overlaid, ...] = ()
    lines: tuple[Line, ...] = ()
    notices: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in a document: the cited range, what the question found, what was looked for."""

    citation: Citation | None = None
    hits: tuple[Marked, ...] = ()
    found: tuple[Found, ...] = ()
    problem: str | None = field(default=None)

    @property
    def all(self) -> list[Marked]:
        """Everything but the cited range."""
        return [*self.hits, *(Marked(one.start, one.end, "found", f"found-{one.number}") for one in self.found)]


def marks_of(
    engine: Engine, document: Document, citation: Citation | None, question: str | None, words: str | None
) -> Marks:
    """Find what is to be marked; what of it cannot be found is said in `problem`."""
    hits: tuple[Marked, ...] = ()
    found: tuple[Found, ...] = ()
    problem = None
    try:
        if question:
            places = engine.places(question, document.doc_id)
            hits = tuple(Marked(*place, "hit", f"hit-{n}") for n, place in enumerate(places, start=1))
        if words:
            found = find(document.text, shown_ranges(document, 0, len(document.text)), words)
    except ReportQAError as error:
        problem = str(error)
    return Marks(citation, hits, found, problem)


def picture_of(
    painter: Painter, document: Document, printed: PrintedText, page: Page, marks: Marks, zoom: str
) -> PagePicture:
    """Return the picture of a page with its boxes and its text."""
    try:
        width, height = painter.size(document, page.physical)
    except PageUnavailable as error:
        return PagePicture(page, problem=str(error))
    overlaid, notices = _overlaid(printed, page, marks)
    scale = ZOOMS[zoom]
    return PagePicture(
        page,
        round(width, 2),
        round(height, 2),
        round(width * scale) or None,
        round(height * scale) or None,
        overlaid,
        tuple(Line.of(run) for run in printed.runs(page) if run.text.strip()),
        notices,
    )


def _overlaid(printed: PrintedText, page: Page, marks: Marks) -> tuple[tuple[Overlaid, ...], tuple[str, ...]]:
    wanted = [*marks.all]
    overlaid: list[Overlaid] = []
    unplaced: set[str] = set()
    for one in sorted(wanted, key=lambda one: one.kind == "found"):
        boxes = printed.boxes(page, one.start, one.end)
        if boxes:
            overlaid.append(Overlaid(one.kind, one.name, tuple(map(Rectangle.around, boxes))))
        elif boxes is None and _reaches(page, one.start, one.end):
            unplaced.add(one.kind)
    notices = []
    if marks.citation:
        boxes = printed.boxes(page, marks.citation.start, marks.citation.end)
        if boxes:
            overlaid.append(Overlaid("cited", "cited", tuple(map(Rectangle.around, boxes))))
        elif boxes is None and _reaches(page, marks.citation.start, marks.citation.end):
            unplaced.add("cited")
    if unplaced and page.ocr:
        notices.append(OCR)
    elif unplaced:
        if "cited" in unplaced:
            notices.append(UNCERTAIN.format(words="quoted words", they="they are"))
        if unplaced - {"cited"}:
            notices.append(UNCERTAIN.format(words="words of some places found", they="those are"))
    return tuple(overlaid), tuple(notices)


def _reaches(page: Page, start: int, end: int) -> bool:
    return start < page.end and end > page.start


def has_pictures(document: Document) -> bool:
    """Tell whether a document's pages can be shown as they look."""
    return document.media_type == PDF


def picture_address(document: Document, physical: int, width: int) -> str:
    """Give the address of the picture of a page, which never changes: it carries the file's sha256."""
    return url_for("documents.picture", doc_id=document.doc_id, page=physical, width=width, sha256=document.sha256)


def picture_set(document: Document, physical: int) -> str:
    """Give the pictures of a page by their widths, as a srcset."""
    return ", ".join(f"{picture_address(document, physical, width)} {width}w" for width in WIDTHS[1:])


@dataclass(frozen=True, slots=True)
class Place:
    """What an address says of a document: what is cited, asked and looked for, and how it is shown."""

    doc_id: str
    values: Mapping[str, Any]

    @property
    def path(self) -> str:
        """The address of the document alone."""
        return url_for("documents.document", doc_id=self.doc_id)

    def address(self, anchor: str = "", **changes: Any) -> str:
        """Give the address of the same with some of it changed; None leaves a thing out."""
        values = {name: value for name, value in {**self.values, **changes}.items() if value not in (None, "", [])}
        return url_for("documents.document", doc_id=self.doc_id, _anchor=anchor or None, **values)

    def leaf(self, leaf: Leaf, anchor: str = "") -> str:
        """Give the address of a leaf."""
        if leaf.page:
            return self.address(anchor, leaf=leaf.page.physical, part=leaf.part if leaf.part > 1 else None)
        return self.address(anchor, leaf=None, part=leaf.part)

    def hidden(self, *names: str) -> list[tuple[str, Any]]:
        """Give what a form sends along, but for these names."""
        pairs = []
        for name, value in self.values.items():
            if name not in names and value not in (None, "", []):
                pairs += [(name, one) for one in (value if isinstance(value, list) else [value])]
        return pairs


def whole_number(text: str | None) -> int:
    """Read a number of an address.

    :raises InputError: when it is none.
    """
    if not (text and text.isascii() and text.isdigit() and len(text) <= 18):
        raise InputError("A place in a document is a whole number.")
    return int(text)


def hits_by_leaf(leaves: Sequence[Leaf], marks: Marks) -> list[tuple[Leaf, list[Marked]]]:
    """Give what the question found by the leaf that it begins on, in order."""
    by_leaf: dict[int, list[Marked]] = {}
    for one in marks.hits:
        by_leaf.setdefault(leaf_at(leaves, one.start), []).append(one)
    return [(leaves[row], hits) for row, hits in by_leaf.items()]


def page_counts(leaves: Sequence[Leaf], marks: Marks) -> dict[int, int]:
    """Give how many places found begin on each page, by its physical number."""
    pages = (leaves[leaf_at(leaves, one.start)].page for one in marks.all)
    return Counter(page.physical for page in pages if page)
