"""Collects headings, paragraphs, list items, tables and page breaks in reading order into one text.

Every parser writes through it, so that offsets are right by construction: they are taken as the
text grows and nothing is changed afterwards.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from reportqa.document import LeftOut, Page, Section, Table

MAX_ROW_LENGTH = 300
"""Characters of a table row on one line; a longer row gets a line for each cell."""
MAX_LEFT_OUT = 300
"""Characters that are kept of what is left out."""


class DocumentBuilder:
    """A text that grows, with its pages, sections and tables.

    `csl_item` is what the file says of itself, as CSL-JSON fields; junk is left out. `ocr_pages` are the physical
    numbers of pages whose text was recognised from a picture, `boxes` the packed word boxes of each page.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._breaks: list[tuple[int, str | None, int]] = []
        self.sections: list[Section] = []
        self.tables: list[Table] = []
        self.warnings: list[str] = []
        self.left_out: list[LeftOut] = []
        self.ocr_pages: set[int] = set()
        self.csl_item: dict[str, Any] = {}
        self.boxes: list[bytes] = []
        self._in_list = True

    @property
    def text(self) -> str:
        return "".join(self._parts)

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages begun, each until the next begins, the last until the end of the text."""
        ends = [*(start for _, _, start in self._breaks[1:]), self._length]
        return tuple(
            Page(physical, label, start, end, physical in self.ocr_pages)
            for (physical, label, start), end in zip(self._breaks, ends, strict=False)
        )

    def page(self, physical: int, label: str | None) -> None:
        """Begin a page; what was written before the first one belongs to it."""
        self._breaks.append((physical, label, self._length if self._breaks else 0))

    def leave_out(self, kind: str, text: str, position: int | None = None, page: int | None = None) -> None:
        """Note what the file says and is not written; a long text is shortened.

        It stands here, on the page begun last, unless `position` and `page` say otherwise.
        """
        text = " ".join(text.split())
        if len(text) > MAX_LEFT_OUT:
            text = text[: MAX_LEFT_OUT - 1].rstrip() + "…"
        if position is None:
            position, page = self._length, self._breaks[-1][0] if self._breaks else None
        if text:
            self.left_out.append(LeftOut(kind, text, position, page))

    def heading(self, text: str, level: int) -> int:
        """Write a heading, which begins a section; level counts from 1. Return where it starts."""
        start = self._block(text)
        if start < self._length:
            self.sections.append(Section(text.strip(), level, start))
            self._in_list = False
        return start

    def paragraph(self, text: str) -> int:
        """Write a block that ends in an empty line. A line end inside it ends a sentence. Return where it starts."""
        return self._block(text)

    def item(self, text: str) -> int:
        """Write a list item, on a line of its own, right under the paragraph or item. Return where it starts."""
        return self._block(text, separator="\n" if self._in_list else "\n\n")

    def run_over(self, physical: int, label: str | None, text: str, left_out: Sequence[tuple[str, str]] = ()) -> int:
        """Begin a page in the middle of the last paragraph or item, and go on with its text.

        `left_out` are kind and text of what stands over that text and is not written.
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
        """Write a table, header row first, each row so that its cells stand with their headers.

        "Row header · Column header: cell · Column header: cell", a line for each row; a row of more
        than MAX_ROW_LENGTH characters gets a line for each cell. A table of one row or one column
        is written as it stands. `header` is False when the first row is not a header row: the rows
        are then written without names, under an empty header row. Return where each cell is written first, by the
        numbers of its row and column.
        """
        cells = [[" ".join(cell.split()) for cell in row] for row in rows]
        numbers = [number for number, row in enumerate(cells) if any(row)]
        cells = [cells[number] for number in numbers]
        if cells and not header:
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
                starts.setdefault((numbers[row], column), at + len(name))
                at += len(f"{name}{cells[row][column]} · ")
        if first is not None:
            self.tables.append(Table(first, self._length, tuple(tuple(row) for row in cells)))
            self._in_list = False
        return starts

    def _block(self, text: str, separator: str = "\n\n") -> int:
        """Write a block after the separator; return where it starts, nothing is written of one that is empty."""
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
