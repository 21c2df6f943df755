"""A document's text as blocks to show: headings, paragraphs, lists, tables, and marks of pages and left-out things.

Each character that is not white space is in exactly one segment, in order, so that what is highlighted is what was
cited.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from reportqa.deadline import check_deadline
from reportqa.document import Document, LeftOut, Page, Section, Sentence
from reportqa.server.viewer.table_cells import TableCells, find_tables
from reportqa.server.viewer.text_lines import line_groups


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text: `cited` where it is in the range asked for, `anchor` if it is the first of these.

    `hidden` text is not shown: the column names that the text of a table repeats in every row. `key` text is of the
    sentence that best answers the question, and not cited.
    """

    start: int
    end: int
    text: str
    cited: bool = False
    anchor: bool = False
    hidden: bool = False
    key: bool = False
    hit: bool = False
    found: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class PageMark:
    """Where a page begins."""

    page: Page


@dataclass(frozen=True, slots=True)
class LeftOutMark:
    """Where the file has something that the text leaves out."""

    thing: LeftOut


Mark = PageMark | LeftOutMark
Cell = tuple[Segment | Mark, ...]
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ViewBlock:
    """A block: rows of cells of segments; only the rows of a table have more than one cell.

    :param level: of a heading
    :param number: of a heading in `document.sections`
    :param header: of a table; it is not a row of the text
    :param marked: whether the items of a list have their own bullets
    """

    kind: Literal["page", "left out", "heading", "paragraph", "list", "table"]
    rows: tuple[Row, ...]
    level: int = 0
    number: int = 0
    header: tuple[str, ...] = ()
    marked: bool = False

    @property
    def text(self) -> str:
        return "".join(s.text for row in self.rows for cell in row for s in cell if isinstance(s, Segment))


@dataclass(frozen=True, slots=True)
class Marked:
    """A range to mark beside the cited one, and the name that links to it use."""

    start: int
    end: int
    kind: Literal["hit", "found"]
    name: str


def render(
    document: Document,
    start: int = 0,
    end: int = 0,
    *,
    left_out: bool = False,
    marked: Sequence[Marked] = (),
    within: tuple[int, int] | None = None,
    pages: Sequence[Page] | None = None,
) -> tuple[ViewBlock, ...]:
    """Return the blocks of the document's text in order, those in `start` to `end` cited.

    :param left_out: whether marks show what was left out, each where it would be
    :param within: the part of the text to show
    :param pages: the pages in that part whose beginnings are marked
    """
    renderer = _Renderer(document, (start, end), marked, within or (0, len(document.text)))
    return tuple(renderer.blocks(_marks(document, left_out, within, pages)))


def highlight(
    text: str, offset: int, ranges: Sequence[tuple[int, int]], key: Sentence | None = None
) -> tuple[Segment, ...]:
    """Return the segments of a text that starts at `offset` of its document, those in `ranges` cited.

    They cover the text. Ranges may reach beyond it and may overlap.
    """
    limit = offset + len(text)
    keys = [(key.start, key.end)] if key else []
    cuts = {offset, limit, *(cut for bounds in [*ranges, *keys] for cut in bounds if offset < cut < limit)}

    def inside(a: int, b: int, bounds: Sequence[tuple[int, int]]) -> bool:
        return any(start <= a and b <= end for start, end in bounds)

    return tuple(
        Segment(
            a, b, text[a - offset : b - offset], cited := inside(a, b, ranges), key=not cited and inside(a, b, keys)
        )
        for a, b in pairwise(sorted(cuts))
    )


