"""Tables without rules, found by figures that are aligned in columns; each figure gets its headers.

pdfplumber, the field's library for it, parted labels ("Subscrip", "tion") on the annual reports it was tried on, gave
no column its header, and took longer than the whole parse; the places of words, which are there anyway, do better.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.parsing.pdf.lines import Line, Word
from reportqa.parsing.pdf.table_headers import CURRENCY, FIGURE, YEAR_CELL, Column, headers_of, is_figure, is_label

MIN_ROWS = 2
"""Rows with a label and a figure that make a table."""
MAX_BETWEEN = 2
"""Lines without figures between two rows of a table at most: a group's name, or the first line of a label."""
_TO = "to"


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """The cells of a table, header row first; `first` to `last` are the rows of the page that it is made of.

    `spanner` is a header over all columns, "" when there is none. `words` are those of each cell, `over` those of the
    spanner.
    """

    rows: list[list[str]]
    words: list[list[list[Word]]]
    has_header: bool
    spanner: str
    over: list[Word]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A label and figures, and the words that each is made of."""

    label: str
    label_words: list[Word]
    figures: tuple[Word, ...]
    figure_words: list[list[Word]]


def find_tables(rows: Sequence[Sequence[Line]]) -> list[AlignedTable]:
    """Return the tables of a page; `rows` are its lines, grouped by base line, in reading order."""
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


def _read_row(row: Sequence[Line]) -> _Row | None:
    """Part a row into label and figures; None for one without figures or with other text behind them.

    Text cells before the first figure count as the label; a row of figures alone, such as a total, has none.
    """
    labels: list[str] = []
    label_words: list[Word] = []
    figures: list[Word] = []
    made_of: list[list[Word]] = []
    sign: list[Word] = []
    for number, line in enumerate(row):
        if not figures and not is_figure(line.text):
            words = line.text.split()
            label_words += line.words
            sign = []
            if words[-1] in CURRENCY:
                sign = [label_words.pop()]
                words.pop()
            labels.append(" ".join(words))
            continue
        for word in line.words:
            is_end = word.text in {"%", ")", "%)"}
            if word.text in CURRENCY:
                sign = [word]
            elif figures and (is_end or word.text == _TO or _is_range(figures[-1].text, word.text)):
                space = "" if is_end else " "
                figures[-1] = Word(f"{figures[-1].text}{space}{word.text}", figures[-1].left, word.right)
                made_of[-1].append(word)
            elif FIGURE.fullmatch(word.text) and (number or len(row) > 1):
                made_of.append([*sign, word])
                figures.append(Word("".join(part.text for part in made_of[-1]), word.left, word.right))
                sign = []
            else:
                return None
    if any(figure.text.endswith(_TO) for figure in figures):
        return None
    return _Row(" · ".join(filter(None, labels)), label_words, tuple(figures), made_of) if figures else None


def _is_range(first: str, second: str) -> bool:
    """Return whether two figures are the ends of a range: "0.1 to" and "2.3", "(0.1," and "2.3)"."""
    if not FIGURE.fullmatch(second):
        return False
    in_brackets = first[0] in "([" and first[-1] == "," and second[-1] in ")]" and second[0] not in "(["
    return in_brackets or first.endswith(f" {_TO}")


def _end_of_run(read: Sequence[_Row | None], rows: Sequence[Sequence[Line]], start: int) -> int | None:
    """Return the last row of the table that begins at `start`, None when none does."""
    if not _has_label(read[start]):
        return None
    last, count, between = start, 1, 0
    for at in range(start + 1, len(read)):
        if read[at] is not None:
            last, count, between = at, count + _has_label(read[at]), 0
            continue
        between += 1
        if between > MAX_BETWEEN or len(rows[at]) > 1 or rows[at][0].middle > rows[at - 1][0].middle:
            break
    return last if count >= MIN_ROWS else None


def _has_label(row: _Row | None) -> bool:
    return row is not None and bool(row.label)


def _table(rows: Sequence[Sequence[Line]], read: Sequence[_Row | None], first: int, last: int) -> AlignedTable | None:
    found = [row for row in read[first : last + 1] if row is not None]
    size = rows[first][0].size
    columns = _columns([figure for row in found for figure in row.figures], size)
    places = [_places(row.figures, columns) for row in found]
    if any(len(set(place)) < len(place) for place in places):
        return None
    header_first, spanner, over, header = headers_of(rows, first, columns, size)
    are_years = all(YEAR_CELL.fullmatch(figure.text) for figure in found[0].figures)
    if not any(header) and are_years and len(found) > MIN_ROWS:
        # The first row with "figures" names the years: "(in millions) 2023 2022".
        header = ["" for _ in columns]
        for place, figure in zip(places[0], found[0].figures, strict=True):
            header[place] = figure.text
        cells = [[found[0].label, *header]]
        words = [[found[0].label_words, *([] for _ in columns)]]
        start = first + 1
    else:
        cells = [["", *header]]
        words = [[[] for _ in cells[0]]]
        start = first
    for at in range(header_first if any(header) else start, last + 1):
        row = read[at]
        if row is None and (at >= start or is_label(rows[at], columns)):
            _add_label(cells, words, rows[at][0].text, rows[at][0].words)
        elif row is not None and at >= start:
            values = ["" for _ in columns]
            made_of: list[list[Word]] = [[] for _ in columns]
            for place, figure, parts in zip(_places(row.figures, columns), row.figures, row.figure_words, strict=True):
                values[place], made_of[place] = figure.text, parts
            if row.label:
                _add_label(cells, words, row.label, row.label_words)
            else:
                cells.append([""])
                words.append([[]])
            cells[-1] += values
            words[-1] += made_of
    return AlignedTable(cells, words, any(cells[0]), spanner, over, header_first if any(header) else first, last)


def _add_label(cells: list[list[str]], words: list[list[list[Word]]], label: str, made_of: Sequence[Word]) -> None:
    """Begin a row with its label; a lower-case letter goes on with the label on the line above."""
    if len(cells) > 1 and len(cells[-1]) == 1 and label[0].islower():
        cells[-1][0] += f" {label}"
        words[-1][0] += made_of
    else:
        cells.append([label])
        words.append([list(made_of)])


def _columns(figures: Sequence[Word], size: float) -> list[Column]:
    """Group figures by their right edges, to which figures are set; a bracket may hang over."""
    columns: list[list[Word]] = []
    for figure in sorted(figures, key=lambda figure: figure.right):
        if columns and figure.right - columns[-1][-1].right < 0.9 * size:
            columns[-1].append(figure)
        else:
            columns.append([figure])
    return [Column(min(f.left for f in column), max(f.right for f in column)) for column in columns]


def _places(figures: Sequence[Word], columns: Sequence[Column]) -> list[int]:
    return [_nearest(figure, columns) for figure in figures]


def _nearest(figure: Word, columns: Sequence[Column]) -> int:
    return min(range(len(columns)), key=lambda at: abs(columns[at].right - figure.right))
