"""Rows of tables as they are printed: cells without the column names that the text of a document has before each."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportqa.citations.quote_matching import Match, Searchable
from reportqa.citations.quote_pattern import Pattern
from reportqa.document import Document, Table

_LONGEST_NAME = 100
_BRACKETS = str.maketrans("[]", "()")


@dataclass(frozen=True, slots=True)
class RowCell:
    """A cell at `start` to `end` of a document; `name` is that of its column, "" without one."""

    start: int
    end: int
    name: str


def cite_rows(document: Document, start: int, end: int) -> str:
    """Return a range of a document; in rows of tables, column names are in square brackets: "London [2014] 152".

    A range within a column name is as it is in the document.
    """
    pieces: list[str] = []
    position = start
    for table in sorted(_tables(document, start, end), key=lambda table: table.start):
        if table.start < position and pieces:
            continue
        rows = [_shown(document, row, start, end) for row in _rows(document, table)]
        shown = "\n".join(filter(None, rows))
        if shown:
            pieces += [document.text[position : max(table.start, start)], shown]
            position = min(table.end, end)
    return "".join([*pieces, document.text[position:end]])


class PrintedRows:
    """The rows of a document's tables as a text to search in, without the names of columns."""

    def __init__(self, document: Document) -> None:
        pieces: list[str] = []
        self._starts: list[int] = []
        self._cells: list[RowCell] = []
        length = 0
        for table in _tables(document, 0, len(document.text)):
            for row in _rows(document, table):
                for number, cell in enumerate(row):
                    self._starts.append(length)
                    self._cells.append(cell)
                    pieces.append(document.text[cell.start : cell.end] + ("\n" if number == len(row) - 1 else "\t"))
                    length += len(pieces[-1])
        self._searchable = Searchable("".join(pieces))

    def exact(self, pattern: Pattern) -> list[Match]:
        """Return all places with the words of a quotation in sequence."""
        return [self._placed(match) for match in self._searchable.exact(pattern)]

    def near(self, pattern: Pattern) -> list[Match]:
        """Return the places that are similar or equal to a quotation, most similar first."""
        return [self._placed(match) for match in self._searchable.near(pattern)]

    def _placed(self, match: Match) -> Match:
        """Return a match with its offsets in the document."""
        first, last = (bisect_right(self._starts, at) - 1 for at in (match.start, match.end - 1))
        start = self._cells[first].start + match.start - self._starts[first]
        return replace(match, start=start, end=self._cells[last].start + match.end - self._starts[last])


def _tables(document: Document, start: int, end: int) -> Iterator[Table]:
    """Yield the tables in a range whose headers are written before the cells of their columns."""
    for table in document.tables:
        is_inside = table.start < end and table.end > start
        if is_inside and len(table.starts) > 1 and set(table.starts[0]) <= {None}:
            yield table


def _rows(document: Document, table: Table) -> Iterator[list[RowCell]]:
    """Yield the cells of each row below the headers that are not empty."""
    position = table.start
    for texts, starts in zip(table.rows[1:], table.starts[1:], strict=True):
        cells = []
        for text, start in zip(texts, starts, strict=True):
            if start is None or start < position:
                continue
            name = document.text[position:start].strip(" ·\n").removesuffix(":")
            cells.append(RowCell(start, start + len(text), name))
            position = start + len(text)
        yield cells


def _shown(document: Document, row: Sequence[RowCell], start: int, end: int) -> str:
    """Return the cells of a row, as far as they are in the range, each after the name of its column in brackets."""
    words = []
    for cell in row:
        text = document.text[max(cell.start, start) : min(cell.end, end)]
        if not text:
            continue
        if cell.name and start <= cell.start:
            name = cell.name.replace(" · ", ", ").translate(_BRACKETS)
            words.append(f"[{name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME].rstrip() + '…'}]")
        words.append(text)
    return " ".join(words)