class _Renderer:
    def __init__(
        self, document: Document, cited: tuple[int, int], marked: Sequence[Marked], within: tuple[int, int]
    ) -> None:
        self._text = document.text
        self._marks: Sequence[tuple[int, Mark]] = ()
        self._next_mark = 0
        self._within = within
        parts: list[_Heading | TableCells] = [*_headings(document, *within), *find_tables(document, *within)]
        self._parts = sorted(parts, key=lambda part: (part.start, part.end))
        self._start, self._end = max(cited[0], 0), min(cited[1], len(document.text))
        shown = self._text[max(self._start, within[0]) : self._end]
        self._anchor = max(self._start, within[0]) + len(shown) - len(shown.lstrip())
        self._marked = sorted(marked, key=lambda one: (one.start, one.end))
        self._cuts = sorted({cut for one in self._marked for cut in (one.start, one.end)} | {self._start, self._end})
        self._named: set[str] = set()

    def blocks(self, marks: Sequence[tuple[int, Mark]]) -> Iterator[ViewBlock]:
        self._marks = marks
        position, end = self._within
        for part in self._parts:
            check_deadline()
            if part.start < position and (part.start >= self._within[0] or part.end <= position):
                continue
            yield from self._paragraphs(position, part.start)
            yield from self._marks_until(max(part.start, position))
            if isinstance(part, _Heading):
                cell = self._cell(max(part.start, position), min(part.end, end))
                yield ViewBlock("heading", ((cell,),), level=part.section.level, number=part.number)
            else:
                rows = tuple(
                    tuple(map(self._table_cell, row))
                    for row in part.rows
                    if not row or (row[0][0] < end and row[-1][2] > position)
                )
                yield ViewBlock("table", rows, header=part.header)
            position = min(part.end, end)
        yield from self._paragraphs(position, end)
        yield from self._marks_until(end)

    def _paragraphs(self, start: int, end: int) -> Iterator[ViewBlock]:
        for group in line_groups(self._text, start, end):
            check_deadline()
            yield from self._marks_until(group.lines[0][0])
            rows = tuple((self._cell(*line),) for line in group.lines)
            yield ViewBlock("list" if group.is_list else "paragraph", rows, marked=group.marked)

    def _marks_until(self, until: int) -> Iterator[ViewBlock]:
        """Return the marks at or before the next block."""
        while self._next_mark < len(self._marks) and self._marks[self._next_mark][0] <= until:
            _, mark = self._marks[self._next_mark]
            yield ViewBlock("page" if isinstance(mark, PageMark) else "left out", (((mark,),),))
            self._next_mark += 1

    def _table_cell(self, bounds: tuple[int, int, int]) -> Cell:
        low, high = self._within
        start, visible, end = (min(max(offset, low), high) for offset in bounds)
        return self._cell(start, visible, hidden=True) + self._cell(visible, end)

    def _cell(self, start: int, end: int, *, hidden: bool = False) -> Cell:
        """Return the segments of a range, cut at its marks and at the ends of marked ranges."""
        parts: list[Segment | Mark] = []
        position = start
        while self._next_mark < len(self._marks) and self._marks[self._next_mark][0] < end:
            place, mark = self._marks[self._next_mark]
            parts.extend(self._segments(position, max(place, position), hidden))
            parts.append(mark)
            position = max(place, position)
            self._next_mark += 1
        parts.extend(self._segments(position, end, hidden))
        return tuple(parts)

    def _segments(self, start: int, end: int, hidden: bool) -> Iterator[Segment]:
        inner = self._cuts[bisect_right(self._cuts, start) : bisect_left(self._cuts, end)]
        for a, b in pairwise([start, *inner, end] if start < end else []):
            text = self._text[a:b]
            cited = self._start <= a and b <= self._end and not text.isspace()
            over = [one for one in self._marked if one.start <= a and b <= one.end] if not text.isspace() else []
            name = next((one.name for one in over if one.name not in self._named), "") if not hidden else ""
            self._named.add(name)
            yield Segment(
                a,
                b,
                text,
                cited,
                cited and a <= self._anchor < b,
                hidden,
                hit=any(one.kind == "hit" for one in over),
                found=any(one.kind == "found" for one in over),
                name=name,
            )


def _marks(
    document: Document, left_out: bool, within: tuple[int, int] | None, pages: Sequence[Page] | None
) -> list[tuple[int, Mark]]:
    """Return the marks with their offsets in order; at one offset the footer of a page comes before the next page."""
    shown = document.pages if pages is None else pages
    numbers = {page.physical for page in shown}
    marks: list[tuple[int, int, int, Mark]] = [(page.start, page.physical, 0, PageMark(page)) for page in shown]
    if left_out:
        marks += [
            (thing.position, thing.page or 0, 1, LeftOutMark(thing))
            for thing in document.left_out
            if thing.page is None or thing.page in numbers
        ]
    low, high = within or (0, len(document.text))
    is_last = high == len(document.text)
    return [
        (place, mark)
        for place, page, _, mark in sorted(marks, key=lambda mark: mark[:3])
        if low <= place < high or (place == high and (is_last or page in numbers))
    ]


@dataclass(frozen=True, slots=True)
class _Heading:
    start: int
    end: int
    section: Section
    number: int


def _headings(document: Document, start: int, stop: int) -> Iterator[_Heading]:
    """Return the headings between two offsets of the text that are a line of their own."""
    for number, section in enumerate(document.sections):
        end = section.start + len(section.heading)
        if end <= start or section.start >= stop:
            continue
        line_ends = end >= len(document.text) or document.text[end] == "\n"
        if section.heading and line_ends and document.text.startswith(section.heading, section.start):
            yield _Heading(section.start, end, section, number)
