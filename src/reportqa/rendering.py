"""Turns a document and a range of it into blocks to show: headings, paragraphs, lists, tables, and marks.

A mark says where a page begins or, on demand, what of the file is not in the text.

Everything goes by offsets: each character of the text that is not white space stands in exactly one
segment, in order, so that what is highlighted is what was cited.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from reportqa.datatypes import Document, LeftOut, Page, Section, Sentence, Table
from reportqa.quotes import ITEM_MARKER

BLOCK_GAP = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text. `cited`: it lies in the range asked for; `anchor`: it is the first that does.

    `hidden`: it belongs to the text but is not for the eye, as the column names that the text of a
    table repeats in every row. `key`: it is of the sentence that comes nearest to the question, and not cited.
    """

    start: int
    end: int
    text: str
    cited: bool = False
    anchor: bool = False
    hidden: bool = False
    key: bool = False


@dataclass(frozen=True, slots=True)
class PageMark:
    """The place where a page begins."""

    page: Page


@dataclass(frozen=True, slots=True)
class LeftOutMark:
    """The place of something that the file says there and the text does not."""

    thing: LeftOut


Mark = PageMark | LeftOutMark
Cell = tuple[Segment | Mark, ...]
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its rows hold cells, its cells segments; only a table's rows have more than one cell.

    `level` and `number` (the row in `document.sections`) are a heading's; `header` is a table's, which
    the text does not hold as a row; `marked` says that a list's items bring their own bullets.
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


def render(document: Document, start: int = 0, end: int = 0, *, left_out: bool = False) -> tuple[Block, ...]:
    """Give the blocks of the document's text in order, those in `start` to `end` cited.

    With `left_out`, marks say what was left out, each where it would stand.
    """
    return tuple(_Renderer(document, start, end, left_out).blocks())


def highlight(
    text: str, offset: int, ranges: Sequence[tuple[int, int]], key: Sentence | None = None
) -> tuple[Segment, ...]:
    """Give the segments of a text that begins at `offset` of its document, those in `ranges` cited.

    Joined they give the text. Ranges may reach beyond it and may overlap.
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


def shown_ranges(document: Document, start: int, end: int) -> list[tuple[int, int]]:
    """Give the ranges between `start` and `end` that are for the eye: all but what tables repeat in every row."""
    ranges = []
    position = 0
    for table in sorted(_tables(document, start, end), key=lambda table: table.start):
        if table.start < position:
            continue
        ranges.append((position, table.start))
        ranges += [(visible, last) for row in table.rows for _, visible, last in row]
        position = table.end
    ranges.append((position, end))
    return [(max(a, start), min(b, end)) for a, b in ranges if max(a, start) < min(b, end)]


class _Renderer:
    def __init__(self, document: Document, start: int, end: int, left_out: bool) -> None:
        self._text = document.text
        self._marks = _marks(document, left_out)
        self._next_mark = 0
        parts: list[_Heading | _Table] = [*_headings(document), *_tables(document, 0, len(document.text))]
        self._parts = sorted(parts, key=lambda part: (part.start, part.end))
        self._start, self._end = max(start, 0), min(end, len(document.text))
        cited = self._text[self._start : self._end]
        self._anchor = self._start + len(cited) - len(cited.lstrip())

    def blocks(self) -> Iterator[Block]:
        position = 0
        for part in self._parts:
            if part.start < position:
                continue
            yield from self._paragraphs(position, part.start)
            yield from self._marks_until(part.start)
            if isinstance(part, _Heading):
                cell = self._cell(part.start, part.end)
                yield Block("heading", ((cell,),), level=part.section.level, number=part.number)
            else:
                rows = tuple(tuple(map(self._table_cell, row)) for row in part.rows)
                yield Block("table", rows, header=part.header)
            position = part.end
        yield from self._paragraphs(position, len(self._text))
        yield from self._marks_until(len(self._text))

    def _paragraphs(self, start: int, end: int) -> Iterator[Block]:
        position = start
        while position < end:
            gap = BLOCK_GAP.search(self._text, position, end)
            stop = gap.start() if gap else end
            yield from self._lines(position, stop)
            position = gap.end() if gap else end

    def _lines(self, start: int, end: int) -> Iterator[Block]:
        """Give a paragraph for one line, a list for several, with a paragraph before it that leads in."""
        lines = list(_lines(self._text, start, end))
        if not lines:
            return
        marked = [ITEM_MARKER.match(self._text, *line) is not None for line in lines]
        leads = len(lines) == 1 or self._text[lines[0][1] - 1] == ":" or (any(marked) and not marked[0])
        if leads:
            yield from self._marks_until(lines[0][0])
            yield Block("paragraph", ((self._cell(*lines[0]),),))
        items = lines[leads:]
        if items:
            yield from self._marks_until(items[0][0])
            rows = tuple((self._cell(*line),) for line in items)
            yield Block("list", rows, marked=all(marked[leads:]))

    def _marks_until(self, until: int) -> Iterator[Block]:
        """Give the marks that stand at or before the next block."""
        while self._next_mark < len(self._marks) and self._marks[self._next_mark][0] <= until:
            _, mark = self._marks[self._next_mark]
            yield Block("page" if isinstance(mark, PageMark) else "left out", (((mark,),),))
            self._next_mark += 1

    def _table_cell(self, bounds: tuple[int, int, int]) -> Cell:
        start, visible, end = bounds
        return self._cell(start, visible, hidden=True) + self._cell(visible, end)

    def _cell(self, start: int, end: int, *, hidden: bool = False) -> Cell:
        """Give the segments of a range, cut at its marks and where the cited range begins and ends."""
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
        first, last = min(max(self._start, start), end), max(min(self._end, end), start)
        if first >= last:
            first = last = end
        for a, b, inside in ((start, first, False), (first, last, True), (last, end, False)):
            if a < b:
                text = self._text[a:b]
                cited = inside and not text.isspace()
                yield Segment(a, b, text, cited, cited and a <= self._anchor < b, hidden)


def _marks(document: Document, left_out: bool) -> list[tuple[int, Mark]]:
    """Give the marks with their offsets in order; at one place each page's footer stands before the next page."""
    marks: list[tuple[int, int, int, Mark]] = [
        (page.start, page.physical, 0, PageMark(page)) for page in document.pages
    ]
    if left_out:
        marks += [(thing.position, thing.page or 0, 1, LeftOutMark(thing)) for thing in document.left_out]
    return [(place, mark) for place, _, _, mark in sorted(marks, key=lambda mark: mark[:3])]


