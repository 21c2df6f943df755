"""What the page of a document highlights, and its page images with the highlights drawn over them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.answer import Citation
from reportqa.answering import Engine
from reportqa.document import Document, Page
from reportqa.errors import PageUnavailable, ReportQAError
from reportqa.server.pages.document_address import ZOOMS
from reportqa.server.viewer.highlight_boxes import PrintedText, TextRun
from reportqa.server.viewer.page_images import Painter
from reportqa.server.viewer.page_slices import Leaf, leaf_at
from reportqa.server.viewer.table_cells import shown_ranges
from reportqa.server.viewer.text_blocks import Marked
from reportqa.server.viewer.text_search import TextMatch, find
from reportqa.word_boxes import Box

UNCERTAIN = "The exact position of {what} on this image is uncertain, so {they} not highlighted. See the text view."
OCR = "This page was recognised by OCR without word positions, so nothing is highlighted. See the text view."


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A box of the SVG overlay, slightly wider than its words."""

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
class Overlay:
    """The boxes of one highlight on a page image; `kind` is "cited", "hit" or "found", `name` its anchor."""

    kind: str
    name: str
    boxes: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True)
class OverlayLine:
    """A line of invisible, selectable text on a page image, with its SVG attributes."""

    text: str
    start: int | None
    x: str
    y: str
    size: str
    width: str
    turned: str = ""

    @classmethod
    def of(cls, run: TextRun) -> "OverlayLine":
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
    """A page image with its overlay.

    `width` and `height` are in points, `shown_width` and `shown_height` in CSS pixels, None to fit the window.
    `problem` says why there is no image, `notices` what could not be highlighted.
    """

    page: Page
    width: float = 0
    height: float = 0
    shown_width: int | None = None
    shown_height: int | None = None
    overlaid: tuple[Overlay, ...] = ()
    lines: tuple[OverlayLine, ...] = ()
    notices: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """The highlights of a document: the cited range, passages for the question, matches of the search words."""

    citation: Citation | None = None
    hits: tuple[Marked, ...] = ()
    found: tuple[TextMatch, ...] = ()
    problem: str | None = None

    @property
    def all(self) -> list[Marked]:
        """All highlights except the cited range."""
        return [*self.hits, *(Marked(one.start, one.end, "found", f"found-{one.number}") for one in self.found)]


def marks_of(
    engine: Engine, document: Document, citation: Citation | None, question: str | None, words: str | None
) -> Marks:
    """Return the highlights of a document; if a search fails, `problem` says why."""
    hits: tuple[Marked, ...] = ()
    found: tuple[TextMatch, ...] = ()
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
    """Return the image of a page with its overlay."""
    try:
        width, height = painter.size(document, page.physical)
    except PageUnavailable as error:
        return PagePicture(page, problem=str(error))
    overlaid, notices = _overlay(printed, page, marks)
    scale = ZOOMS[zoom]
    return PagePicture(
        page,
        round(width, 2),
        round(height, 2),
        round(width * scale) or None,
        round(height * scale) or None,
        overlaid,
        tuple(OverlayLine.of(run) for run in printed.runs(page) if run.text.strip()),
        notices,
    )


def hits_by_leaf(leaves: Sequence[Leaf], marks: Marks) -> list[tuple[Leaf, list[Marked]]]:
    """Return the passages for the question by the leaf that they begin on, in order."""
    by_leaf: dict[int, list[Marked]] = {}
    for one in marks.hits:
        by_leaf.setdefault(leaf_at(leaves, one.start), []).append(one)
    return [(leaves[row], hits) for row, hits in by_leaf.items()]


def page_counts(leaves: Sequence[Leaf], marks: Marks) -> dict[int, int]:
    """Return the number of highlights that begin on each page, by physical page number."""
    pages = (leaves[leaf_at(leaves, one.start)].page for one in marks.all)
    return Counter(page.physical for page in pages if page)


def _overlay(printed: PrintedText, page: Page, marks: Marks) -> tuple[tuple[Overlay, ...], tuple[str, ...]]:
    """Return the boxes of the highlights on a page, drawn in this order, and notices about those without boxes."""
    ranges: list[tuple[str, str, int, int]] = [(one.kind, one.name, one.start, one.end) for one in marks.all]
    if marks.citation:
        ranges.append(("cited", "cited", marks.citation.start, marks.citation.end))
    overlaid: list[Overlay] = []
    unplaced: set[str] = set()
    for kind, name, start, end in ranges:
        boxes = printed.boxes(page, start, end)
        if boxes:
            overlaid.append(Overlay(kind, name, tuple(map(Rectangle.around, boxes))))
        elif boxes is None and start < page.end and end > page.start:
            unplaced.add(kind)
    if unplaced and page.ocr:
        return tuple(overlaid), (OCR,)
    notices = []
    if "cited" in unplaced:
        notices.append(UNCERTAIN.format(what="the quotation", they="it is"))
    if unplaced - {"cited"}:
        notices.append(UNCERTAIN.format(what="some matches", they="they are"))
    return tuple(overlaid), tuple(notices)
