"""The builder of a document's text from headings, paragraphs, list items, tables and page breaks in reading order.

Every parser writes through it: offsets are taken as the text grows, and nothing is changed afterwards.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from reportqa.document import LeftOut, Page, Section, Table
from reportqa.errors import ParseError

MAX_ROW_LENGTH = 300
"""Maximum length of a table row on one line; a longer row gets a line for each cell."""
MAX_LEFT_OUT = 300
"""Maximum length of the text of a `LeftOut`."""


class DocumentBuilder:
    """A growing text with its pages, sections and tables.

    `csl_item` holds the file's own metadata as CSL-JSON fields, `said` the whole texts of what was left out,
    `ocr_pages` the physical numbers of pages whose text was recognised from a picture, `boxes` the packed word boxes of
    each page.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._breaks: list[tuple[int, str | None, int]] = []
        self._pages_end: int | None = None
        self.sections: list[Section] = []
        self.tables: list[Table] = []
        self.warnings: list[str] = []
        self.left_out: list[LeftOut] = []
        self.said: list[str] = []
        self.ocr_pages: set[int] = set()
        self.csl_item: dict[str, Any] = {}
        self.boxes: list[bytes] = []
        self._in_list = True

    @property
    def text(self) -> str:
        return "".join(self._parts)

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages so far; each ends where the next begins, the last at `end_pages` or the end of the text."""
        ends = [
            *(start for _, _, start in self._breaks[1:]),
            self._length if self._pages_end is None else self._pages_end,
        ]
        return tuple(
            Page(physical, label, start, end, physical in self.ocr_pages)
            for (physical, label, start), end in zip(self._breaks, ends, strict=False)
        )

    @property
    def page_count(self) -> int:
        """The number of pages so far, without making each of them."""
        return len(self._breaks)

    @property
    def _page(self) -> int | None:
        """The physical number of the page that is written."""
        return self._breaks[-1][0] if self._breaks and self._pages_end is None else None

    def require_text(self) -> None:
        """Check that there is text.

        :raises ParseError: when there is none.
        """
        if not self._length:
            raise ParseError("has no text. Replace it or remove it from the corpus.")

    def page(self, physical: int, label: str | None) -> None:
        """Begin a page; text before the first page belongs to it."""
        self._breaks.append((physical, label, self._length if self._breaks else 0))

    def end_pages(self) -> None:
        """End the last page: text behind it, such as that of attached files, is on no page."""
        self._pages_end = self._length

    def leave_out(self, kind: str, text: str, position: int | None = None, page: int | None = None) -> None:
        """Record text of the file that is not written, shortened if long.

        Its position is by default the end of the text so far, its page by default that of the position.
        """
        text = " ".join(text.split())
        self.said.append(text)
        if len(text) > MAX_LEFT_OUT:
            text = text[: MAX_LEFT_OUT - 1].rstrip() + "…"
        if position is None:
            position, page = self._length, self._page
        elif page is None and self._breaks and position <= (self._pages_end or position):
            page = self._breaks[bisect_left(self._breaks, position, 1, key=itemgetter(2)) - 1][0]
        if text:
            self.left_out.append(LeftOut(kind, text, position, page))

    def heading(self, text: str, level: int) -> int:
        """Write a heading and begin a section; `level` counts from 1. Return its start."""
        start = self._block(text)
        if start < self._length:
            self.sections.append(Section(text.strip(), level, start))
            self._in_list = False
        return start

    def paragraph(self, text: str) -> int:
        """Write a paragraph; line ends inside it end sentences. Return its start."""
        return self._block(text)

    def item(self, text: str) -> int:
        """Write a list item on its own line, directly below the paragraph or item before it. Return its start."""
        return self._block(text, separator="\n" if self._in_list else "\n\n")

    def run_over(self, physical: int, label: str | None, text: str, left_out: Sequence[tuple[str, str]] = ()) -> int:
        """Begin a page inside the last paragraph or item and continue its text.

        `left_out` are kind and text of what is above that text and not written.
        """
        self._write(" ")
        self.page(physical, label)
        for kind, said in left_out:
            self.leave_out(kind, said)
        start = self._length
        self._write(text.strip())
        return start

    def table(
        self, rows: Sequence[Sequence[str]], caption: str = "", header: bool = True
    ) -> dict[tuple[int, int], int]:
        """Write a table, header row first, as lines "Row header · Column header: cell · Column header: cell".

        A row of more than MAX_ROW_LENGTH characters gets a line for each cell; a table of one row or one column has no
        column headers. With `header` False, an empty header row is added. Return the start of the first occurrence of
        each cell, by row and column.
        """
        cells = [[" ".join(cell.split()) for cell in row] for row in rows]
        numbers = [number for number, row in enumerate(cells) if any(row)]
        cells = [cells[number] for number in numbers]
        if cells and (not header or numbers[0] > 0):
            # A header row without names is not the row of figures below it.
            cells.insert(0, [""] * max(len(row) for row in cells))
            numbers.insert(0, 0)
        if caption:
            self.paragraph(caption)
        starts: dict[tuple[int, int], int] = {}
        if not cells:
            return starts
        first = None
        for line in _table_lines(cells):
            text = " · ".join(f"{name}{cells[row][column]}" for name, row, column in line)
            at = self._block(text, separator="\n\n" if first is None else "\n")
            first = at if first is None else first
            for name, row, column in line:
                starts.setdefault((row, column), at + len(name))
                at += len(f"{name}{cells[row][column]} · ")
        if first is not None:
            offsets = tuple(
                tuple(starts.get((at, column)) for column in range(len(row))) for at, row in enumerate(cells)
            )
            self.tables.append(Table(first, self._length, tuple(map(tuple, cells)), offsets))
            self._in_list = False
        return {(numbers[row], column): start for (row, column), start in starts.items()}

    def append(self, other: "DocumentBuilder", level: int = 0) -> None:
        """Write all of another document, its headings `level` levels deeper; its pages are not pages of this one."""
        text = other.text
        if not text:
            return
        start = self._block(text)
        # `_block` removes white space at the beginning.
        start -= len(text) - len(text.lstrip())
        self.sections += [Section(one.heading, one.level + level, one.start + start) for one in other.sections]
        for table in other.tables:
            offsets = tuple(tuple(at if at is None else at + start for at in row) for row in table.starts)
            self.tables.append(Table(table.start + start, table.end + start, table.rows, offsets))
        page = self._page
        self.left_out += [LeftOut(one.kind, one.text, one.position + start, page) for one in other.left_out]
        self._in_list = False

    def _block(self, text: str, separator: str = "\n\n") -> int:
        """Write a block after the separator, unless it is empty; return its start."""
        text = text.strip()
        if text and self._length:
            self._write(separator)
        start = self._length
        if text:
            self._write(text)
            self._in_list = True
        return start

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _table_lines(cells: Sequence[Sequence[str]]) -> Iterator[list[tuple[str, int, int]]]:
    """Return the lines of a table: for each of their cells the name before it, its row and its column."""
    width = max(len(row) for row in cells)
    if len(cells) == 1 or width == 1:
        for at, row in enumerate(cells):
            yield [("", at, column) for column, cell in enumerate(row) if cell]
        return
    names = [f"{name}: " if name else "" for name in cells[0]] + [""] * width
    for at, row in enumerate(cells[1:], start=1):
        first = [("", at, 0)] if row[0] else []
        named = [(names[column], at, column) for column in range(1, len(row)) if row[column]]
        length = sum(len(f"{name}{row[column]} · ") for name, _, column in [*first, *named]) - len(" · ")
        if length <= MAX_ROW_LENGTH or not named:
            yield [*first, *named]
        else:
            yield from ([*first, cell] for cell in named)