@dataclass(frozen=True, slots=True)
class _Heading:
    start: int
    end: int
    section: Section
    number: int


@dataclass(frozen=True, slots=True)
class _Table:
    """A table whose cells were found in the text: each is (start, start of what is shown, end)."""

    start: int
    end: int
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[int, int, int], ...], ...]


def _headings(document: Document) -> Iterator[_Heading]:
    """Find the headings that stand in the text as a line of their own."""
    for number, section in enumerate(document.sections):
        end = section.start + len(section.heading)
        line_ends = end >= len(document.text) or document.text[end] == "\n"
        if section.heading and line_ends and document.text.startswith(section.heading, section.start):
            yield _Heading(section.start, end, section, number)


def _tables(document: Document, start: int, end: int) -> Iterator[_Table]:
    for table in document.tables:
        if table.end <= start or table.start >= end:
            continue
        rows = _table_rows(document.text, table)
        if rows:
            yield _Table(table.start, table.end, table.rows[0], rows)


def _table_rows(text: str, table: Table) -> tuple[tuple[tuple[int, int, int], ...], ...] | None:
    """Find each cell of the table in its text, "Row header · Column header: cell · …".

    None when they are not all there in order: the table is then shown as the lines of its text.
    """
    if len(table.rows) < 2:
        return None
    header, *rows = table.rows
    position, found = table.start, []
    for row in rows:
        cells = []
        for column, cell in enumerate(row):
            name = header[column] if 0 < column < len(header) else ""
            prefix = f"{name}: " if name else ""
            at = text.find(prefix + cell, position, table.end) if cell else position
            # What stands between two cells is a dot, and on a new line the row header once more.
            if at < 0 or text[position:at].replace(row[0], "").strip(" ·\n"):
                return None
            visible = at + len(prefix) if cell else at
            cells.append((position, visible, visible + len(cell)))
            position = visible + len(cell)
        found.append(tuple(cells))
    return None if text[position : table.end].strip() else tuple(found)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the lines of a range that hold more than white space, without the white space around them."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = text[start:stop]
        if line.strip():
            yield start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        start = stop + 1
