"""Tables without rules, found by figures that are aligned in columns, with the header of each figure.

pdfplumber was tried on annual reports: it split labels ("Subscrip", "tion"), found no header of a column, and took
longer than the whole parser, which has the boxes of all words anyway.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportqa.parsing.pdf.lines import Line, TableCell, split_runs
from reportqa.parsing.pdf.table_headers import CURRENCY, FIGURE, YEAR_CELL, Column, headers_of, is_figure, is_label
from reportqa.parsing.pdf.words import Word

MIN_ROWS = 2
"""Minimum number of rows with a label and a figure."""
MAX_BETWEEN = 2
"""Maximum number of lines without figures between two rows: group labels, or the first lines of a label."""
_TO = "to"


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """The rows of a table, header row first; it is made of the rows `first` to `last` of its page.

    `spanner` is a header over all columns.
    """

    rows: list[list[TableCell]]
    has_header: bool
    spanner: TableCell
    first: int
    last: int


class _Figure(NamedTuple):
    """A figure with its currency sign and unit, and the horizontal position of its digits."""

    text: str
    left: float
    right: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _FigureRow:
    label: TableCell
    figures: list[_Figure]


def find_tables(rows: Sequence[Sequence[Line]]) -> list[AlignedTable]:
    """Return the tables of a page; `rows` are its lines, grouped by baseline, in reading order."""
    read = [_read_row(row) for row in rows]
    tables = []
    at = 0
    while at < len(rows):
        last = _end_of_run(read, rows, at)
        if last is None:
            at += 1
            continue
        table = _table(rows, read, at, last)
        if table:
            tables.append(table)
        at = last + 1
    return tables


def _read_row(row: Sequence[Line]) -> _FigureRow | None:
    """Return the label and the figures of a row; None for one line, or without figures or with text behind them.

    Text cells before the first figure belong to the label; a row of figures alone, such as a total, has an empty one.
    """
    if len(row) == 1:
        return None
    labels: list[str] = []
    label_words: list[Word] = []
    figures: list[_Figure] = []
    sign: list[Word] = []
    for line in row:
        if not figures and not is_figure(line.text):
            texts = line.text.split()
            label_words += line.words
            sign = []
            if texts[-1] in CURRENCY:
                sign = [label_words.pop()]
                texts.pop()
            labels.append(" ".join(texts))
            continue
        for word in line.words:
            is_end = word.text in {"%", ")", "%)"}
            if word.text in CURRENCY:
                sign = [word]
            elif figures and (is_end or word.text == _TO or _is_range(figures[-1].text, word.text)):
                text, left, _, words = figures[-1]
                space = "" if is_end else " "
                figures[-1] = _Figure(f"{text}{space}{word.text}", left, word.right, (*words, word))
            elif FIGURE.fullmatch(word.text):
                words = (*sign, word)
                figures.append(_Figure("".join(part.text for part in words), word.left, word.right, words))
                sign = []
            else:
                return None
    if not figures or any(figure.text.endswith(_TO) for figure in figures):
        return None
    return _FigureRow(TableCell(" · ".join(filter(None, labels)), tuple(label_words)), figures)


def _is_range(first: str, second: str) -> bool:
    """Return whether two figures are the ends of a range: "0.1 to" and "2.3", "(0.1," and "2.3)"."""
    if not FIGURE.fullmatch(second):
        return False
    in_brackets = first[0] in "([" and first[-1] == "," and second[-1] in ")]" and second[0] not in "(["
    return in_brackets or first.endswith(f" {_TO}")


def _end_of_run(read: Sequence[_FigureRow | None], rows: Sequence[Sequence[Line]], start: int) -> int | None:
    """Return the last row of the table that begins at `start`, None if none does."""
    if not _has_label(read[start]):
        return None
    last, count, between = start, 1, 0
    for at in range(start + 1, len(read)):
        if _are_years(rows[at]):
            # The header of another table.
            break
        if read[at] is not None:
            last, count, between = at, count + _has_label(read[at]), 0
            continue
        between += 1
        if between > MAX_BETWEEN or len(rows[at]) > 1 or rows[at][0].middle > rows[at - 1][0].middle:
            break
    return last if count >= MIN_ROWS else None


def _are_years(row: Sequence[Line]) -> bool:
    return all(YEAR_CELL.fullmatch(word) for line in row for word in line.text.split())


def _has_label(row: _FigureRow | None) -> bool:
    return row is not None and bool(row.label.text)


def _table(
    rows: Sequence[Sequence[Line]], read: Sequence[_FigureRow | None], first: int, last: int
) -> AlignedTable | None:
    """Return the table of some rows of a page, None if two figures of a row are in one column."""
    found = [row for row in read[first : last + 1] if row is not None]
    size = rows[first][0].size
    columns = _columns([figure for row in found for figure in row.figures], size)
    places = [_places(row.figures, columns) for row in found]
    if any(len(set(place)) < len(place) for place in places):
        return None
    begin, spanner, header = headers_of(rows, first, columns, size)
    start, header_label = first, TableCell()
    are_years = all(YEAR_CELL.fullmatch(figure.text) for figure in found[0].figures)
    if not any(header) and are_years and len(found) > MIN_ROWS:
        # The first row with "figures" is the header: "(in millions) 2023 2022".
        for place, figure in zip(places[0], found[0].figures, strict=True):
            header[place] = figure.text
        start, header_label = first + 1, found[0].label
    if not any(header):
        begin = first
    cells = [[header_label, *map(TableCell, header)]]
    for at in range(begin, last + 1):
        row = read[at]
        if row is None and (at >= start or is_label(rows[at], columns)):
            _add_label(cells, TableCell(rows[at][0].text, rows[at][0].words))
        elif row is not None and at >= start:
            if row.label.text:
                _add_label(cells, row.label)
            else:
                cells.append([TableCell()])
            values = [TableCell()] * len(columns)
            for place, figure in zip(_places(row.figures, columns), row.figures, strict=True):
                values[place] = TableCell(figure.text, figure.words)
            cells[-1] += values
    return AlignedTable(cells, any(cell.text for cell in cells[0]), spanner, begin, last)


def _add_label(cells: list[list[TableCell]], label: TableCell) -> None:
    """Begin a row with its label, or continue the label on the line above with one in lower case."""
    if len(cells) > 1 and len(cells[-1]) == 1 and label.text[0].islower():
        text, words = cells[-1][0]
        cells[-1][0] = TableCell(f"{text} {label.text}", (*words, *label.words))
    else:
        cells.append([label])


def _columns(figures: Sequence[_Figure], size: float) -> list[Column]:
    """Group figures by their right edges, at which they are aligned but for brackets."""
    ordered = sorted(figures, key=lambda figure: figure.right)
    columns = split_runs(ordered, lambda last, figure: figure.right - last.right >= 0.9 * size)
    return [Column(min(f.left for f in column), max(f.right for f in column)) for column in columns]


def _places(figures: Sequence[_Figure], columns: Sequence[Column]) -> list[int]:
    """Return the column of each figure: the one with the nearest right edge."""
    return [min(range(len(columns)), key=lambda at: abs(columns[at].right - figure.right)) for figure in figures]
